"""Published plans, for everybody. Nothing here is about the reader, so her browser may keep the pages a while."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from proximity.plans.queries.publications import cities_with_plans, day_in, plan_as_of_now, publication_of
from proximity.plans.queries.showing import shown_plan

for_a_while = cache_control(public=True, max_age=300)


@require_safe
@for_a_while
def index(request: HttpRequest) -> HttpResponse:
    """List the cities with their plans; an address that names a city leads to its plan."""
    cities = cities_with_plans()
    slug = request.GET.get("city", "")
    if slug in {one.city.slug for one in cities}:
        return HttpResponseRedirect(reverse("plan:city", kwargs={"city": slug}))
    return render(request, "plans/cities.html", {"cities": cities})


@require_safe
@for_a_while
def city_plan(request: HttpRequest, city: str, version: int | None = None) -> HttpResponse:
    """Show a city's plan with the figures of today, or an earlier version with those of its own day."""
    found = publication_of(city, version)
    if found is None:
        return _none_yet(request, city, version)
    plan = plan_as_of_now(found) if version is None else found.plan
    context = {
        "publication": found,
        "city": found.city,
        "shown": shown_plan(plan, country=found.city.country, today=day_in(found.city)),
        "versions": range(found.version, 0, -1) if version is None else (),
        "frozen": version is not None,
    }
    return render(request, "plans/city.html", context)


def _none_yet(request: HttpRequest, slug: str, version: int | None) -> HttpResponse:
    """Say kindly that a city has no plan yet. Raises `Http404` for what is no city here, or a version that never was."""
    found = next((one.city for one in cities_with_plans() if one.city.slug == slug), None)
    if found is None or version is not None:
        raise Http404
    return render(request, "plans/none_yet.html", {"city": found})
