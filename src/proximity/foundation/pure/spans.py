"""Spans of time that laws and promises are written in, counted on a city's own clock. Pure.

Working days are Monday to Friday. Public holidays are counted like any other weekday: no list of them is complete down to the
town, and a day that comes too early harms nobody.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_SATURDAY = 5


class Unit(StrEnum):
    """What a span is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


def local_day(now: datetime, time_zone: str) -> date:
    """Return which day it is in a city at an instant."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def end_of_day(day: date, time_zone: str) -> datetime:
    """Return the last instant of a day in a city."""
    return datetime.combine(day, time.max, ZoneInfo(time_zone))


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies `count` working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            count -= 1
    return day


def months_after(day: date, count: int) -> date:
    """Return the same day of the month `count` months later, or the month's last day where it is shorter."""
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def days_after(day: date, amount: int, unit: Unit) -> date:
    """Return the last day of a span that begins on `day`, for every unit but hours, which end within a day: there it is `day`."""
    match unit:
        case Unit.DAYS:
            return day + timedelta(days=amount)
        case Unit.WORKING_DAYS:
            return working_days_after(day, amount)
        case Unit.MONTHS:
            return months_after(day, amount)
        case Unit.YEARS:
            return months_after(day, 12 * amount)
    return day


def span_ends(start: datetime, amount: int, unit: Unit, time_zone: str) -> datetime:
    """Return the last instant of a span: to the hour where it is counted in hours, else the end of its last day in the city."""
    if unit is Unit.HOURS:
        return start + timedelta(hours=amount)
    return end_of_day(days_after(local_day(start, time_zone), amount, unit), time_zone)
