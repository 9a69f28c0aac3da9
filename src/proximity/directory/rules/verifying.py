"""How long what an entry says counts as true: it is asked after again and again, and lapses where nobody answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """How an entry stands: what the public sees of it, and what its owner is asked."""

    NEW = "new"  # nobody of its owner has said yet that it is true
    TRUE = "true"
    DUE = "due"  # asked after; still public while the grace lasts
    LAPSED = "lapsed"
    ENDED = "ended"


PUBLIC = frozenset({Standing.TRUE, Standing.DUE})
WAITS = frozenset({Standing.NEW, Standing.DUE, Standing.LAPSED})
"""What its owner is asked to look at."""


class How(StrEnum):
    """How somebody knows that an entry is true."""

    OWN = "own"  # it is her own organisation's
    CALLED = "called"
    VISITED = "visited"


@dataclass(frozen=True, slots=True)
class Period:
    """After how many days an owner is asked, and how many more an entry stays public without an answer."""

    ask_after: int
    grace: int

    def ask_at(self, verified_at: datetime) -> datetime:
        """Return when the owner is asked again."""
        return verified_at + timedelta(days=self.ask_after)

    def public_until(self, verified_at: datetime) -> datetime:
        """Return when the public no longer sees it, if nobody answers."""
        return verified_at + timedelta(days=self.ask_after + self.grace)


def standing(*, ask_at: datetime | None, public_until: datetime | None, ended: bool, now: datetime) -> Standing:
    """Say how an entry stands at a moment."""
    if ended:
        return Standing.ENDED
    if public_until is None or ask_at is None:
        return Standing.NEW
    if public_until <= now:
        return Standing.LAPSED
    return Standing.DUE if ask_at <= now else Standing.TRUE
