"""What a leaflet says, as JSON for the drawing process: the words of the pages, chosen for one sheet of paper."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from proximity import __version__
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.packs import codes
from proximity.packs.danger import Danger
from proximity.packs.pack import Pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import RIGHTS, TextKey
from proximity.welcome import sentences
from proximity.welcome.drawing.template import template
from proximity.welcome.queries import Place
from proximity.welcome.rules import pack_to_speak

# The two rights that matter before anybody has told anything; the whole notice is longer than a sheet.
ON_THE_LEAFLET = (f"{RIGHTS}language", f"{RIGHTS}support")


def leaflet_of(place: Place) -> JSONObject:
    """Return what the leaflet of a place says, in the language of this moment, which `place.lang` names."""
    told, lang, address = sentences.told_project(place.lang), place.lang, address_of(place)
    return {
        "lang": lang,
        "title": _("Leaflet: %(what)s") % {"what": sentences.TELL},
        "address": address,
        "brand": _said("Proximity", lang),
        "place": _said(place.city.name if place.city else "", lang),
        "question": _said(sentences.QUESTION, lang),
        "answer": _said(sentences.ANSWER, lang),
        "scan": _said(_("Scan the code, or type in:"), lang),
        "shown_address": _said(address.partition("://")[2].partition("?")[0], lang),
        "qr_alt": _("QR code with the address %(address)s") % {"address": address},
        "dangers": list(_dangers(place)),
        "steps": list(_steps(place)),
        "sections": list(_sections(place)),
        "unchecked": _said(_unchecked(place), lang),
        "project": _project(told, lang),
    }


def address_of(place: Place) -> str:
    """Return where the leaflet leads: the first page in its language, with the city where it is a city's."""
    query = f"?city={place.city.slug}" if place.city and len(place.cities) > 1 else ""
    return f"{settings.PUBLIC_ADDRESS}/{place.lang}/{query}"


def digest_of(leaflet: JSONObject) -> str:
    """Return a hash of all that a leaflet is drawn from: what it says, how it looks, and the version that draws it."""
    said = json.dumps(leaflet, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(b"\0".join([__version__.encode(), template(), said.encode()])).hexdigest()


def _said(text: str | Promise, lang: str) -> JSONObject:
    return {"text": str(text), "lang": lang}


def _paragraphs(text: PackText) -> list[JSONValue]:
    return [_said(paragraph, text.lang) for paragraph in text.paragraphs]


def _dangers(place: Place) -> Iterator[JSONValue]:
    """Yield what to do in danger, once for all countries with the same numbers, in the reader's language where one has it."""
    alike: dict[tuple[str, ...], list[Danger]] = {}
    for danger in place.dangers():
        alike.setdefault(danger.numbers, []).append(danger)
    for numbers, dangers in alike.items():
        spoken = next((danger for danger in dangers if danger.text.lang == place.lang), dangers[0])
        countries = ", ".join(danger.country for danger in dangers) if len(alike) > 1 else ""
        yield {
            "countries": _said(countries, place.lang),
            "words": _paragraphs(spoken.text),
            "numbers": _said(" · ".join(numbers), place.lang),
        }


def _steps(place: Place) -> Iterator[JSONValue]:
    lang, pack = place.lang, _speaking(place)
    yield {"title": _said(sentences.TELL, lang), "words": [_said(sentences.HOW_LONG, lang)]}
    yield {
        "title": _said(_("Keep your code"), lang),
        "words": [_said(_("You get it when you have sent. Write it down: we cannot find it again for you."), lang)],
    }
    promise: list[JSONValue] = []
    if pack:
        promise = _paragraphs(pack.text(TextKey.ANSWER_TIMES, lang))
    yield {"title": _said(_("Read the answer"), lang), "words": promise}


def _sections(place: Place) -> Iterator[JSONValue]:
    lang, pack = place.lang, _speaking(place)
    if pack:
        yield _section(sentences.DEFINITION, _paragraphs(pack.text(TextKey.INCIDENT_DEFINITION, lang)), lang)
    yield _readers(place)
    if pack:
        yield _section(sentences.PAPERS, _paragraphs(pack.text(TextKey.RESIDENCE_STATUS, lang)), lang)
        rights = [text for text in pack.rights(lang) if text.key in ON_THE_LEAFLET]
        yield _section(_("Your rights"), [part for text in rights for part in _paragraphs(text)], lang)


def _section(title: str | Promise, words: list[JSONValue], lang: str) -> JSONObject:
    return {"title": _said(title, lang), "words": words}


def _listed(title: str, texts: Iterable[str], lang: str, before: str = "") -> JSONObject:
    return {
        **_section(title, [_said(before, lang)] if before else [], lang),
        "list": [_said(one, lang) for one in texts],
    }


def _readers(place: Place) -> JSONObject:
    lang, city = place.lang, place.city
    who = (
        _("In %(city)s, reports go to these. You choose which of them may read yours.") % {"city": city.name}
        if city
        else _(
            "The local police and organisations that support people run this together. Choose your city to see who they are."
        )
    )
    readers: list[JSONValue] = [_said(f"{reader.name}, {reader.kind}", lang) for reader in place.readers]
    listed: JSONObject = {"list": readers} if readers else {}
    return {
        **_section(_("Who can read it"), [_said(who, lang)], lang),
        **listed,
        "after": [_said(sentences.LOCKED, lang)],
    }


def _speaking(place: Place) -> Pack | None:
    return pack_to_speak(place.packs, place.lang)


def _unchecked(place: Place) -> str:
    """Return the warning that belongs to words about law that nobody has checked; empty where somebody has."""
    pack = _speaking(place)
    texts = pack.rights(place.lang) if pack else ()
    if pack is None or all(text.reviewed_by for text in texts):
        return ""
    return _("Rights: %(country)s, from public sources. No lawyer has checked these texts yet.") % {
        "country": codes.country(pack.country).label(place.lang)
    }


def _project(told: sentences.ToldProject, lang: str) -> JSONObject:
    facts = told.facts
    starts, ends = (date_format(day, "YEAR_MONTH_FORMAT") for day in (facts.starts, facts.ends))
    today: list[JSONValue] = [_said(one, lang) for one in (told.not_the_project, told.today, told.responsible)]
    return {
        "title": _said(told.title, lang),
        "full_name": _said(facts.full_name, "en"),
        "what": _said(told.what, lang),
        "facts": [
            _section(_("Duration"), [_said(f"{starts} \N{EN DASH} {ends}", lang)], lang),
            _section(_("Coordinated from"), [_said(told.coordinator, lang)], lang),
            _section(_("Partners in"), [_said(", ".join(told.partners), lang)], lang),
        ],
        "aim": _listed(_("What the project wanted"), told.objectives, lang, before=told.aim),
        "results": _listed(_("What was to come of it"), told.results, lang),
        "target_groups": _listed(_("Whom it was for"), told.target_groups, lang),
        "funding": _section(_("Funding"), [_said(told.notice, lang), _said(told.disclaimer, lang)], lang),
        "today": _section(_("What Proximity is today"), today, lang),
    }
