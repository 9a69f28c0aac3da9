"""What an indicator is worth, what progress is, what a plan may hold; without a database."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.insight.rules.counting import SPAN, UNKNOWN_YEAR, Level, TableCode
from proximity.insight.rules.tables import CrossTable, Gap, Share, Tables
from proximity.plans.rules.days import months_later
from proximity.plans.rules.indicators import (
    FEW,
    NOT_TOLD,
    Amount,
    Computed,
    Told,
    Unit,
    compute,
    share,
    unit_of,
)  # fmt: skip
from proximity.plans.rules.measures import MeasureState, check_step
from proximity.plans.rules.progress import Standing, standing
from proximity.plans.rules.published import (
    IndicatorText,
    MeasureText,
    ObjectiveText,
    PlanText,
    Point,
    what_misses,
)  # fmt: skip
from proximity.plans.rules.soundness import (
    MAX_TEXT,
    MAX_TITLE,
    NotSound,
    check_day,
    check_next_review,
    check_number,
    check_period,
    check_words,
)  # fmt: skip

UNTIL = date(2026, 11, 24)
YEARS, COLUMNS, LESS = range(2025, 2027), ("2025", "2026", UNKNOWN_YEAR), Gap.FEW


def tables(incidents, total, *, ground=(Level.NONE, ()), channel=(), kind=(), coverage=()) -> Tables:
    """Return a release: rows of each table by year, and of how many how many."""
    level, grounds = ground
    return Tables(
        YEARS, incidents, total,
        (
            CrossTable(TableCode.GROUND, level, COLUMNS if grounds else (), grounds),
            CrossTable(TableCode.KIND, Level.FINE_YEAR if kind else Level.NONE, COLUMNS if kind else (), kind),
            CrossTable(TableCode.CHANNEL, Level.FINE_YEAR if channel else Level.NONE, COLUMNS if channel else (), channel),
        ),
        coverage=coverage,
    )  # fmt: skip


FINE = tables(
    (80, 15, 10), 105,
    ground=(Level.FINE_YEAR, (("UNK", (20, LESS, LESS)), ("APO", (35, 5, LESS)))),
    channel=(("online", (30, 10, LESS)), ("centre", (LESS, LESS, LESS)), ("desk", (85, 5, LESS))),
    kind=(("insult", (60, 10, LESS)), ("not_noted", (20, LESS, LESS))),
    coverage=(
        Share("bias_answered", (60, 10, LESS), (80, 20, LESS)), Share("feedback_on_time", (LESS, 10, LESS), (40, 20, LESS)),
    ),
)  # fmt: skip
TOTAL = tables((LESS, LESS, LESS), LESS)
COARSE = tables((80, 15, LESS), 95, ground=(Level.COARSE_YEAR, (("ODIHR-UNS", (20, LESS, LESS)),)))
HELD = tables((Gap.HELD, 15, 10), Gap.HELD, ground=(Level.FINE_YEAR, (("UNK", (Gap.HELD, 5, LESS)),)))
SPAN_ONLY = Tables(
    YEARS, (LESS, LESS, 10), 20,
    (CrossTable(TableCode.CHANNEL, Level.FINE_SPAN, (SPAN,), (("desk", (15,)), ("online", (5,)))),),
)  # fmt: skip


def number(value) -> Amount:
    return Amount(Told.NUMBER, Decimal(value))


@pytest.mark.parametrize(
    ("code", "release", "amount"),
    [
        (Computed.INCIDENTS_YEAR, FINE, number(80)),
        (Computed.INCIDENTS_YEAR, TOTAL, FEW),
        (Computed.INCIDENTS_YEAR, HELD, NOT_TOLD),
        (Computed.INCIDENTS_ALL, FINE, number(105)),
        (Computed.INCIDENTS_ALL, TOTAL, FEW),
        (Computed.INCIDENTS_ALL, HELD, NOT_TOLD),
        (Computed.SHARE_ONLINE, FINE, number(38)),
        (Computed.SHARE_ONLINE, SPAN_ONLY, number(25)),
        (Computed.SHARE_CENTRE, FINE, FEW),
        (Computed.SHARE_DESK, FINE, number(100)),
        (Computed.SHARE_PHONE, FINE, NOT_TOLD),
        (Computed.SHARE_PATROL, COARSE, NOT_TOLD),
        (Computed.SHARE_GROUND_UNKNOWN, FINE, number(25)),
        (Computed.SHARE_GROUND_UNKNOWN, HELD, NOT_TOLD),
        (Computed.SHARE_GROUND_UNKNOWN, COARSE, NOT_TOLD),
        (Computed.SHARE_GROUND_UNSPECIFIED, COARSE, number(25)),
        (Computed.SHARE_GROUND_UNSPECIFIED, FINE, NOT_TOLD),
        (Computed.SHARE_YEAR_UNKNOWN, FINE, number(10)),
        (Computed.SHARE_YEAR_UNKNOWN, COARSE, FEW),
        (Computed.SHARE_TYPE_NOT_CODED, FINE, number(25)),
        (Computed.SHARE_TYPE_NOT_CODED, COARSE, NOT_TOLD),
        (Computed.SHARE_BIAS_ANSWERED, FINE, number(75)),
        (Computed.SHARE_BIAS_ANSWERED, COARSE, NOT_TOLD),
        (Computed.SHARE_FEEDBACK_ON_TIME, FINE, FEW),
        (Computed.GROUNDS_TOLD, FINE, number(2)),
        (Computed.GROUNDS_TOLD, HELD, NOT_TOLD),
        (Computed.GROUNDS_TOLD, COARSE, NOT_TOLD),
    ],
)
def test_an_indicator_is_computed_from_published_counts_or_says_why_not(code, release, amount):
    assert compute(code, release, UNTIL) == amount


@pytest.mark.parametrize("code", Computed)
def test_every_indicator_can_be_asked_of_every_release(code):
    for release in (FINE, COARSE, TOTAL, HELD):
        assert isinstance(compute(code, release, UNTIL), Amount)
    assert unit_of(code) in Unit


def test_a_year_that_a_release_does_not_cover_is_not_told():
    assert compute(Computed.SHARE_BIAS_ANSWERED, FINE, date(2031, 5, 1)) == NOT_TOLD
    assert compute(Computed.INCIDENTS_YEAR, FINE, date(2031, 5, 1)) == NOT_TOLD


COUNTS = st.sampled_from(Gap) | st.integers(1, 400).map(lambda value: value * 5)


@given(COUNTS, COUNTS)
def test_a_share_is_computed_from_two_published_counts_only_and_never_above_its_whole(part, whole):
    found = share(part, whole)
    assert (found.told == Told.NUMBER) == (not isinstance(part, Gap) and not isinstance(whole, Gap))
    if found.told == Told.NUMBER:
        assert 0 <= found.number <= 100
        assert found.number == found.number.to_integral_value()


@pytest.mark.parametrize(
    ("baseline", "now", "target", "found"),
    [
        (number(10), number(20), Decimal(20), Standing.REACHED),
        (number(10), number(25), Decimal(20), Standing.REACHED),
        (number(10), number(15), Decimal(20), Standing.NEARER),
        (number(10), number(5), Decimal(20), Standing.FURTHER),
        (number(10), number(10), Decimal(20), Standing.SAME),
        (number(30), number(15), Decimal(20), Standing.REACHED),
        (number(30), number(25), Decimal(20), Standing.NEARER),
        (number(20), number(20), Decimal(20), Standing.REACHED),
        (number(20), number(25), Decimal(20), Standing.FURTHER),
        (FEW, number(25), Decimal(20), Standing.UNKNOWN),
        (number(10), FEW, Decimal(20), Standing.UNKNOWN),
        (number(10), NOT_TOLD, Decimal(20), Standing.UNKNOWN),
        (None, number(25), Decimal(20), Standing.UNKNOWN),
        (number(10), None, Decimal(20), Standing.UNKNOWN),
        (number(10), number(15), None, Standing.UNKNOWN),
    ],
)
def test_progress_needs_three_numbers(baseline, now, target, found):
    assert standing(baseline, now, target) == found


def refused(field):
    return pytest.raises(NotSound, match=f"^{field}$")


@pytest.mark.parametrize(
    ("before", "after", "reason", "field"),
    [("planned", "dropped", " ", "reason"), ("done", "planned", "", "state"), ("dropped", "done", "", "state")],
)
def test_a_measure_does_not_leap_and_is_not_dropped_without_a_reason(before, after, reason, field):
    with refused(field):
        check_step(MeasureState(before), MeasureState(after), reason)


def test_a_measure_may_stay_and_be_dropped_with_a_reason():
    check_step(MeasureState.DONE, MeasureState.DONE, "")
    check_step(MeasureState.PLANNED, MeasureState.DROPPED, "No money.")


@pytest.mark.parametrize(
    ("value", "unit", "few", "field"),
    [
        (101, Unit.PERCENT, False, "n"),
        (-1, Unit.PERCENT, False, "n"),
        ("NaN", Unit.THINGS, False, "n"),
        ("0.001", Unit.THINGS, False, "n"),
        (10_000_000, Unit.THINGS, False, "n"),
        (4, Unit.PEOPLE, False, "n"),
        (0, Unit.PEOPLE, False, "n"),
        (37, Unit.PEOPLE, False, "n"),
        (None, Unit.PERCENT, True, "few"),
        (5, Unit.PEOPLE, True, "few"),
    ],
)
def test_a_number_fits_its_unit(value, unit, few, field):
    with refused(field):
        check_number("n", None if value is None else Decimal(value), unit, few=few)


@pytest.mark.parametrize(
    ("value", "unit", "few"),
    [(37, Unit.THINGS, False), ("12.5", Unit.PERCENT, False), (35, Unit.PEOPLE, False), (None, Unit.PEOPLE, True),
     (None, Unit.THINGS, False), (4, Unit.THINGS, False)],
)  # fmt: skip
def test_what_fits_is_taken(value, unit, few):
    check_number("n", None if value is None else Decimal(value), unit, few=few)


def test_words_days_and_periods():
    check_words({"title": "Listen"}, {"text": "x" * MAX_TEXT})
    for name, text in (("title", " "), ("title", "x" * (MAX_TITLE + 1)), ("text", "x" * (MAX_TEXT + 1))):
        with refused(name):
            check_words({name: text})
    check_day("on", None)
    with refused("on"):
        check_day("on", date(1999, 12, 31))
    check_period(date(2026, 1, 1), date(2027, 1, 1))
    with refused("ends_on"):
        check_period(date(2026, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize("day", [None, UNTIL, date(2029, 1, 1)])
def test_somebody_looks_again_unless_it_is_finished(day):
    check_next_review(day, finished=True, today=UNTIL)
    with refused("review_on"):
        check_next_review(day, finished=False, today=UNTIL)


def test_somebody_looks_again_within_two_years():
    check_next_review(date(2027, 11, 24), finished=False, today=UNTIL)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 24), 24, date(2028, 11, 24)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_as_people_do(day, months, later):
    assert months_later(day, months) == later


def indicator(**changes) -> IndicatorText:
    usual = {
        "code": None, "name": "Centres", "unit": Unit.THINGS, "baseline": Point(number(1), UNTIL, source="Register"),
        "now": None, "target": Decimal("3.50"),
    }  # fmt: skip
    return IndicatorText(**(usual | changes))


MEASURE = MeasureText("Open it", "City hall", UNTIL, MeasureState.DROPPED, "No money.", "We looked.", UNTIL, None)
COMPUTED = indicator(code=Computed.INCIDENTS_ALL, name="", now=Point(FEW, UNTIL, 1), target=None)
PLAN = PlanText(
    "Plan", "", "en", UNTIL, date(2028, 1, 1), (ObjectiveText("A", "", "", "", (MEASURE,), (COMPUTED, indicator())),)
)


def test_a_published_plan_comes_back_from_its_json():
    assert PlanText.from_json(PLAN.as_json()) == PLAN


@pytest.mark.parametrize(
    ("broken", "error"),
    [({"objectives": {}}, TypeError), ({"objectives": ["a"]}, TypeError), ({"starts_on": "x"}, ValueError)],
)
def test_what_is_no_plan_is_refused(broken, error):
    with pytest.raises(error):
        PlanText.from_json(PLAN.as_json() | broken)


def test_a_newer_release_changes_what_is_computed_and_nothing_else():
    newer = Point(number(20), date(2027, 1, 1), 2)
    renewed = PLAN.with_now({Computed.INCIDENTS_ALL: newer})
    computed, by_hand = renewed.indicators
    assert (computed.now, computed.baseline) == (newer, COMPUTED.baseline)
    assert by_hand == indicator()
    assert PLAN.with_now({}) == PLAN


def test_what_misses_is_named_by_its_place():
    assert list(what_misses(PLAN)) == [("target", 1, 1)]
    assert list(what_misses(PlanText("Plan", "", "en", UNTIL, UNTIL, ()))) == [("objective", 0, 0)]
    empty = ObjectiveText("B", "", "", "", (), ())
    assert list(what_misses(PlanText("Plan", "", "en", UNTIL, UNTIL, (empty,)))) == [("measure", 1, 0)]


def test_a_plan_knows_insight_by_its_released_tables_only():
    area = Path(__file__).resolve().parent.parent
    taken = set()
    for path in area.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("proximity.insight"):
                taken |= {(node.module.removeprefix("proximity.insight."), one.name) for one in node.names}
    assert taken == {
        ("access", "releases"), ("models", "Release"), ("queries.releases", "release_of"),
        *(("rules.counting", name) for name in (
            "Coverage", "Level", "SPAN", "TableCode", "UNKNOWN_YEAR", "last_whole_year",
        )),
        ("rules.facts", "Channel"), *(("rules.tables", name) for name in ("Gap", "Published", "Tables", "percent")),
        ("rules.vocabulary", "NOT_NOTED"), ("rules.vocabulary", "UNSPECIFIED"),
    }  # fmt: skip
