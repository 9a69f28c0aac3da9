"""Help near you: one city or one country, narrowed by need and ground. Nothing is kept, and the address says little."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proximity.accounts.models import City
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.pack import Pack
from proximity.welcome import queries
from proximity.welcome.forms import HelpFilter
from proximity.welcome.queries_awareness import country_choices
from proximity.welcome.queries_help import help_page, places_of
from proximity.welcome.rules_help import Wanted, wanted_by


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Offer the cities and countries; an address that names a city leads to its page."""
    place = queries.place_of(request)
    if place.city:
        return HttpResponseRedirect(reverse("help_city", kwargs={"city": place.city.slug}))
    return render(request, "welcome/help/index.html", {"place": place, "countries": country_choices(get_language())})


@require_safe
def city(request: HttpRequest, city: str) -> HttpResponse:
    """Show who helps in one city."""
    place = queries.place(city, get_language())
    if place.city is None or place.city.slug != city:
        raise Http404
    return _page(request, load_pack(place.city.country), place.city)


@require_safe
def country(request: HttpRequest, country: str) -> HttpResponse:
    """Show who helps in one country, where none of the cities here is the reader's."""
    if country not in available_countries():
        raise Http404
    return _page(request, load_pack(country), None)


@require_safe
def places(request: HttpRequest, city: str) -> HttpResponse:
    """Show the places of a city's register on a map, and the same as a list."""
    found = queries.place(city, get_language())
    if found.city is None or found.city.slug != city:
        raise Http404
    wanted, form = _wanted(request)
    context = {
        "city": found.city, "places": places_of(found.city, wanted), "form": form, "narrowed": wanted != Wanted(),
        "city_query": f"?city={found.city.slug}", "dangers": found.dangers,
    }  # fmt: skip
    return render(request, "welcome/help/places.html", context)


def _wanted(request: HttpRequest) -> tuple[Wanted, HelpFilter]:
    asked = {name: request.GET.get(name, "") for name in ("n", "g", "s")}
    return wanted_by(asked["n"], asked["g"], asked["s"]), HelpFilter(initial=asked)


def _page(request: HttpRequest, pack: Pack, city: City | None) -> HttpResponse:
    wanted, form = _wanted(request)
    context: dict[str, object] = {
        "page": help_page(pack, city, wanted, get_language()),
        "form": form,
        "narrowed": wanted != Wanted(),
        "city": city,
        "pack_country": pack.country,
    }
    if city:
        context["city_query"] = f"?city={city.slug}"
    return render(request, "welcome/help/page.html", context)
