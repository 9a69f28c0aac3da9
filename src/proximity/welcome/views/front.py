"""Home, privacy, the way out, and the question whether the service is alive. Each parses, asks one query, and draws."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from proximity.foundation.forgetting import ask_to_forget
from proximity.foundation.ui import languages
from proximity.packs.vocabulary import TextKey
from proximity.welcome import queries, rules


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Offer the languages by their own names, the browser's first; lead nobody anywhere unasked."""
    offered = rules.first(get_language(), languages.offered())
    return render(request, "welcome/choose_language.html", {"offered": offered, "place": queries.place_of(request)})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, what to do in danger, and open the two doors."""
    place = queries.place_of(request)
    context = {
        "place": place,
        "city": place.city,
        "definition": place.text(TextKey.INCIDENT_DEFINITION),
        "residence": place.text(TextKey.RESIDENCE_STATUS),
    }
    return render(request, "welcome/home.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say per channel what is kept and who reads it."""
    place = queries.place_of(request)
    context = {
        "place": place,
        "city": place.city,
        "residence": place.text(TextKey.RESIDENCE_STATUS),
        "withdrawal": place.text(TextKey.AFTER_WITHDRAWAL),
        "officer": place.text(TextKey.OFFICER_COMPLAINT),
    }
    return render(request, "welcome/privacy.html", context)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Go to an everyday page and have the browser forget this site, as far as a browser lets a site ask."""
    return ask_to_forget(request, HttpResponse(status=303, headers={"Location": settings.QUICK_EXIT_ADDRESS}))


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer `ok` while the database does too, else 503."""
    alive = queries.database_answers()
    return HttpResponse("ok" if alive else "no answer from the database", "text/plain", 200 if alive else 503)


@require_safe
def staff_door(_request: HttpRequest) -> HttpResponse:
    """Send staff who came to the public address to the workspace."""
    return HttpResponseRedirect(settings.STAFF_ADDRESS)
