"""What every page needs to draw its frame."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import get_language, override

from proximity.foundation.ui import languages

CITY_SLUG = re.compile(r"[a-z0-9-]{1,50}")


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One language of the footer: its code, its name in itself, and the same page in it (`same`), else its first page."""

    code: str
    name: str
    url: str
    current: bool
    same: bool


def city_query(request: HttpRequest) -> str:
    """Return `?city=<slug>` when the address presets a city, else nothing; links carry it on.

    Only the form of the slug is looked at: whether such a city exists is for the page that uses it.
    """
    slug = request.GET.get("city", "")
    return f"?city={slug}" if CITY_SLUG.fullmatch(slug) else ""


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """Return this page in every language; a page with one address for all (or none, as an error) leads to the home page."""
    current = get_language()
    match = _page(request)
    here = {code: _same_page(match, code) for code, _name in languages.offered()}
    return [
        LanguageLink(
            code=code, name=name, url=(here[code] or f"/{code}/") + city_query(request), current=code == current,
            same=bool(here[code]),
        )
        for code, name in languages.offered()
    ]  # fmt: skip


def _page(request: HttpRequest) -> ResolverMatch | None:
    """Return which page was asked for; None where there is none, or where it has one address for all languages."""
    if not request.path_info.startswith(f"/{get_language()}/"):
        return None
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None


def _same_page(match: ResolverMatch | None, code: str) -> str:
    """Return the address of a page in the language `code`; nothing where it has none, or is not translated."""
    if match is None or not languages.covers(code, languages.part_of(match)):
        return ""
    try:
        with override(code):
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    except NoReverseMatch:
        return ""


def look(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values: languages by their own names, the way out, and the address of the same page per language."""
    frame: dict[str, object] = {
        "languages": settings.LANGUAGES,
        "quick_exit_address": settings.QUICK_EXIT_ADDRESS,
        "side": settings.SIDE,
        "staff_address": settings.STAFF_ADDRESS,
        "public_address": settings.PUBLIC_ADDRESS,
    }
    if settings.SIDE == "public":
        frame |= {"language_links": language_links(request), "city_query": city_query(request)}
    return frame
