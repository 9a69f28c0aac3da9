"""What a practice record says, in the language of the page: for the workspace and for the public site alike."""

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.exchange.queries import wording
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.practices import Practice
from proximity.packs import codes


def country_name(code: str) -> str:
    """Return what a country is called, in the language of the page; a code that no pack knows stands for itself."""
    lang = get_language() or "en"
    return {one.code: one.label(lang) for one in codes.countries()}.get(code, code.upper())


def ground_names(found: Iterable[str]) -> list[str]:
    """Return what coarse grounds are called, in the language of the page."""
    lang = get_language() or "en"
    names = {one.code: one.label(lang) for one in codes.ground_families()}
    return [names.get(code, code) for code in found]


def facts(practice: Practice, language: str) -> Iterator[tuple[Words, str, str]]:
    """Yield what a record says: the label, the value or nothing, and its language where it is not the page's."""
    coded = {
        "country": country_name(practice.country) if practice.country else "",
        "type": wording.words_of(wording.TYPES, practice.type),
        "categories": ", ".join(str(wording.CATEGORIES[code]) for code in practice.categories),
        "grounds": ", ".join(ground_names(practice.grounds)),
        "starts_on": date_format(practice.starts_on, "DATE_FORMAT") if practice.starts_on else "",
        "ends_on": _ended(practice),
        "scope": wording.words_of(wording.SCOPES, practice.scope),
        "evidence": wording.words_of(wording.EVIDENCE, practice.evidence),
    }
    yield wording.ENGLISH_TITLE, practice.english_title, "en"
    for name, label in wording.FIELDS.items():
        if name in coded:
            yield label, str(coded[name]), ""
        else:
            yield label, getattr(practice, name), language


def _ended(practice: Practice) -> str:
    if practice.ends_on:
        return date_format(practice.ends_on, "DATE_FORMAT")
    return _("not ended, or not known") if practice.starts_on else ""
