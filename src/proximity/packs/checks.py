"""The checks themselves: each takes a pack or the code lists and yields what is wrong, as (where, problem)."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from proximity.foundation.pure.spans import Unit
from proximity.packs.codes import Codes
from proximity.packs.pack import Pack
from proximity.packs.schema import (
    FALLBACK_LANGUAGE,
    BiasQuestion,
    Body,
    Category,
    EmergencyNumber,
    Fact,
    HelpEntry,
    Offence,
    TextSource,
    Words,
)
from proximity.packs.times import ClockRule, KeepingRule, NecessityRule
from proximity.packs.vocabulary import (
    OWN_TEXTS,
    PUBLIC_NUMBERS,
    RIGHTS,
    ClockKind,
    Evidence,
    HelpNeed,
    KeepingAct,
    PoliceLevelCode,
    TextNature,
)

CODE_LIST_LANGUAGES = ("en", "es", "it", "pt", "fi", "et", "lv", "bg")
SIGNATURE = re.compile(r".+, .+, \d{4}-\d{2}-\d{2}")
DIGITS = re.compile(r"\d(?:[ -]?\d)*")
GAP_IN_ROUTES = "independent police complaints body"
FROM_ELSEWHERE = frozenset({HelpNeed.DANGER, HelpNeed.OFFICER})
YEAR = re.compile(r"(19|20)\d\d")

type Problem = tuple[str, str]


def telephone_like(text: str) -> tuple[str, ...]:
    """Return the numbers in a text that a reader might dial: three digits or more, no year, not 112 or 999."""
    runs = (re.sub(r"[ -]", "", run) for run in DIGITS.findall(text))
    return tuple(run for run in runs if len(run) > 2 and run not in PUBLIC_NUMBERS and not YEAR.fullmatch(run))


def twice(where: str, names: Iterable[str]) -> Iterator[Problem]:
    """Yield names that stand in a list twice."""
    return ((where, f"{name!r} stands there twice") for name, times in Counter(names).items() if times > 1)


def _words_in(value: object) -> Iterator[Words]:
    """Yield every `Words` inside a fact, down through tuples and inner dataclasses."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _words_in(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _words_in(getattr(value, part.name))


def untranslated(code: str, value: object, languages: Iterable[str]) -> Iterator[Problem]:
    """Yield words anywhere inside a fact that lack a language."""
    for words in _words_in(value):
        for language in languages:
            if language not in words.languages:
                yield code, f"has no text in {language!r}: {words.label('en')[:40]!r}"


def odd_signatures(facts: Iterable[Fact]) -> Iterator[Problem]:
    """Yield facts whose signature is none: name, office and day."""
    for fact in facts:
        if fact.verified_by is not None and not SIGNATURE.fullmatch(fact.verified_by):
            yield fact.code, 'verified_by must read "name, office, 2027-01-31"'


def code_problems(codes: Codes) -> Iterator[Problem]:
    """Yield faults within the shared code lists."""
    lists = {
        "family": codes.ground_families,
        "ground": codes.grounds,
        "odihr": codes.odihr,
        "indicator family": codes.indicator_families,
        "indicator": codes.indicators,
        "incident_type": codes.incident_types,
        "channel": codes.channels,
        "country": codes.countries,
    }
    for name, entries in lists.items():
        yield from twice(name, (entry.code for entry in entries))
        for entry in entries:
            yield from untranslated(entry.code, entry, CODE_LIST_LANGUAGES)
    yield from odd_signatures(codes.sources)
    yield from _dangling(codes)


def _dangling(codes: Codes) -> Iterator[Problem]:
    families = {family.code for family in codes.ground_families}
    outward = {entry.code for entry in (*codes.odihr, *codes.odihr_reasons)}
    for ground in codes.grounds:
        if ground.family not in families:
            yield ground.code, f"unknown family {ground.family!r}"
        if (ground.odihr or ground.odihr_reason) not in outward:
            yield ground.code, f"unknown ODIHR category or reason {ground.odihr or ground.odihr_reason}"
    indicator_families = {family.code for family in codes.indicator_families}
    for indicator in codes.indicators:
        if indicator.family not in indicator_families:
            yield indicator.code, f"unknown family {indicator.family!r}"


