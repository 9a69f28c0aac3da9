"""What a lexicon holds: entries with their patterns, guards and provenance. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from proximity.assessment.identify.patterns import Pattern


class Kind(StrEnum):
    """What an entry is, by the name of its section."""

    TERM = "term"
    SLUR = "slur"
    CUE = "cue"
    SYMBOL = "symbol"
    PLACE = "place"
    DATE = "date"
    GROUP = "group"
    PREDICATE = "predicate"
    STANCE = "stance"


class TermIs(StrEnum):
    """What a neutral word names."""

    PEOPLE = "people"
    TRAIT = "trait"
    THING = "thing"


class Said(StrEnum):
    """What a hostile predicate says of a group."""

    DEHUMANISE = "dehumanise"
    THREATEN = "threaten"
    EXCLUDE = "exclude"
    INFERIORISE = "inferiorise"
    CONSPIRACY = "conspiracy"
    COMMAND = "command"
    CONTEMPT = "contempt"


HOSTILE = frozenset({Kind.SLUR, Kind.PREDICATE})
"""Kinds of entries that are hostile words."""


class Stance(StrEnum):
    """What words say of who speaks and how."""

    NEGATE = "negate"
    REPORT = "report"
    WRITE = "write"
    PAINT = "paint"
    DENOUNCE = "denounce"
    POSITIVE = "positive"
    SELF = "self"
    BREAK = "break"
    AFFIRM = "affirm"
    ORDINARY = "ordinary"
    TELLING = "telling"


class Where(StrEnum):
    """On which side of a predicate the group stands."""

    BEFORE = "before"
    AFTER = "after"
    ANY = "any"


class Mode(StrEnum):
    """What the text is: the account of an incident, or a text that somebody reports."""

    NARRATIVE = "narrative"
    REPORTED_TEXT = "reported_text"


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a guard looks: so many words around, else the sentence, else the whole text."""

    words: int | None = None
    whole_text: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """An entry counts unless one pattern stands in the scope, and only with one of others."""

    unless: tuple[Pattern, ...] = ()
    only_with: tuple[Pattern, ...] = ()
    scope: Scope = Scope()

    @property
    def is_open(self) -> bool:
        """Say whether it lets everything pass."""
        return not self.unless and not self.only_with


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote an entry, when, and which named person read it; None: nobody yet."""

    source: str
    written: date
    reviewer: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One entry, the same only as itself. `rule` is its name in what is suggested; `points` what it may do alone."""

    rule: str
    kind: Kind
    patterns: tuple[Pattern, ...]
    origin: Origin
    points: int = 0
    ground: str | None = None
    indicator: str | None = None
    term_is: TermIs | None = None
    said: Said | None = None
    stance: Stance | None = None
    where: Where = Where.ANY
    mode: Mode | None = None
    guard: Guard = Guard()
    raw: tuple[str, ...] = ()
    meaning: str = ""
    innocent: str = ""
    fuzzy: bool = False
    people: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of one language, its own words only. `pairs`: bare words that are never led to an accented one."""

    language: str
    entries: tuple[Entry, ...]
    pairs: frozenset[str]
    questions: Mapping[str, str]
