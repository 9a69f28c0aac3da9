"""How long a case or a report is kept, what must happen before it is disposed of, and by whom. Pure decisions.

The law's periods come from the country pack and count from the day the record was made. The organisation's own period counts from
the day it was closed, and can only be shorter: what is due is what comes first. Where neither is known, nothing is ever due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.rules.states import CaseStatus, OffenceState
from proximity.foundation.pure.spans import Unit, days_after
from proximity.packs.times import KeepingRule
from proximity.packs.vocabulary import KeepingAct, KeptKind

OWN, ERASURE = "own", "erasure"
"""Bases that are no rule of a pack: the organisation's own period, and the person's request to erase."""
LONGEST_REASON = 2_000
MOST_YEARS = 100
MOST_AT_ONCE = 200


class Subject(StrEnum):
    """What is kept and disposed of as one."""

    CASE = "case"
    REPORT = "report"


class DisposalState(StrEnum):
    """Where a list of records to dispose of stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DONE = "done"


DISPOSAL_TRANSITIONS: dict[DisposalState, frozenset[DisposalState]] = {
    DisposalState.PROPOSED: frozenset({DisposalState.CONFIRMED, DisposalState.REFUSED}),
    DisposalState.CONFIRMED: frozenset({DisposalState.DONE}),
    DisposalState.REFUSED: frozenset(),
    DisposalState.DONE: frozenset(),
}


class Outcome(StrEnum):
    """What became of one record of a list."""

    WAITING = ""
    DISPOSED = "disposed"
    HELD = "held"  # somebody set a legal hold meanwhile
    OPEN = "open"  # it was opened again meanwhile
    GONE = "gone"  # it was not there any more
    REFUSED = "refused"  # the list was


class Standing(StrEnum):
    """How a record stands on a day."""

    DISPOSE = "dispose"
    REVIEW = "review"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Period:
    """The organisation's own time of keeping one kind of records, after they were closed."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a record is looked at again and when it is disposed of, each with what it rests on: a rule's code, or `OWN`."""

    kind: KeptKind
    review_on: date | None = None
    review_basis: str = ""
    dispose_on: date | None = None
    dispose_basis: str = ""

    def standing(self, today: date) -> Standing:
        """Return what is due on a day."""
        if self.dispose_on is not None and self.dispose_on <= today:
            return Standing.DISPOSE
        return Standing.REVIEW if self.review_on is not None and self.review_on <= today else Standing.KEPT


def kept_kind(offence: OffenceState, *, closed: bool, suspects: int | None = None) -> KeptKind:
    """Return as what kind of record a case is kept; what nobody decided is kept like an offence, since that is longer.

    `suspects` is how many people are suspected, None where that is not recorded.
    """
    if offence == OffenceState.NOT_AN_OFFENCE:
        return KeptKind.INCIDENT
    return KeptKind.UNSOLVED if closed and suspects == 0 else KeptKind.OFFENCE


def scheduled(
    kind: KeptKind, *, recorded_on: date, closed_on: date | None, reviewed_on: date | None, rules: Iterable[KeepingRule],
    own: Period | None,
) -> Schedule:  # fmt: skip
    """Return when a record is due, by the rules that hold for it and the organisation's own period."""
    reviews, disposals = [], []
    for rule in rules:
        if rule.act is KeepingAct.REVIEW:
            reviews.append((days_after(reviewed_on or recorded_on, rule.amount, rule.unit), rule.code))
        else:
            disposals.append((days_after(recorded_on, rule.amount, rule.unit), rule.code))
    if own is not None and closed_on is not None:
        disposals.append((days_after(closed_on, own.amount, own.unit), OWN))
    review_on, review_basis = min(reviews, default=(None, ""))
    dispose_on, dispose_basis = min(disposals, default=(None, ""))
    return Schedule(kind, review_on, review_basis, dispose_on, dispose_basis)


def check_period(period: Period, rules: Iterable[KeepingRule]) -> None:
    """Raise `NotSound` for an own period that is longer than the law's, or no sensible time at all."""
    day = date(2001, 1, 1)
    ends = days_after(day, period.amount, period.unit)
    limits = [days_after(day, one.amount, one.unit) for one in rules if one.act is KeepingAct.DISPOSE]
    if period.amount < 1 or period.unit not in {Unit.MONTHS, Unit.YEARS} or any(ends > limit for limit in limits):
        raise NotSound("amount")


def check_reason(reason: str, field: str = "reason") -> None:
    """Raise `NotSound` without a reason, or with one that is too long."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise NotSound(field)


def may_go(*, due: bool, closed: bool, held: bool) -> bool:
    """Say whether a record may stand on a list: due, closed, and not held."""
    return due and closed and not held


def outcome_of(*, there: bool, closed: bool, held: bool) -> Outcome:
    """Return what becomes of a record when its list is carried out: a hold or new work on it since then is stronger."""
    if not there:
        return Outcome.GONE
    if held:
        return Outcome.HELD
    return Outcome.DISPOSED if closed else Outcome.OPEN


def is_closed(status: CaseStatus) -> bool:
    """Say whether a case is closed."""
    return status == CaseStatus.CLOSED


def check_decides(state: DisposalState, wanted: DisposalState, *, proposer: UUID | None, decider: UUID | None) -> None:
    """Raise `NotNow` unless a list may pass on; who proposed a list can take it back, and never confirm it."""
    if wanted not in DISPOSAL_TRANSITIONS[state]:
        raise NotNow(f"{state} → {wanted}")
    if wanted is DisposalState.CONFIRMED and (decider is None or decider == proposer):
        raise NotNow("confirmed by a second person only")
