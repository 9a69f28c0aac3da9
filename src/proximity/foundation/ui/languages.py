"""The languages of the two sites: their own names, their direction, which are listed, which pages a further one covers."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import ResolverMatch


def offered() -> list[tuple[str, str]]:
    """Return the languages that a list names: code and own name. The two that nobody speaks stand in no list."""
    return [(code, name) for code, name in settings.LANGUAGES if code not in settings.UNLISTED_LANGUAGES]


def own_name(code: str) -> str:
    """Return a language's name as its speakers write it; the code where this installation no longer has the language."""
    return dict(settings.PUBLIC_LANGUAGES).get(code, code)


def direction(code: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if code.partition("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def is_reviewed(code: str) -> bool:
    """Say whether a named person vouches for the words of a language. English is what was written first."""
    return code == "en" or code in settings.LANGUAGE_REVIEWS


def unreviewed(codes: Iterable[str]) -> set[str]:
    """Return the languages for whose words nobody vouches."""
    return {code for code in codes if not is_reviewed(code)}


def part_of(match: ResolverMatch) -> str:
    """Return which part of the public site an address belongs to: its area, or for a single page its own name."""
    return match.namespaces[0] if match.namespaces else match.url_name or ""


def covers(code: str, part: str) -> bool:
    """Say whether a language says every word of a part."""
    covered = settings.PARTS_COVERED.get(code)
    return covered is None or part in covered
