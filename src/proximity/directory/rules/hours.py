"""When a place is open: spans by weekday, Monday first, as they are typed, kept and told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

DAYS = range(7)
DASH = "\u2013"
_MINUTES_A_DAY = 24 * 60
_MOST_SPANS = 4
_TIME = r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?"
_SPAN = re.compile(rf"{_TIME}\s*[-\u2013\u2014]\s*{_TIME}")


class NotHours(ValueError):
    """What was typed tells no opening hours."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one minute of a day to a later one."""

    opens: int
    closes: int

    @property
    def text(self) -> str:
        """Return the span as it is read, with a dash between two times."""
        return f"{clock(self.opens)}{DASH}{clock(self.closes)}"


type Day = tuple[Span, ...]
type Week = tuple[Day, ...]
CLOSED: Week = ((),) * 7


def clock(minute: int) -> str:
    """Return a minute of the day as a clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def parse_day(typed: str) -> Day:
    """Return the spans of one day, typed as `9-14, 16:00-19.30`; nothing typed is closed. Raises `NotHours`."""
    parts = [part.strip() for part in re.split(r"[,;/]", typed) if part.strip()]
    spans = tuple(sorted(_span(part) for part in parts))
    if len(spans) > _MOST_SPANS or any(one.closes > after.opens for one, after in pairwise(spans)):
        raise NotHours
    return spans


def _span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise NotHours
    hours = [int(group or 0) for group in found.groups()]
    opens, closes = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if not opens < closes <= _MINUTES_A_DAY:
        raise NotHours
    return Span(opens, closes)


def typed_day(day: Day) -> str:
    """Return a day as somebody would type it."""
    return ", ".join(f"{clock(span.opens)}-{clock(span.closes)}" for span in day)


def told_day(day: Day) -> str:
    """Return a day as it is read; nothing where the place is closed."""
    return ", ".join(span.text for span in day)


def is_known(week: Week) -> bool:
    """Say whether a week tells any hour."""
    return any(week)


def runs(week: Week) -> Iterator[tuple[int, int, Day]]:
    """Yield the days that have the same hours and follow one another: first and last weekday, and their hours."""
    first = 0
    for weekday in DAYS:
        if weekday == DAYS[-1] or week[weekday] != week[weekday + 1]:
            yield first, weekday, week[weekday]
            first = weekday + 1


def week_from(kept: Sequence[Sequence[Sequence[int]]]) -> Week:
    """Return a week as it was kept."""
    return tuple(tuple(Span(opens, closes) for opens, closes in day) for day in kept)


def week_kept(week: Week) -> list[list[list[int]]]:
    """Return a week as it is kept."""
    return [[[span.opens, span.closes] for span in day] for day in week]