def fact_problems(pack: Pack) -> Iterator[Problem]:
    """Yield double codes, missing translations, odd signatures, and facts that rest on no source."""
    facts = tuple(pack.facts())
    yield from twice("codes", (fact.code for fact in facts))
    yield from odd_signatures(facts)
    for fact in facts:
        yield from untranslated(fact.code, fact, pack.languages)
        own_words = isinstance(fact, EmergencyNumber | BiasQuestion) or (
            isinstance(fact, TextSource) and fact.nature is not TextNature.LAW
        )
        if fact.seen_at.evidence is Evidence.GENERAL and not own_words:
            yield fact.code, "a fact of law or of a body needs a source: evidence K will not do"


def ground_problems(pack: Pack, codes: Codes) -> Iterator[Problem]:
    """Yield ground codes that stand in no list."""
    known = {ground.code for ground in codes.grounds} | {family.code for family in codes.ground_families}
    named = [(legal.code, legal.codes + legal.wider) for legal in pack.legal_grounds]
    named += [(category.code, category.codes) for category in pack.categories]
    named += [(entry.code, entry.grounds) for entry in pack.help]
    for where, names in named:
        for name in names:
            if name not in known:
                yield where, f"unknown ground {name!r}"


def date_problems(pack: Pack) -> Iterator[Problem]:
    """Yield spans that end before they begin, and wordings of one provision that overlap."""
    dated: tuple[Offence | Category | ClockRule | KeepingRule | NecessityRule, ...] = (
        *pack.offences, *pack.categories, *pack.clocks, *pack.keeping, *pack.necessity_rules,
    )  # fmt: skip
    for fact in dated:
        if fact.valid_from and fact.valid_to and fact.valid_to < fact.valid_from:
            yield fact.code, "ends before it begins"
    by_provision: dict[str, list[tuple[dt.date, dt.date, str]]] = {}
    for offence in pack.offences:
        span = (offence.valid_from or dt.date.min, offence.valid_to or dt.date.max, offence.code)
        by_provision.setdefault(offence.provision, []).append(span)
    for spans in by_provision.values():
        for (_, last, earlier), (first, _, later) in pairwise(sorted(spans)):
            if first <= last:
                yield later, f"overlaps {earlier}"


def gravity_problems(pack: Pack) -> Iterator[Problem]:
    """Yield provisions that an act is said to fall under once it is graver, and that stand in no list."""
    known = {offence.provision for offence in pack.offences}
    for offence in pack.offences:
        if offence.becomes is not None and offence.becomes not in known:
            yield offence.code, f"becomes unknown provision {offence.becomes!r}"


def jurisdiction_problems(pack: Pack) -> Iterator[Problem]:
    """Yield jurisdictions that stand in no list."""
    known = {jurisdiction.code for jurisdiction in pack.jurisdictions}
    named = [("country.toml", pack.default_jurisdiction)]
    named += [(offence.code, offence.jurisdiction) for offence in pack.offences]
    named += [(rule.code, rule.jurisdiction) for rule in pack.necessity_rules]
    return ((where, f"unknown jurisdiction {name!r}") for where, name in named if name not in known)


def body_problems(pack: Pack) -> Iterator[Problem]:
    """Yield bodies in unknown cities, and bodies that are named but stand in no list."""
    known = {body.code for body in pack.bodies}
    named = [(handover.code, handover.to) for body in pack.bodies for handover in body.refer_to]
    named += [(route.code, route.body) for route in pack.complaint_routes]
    yield from ((where, f"unknown body {name!r}") for where, name in named if name not in known)
    for body in pack.bodies:
        if body.city is not None and body.city not in pack.cities:
            yield body.code, f"unknown city {body.city!r}"


def police_problems(pack: Pack) -> Iterator[Problem]:
    """Yield answers to "of which police?" that miss a force, and police nobody independent hears complaints about.

    Where none exists or none was found, a gap of the pack says so in words that begin with `GAP_IN_ROUTES`.
    """
    forces = {body.code for body in pack.bodies if body.is_police}
    for level in pack.police_levels:
        where = f"police_level {level.code}"
        for code in sorted(set(level.bodies) - forces):
            yield where, f"{code!r} is no police body"
        if level.code is PoliceLevelCode.UNKNOWN and not forces <= set(level.bodies):
            yield where, "must name every police body"
        routes = pack.complaint_routes_about(level.code)
        if not any(route.independent for route in routes) and not says_no_route(pack):
            yield where, "has no independent complaint route"


