"""When very many reports come at once: who is asked one question, and what a report is marked with. Nobody is refused. Pure.

A bucket fills by one with each report and drains with time. While it is fuller than its limit, whoever sends is asked one
question. It never fills beyond its brim, so that however long a flood lasted, it is over soon after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Flood(StrEnum):
    """What a report is marked with: it came in quiet times, or the person was asked and knew, or never answered right."""

    NONE = "none"
    ASKED = "asked"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many reports pass before somebody is asked (`free`), and how many drain away in an hour."""

    free: int
    per_hour: int

    @property
    def brim(self) -> float:
        """Return how full a bucket can get: it is calm again within two hours at most."""
        return self.free + self.per_hour


NETWORK = Limit(free=10, per_hour=10)
"""A support centre, a library or a school sends through one address: ten people may tell one after the other. One person who
reports for all her neighbours needs a few minutes for each, and ten in an hour is more than she manages by hand."""

CITY = Limit(free=60, per_hour=60)
"""A city's own people cannot read one report a minute. A day on which so many come by hand has an event behind it that the city
knows of, and then each person answers one question."""

SLOT = timedelta(minutes=15)
"""Times are kept in steps, no finer: the moment at which a network was last seen must not tell which report came from it."""

NAMES = 4096
"""How many names all networks share. Some four thousand networks of the old Internet stand behind each, so that not even who has
the key and the table can tell which it was; and a flood from everywhere fills no disk."""

MOST_TRIES = 3
"""Wrong answers after which a report is stored all the same, marked."""

KEPT = timedelta(days=1)
"""How long a bucket is kept at most; its name means nothing on the next day."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """How full a bucket is, and since when."""

    level: float
    at: datetime

    def drained(self, limit: Limit, now: datetime) -> float:
        """Return how full it is at a later moment; a clock that was set back drains nothing."""
        hours = max(0.0, (slot_of(now) - self.at) / timedelta(hours=1))
        return max(0.0, min(limit.brim, self.level) - hours * limit.per_hour)

    def with_one_more(self, limit: Limit, now: datetime) -> "Bucket":
        """Return it with one report more, up to its brim."""
        return Bucket(min(limit.brim, self.drained(limit, now) + 1), max(self.at, slot_of(now)))

    def is_over(self, limit: Limit) -> bool:
        """Say whether more came than pass without a question."""
        return self.level > limit.free


def slot_of(now: datetime) -> datetime:
    """Return the beginning of the step of time that a moment lies in."""
    seconds = SLOT.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=UTC)


def name_of(pseudonym: bytes, kind: str) -> str:
    """Return under which of the few names a pseudonym counts."""
    return f"{kind}{int.from_bytes(pseudonym[:4], 'big') % NAMES:03x}"


QUESTIONS: Mapping[str, int] = {
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "ninety": 90,
}  # fmt: skip
"""Numbers in words, by name, and what is to be written in digits. Their words stand in `queries.questions`."""


def is_right(question: str, typed: str) -> bool:
    """Say whether the answer to a question is right, in the digits of whatever script, with whatever around them."""
    digits = "".join(sign for sign in typed if sign.isdecimal())
    return bool(digits) and len(digits) <= len("000") and int(digits) == QUESTIONS.get(question)


def mark_after(wrong: int) -> Flood | None:
    """Return what a report is marked with after so many wrong answers, or None while there is another question."""
    return Flood.UNANSWERED if wrong >= MOST_TRIES else None
