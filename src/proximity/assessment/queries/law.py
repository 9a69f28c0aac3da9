"""What the pack of a country states, fact by fact, as staff and a jurist read it: with source, date, and who vouches for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.assessment.queries import law_words as said
from proximity.assessment.queries.law_words import Chapter
from proximity.foundation.pure.spans import Unit
from proximity.packs import codes, rules
from proximity.packs.loader import load_pack
from proximity.packs.pack import Pack
from proximity.packs.schema import (
    ComplaintRoute,
    Contact,
    Fact,
    LegalGround,
    Offence,
    PackText,
    Power,
    SeenAt,
    Words,
)
from proximity.packs.times import ClockRule, KeepingRule
from proximity.packs.vocabulary import OffenceStatus, TextKey


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said of a fact. `lang` is the language that the words of the pack really are in; empty: the page's."""

    label: str
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was seen, when, how far that carries, the date of the text there, and who vouches for it.

    `of` is the part of the fact that it is for; empty: the fact itself.
    """

    of: str
    where: str
    seen_on: date
    carries: str
    text_state: str
    verified_by: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: its title, what is said of it, its sources (its own first). `mark` is what a reader must not miss."""

    code: str
    title: Line
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]
    mark: str = ""

    @property
    def seen(self) -> tuple[Source, ...]:
        """Return the sources, each once: the parts of a fact that share one are named together before it."""
        parts: dict[Source, list[str]] = {}
        for source in self.sources:
            parts.setdefault(replace(source, of=""), []).append(source.of)
        return tuple(replace(source, of="" if "" in of else ", ".join(of)) for source, of in parts.items())


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter in the list: its name, how many facts, how many of them nobody vouches for."""

    chapter: Chapter
    title: str
    count: int
    unverified: int


@dataclass(frozen=True, slots=True)
class Reader:
    """A pack read in one language on one day."""

    pack: Pack
    lang: str
    day: date

    def words(self, label: str, words: Words | None) -> Iterator[Line]:
        """Yield a line with words of the pack, where there are any."""
        if words is not None:
            yield Line(label, words.label(self.lang), words.spoken(self.lang))

    def title(self, words: Words) -> Line:
        """Return words of the pack as a title."""
        return Line("", words.label(self.lang), words.spoken(self.lang))

    def body(self, code: str) -> str:
        """Return the name of a body."""
        return self.pack.body(code).words.label(self.lang)

    def grounds(self, names: Iterable[str]) -> str:
        """Return shared grounds or families in words."""
        known = {entry.code: entry for entry in (*codes.grounds(), *codes.ground_families())}
        return "; ".join(known[name].label(self.lang) for name in names)


def read(country: str, lang: str, day: date) -> Reader:
    """Return the pack of a country, to be read in a language on a day. Raises UnknownCountry."""
    return Reader(load_pack(country), lang, day)


def sections(reader: Reader) -> list[Section]:
    """Return the chapters of a pack, each with how much of it nobody vouches for."""
    return [_section(reader, chapter) for chapter in Chapter]


def section_title(chapter: Chapter) -> str:
    """Return the name of a chapter."""
    return str(said.CHAPTER[chapter])


def not_in_force_today() -> str:
    """Return the mark of a wording that does not bind on the day of reading."""
    return _("not in force today")


def _section(reader: Reader, chapter: Chapter) -> Section:
    title = section_title(chapter)
    if chapter is Chapter.GAPS:
        return Section(chapter, title, len(reader.pack.gaps), 0)
    found = [source for entry in entries(reader, chapter) for source in entry.sources]
    return Section(chapter, title, len(found), sum(source.verified_by is None for source in found))


def entries(reader: Reader, chapter: Chapter) -> tuple[Entry, ...]:
    """Return the facts of a chapter; the gaps are no facts and stand in the pack."""
    read_chapter = CHAPTERS.get(chapter)
    return tuple(read_chapter(reader)) if read_chapter else ()


def gaps(reader: Reader) -> list[tuple[str, tuple[str, ...]]]:
    """Return what was looked for and not found, by file of the pack. The notes are in English."""
    files = dict.fromkeys(gap.file for gap in reader.pack.gaps)
    return [(file, tuple(gap.missing for gap in reader.pack.gaps if gap.file == file)) for file in files]


def _source(seen: SeenAt, verified_by: str | None, of: str = "") -> Source:
    return Source(of, seen.source, seen.date, str(said.EVIDENCE[seen.evidence]), seen.text_state, verified_by)


def _of(fact: Fact, *parts: tuple[str, Fact]) -> tuple[Source, ...]:
    own = _source(fact.seen_at, fact.verified_by)
    return (own, *(_source(part.seen_at, part.verified_by, of) for of, part in parts))


def _span(first: date | None, last: date | None) -> Iterator[Line]:
    said_first = _("in force since %(day)s") % {"day": date_format(first, "DATE_FORMAT")} if first else ""
    said_last = _("wording until %(day)s") % {"day": date_format(last, "DATE_FORMAT")} if last else ""
    yield Line(_("Days"), ", ".join(filter(None, [said_first or _("first day not known"), said_last])))


def _yes_no(label: str, answer: bool | None) -> Iterator[Line]:
    if answer is not None:
        yield Line(label, _("covered") if answer else _("not covered"))


def _police(reader: Reader) -> Iterator[Entry]:
    pack = reader.pack
    yield Entry(pack.municipal_role.code, reader.title(pack.municipal_role.words), (), _of(pack.municipal_role))
    yield Entry(pack.bias_question.code, reader.title(pack.bias_question.words), (), _of(pack.bias_question))
    for rule in pack.necessity_rules:
        yield Entry(rule.code, reader.title(rule.words), tuple(_span(rule.valid_from, rule.valid_to)), _of(rule))
    for number in pack.emergency:
        yield Entry(number.code, Line("", number.code), (), _of(number))


def _grounds(reader: Reader) -> Iterator[Entry]:
    for one in reader.pack.legal_grounds:
        yield Entry(one.code, reader.title(one.words), tuple(_reach(reader, one)), _of(one))


def _reach(reader: Reader, ground: LegalGround) -> Iterator[Line]:
    if ground.codes:
        yield Line(_("Names"), reader.grounds(ground.codes))
    if ground.wider:
        yield Line(_("Can be read to reach"), reader.grounds(ground.wider))
    if not ground.codes and not ground.wider:
        yield Line(_("Names"), _("a ground that the shared list does not have"))


def _offences(reader: Reader) -> Iterator[Entry]:
    binding = {one.code for one in reader.pack.offences if rules.is_in_force(one, reader.day)}
    order = {one.provision: number for number, one in enumerate(reader.pack.offences)}
    newest = sorted(reader.pack.offences, key=lambda one: one.valid_from or date.min, reverse=True)
    for one in sorted(newest, key=lambda one: (one.code not in binding, order[one.provision])):
        today = one.code in binding
        doubt = one.status is OffenceStatus.MAY_BE_IN_FORCE
        mark = "" if today else str(said.STATUS[one.status]) if doubt else not_in_force_today()
        shown = [(_("To be shown ({number})").format(number=n), part) for n, part in enumerate(one.elements, start=1)]
        yield Entry(one.code, reader.title(one.words), tuple(_offence(reader, one)), _of(one, *shown), mark)


def _offence(reader: Reader, one: Offence) -> Iterator[Line]:
    yield Line(_("What it is"), str(said.OFFENCE[one.kind]))
    if len(reader.pack.jurisdictions) > 1:
        where = next(part for part in reader.pack.jurisdictions if part.code == one.jurisdiction)
        yield from reader.words(_("Where it holds"), where.words)
    if one.gravity is not None:
        yield Line(_("A breach is"), str(said.GRAVITY[one.gravity]))
    if one.becomes is not None:
        graver = next(other for other in reader.pack.offences if other.provision == one.becomes)
        yield from reader.words(_("Graver, it falls under"), graver.words)
    if one.status is not OffenceStatus.IN_FORCE:
        yield Line(_("State"), str(said.STATUS[one.status]))
    yield from _span(one.valid_from, one.valid_to)
    named = "; ".join(ground.words.label(reader.lang) for ground in one.grounds)
    yield Line(_("Grounds"), named or _("not known: the grounds of this wording were not read"))
    for number, element in enumerate(one.elements, start=1):
        yield from reader.words(_("To be shown ({number})").format(number=number), element.words)
    yield from _yes_no(_("Who was taken to belong"), one.mistaken_covered)
    yield from _yes_no(_("Who stands by the group"), one.association_covered)
    yield from reader.words(_("Penalty"), one.penalty)
    yield from reader.words(_("Complaint or ex officio"), one.procedure)
    yield from reader.words(_("Note"), one.note)


def _categories(reader: Reader) -> Iterator[Entry]:
    for one in reader.pack.categories:
        lines = (Line(_("Names"), reader.grounds(one.codes)), *_span(one.valid_from, one.valid_to))
        yield Entry(one.code, reader.title(one.words), lines, _of(one))


def _bodies(reader: Reader) -> Iterator[Entry]:
    for one in reader.pack.bodies:
        lines = (
            Line(_("What it is"), str(said.ORGANISATION[one.kind])),
            Line(_("State"), str(said.OPERATION[one.state])),
            *(line for power in one.powers for line in _power(reader, power)),
            *reader.words(_("Note"), one.note),
            *_contact(reader, one.contact),
        )
        powers = [(str(said.POWER[power.kind]), power) for power in one.powers]
        yield Entry(one.code, reader.title(one.words), lines, _of(one, *powers))


def _power(reader: Reader, power: Power) -> Iterator[Line]:
    may = _("may") if power.may else _("may not")
    law = f" ({power.legal_source})" if power.legal_source else ""
    yield Line(may, f"{said.POWER[power.kind]}{law}")
    yield from reader.words(_("Limits"), power.limits)


def _contact(reader: Reader, contact: Contact) -> Iterator[Line]:
    ways = ((_("Page"), contact.link), (_("Telephone"), contact.phone), (_("E-mail"), contact.email))
    yield from (Line(label, way) for label, way in (*ways, (_("Address"), contact.address)) if way)
    yield from reader.words(_("Hours"), contact.hours)


def _referral(reader: Reader) -> Iterator[Entry]:
    for body in reader.pack.bodies:
        for way in body.refer_to:
            lines = [*reader.words(_("Rule"), way.rule)]
            if way.within_hours:
                lines.append(Line(_("Within"), said.SPAN[Unit.HOURS](way.within_hours)))
            if way.legal_source:
                lines.append(Line(_("Legal source"), way.legal_source))
            title = Line("", f"{body.words.label(reader.lang)} → {reader.body(way.to)}", body.words.spoken(reader.lang))
            mark = "" if way.confirmed else _("not confirmed: offered to nobody")
            yield Entry(way.code, title, tuple(lines), _of(way), mark)


def _complaints(reader: Reader) -> Iterator[Entry]:
    for one in reader.pack.complaint_routes:
        yield Entry(one.code, reader.title(reader.pack.body(one.body).words), tuple(_route(reader, one)), _of(one))


def _route(reader: Reader, route: ComplaintRoute) -> Iterator[Line]:
    yield Line(_("About"), ", ".join(str(said.POLICE[level]) for level in route.about))
    yield Line(_("Independent of that police"), _("Yes") if route.independent else _("No"))
    yield from reader.words(_("How"), route.how)


def _help(reader: Reader) -> Iterator[Entry]:
    own_names = {language.code: language.own_name for language in codes.languages()}
    for one in reader.pack.help:
        spoken = ", ".join(own_names.get(code, code) for code in one.languages)
        lines = (
            *reader.words(_("What it is for"), one.purpose),
            Line(_("State"), str(said.OPERATION[one.state])),
            *([Line(_("Languages"), spoken)] if spoken else []),
            *_contact(reader, one.contact),
            *reader.words(_("Note"), one.note),
        )
        yield Entry(one.code, reader.title(one.words), lines, _of(one))


def _clocks(reader: Reader) -> Iterator[Entry]:
    for one in reader.pack.clocks:
        lines = (*_binding(one), *reader.words(_("Rule"), one.words), Line(_("Legal source"), one.legal_source))
        length = f"{said.SPAN[one.unit](one.amount)}, {said.START[one.starts]}"
        title = Line("", f"{said.CLOCK[one.kind]}: {length}")
        yield Entry(one.code, title, (*lines, *_span(one.valid_from, one.valid_to)), _of(one))


def _binding(rule: ClockRule | KeepingRule) -> Iterator[Line]:
    yield Line(_("Binds or is for"), ", ".join(str(said.ORGANISATION[kind]) for kind in rule.binds))


def _keeping(reader: Reader) -> Iterator[Entry]:
    for one in reader.pack.keeping:
        kinds = "; ".join(str(said.KEPT[kind]) for kind in one.kinds)
        lines = (
            Line(_("Kind of records"), kinds), *_binding(one), *reader.words(_("Rule"), one.words),
            Line(_("Legal source"), one.legal_source), *_span(one.valid_from, one.valid_to),
        )  # fmt: skip
        title = Line("", f"{said.SPAN[one.unit](one.amount)}: {said.ACT[one.act]}")
        yield Entry(one.code, title, lines, _of(one))


def _texts(reader: Reader) -> Iterator[Entry]:
    for key in TextKey:
        yield _text(reader.pack.text(key, reader.lang))
    for text in reader.pack.rights(reader.lang):
        yield _text(text)
    added = {one.code: one for one in codes.all_codes().safety.also}
    for holds in reader.pack.safety.also:
        also = added[holds.code]
        yield Entry(holds.code, reader.title(also.words), (Line(_("Added to"), str(said.TEXT[also.to])),), _of(holds))


def _text(text: PackText) -> Entry:
    lines = tuple(Line("", paragraph, lang) for lang, paragraph in text.passages)
    nature = Line(_("Nature"), ", ".join(str(said.NATURE[part.nature]) for part in text.parts))
    shared, *own = text.parts
    details = [_source(part.seen_at, part.reviewed_by, _("what this country says of it")) for part in own]
    title = said.TEXT.get(text.key) or _("Your rights")
    return Entry(
        text.key, Line("", str(title)), (nature, *lines), (_source(shared.seen_at, shared.reviewed_by), *details)
    )


CHAPTERS: Mapping[Chapter, Callable[[Reader], Iterator[Entry]]] = {
    Chapter.POLICE: _police,
    Chapter.GROUNDS: _grounds,
    Chapter.OFFENCES: _offences,
    Chapter.CATEGORIES: _categories,
    Chapter.BODIES: _bodies,
    Chapter.REFERRAL: _referral,
    Chapter.COMPLAINTS: _complaints,
    Chapter.HELP: _help,
    Chapter.CLOCKS: _clocks,
    Chapter.KEEPING: _keeping,
    Chapter.TEXTS: _texts,
}
