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
from proximity.welcome.queries_help import help_page
from proximity.welcome.rules_help import wanted_by


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


def _page(request: HttpRequest, pack: Pack, city: City | None) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("n", "g")}
    wanted = wanted_by(asked["n"], asked["g"])
    context: dict[str, object] = {
        "page": help_page(pack, city, wanted, get_language()),
        "form": HelpFilter(initial=asked),
        "narrowed": bool(wanted.need or wanted.ground),
        "city": city,
        "pack_country": pack.country,
    }
    if city:
        context["city_query"] = f"?city={city.slug}"
    return render(request, "welcome/help/page.html", context)
