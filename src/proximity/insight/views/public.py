"""Published figures, for everybody. Nothing here is about the reader, so her browser may keep the pages a while."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from proximity.insight.models import Release
from proximity.insight.queries.about import about_rows
from proximity.insight.queries.figures import csv_rows, figure
from proximity.insight.queries.releases import cities_with_figures, city_named, release_of
from proximity.insight.views.downloads import csv_file

KEPT_SECONDS = 3600
for_a_while = cache_control(public=True, max_age=300)


@require_safe
@for_a_while
def index(request: HttpRequest) -> HttpResponse:
    """Show each city's newest table; an address that names a city leads to all that is said about its figures."""
    cities = cities_with_figures()
    slug = request.GET.get("city", "")
    if slug in {city.slug for city in cities}:
        return HttpResponseRedirect(reverse("figures:city", kwargs={"city": slug}))
    shown = [(city, figure(city.release) if city.release else None) for city in cities]
    return render(request, "insight/cities.html", {"cities": shown})


@require_safe
@for_a_while
def city_figures(request: HttpRequest, city: str, version: int | None = None) -> HttpResponse:
    """Show a city's newest figures, or an earlier version; where there are none yet, say what will be here."""
    release = release_of(city, version)
    if release is not None:
        return HttpResponse(_page(request, release, newest=version is None))
    found = city_named(city)
    if found is None or version is not None:
        raise Http404
    return render(request, "insight/none_yet.html", {"city": found})


def _page(request: HttpRequest, release: Release, *, newest: bool) -> bytes:
    """Draw the page of a release once per process and language: it is the same for everybody and never changes."""
    key = f"figures/{release.pk}/{get_language()}/{newest}"
    if not request.GET and (kept := cache.get(key)) is not None:
        return bytes(kept)
    earlier = range(1, release.version) if newest else ()
    context = {"release": release, "figure": figure(release), "city": release.city, "earlier": earlier}
    body = render(request, "insight/city.html", context).content
    if not request.GET:
        cache.set(key, body, KEPT_SECONDS)
    return body


@require_safe
@for_a_while
def download(_request: HttpRequest, city: str, version: int | None = None) -> HttpResponse:
    """Give the published counts as CSV."""
    release = _released(city, version)
    return csv_file(f"figures-{city}-{release.version}.csv", csv_rows(release))


@require_safe
@for_a_while
def download_about(_request: HttpRequest, city: str, version: int) -> HttpResponse:
    """Give what the counts mean as CSV."""
    return csv_file(f"figures-{city}-{version}-about.csv", about_rows(_released(city, version)))


def _released(city: str, version: int | None) -> Release:
    release = release_of(city, version)
    if release is None:
        raise Http404
    return release
