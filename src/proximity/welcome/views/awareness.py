"""Awareness pages: what a hate incident is, what a witness can do, a page for young people, and the rights in each country."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proximity.foundation.ui.context import city_query
from proximity.packs.awareness import PageCode
from proximity.packs.danger import danger_in
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.vocabulary import TextKey
from proximity.welcome import queries
from proximity.welcome.queries_awareness import country_choices, examples, passages


def _context(request: HttpRequest, code: PageCode) -> dict[str, object]:
    place = queries.place_of(request)
    return {"place": place, "city": place.city, "passages": passages(code, get_language())}


@require_safe
def incident(request: HttpRequest) -> HttpResponse:
    """Say what a hate incident is, with a made-up example for each ground."""
    context = _context(request, PageCode.INCIDENT)
    definition = queries.place_of(request).text(TextKey.INCIDENT_DEFINITION)
    context |= {"definition": definition, "examples": examples(get_language())}
    return render(request, "welcome/awareness/incident.html", context)


@require_safe
def witness(request: HttpRequest) -> HttpResponse:
    """Say what somebody can do who sees it: five safe ways, what to secure, how to tell it."""
    context = _context(request, PageCode.WITNESS)
    context["evidence"] = queries.place_of(request).text(TextKey.EVIDENCE_VANISHES)
    return render(request, "welcome/awareness/witness.html", context)


@require_safe
def young(request: HttpRequest) -> HttpResponse:
    """Say it to young people."""
    return render(request, "welcome/awareness/young.html", _context(request, PageCode.YOUNG))


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Offer the countries; an address that names a city leads to the rights in its country."""
    place = queries.place_of(request)
    if place.city:
        address = reverse("rights_country", kwargs={"country": place.city.country})
        return HttpResponseRedirect(f"{address}{city_query(request)}")
    return render(request, "welcome/awareness/countries.html", {"countries": country_choices(get_language())})


@require_safe
def rights_country(request: HttpRequest, country: str) -> HttpResponse:
    """Say which rights somebody has in a country, each in the words of its pack with source and day."""
    if country not in available_countries():
        raise Http404
    pack, lang, place = load_pack(country), get_language(), queries.place_of(request)
    context = {
        "dangers": [danger_in(pack, lang)],
        "rights": (*pack.rights(lang), pack.text(TextKey.SUPPORT_OFFER, lang)),
        "formal": (pack.text(TextKey.NOT_FORMAL_COMPLAINT, lang), pack.text(TextKey.FORMAL_COMPLAINT_HOW, lang)),
        "officer": pack.text(TextKey.OFFICER_COMPLAINT, lang),
        "residence": pack.text(TextKey.RESIDENCE_STATUS, lang),
        "city": place.city if place.city and place.city.country == country else None,
        "pack_country": country,
    }
    return render(request, "welcome/awareness/rights.html", context)
