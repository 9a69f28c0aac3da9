"""Clocks for what vanishes: recordings that are overwritten, online content that is kept on request for a time."""

from datetime import date, timedelta
from enum import StrEnum

MAX_DAYS = 366


class Kept(StrEnum):
    """What somebody else is asked to keep."""

    CAMERA = "camera"
    ONLINE = "online"


class Standing(StrEnum):
    """How a request stands."""

    ASKED = "asked"
    SECURED = "secured"  # we have it
    REFUSED = "refused"
    LOST = "lost"  # overwritten or deleted before it could be had


class NotValid(ValueError):
    """A value cannot be what was meant; `field` names it."""

    def __init__(self, field: str) -> None:
        """Keep the field."""
        super().__init__(field)
        self.field = field


def until(asked_on: date, days: int) -> date:
    """Return the last day on which something is still there. Raises `NotValid` for less than one day or more than a year."""
    if not 1 <= days <= MAX_DAYS:
        raise NotValid("days")
    return asked_on + timedelta(days=days)


def check_settles(current: Standing, to: Standing) -> None:
    """Raise `NotValid` unless a request that still waits is settled, once."""
    if current is not Standing.ASKED or to is Standing.ASKED:
        raise NotValid("standing")
