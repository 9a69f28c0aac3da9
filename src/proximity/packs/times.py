"""Rules of a country with an amount of time in them: clocks, how long records are kept, when a name is kept."""

import datetime as dt
from dataclasses import dataclass

from proximity.foundation.pure.spans import Unit
from proximity.packs.schema import SeenAt, Words
from proximity.packs.vocabulary import ClockKind, ClockStart, KeepingAct, KeptKind, NecessityQuestion, OrganisationKind


@dataclass(frozen=True, slots=True)
class NecessityRule:
    """What is shown before somebody is named where no offence is suspected; `keep_days` None: for how long was not found."""

    code: str
    jurisdiction: str
    words: Words
    questions: tuple[NecessityQuestion, ...]
    keep_days: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A time limit of the law: what it is for, whom it binds (kinds of organisation), what starts it, and how long it is."""

    code: str
    kind: ClockKind
    binds: tuple[OrganisationKind, ...]
    starts: ClockStart
    amount: int
    unit: Unit
    words: Words
    legal_source: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class KeepingRule:
    """How long the law lets kinds of organisation keep kinds of records, from the day they were recorded, and what comes then."""

    code: str
    kinds: tuple[KeptKind, ...]
    binds: tuple[OrganisationKind, ...]
    act: KeepingAct
    amount: int
    unit: Unit
    words: Words
    legal_source: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    seen_at: SeenAt
    verified_by: str | None = None
