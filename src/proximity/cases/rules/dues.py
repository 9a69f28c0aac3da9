"""What is due on a case, and by when. Pure decisions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from proximity.cases.rules.states import CaseStatus, TaskKind

EVIDENCE_DAYS = 2
SOON_DAYS = 3


class Urgency(StrEnum):
    """How a due thing stands on a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to be done on a case by a day.

    `what` says it in words, without content; `section` is the part of the case page where it is done; `at` is the last instant
    where the hour counts; `who` is whose work it is, None: nobody's yet. `task` is the task whose sealed title is the words, None
    for all else.
    """

    case: UUID
    on: date
    what: str
    section: str
    at: datetime | None = None
    who: UUID | None = None
    task: UUID | None = None

    def days_left(self, today: date) -> int:
        """Return how many days are left; below nothing it is overdue."""
        return (self.on - today).days

    def urgency(self, now: datetime, today: date) -> Urgency:
        """Return how it stands; what is due at an hour is overdue from that hour on."""
        if self.on < today or (self.at is not None and self.at < now):
            return Urgency.OVERDUE
        if self.on == today:
            return Urgency.TODAY
        return Urgency.SOON if self.days_left(today) <= SOON_DAYS else Urgency.LATER


def evidence_due(today: date, status: CaseStatus, kinds: Collection[TaskKind], *, asked: bool = False) -> date | None:
    """Return by when asking for recordings is proposed; None where somebody was asked, a task is about it, or the case is closed.

    Shops and buses overwrite their recordings within days, and no law gives them a least time: the sooner, the better.
    """
    if asked or status == CaseStatus.CLOSED or TaskKind.EVIDENCE in kinds:
        return None
    return today + timedelta(days=EVIDENCE_DAYS)


def in_order(dues: Iterable[Due]) -> list[Due]:
    """Return what is due, the nearest first; on one day what has an hour comes before the rest."""
    return sorted(
        dues, key=lambda due: (due.on, due.at is None, due.at.timestamp() if due.at else 0, due.what, due.case)
    )
