"""Published figures, for everybody. Nothing here is about the reader, so her browser may keep the pages a while."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proximity.insight.models import Release
from proximity.insight.queries.charts import drawn_charts
from proximity.insight.queries.figures import figure
from proximity.insight.queries.releases import (
    Stamp,
    cities_with_figures,
    city_named,
    earlier_versions,
    later_version,
    release_of,
    stamp_of,
)
from proximity.insight.queries.sentences import caveat
from proximity.insight.rules.signing import LICENCE, LICENCE_URL
from proximity.insight.views.caching import for_a_while, unless_known

KEPT_SECONDS = 3600
# Where charts are still being drawn, the page is asked for again soon.
SOON = 10
MOMENT = 1


@require_safe
@for_a_while
def index(request: HttpRequest) -> HttpResponse:
    """Show each city's number and sentence; an address that names a city leads to all that is said about its figures."""
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
    language = get_language() or "en"
    stamp = _stamp(city, version, language)
    if stamp is not None:
        key = f"figures/{stamp.mark}/{version is None}/{language}"
        page = HttpResponse(_page(request, city, version, stamp, key))
        if not stamp.charts:
            patch_cache_control(page, max_age=SOON)
        return unless_known(request, page, key + request.GET.urlencode())
    found = city_named(city)
    if found is None or version is not None:
        raise Http404
    return render(request, "insight/none_yet.html", {"city": found})


def _stamp(city: str, version: int | None, language: str) -> Stamp | None:
    """Return what the page depends on, asked of the database once in a moment: everybody may come at once."""
    key = f"figures/stamp/{city}/{version}/{language}"
    stamp: Stamp | None = cache.get(key)
    if stamp is None:
        stamp = stamp_of(city, version, language)
        if stamp is not None:
            cache.set(key, stamp, MOMENT)
    return stamp


def _page(request: HttpRequest, city: str, version: int | None, stamp: Stamp, key: str) -> bytes:
    """Draw the page of a release once per process and language: it is the same for everybody until its charts are there."""
    if not request.GET and (kept := cache.get(key)) is not None:
        return bytes(kept)
    release = release_of(city, stamp.version)
    if release is None:
        raise Http404
    body = render(request, "insight/city.html", _context(release, newest=version is None)).content
    if not request.GET:
        cache.set(key, body, KEPT_SECONDS)
    return body


def _context(release: Release, *, newest: bool) -> dict[str, object]:
    return {
        "release": release, "figure": figure(release), "city": release.city,
        "charts": drawn_charts(release, get_language() or "en"),
        "earlier": earlier_versions(release) if newest else (), "later": None if newest else later_version(release),
        "caveat": caveat(), "licence": LICENCE, "licence_url": LICENCE_URL,
    }  # fmt: skip
