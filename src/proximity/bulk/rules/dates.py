"""Days as registers write them, in the order that a person has said. A day is read or refused, never guessed. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from babel import Locale

from proximity.bulk.rules.cells import same
from proximity.foundation.pure.spans import local_day

FIRST_YEAR = 1950
LONGEST = 60
_FARTHEST_EAST = "Europe/Helsinki"
"""Of the eight countries; Sofia, Tallinn and Riga have its time."""
MONTH_LANGUAGES = ("en", "es", "it", "pt", "fi", "et", "lv", "bg")
_TIME = r"(?:[ T,]+\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:h|hrs?|[ap]\.?m\.?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})\.?{_TIME}", re.IGNORECASE | re.ASCII)
_PARTS = re.compile(
    rf"(\d{{1,2}})[-/. ]+(\d{{1,2}})[-/. ]+(\d{{4}}|\d{{2}})\.?\s*(?:г\.?|g\.?|a\.?)?{_TIME}", re.IGNORECASE | re.ASCII
)
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})|(\d{4})[-/.](\d{1,2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_SERIAL = re.compile(r"[2-5]\d{4}([.,]\d+)?", re.ASCII)


class Order(StrEnum):
    """In which order a register writes day, month and year; a year of four digits in front is read in any case."""

    DMY = "dmy"
    MDY = "mdy"


class BadDay(ValueError):
    """A cell that is no day; `code` says in which way."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or as much of it as is known: `text` is `2019-03-12`, `2019-03` or `2019`. `short`: no century was written."""

    text: str
    short: bool = False

    @property
    def whole(self) -> date | None:
        """Return the day, or None where only month or year is known."""
        return date.fromisoformat(self.text) if len(self.text) == 10 else None


def latest_day(now: datetime, time_zone: str) -> date:
    """Return the latest day that may stand in a table brought in: a case recorded in Riga after midnight is not yet in London."""
    return max(local_day(now, time_zone), local_day(now, _FARTHEST_EAST))


def read_day(cell: str, order: Order, *, today: date) -> Day:
    """Return the day that a cell says. Raises `BadDay`: `date`, `date_serial`, `date_order`, `date_future`, `date_old`."""
    found = _read(cell.strip(), order, today)
    if int(found.text[:4]) < FIRST_YEAR:
        raise BadDay("date_old")
    if found.text > today.isoformat()[: len(found.text)]:
        raise BadDay("date_future")
    return found


def _read(cell: str, order: Order, today: date) -> Day:
    if match := _ISO.fullmatch(cell):
        return Day(_day(int(match[1]), int(match[2]), int(match[3])))
    if match := _PARTS.fullmatch(cell):
        first, second = int(match[1]), int(match[2])
        day, month = (first, second) if order is Order.DMY else (second, first)
        if month > 12 >= day:
            raise BadDay("date_order")
        return Day(_day(_year(match[3], today), month, day), short=len(match[3]) == 2)
    if match := _MONTH.fullmatch(cell):
        of, year = (match[1], match[2]) if match[1] else (match[4], match[3])
        return Day(_day(int(year), int(of), 1)[:7])
    if _YEAR.fullmatch(cell) and int(cell) > FIRST_YEAR:
        return Day(cell)
    if _SERIAL.fullmatch(cell):
        raise BadDay("date_serial")
    return Day(_in_words(cell))


def _year(written: str, today: date) -> int:
    if len(written) == 4:
        return int(written)
    year = 2000 + int(written)
    return year if year <= today.year else year - 100


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise BadDay("date") from None


def _in_words(cell: str) -> str:
    """Return a day whose month is a word: `12 de marzo de 2019`, `2019. gada 12. martā`."""
    words = same(cell).split() if len(cell) <= LONGEST else []
    numbers = [int(word) for word in words if word.isascii() and word.isdigit()]
    months = {
        month for word in words if not word.isdigit() for month in [_months().get(word) or _by_stem(word)] if month
    }
    years, days = [one for one in numbers if one >= FIRST_YEAR], [one for one in numbers if one <= 31]
    if len(years) != 1 or len(days) != 1 or len(months) != 1 or len(numbers) != 2:
        raise BadDay("date")
    return _day(years[0], months.pop(), days[0])


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in MONTH_LANGUAGES:
        locale = Locale.parse(language)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                found |= {same(name): month for month, name in locale.months[form][width].items()}
    return found


def _by_stem(word: str) -> int | None:
    """Return the month of an inflected name (`maaliskuuta`, `martā`): the names that begin with its first four letters agree."""
    found = {month for name, month in _months().items() if len(name) > 3 and len(word) > 3 and name[:4] == word[:4]}
    return found.pop() if len(found) == 1 else None
