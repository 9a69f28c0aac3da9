"""What the pages of the register show to staff."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.directory.access import (
    assessments_of,
    entries_of,
    may_assess,
    may_change,
    may_coordinate,
    may_keep,
    may_share,
)
from proximity.directory.models import CentreAssessment, Entry, EntryNote, Note, Sharing
from proximity.directory.queries.labels import FIELDS, HEADINGS, NEEDS, NOTES, QUESTIONS, STANDING_KINDS, STANDINGS
from proximity.directory.queries.public import outlines_of
from proximity.directory.queries.words import ACCESS, KINDS, Label, week_lines
from proximity.directory.rules.assessment import Result, results, to_do
from proximity.directory.rules.drawing import Drawn, Outline, draw
from proximity.directory.rules.entries import EntryWords, Kind, changed_fields
from proximity.directory.rules.languages import own_names
from proximity.directory.rules.verifying import PUBLIC, WAITS, Standing
from proximity.packs import codes

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; an empty value narrows nothing."""

    kind: str = ""
    standing: str = ""
    language: str = ""
    need: str = ""
    district: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    number: int
    entry: Entry
    words: EntryWords
    standing: Standing
    doubted: bool

    @property
    def kind_label(self) -> Label:
        """Return what it is."""
        return KINDS[Kind(self.entry.kind)]

    @property
    def standing_label(self) -> Label:
        """Return how it stands, in words."""
        return STANDINGS[self.standing]

    @property
    def standing_kind(self) -> str:
        """Return the colour of how it stands."""
        return STANDING_KINDS[self.standing]

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages spoken there, by their own names."""
        return own_names(self.words.languages)

    @property
    def is_public(self) -> bool:
        """Say whether the public sees it."""
        return self.standing in PUBLIC


@dataclass(frozen=True, slots=True)
class Register:
    """The register of a city as a page shows it."""

    rows: tuple[Row, ...]
    fitting: int
    of: int
    next_after: int | None
    drawn: Drawn | None
    districts: tuple[str, ...]
    languages: tuple[str, ...]


def rows_of(by: Actor, now: datetime | None = None) -> tuple[Row, ...]:
    """Return every entry of the actor's city, numbered. Two queries."""
    now = now or timezone.now()
    entries = list(entries_of(by))
    doubts = last_doubts(entries)
    return tuple(
        Row(number, entry, entry.words, entry.standing(now), is_doubted(entry, doubts))
        for number, entry in enumerate(entries, start=1)
    )  # fmt: skip


def register_of(by: Actor, asked: Asked, *, after: int = 0, now: datetime | None = None) -> Register:
    """Return one page of the register of the actor's city, narrowed, from behind the number `after`, with its map."""
    rows = rows_of(by, now)
    fitting = [row for row in rows if _fits(row, asked, by)]
    behind = [row for row in fitting if row.number > after]
    shown = tuple(behind[:PAGE])
    places = ((row.number, row.words.place) for row in shown if row.words.place)
    outlines = outlines_of(by.organisation.city)
    return Register(
        rows=shown, fitting=len(fitting), of=len(rows), next_after=shown[-1].number if len(behind) > PAGE else None,
        drawn=draw(places, outlines), districts=_districts(rows, outlines),
        languages=tuple(sorted({code for row in rows for code in row.words.languages})),
    )  # fmt: skip


def _districts(rows: Iterable[Row], outlines: Iterable[Outline]) -> tuple[str, ...]:
    named = {row.words.district for row in rows} | {name for row in rows for name in row.words.serves}
    return tuple(sorted((named | {one.name for one in outlines}) - {""}))


def _fits(row: Row, asked: Asked, by: Actor) -> bool:
    words = row.words
    tests = (
        (asked.kind, asked.kind == row.entry.kind), (asked.standing, asked.standing == row.standing),
        (asked.language, asked.language in words.languages), (asked.need, asked.need in words.needs),
        (asked.district, asked.district in {words.district, *words.serves}),
        (asked.own, row.entry.organisation_id == by.organisation.pk),
    )  # fmt: skip
    return all(fits for wanted, fits in tests if wanted)


def last_doubts(entries: Iterable[Entry]) -> Mapping[UUID, datetime]:
    """Return when somebody last doubted each of some entries. One query."""
    found = EntryNote.objects.filter(entry__in=[one.pk for one in entries], what=Note.DOUBTED).order_by("at")
    return dict(found.values_list("entry_id", "at"))


