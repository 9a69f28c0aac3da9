"""Promises to the person, counted in working days (Monday to Friday; public holidays are a promise kept early)."""

from datetime import date, timedelta

from proximity.foundation.pure.spans import local_day, working_days_after

__all__ = ["ERASURE_DAYS", "erasure_answer_by", "local_day", "next_promise", "working_days_after"]

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
