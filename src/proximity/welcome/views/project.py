"""The project that Proximity carries on, and the leaflet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from proximity.welcome import queries
from proximity.welcome.sentences import told_project

SECONDS_UNTIL_DRAWN = 60


@require_safe
def project(request: HttpRequest) -> HttpResponse:
    """Say what the project PROXIMITY was, who paid for it, and that Proximity is not the project itself."""
    place = queries.place_of(request)
    return render(
        request, "welcome/project.html", {"place": place, "city": place.city, "told": told_project(place.lang)}
    )


@require_safe
def leaflet(request: HttpRequest) -> HttpResponse:
    """Hand out the leaflet as it was drawn last; until the worker has drawn it, say so and when to come again."""
    place = queries.place_of(request)
    found = queries.leaflet(place)
    if found is None:
        answer = render(request, "welcome/leaflet_waits.html", {"place": place, "city": place.city}, status=503)
        answer.headers["Retry-After"] = str(SECONDS_UNTIL_DRAWN)
        return answer
    pdf = HttpResponse(bytes(found.pdf), content_type="application/pdf", headers={"ETag": found.etag})
    return get_conditional_response(request, etag=found.etag, response=pdf) or pdf
