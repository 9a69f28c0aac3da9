"""Files of released figures, for everybody: the counts, what they mean, what was signed, and the charts."""

import json

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proximity.insight.models import Chart, Release
from proximity.insight.queries import downloads
from proximity.insight.queries.releases import release_of
from proximity.insight.queries.wording import TABLES
from proximity.insight.rules.charts import Shape
from proximity.insight.views.caching import for_a_while, for_long, unless_known
from proximity.insight.views.downloads import csv_file

KEPT_SECONDS = 3600


@require_safe
@for_a_while
def download(_request: HttpRequest, city: str, version: int | None = None, table: str | None = None) -> HttpResponse:
    """Give the published counts as CSV: all of them, or one table."""
    release = _released(city, version)
    return csv_file(f"{table or 'figures'}-{city}-{release.version}.csv", downloads.csv_rows(release, table))


@require_safe
@for_a_while
def about_csv(_request: HttpRequest, city: str, version: int) -> HttpResponse:
    """Give what the counts mean as CSV."""
    return csv_file(f"about-{city}-{version}.csv", downloads.about_rows(_released(city, version)))


@require_safe
@for_a_while
def about_json(_request: HttpRequest, city: str, version: int) -> HttpResponse:
    """Give what the counts mean as JSON."""
    content = json.dumps(downloads.about_json(_released(city, version)), ensure_ascii=False)
    return HttpResponse(content, content_type="application/json; charset=utf-8")


@require_safe
@for_a_while
def signed(_request: HttpRequest, city: str, version: int) -> HttpResponse:
    """Give the very bytes that were signed."""
    return HttpResponse(_released(city, version).signed_content, content_type="application/json; charset=utf-8")


@require_safe
@for_a_while
def metadata(request: HttpRequest, city: str, version: int) -> HttpResponse:
    """Describe the release for data portals."""
    release = _released(city, version)
    place = {"city": city, "version": version}
    paths = {
        "page": reverse("figures:version", kwargs=place),
        "figures.csv": reverse("figures:csv", kwargs=place),
        "about.csv": reverse("figures:about", kwargs=place),
        "about.json": reverse("figures:about_json", kwargs=place),
        "signed.json": reverse("figures:signed", kwargs=place),
        **{f"{table}.csv": reverse("figures:table_csv", kwargs=place | {"table": table}) for table in TABLES},
    }
    absolute = {name: request.build_absolute_uri(path) for name, path in paths.items()}
    return JsonResponse(
        downloads.metadata(release, absolute), content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )  # fmt: skip


@require_safe
@for_long
def chart(request: HttpRequest, city: str, version: int, table: str, shape: str) -> HttpResponse:
    """Give a chart in the language of the address; it never changes once it is drawn."""
    key = f"figures/chart/{city}/{version}/{table}/{shape}/{get_language()}"
    svg = cache.get(key)
    if svg is None:
        found = Chart.objects.filter(
            release__city__slug=city, release__version=version, table=table, shape=Shape(shape), language=get_language()
        ).only("svg")  # fmt: skip
        svg = found.get().svg if found else None
        if svg is None:
            raise Http404
        cache.set(key, svg, KEPT_SECONDS)
    return unless_known(request, HttpResponse(svg, content_type="image/svg+xml"), key)


def _released(city: str, version: int | None) -> Release:
    release = release_of(city, version)
    if release is None:
        raise Http404
    return release