def says_no_route(pack: Pack) -> bool:
    """Say whether a gap of the pack tells that no independent body for complaints about the police was found."""
    return any(gap.missing.startswith(GAP_IN_ROUTES) for gap in pack.gaps)


def _is_public_link(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme == "https" and "." in parts.netloc and " " not in link


def number_problems(pack: Pack) -> Iterator[Problem]:
    """Yield telephone numbers within words that public pages show, and emergency numbers that are none."""
    shown: list[tuple[str, object]] = [(text.code, text.words) for text in pack.texts]
    shown += [(entry.code, (entry.words, entry.purpose, entry.note)) for entry in pack.help]
    shown += [(body.code, (body.words, body.note)) for body in pack.bodies]
    shown += [(route.code, route.how) for route in pack.complaint_routes]
    shown += [(f"police_level {level.code}", level.words) for level in pack.police_levels]
    texts = ((where, text) for where, value in shown for words in _words_in(value) for _, text in words.pairs)
    for where, text in texts:
        for number in telephone_like(text):
            yield where, f"{number} looks like a telephone number in words that are public"
    if not pack.emergency_numbers or not PUBLIC_NUMBERS.issuperset(pack.emergency_numbers):
        yield "country.toml", f"emergency numbers must be among {', '.join(sorted(PUBLIC_NUMBERS))}"


def help_problems(pack: Pack) -> Iterator[Problem]:
    """Yield services that nobody would find: for no need, or for one that the page answers from elsewhere."""
    for entry in pack.help:
        if not entry.needs:
            yield entry.code, "is for no need"
        for need in sorted(FROM_ELSEWHERE.intersection(entry.needs)):
            yield entry.code, f"'{need}' is not for a service: the page takes it from another file"


def link_problems(pack: Pack) -> Iterator[Problem]:
    """Yield links that are no https address."""
    reachable: tuple[Body | HelpEntry, ...] = (*pack.bodies, *pack.help)
    links = [(fact.code, fact.contact.link) for fact in reachable if fact.contact.link]
    links += [(text.code, link.url) for text in pack.texts for link in text.links]
    return ((where, f"{link!r} is no https address") for where, link in links if not _is_public_link(link))


def text_problems(pack: Pack) -> Iterator[Problem]:
    """Yield texts that are missing or unknown, and promises that cannot be."""
    wanted = {str(key) for key in OWN_TEXTS}
    present = {text.code for text in pack.texts if not text.code.startswith(RIGHTS)}
    if not pack.rights(FALLBACK_LANGUAGE):
        yield RIGHTS, "nothing is said of a person's rights"
    yield from ((key, "the text is missing") for key in sorted(wanted - present))
    yield from ((key, "no page asks for this text") for key in sorted(present - wanted))
    if pack.promise.feedback_days < pack.promise.acknowledgement_days:
        yield "promise", "feedback would come before the acknowledgement"


def time_problems(pack: Pack) -> Iterator[Problem]:
    """Yield limits that bind nobody, keeping of nothing, reviews by the hour, and hand-overs in other hours than the clock's."""
    rules: tuple[ClockRule | KeepingRule, ...] = (*pack.clocks, *pack.keeping)
    yield from ((rule.code, "binds nobody") for rule in rules if not rule.binds)
    for keeping in pack.keeping:
        if not keeping.kinds:
            yield keeping.code, "is about no kind of records"
        if keeping.act is KeepingAct.REVIEW and keeping.unit is Unit.HOURS:
            yield keeping.code, "nobody reviews by the hour"
    limits = [one for one in pack.clocks if one.kind is ClockKind.HAND_OVER and one.unit is Unit.HOURS]
    for body in pack.bodies:
        hours = {limit.amount for limit in limits if body.kind in limit.binds}
        for handover in body.refer_to:
            if hours and handover.within_hours is not None and handover.within_hours not in hours:
                yield handover.code, "says other hours than clocks.toml"


PACK_CHECKS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (
    fact_problems,
    date_problems,
    gravity_problems,
    jurisdiction_problems,
    body_problems,
    police_problems,
    number_problems,
    help_problems,
    link_problems,
    text_problems,
    time_problems,
)
