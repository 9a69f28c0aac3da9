"""Promises counted in working days (Monday to Friday; public holidays are a promise kept early)."""

from datetime import date, timedelta

_SATURDAY = 5


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies `count` working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            count -= 1
    return day
