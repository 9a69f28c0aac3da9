"""Promises counted in working days (Monday to Friday; public holidays are a promise kept early)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_SATURDAY = 5


def local_day(now: datetime, time_zone: str) -> date:
    """Return which day it is in a city at an instant."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies `count` working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            count -= 1
    return day


# Four weeks never exceed the month that GDPR Article 12(3) gives for answering a request for erasure.
ERASURE_DAYS = 28


def erasure_answer_by(day: date) -> date:
    """Return until when a person decides on a request for erasure made on `day`."""
    return day + timedelta(days=ERASURE_DAYS)


def next_promise(*, acknowledge_by: date, feedback_by: date, acknowledged: bool, informed: bool) -> date | None:
    """Return the date of the promise that is still open at a recipient: the first answer, then the feedback, then none."""
    if informed:
        return None
    return feedback_by if acknowledged else acknowledge_by
