"""What is due on a case, and by when. Pure decisions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from proximity.cases.rules.states import CaseStatus, TaskKind

EVIDENCE_DAYS = 2


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to be done by a day. `task` is None for the feedback that the person was promised."""

    on: date
    what: str
    task: UUID | None

    def days_left(self, today: date) -> int:
        """Return how many days are left; below nothing it is overdue."""
        return (self.on - today).days


def evidence_due(today: date, status: CaseStatus, kinds: Collection[TaskKind]) -> date | None:
    """Return by when keeping evidence is proposed, or None where a task is about it already or the case is closed.

    Shops and buses overwrite their recordings within days, and no law gives them a least time: the sooner, the better.
    """
    if status == CaseStatus.CLOSED or TaskKind.EVIDENCE in kinds:
        return None
    return today + timedelta(days=EVIDENCE_DAYS)


def in_order(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Return what is due, the nearest first."""
    return tuple(sorted(dues, key=lambda due: (due.on, due.what)))
