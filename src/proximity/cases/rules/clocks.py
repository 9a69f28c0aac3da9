"""The clocks of a case: what runs, until when, and whether it was kept. Pure decisions.

No clock pauses: not for a weekend counted in hours, not while somebody waits for the person. What the law allows beyond its time
is for a person to decide, and the clock shows that it has passed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from proximity.foundation.pure.spans import Unit, end_of_day, local_day, span_ends
from proximity.packs.times import ClockRule
from proximity.packs.vocabulary import ClockKind, ClockStart


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    ENDED = "ended"  # the case was closed before it was met


@dataclass(frozen=True, slots=True)
class Moments:
    """What happened on a case as far as clocks are concerned; None: not, or not yet."""

    told_at: datetime | None = None
    complaint_at: datetime | None = None
    offence_at: datetime | None = None
    acknowledge_by: date | None = None
    acknowledged_at: datetime | None = None
    informed_at: datetime | None = None
    feedback_by: date | None = None
    feedback_at: datetime | None = None
    handed_over_at: datetime | None = None
    closed_at: datetime | None = None

    def start_of(self, start: ClockStart) -> datetime | None:
        """Return when a clock that starts so began to run on the case; None for what has not happened or is not the case's."""
        known: Mapping[ClockStart, datetime | None] = {
            ClockStart.REPORT_SENT: self.told_at,
            ClockStart.COMPLAINT_MADE: self.complaint_at,
            ClockStart.OFFENCE_SUSPECTED: self.offence_at,
        }
        return known.get(start)

    def met(self, kind: ClockKind, since: datetime) -> datetime | None:
        """Return when what a clock asks for was done, at or after its start."""
        known: Mapping[ClockKind, datetime | None] = {
            ClockKind.ACKNOWLEDGE: self.acknowledged_at,
            ClockKind.INFORM: self.informed_at,
            ClockKind.FEEDBACK: self.feedback_at,
            ClockKind.COMPLAIN: self.complaint_at,
            ClockKind.HAND_OVER: self.handed_over_at,
        }
        at = known.get(kind)
        return at if at is not None and at >= since else None


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a case. `rule` is the law's; None: the organisation's own promise. `hourly`: the hour counts, not the day."""

    kind: ClockKind
    due_at: datetime
    hourly: bool = False
    met_at: datetime | None = None
    ended_at: datetime | None = None
    rule: ClockRule | None = None

    def state(self, now: datetime) -> ClockState:
        """Return how the clock stands at an instant."""
        if self.met_at is not None:
            return ClockState.MET if self.met_at <= self.due_at else ClockState.MET_LATE
        if self.ended_at is not None:
            return ClockState.ENDED
        return ClockState.OVERDUE if now > self.due_at else ClockState.RUNNING

    def is_open(self) -> bool:
        """Say whether somebody still has to act."""
        return self.met_at is None and self.ended_at is None


def clocks_of(moments: Moments, limits: Iterable[ClockRule], *, time_zone: str) -> tuple[Clock, ...]:
    """Return the clocks that run or ran on a case: the organisation's promises and the law's limits, the nearest first."""
    found = [
        _promise(ClockKind.ACKNOWLEDGE, moments.acknowledge_by, moments.acknowledged_at, moments, time_zone),
        _promise(ClockKind.FEEDBACK, moments.feedback_by, moments.feedback_at, moments, time_zone),
        *(run(limit, moments, time_zone=time_zone) for limit in limits),
    ]
    return tuple(sorted((one for one in found if one is not None), key=lambda clock: (clock.due_at, clock.kind)))


def run(limit: ClockRule, moments: Moments, *, time_zone: str) -> Clock | None:
    """Return the clock of one limit on a case, or None where nothing has started it."""
    start = moments.start_of(limit.starts)
    if start is None:
        return None
    due = span_ends(start, limit.amount, limit.unit, time_zone)
    met = moments.met(limit.kind, start)
    return Clock(limit.kind, due, limit.unit is Unit.HOURS, met, moments.closed_at, limit)


def due_on(clock: Clock, time_zone: str) -> date:
    """Return the day in the city on which a clock runs out."""
    return local_day(clock.due_at, time_zone)


def _promise(
    kind: ClockKind, by: date | None, met: datetime | None, moments: Moments, time_zone: str
) -> Clock | None:  # fmt: skip
    if by is None:
        return None
    return Clock(kind, end_of_day(by, time_zone), met_at=met, ended_at=moments.closed_at)