def is_doubted(entry: Entry, doubts: Mapping[UUID, datetime]) -> bool:
    """Say whether somebody has doubted an entry since its owner last said that it is true."""
    at = doubts.get(entry.pk)
    return at is not None and (entry.verified_at is None or at > entry.verified_at)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that an entry says: what it is called, how it is drawn (`text`, `verbatim`, `week`, `day`), and what it is."""

    label: Label
    shape: str
    value: object


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history, in words."""

    note: EntryNote
    title: Label
    changed: tuple[Label, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One assessment of a centre with what it comes to."""

    made: CentreAssessment
    results: tuple[tuple[Label, Result], ...]
    to_do: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with all that its page shows."""

    row: Row
    facts: tuple[Fact, ...]
    history: tuple[Line, ...]
    assessments: tuple[Kept, ...]
    may_keep: bool
    may_change: bool
    may_hide: bool
    may_assess: bool
    may_share: bool
    is_shared: bool
    waits: bool
    doubts: tuple[EntryNote, ...]

    @property
    def run_by_others(self) -> bool:
        """Say whether its owner has to ask somebody else whether it is true."""
        return bool(self.row.words.run_by)


def entry_page(by: Actor, entry: Entry, now: datetime | None = None) -> EntryPage:
    """Return the page of an entry. Four queries."""
    notes = list(entry.notes.select_related("organisation"))
    since = entry.verified_at
    doubts = tuple(
        one for one in notes if one.what in {Note.DOUBTED, Note.HIDDEN} and (since is None or one.at > since)
    )  # fmt: skip
    found = entry.standing(now or timezone.now())
    row = Row(0, entry, entry.words, found, bool(doubts))
    return EntryPage(
        row=row, facts=facts_of(entry.words), history=tuple(_lines(notes)),
        assessments=tuple(_kept(one) for one in assessments_of(by, entry)), may_keep=may_keep(by, entry),
        may_change=may_change(by, entry), may_hide=may_coordinate(by) and found in PUBLIC,
        may_assess=may_assess(by, entry), may_share=may_share(by, entry),
        is_shared=Sharing.objects.filter(entry=entry).exists(), waits=found in WAITS or bool(doubts), doubts=doubts,
    )  # fmt: skip


SHAPES = {"about": "verbatim", "week": "week", "source_on": "day"}


def facts_of(words: EntryWords) -> tuple[Fact, ...]:
    """Return what an entry says, label by label, without its name and kind, and without what is empty."""
    place = f"{words.place.latitude:.5f}, {words.place.longitude:.5f}" if words.place else ""
    told: dict[str, object] = {
        "run_by": words.run_by, "about": words.about, "needs": _joined(NEEDS[one] for one in words.needs),
        "grounds": _joined(codes.ground_family(one).label(get_language() or "en") for one in words.grounds),
        "languages": _joined(own_names(words.languages)), "phone": words.phone, "email": words.email, "web": words.web,
        "address": words.address, "district": words.district, "serves": _joined(words.serves), "place": place,
        "week": week_lines(words.week), "hours_note": words.hours_note,
        "access": _joined(ACCESS[one] for one in words.access), "source": words.source, "source_on": words.source_on,
    }  # fmt: skip
    return tuple(Fact(FIELDS[name], SHAPES.get(name, "text"), value) for name, value in told.items() if value)


def _joined(parts: Iterable[object]) -> str:
    return " · ".join(str(part) for part in parts)


def _lines(notes: list[EntryNote]) -> Iterable[Line]:
    """Yield the history, newest first; what was changed names what differs from what the entry said before."""
    before: EntryWords | None = None
    lines = []
    for note in reversed(notes):
        changed: tuple[Label, ...] = ()
        if note.content is not None:
            words = EntryWords.from_json(note.content)
            changed = tuple(FIELDS[name] for name in changed_fields(before, words)) if before else ()
            before = words
        text = "" if note.what == Note.CONFIRMED else note.text
        lines.append(Line(note, NOTES[Note(note.what)], changed, text))
    return reversed(lines)


def _kept(made: CentreAssessment) -> Kept:
    found = tuple((HEADINGS[one.heading], one) for one in results(made.answers))
    return Kept(made, found, tuple(QUESTIONS[one] for one in to_do(made.answers)))


def owners(by: Actor) -> list[tuple[str, str]]:
    """Return who can answer for an entry: the organisations of the city, one's own first."""
    found = Organisation.objects.filter(city_id=by.city_id)
    ordered = sorted(found, key=lambda one: (one.pk != by.organisation.pk, one.name))
    return [(str(one.pk), one.name) for one in ordered]
