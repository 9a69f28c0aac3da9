"""To whom of her own organisation a case is open. Pure; the database's function `hidden_cases()` says the same once more."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from proximity.assessment.rules import NotSound

GLASS_LASTS = timedelta(hours=8)
"""How long a sealed case stays open to a supervisor who broke the glass: a working day."""
MAX_PURPOSE = 200
"""A purpose stands in the log, which holds no longer words."""


@dataclass(frozen=True, slots=True)
class Door:
    """Who is named, blocked and standing in for others at one case, as it is at this moment.

    `stand_ins` are today's substitutes of whoever works on the case; `sealed_by` counts only while the case is sealed.
    """

    assignee: UUID | None
    blocked: frozenset[UUID]
    is_sealed: bool = False
    sealed_by: UUID | None = None
    named: frozenset[UUID] = frozenset()
    broke_glass: frozenset[UUID] = frozenset()
    stand_ins: frozenset[UUID] = frozenset()

    def is_open_to(self, person: UUID) -> bool:
        """Say whether somebody of the organisation may see the case. A block goes before everything."""
        if person in self.blocked:
            return False
        inside = self.named | self.broke_glass | self.stand_ins
        return not self.is_sealed or person in {self.assignee, self.sealed_by} or person in inside


def check_away(*, person: UUID, substitute: UUID, first: date, last: date, today: date) -> None:
    """Raise `NotSound` for a substitution that ends before it begins or has ended already, or by oneself."""
    if person == substitute:
        raise NotSound("substitute")
    if last < first or last < today:
        raise NotSound("until_on")


def check_purpose(purpose: str) -> None:
    """Raise `NotSound` for a purpose that says nothing or is longer than `MAX_PURPOSE` characters."""
    if not purpose.strip() or len(purpose) > MAX_PURPOSE:
        raise NotSound("purpose")
