"""Indicator cards of a country, to read beside the work and to print: in the workspace, and public for trainers and NGOs."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.queries.cards import indicator_cards
from proximity.packs.loader import available_countries, load_pack
from proximity.welcome.queries_awareness import country_choices
from proximity.welcome.rules_help import Said


@require_safe
@needs(Capability.READ_CARDS)
def at_work(request: HttpRequest) -> HttpResponse:
    """Show the cards of the city's country in the workspace; the address may ask for another country, language or paper."""
    own = actor_at_work(request).organisation.city.country
    country = _one_of(available_countries(), request.GET.get("country", ""), own)
    lang = _one_of([code for code, _ in settings.LANGUAGES], request.GET.get("lang", ""), get_language())
    return render(request, "welcome/cards/staff.html", _context(request, country, lang))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Offer the countries whose cards there are."""
    return render(request, "welcome/cards/countries.html", {"countries": country_choices(get_language())})


@require_safe
def public(request: HttpRequest, country: str) -> HttpResponse:
    """Show the cards of a country to everybody: they are for those who learn and teach, and hold nothing secret."""
    if country not in available_countries():
        raise Http404
    return render(request, "welcome/cards/public.html", _context(request, country, get_language()))


def _one_of(known: list[str] | tuple[str, ...], asked: str, usual: str) -> str:
    return asked if asked in known else usual


def _context(request: HttpRequest, country: str, lang: str) -> dict[str, object]:
    """Return the cards; `small` has them each on a sheet of A6, to carry, else two beside one another on A4."""
    pack = load_pack(country) if country in available_countries() else None
    question = pack.bias_question if pack else None
    return {
        "cards": indicator_cards(lang),
        "question": Said.of(question.words, pack.languages[0]) if pack and question else None,
        "translated": Said.of(question.words, lang) if question else None,
        "question_seen": question,
        "countries": country_choices(lang),
        "country": country,
        "lang": lang,
        "languages": settings.LANGUAGES,
        "small": request.GET.get("paper") == "a6",
    }
