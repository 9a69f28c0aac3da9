"""Clocks and spans, as pure rules."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.cases.rules.clocks import ClockState, Moments, clocks_of, due_on
from proximity.cases.rules.dues import Due, Urgency, in_order
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.spans import Unit, days_after, months_after, span_ends, working_days_after
from proximity.packs.schema import SeenAt, Words
from proximity.packs.times import ClockRule
from proximity.packs.vocabulary import ClockKind, ClockStart, Evidence, OrganisationKind

MADRID = "Europe/Madrid"
FRIDAY = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # half past eleven in Madrid
ALL = (ClockKind.ACKNOWLEDGE, ClockKind.INFORM, ClockKind.FEEDBACK, ClockKind.COMPLAIN, ClockKind.HAND_OVER)


def limit(kind=ClockKind.HAND_OVER, starts=ClockStart.OFFENCE_SUSPECTED, amount=24, unit=Unit.HOURS):
    return ClockRule(
        code="xx.law", kind=kind, binds=(OrganisationKind.LOCAL_POLICE,), starts=starts, amount=amount, unit=unit,
        words=Words.of({"en": "a limit"}), legal_source="a made-up law", valid_from=None, valid_to=None,
        seen_at=SeenAt("nowhere", date(2026, 11, 24), Evidence.STATUTE),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "unit", "ends"),
    [
        (1, Unit.DAYS, date(2026, 11, 21)),
        (1, Unit.WORKING_DAYS, date(2026, 11, 23)),
        (3, Unit.MONTHS, date(2027, 2, 20)),
        (20, Unit.YEARS, date(2046, 11, 20)),
        (5, Unit.HOURS, date(2026, 11, 20)),
    ],
)
def test_spans_end_with_the_day_in_the_city(amount, unit, ends):
    assert days_after(date(2026, 11, 20), amount, unit) == ends


def test_hours_end_to_the_minute_and_days_at_midnight_in_the_city():
    assert span_ends(FRIDAY, 24, Unit.HOURS, MADRID) == FRIDAY + timedelta(hours=24)
    ends = span_ends(FRIDAY, 1, Unit.DAYS, MADRID)
    assert ends.astimezone(UTC) == datetime(2026, 11, 21, 22, 59, 59, 999999, tzinfo=UTC)


def test_a_month_that_is_shorter_ends_on_its_last_day():
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_a_working_day_is_never_at_the_weekend_and_never_earlier_than_as_many_days(day, count):
    found = working_days_after(day, count)
    assert (found - day).days >= count
    assert count == 0 or found.weekday() < 5


def test_a_clock_that_nothing_started_does_not_run():
    assert clocks_of(Moments(), [limit()], time_zone=MADRID) == ()
    assert clocks_of(Moments(told_at=FRIDAY), [limit(starts=ClockStart.INCIDENT)], time_zone=MADRID) == ()


@pytest.mark.parametrize(
    ("met", "closed", "now", "state"),
    [
        (None, None, 23, ClockState.RUNNING),
        (None, None, 25, ClockState.OVERDUE),
        (20, None, 25, ClockState.MET),
        (30, None, 40, ClockState.MET_LATE),
        (None, 30, 40, ClockState.ENDED),
        (-1, None, 25, ClockState.OVERDUE),
    ],
)
def test_a_clock_stands_as_what_was_done_and_when(met, closed, now, state):
    def after(hours):
        return None if hours is None else FRIDAY + timedelta(hours=hours)

    moments = Moments(offence_at=FRIDAY, handed_over_at=after(met), closed_at=after(closed))
    (clock,) = clocks_of(moments, [limit()], time_zone=MADRID)
    assert clock.state(after(now)) is state
    assert clock.is_open() is (state in {ClockState.RUNNING, ClockState.OVERDUE})


def test_a_promise_holds_until_the_end_of_its_day():
    moments = Moments(told_at=FRIDAY, acknowledge_by=date(2026, 11, 24), feedback_by=date(2026, 12, 4))
    first, last = clocks_of(moments, [], time_zone=MADRID)
    assert (first.kind, last.kind) == (ClockKind.ACKNOWLEDGE, ClockKind.FEEDBACK)
    assert first.state(datetime(2026, 11, 24, 22, 59, tzinfo=UTC)) is ClockState.RUNNING
    assert first.state(datetime(2026, 11, 24, 23, 0, tzinfo=UTC)) is ClockState.OVERDUE
    assert due_on(first, MADRID) == date(2026, 11, 24)


@pytest.mark.parametrize("kind", ALL)
def test_each_kind_is_met_by_its_own_act(kind):
    later = FRIDAY + timedelta(days=1)
    moments = Moments(
        told_at=FRIDAY, acknowledged_at=later, informed_at=later, feedback_at=later, complaint_at=later,
        handed_over_at=later,
    )  # fmt: skip
    rule = limit(kind, ClockStart.REPORT_SENT, 5, Unit.WORKING_DAYS)
    (clock,) = clocks_of(moments, [rule], time_zone=MADRID)
    assert clock.met_at == later
    assert not clock.hourly


def test_what_is_due_at_an_hour_is_overdue_from_that_hour_on():
    today = date(2026, 11, 24)
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    case = new_id()
    at_noon = Due(case, today, "hand over", "referral", at=noon)
    assert at_noon.urgency(noon, today) is Urgency.TODAY
    assert at_noon.urgency(noon + timedelta(minutes=1), today) is Urgency.OVERDUE
    assert Due(case, today, "", "tasks").urgency(noon, today) is Urgency.TODAY
    assert Due(case, date(2026, 11, 23), "", "tasks").urgency(noon, today) is Urgency.OVERDUE
    assert Due(case, date(2026, 11, 27), "", "tasks").urgency(noon, today) is Urgency.SOON
    assert Due(case, date(2026, 11, 28), "", "tasks").urgency(noon, today) is Urgency.LATER
    assert in_order([Due(case, today, "", "tasks"), at_noon])[0] is at_noon
