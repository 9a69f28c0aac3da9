"""What a plan's texts, days and numbers must be before they are kept."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from proximity.plans.rules.indicators import Unit

MAX_TITLE, MAX_TEXT = 160, 4_000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_WITHOUT_REVIEW = timedelta(days=731)
MOST = Decimal(9_999_999)
CENT = Decimal("0.01")
FEWEST = 5


class NotSound(ValueError):
    """A value that a plan may not hold. `field` names it, never the value."""

    def __init__(self, field: str) -> None:
        """Take the name of the field."""
        super().__init__(field)
        self.field = field


def check_words(needed: Mapping[str, str], optional: Mapping[str, str] | None = None) -> None:
    """Raise `NotSound` for a needed text without words, and for any text that is too long; fields of one line are titles."""
    for name, text in needed.items():
        if not text.strip():
            raise NotSound(name)
    for name, text in {**needed, **(optional or {})}.items():
        if len(text) > (MAX_TEXT if name in {"text", "diagnosis", "found"} else MAX_TITLE):
            raise NotSound(name)


def check_day(name: str, day: date | None) -> None:
    """Raise `NotSound` for a day outside this century."""
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise NotSound(name)


def check_period(starts_on: date, ends_on: date) -> None:
    """Raise `NotSound` for a period that ends before it starts."""
    check_day("starts_on", starts_on)
    check_day("ends_on", ends_on)
    if ends_on <= starts_on:
        raise NotSound("ends_on")


def check_next_review(next_on: date | None, *, finished: bool, today: date) -> None:
    """Raise `NotSound` where nobody would look again: a measure that goes on needs a later day, two years off at most."""
    if finished:
        return
    if next_on is None or not today < next_on <= today + LONGEST_WITHOUT_REVIEW:
        raise NotSound("review_on")


def check_number(name: str, number: Decimal | None, unit: Unit, *, few: bool = False) -> None:
    """Raise `NotSound` for a number that its unit does not allow.

    A percentage lies from 0 to 100. People, incidents and reports are counted as released figures are: in multiples of 5, and
    below 5 nothing but "fewer than 5" (`few`) is said.
    """
    if few:
        if unit != Unit.PEOPLE or number is not None:
            raise NotSound("few")
        return
    if number is None:
        return
    if not number.is_finite() or not 0 <= number <= MOST or number != number.quantize(CENT):
        raise NotSound(name)
    if unit == Unit.PERCENT and number > 100:
        raise NotSound(name)
    if unit == Unit.PEOPLE and (number < FEWEST or number % FEWEST):
        raise NotSound(name)
