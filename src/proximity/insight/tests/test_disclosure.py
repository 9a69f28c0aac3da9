"""Nothing below five, nothing exact, nothing that a subtraction gives away; every number is the true one, rounded by itself."""

from collections import defaultdict
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proximity.insight.rules.counting import (
    Counts,
    Cut,
    Level,
    TableCode,
    count,
    cut,
    is_counted,
    says_something,
)
from proximity.insight.rules.disclosure import APART, protect, publishable_tables, show, show_total
from proximity.insight.rules.facts import Bias, Channel, Feedback, Quarter, Stage
from proximity.insight.rules.tables import Gap, Tables, percent
from proximity.insight.rules.vocabulary import shared_vocabulary
from proximity.insight.tests.making import YEARS, counts, fact, published_counts

VOCABULARY = shared_vocabulary()
GROUNDS = [*VOCABULARY.fine, "NONE"]
FACTS = st.lists(
    st.builds(
        lambda grounds, year, channel, bias, kind, stage, case, feedback, pending: fact(
            grounds=tuple(grounds), happened=Quarter(year) if year else None, channel=channel, bias=bias,
            incident_type=kind, stage=stage, case=case, feedback=feedback, pending=pending,
        ),
        st.lists(st.sampled_from(GROUNDS[:6]), max_size=3, unique=True),
        st.sampled_from([None, 2018, 2024, 2025, 2026]),
        st.sampled_from(Channel),
        st.sampled_from(Bias),
        st.sampled_from(VOCABULARY.incident_types[:3]),
        st.sampled_from(Stage),
        st.booleans(),
        st.sampled_from(Feedback),
        st.booleans(),
    ),
    max_size=120,
)  # fmt: skip


def tables_of(facts) -> Tables:
    return publishable_tables(facts, years=YEARS, vocabulary=VOCABULARY)


@given(FACTS)
def test_a_published_count_is_a_multiple_of_five_from_five_up(facts):
    for shown in published_counts(tables_of(facts)):
        assert isinstance(shown, Gap) or (shown >= 5 and shown % 5 == 0)


def rounded_again(true, shown):
    """Say whether a published number is what everybody computes from the true one."""
    return shown == Gap.HELD or shown == (Gap.FEW if true < 5 else (true + 2) // 5 * 5)


@given(FACTS)
def test_whoever_has_the_facts_computes_every_published_number_again(facts):
    true, shown = count(facts, years=YEARS, vocabulary=VOCABULARY), tables_of(facts)
    for real, told in zip(true.cuts, shown.tables, strict=True):
        for (code, counted), (name, published) in zip(real.rows, told.rows, strict=True):
            assert code == name
            assert all(map(rounded_again, counted, published))
    assert all(map(rounded_again, true.incidents, shown.incidents))
    assert rounded_again(sum(true.incidents), shown.total)
    for (_, counted), (_, published) in zip(true.measures, shown.measures, strict=True):
        assert all(map(rounded_again, counted, published))
    for (_, parts, wholes), share in zip(true.coverage, shown.coverage, strict=True):
        assert all(map(rounded_again, parts, share.parts))
        assert all(map(rounded_again, wholes, share.wholes))


@given(FACTS)
def test_counts_are_those_of_a_plain_loop_over_the_facts(facts):
    true = count(facts, years=YEARS, vocabulary=VOCABULARY)
    inside = [one for one in facts if one.happened is None or one.happened.year in YEARS]
    counted = [
        one for one in inside
        if not one.pending and one.bias != Bias.NO and set(one.grounds) - {"NONE"}
    ]  # fmt: skip
    assert sum(true.incidents) == len(counted)
    assert true.incidents[-2] == sum(one.happened == Quarter(2026) for one in counted)
    for table in true.cuts:
        if table.code == TableCode.KIND and table.rows:
            assert sum(dict(table.rows)["insult"]) == sum(one.incident_type == "insult" for one in counted)
        if table.code == TableCode.CHANNEL and table.rows:
            assert sum(dict(table.rows)["desk"]) == sum(one.channel == Channel.DESK for one in counted)
    measures = {code: sum(row) for code, row in true.measures}
    assert measures["cases"] == sum(one.case for one in inside)
    assert measures["sentenced"] == sum(one.stage == Stage.SENTENCED for one in counted)
    shares = {code: (sum(parts), sum(wholes)) for code, parts, wholes in true.coverage}
    cases = [one for one in inside if one.case]
    assert shares["bias_answered"] == (sum(one.bias != Bias.OPEN for one in cases), len(cases))
    on_time, late = (sum(one.feedback == told for one in cases) for told in (Feedback.ON_TIME, Feedback.LATE))
    assert shares["feedback_on_time"] == (on_time, on_time + late)


@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_of_facts_tells_nothing(facts, random):
    shuffled = facts.copy()
    random.shuffle(shuffled)
    assert tables_of(shuffled) == tables_of(facts)


@given(FACTS)
def test_published_tables_come_back_from_their_json(facts):
    tables = tables_of(facts)
    assert Tables.from_json(tables.as_json()) == tables


def test_tables_with_every_row_come_back_too():
    tables = tables_of([fact(case=True)] * 60)
    assert all(table.rows for table in tables.tables)
    assert Tables.from_json(tables.as_json()) == tables


@pytest.mark.parametrize(
    "broken", [{"years": "2019"}, {"incidents": {}}, {"tables": [1]}, {"tables": [{"columns": 1}]}, {"coverage": None}]
)
def test_what_are_no_tables_is_refused(broken):
    with pytest.raises(TypeError):
        Tables.from_json(tables_of([]).as_json() | broken)


FIRST_SHAPE = {
    "level": "coarse_year", "years": [2025, 2027], "columns": ["2025", "2026", "unknown"],
    "rows": [["ODIHR-UNS", [20, None, None]]], "totals": [80, 15, None], "total": 95, "channels": [["desk", 60], ["phone", None]],
}  # fmt: skip


def test_what_was_released_before_there_were_more_tables_is_still_read():
    tables = Tables.from_json(FIRST_SHAPE)
    assert (tables.incidents, tables.total) == ((80, 15, Gap.FEW), 95)
    assert tables.table(TableCode.GROUND).rows == (("ODIHR-UNS", (20, Gap.FEW, Gap.FEW)),)
    assert tables.table(TableCode.CHANNEL).rows == (("desk", (60,)), ("phone", (Gap.FEW,)))
    assert (tables.table(TableCode.KIND).rows, tables.measures, tables.coverage) == ((), (), ())


def test_the_first_shape_without_years_or_channels_is_read_too():
    span = {
        "level": "coarse_span",
        "columns": ["span"],
        "rows": [["ODIHR-UNS", [20]]],
        "totals": [20],
        "channels": None,
    }
    tables = Tables.from_json(FIRST_SHAPE | span)
    assert tables.incidents == (Gap.HELD,) * 3
    assert tables.table(TableCode.GROUND).columns == ("span",)
    assert tables.table(TableCode.CHANNEL).level == Level.NONE
    bare = Tables.from_json(FIRST_SHAPE | {"level": "total", "rows": [], "columns": [], "totals": [], "channels": None})
    assert bare.table(TableCode.GROUND).level == Level.NONE


@given(st.integers(0, 500), st.integers(0, 500))
def test_more_is_never_shown_as_less(first, second):
    def height(number):
        value = show(number).value
        return 0 if isinstance(value, Gap) else value

    smaller, larger = sorted([first, second])
    assert height(smaller) <= height(larger)


@pytest.mark.parametrize(
    ("true", "value"),
    [(0, Gap.FEW), (2, Gap.FEW), (4, Gap.FEW), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (118, 120)],
)
def test_a_count_is_rounded_by_itself(true, value):
    assert show(true).value == value
    assert show(true).low <= true <= show(true).high


# Each domain is a union of whole rounding classes (0-4, 5-7, 8-12), so that all tables that publish alike are enumerated.
SMALL, MIDDLE, LARGE = range(5), range(8), range(13)


def grounds_of(grid: list[list[range]]):
    """Yield all true tables of grounds over a grid of domains; a year's incidents may be any that overlapping grounds allow."""
    width = len(grid[0])
    for cells in product(*(domain for row in grid for domain in row)):
        rows = [cells[start : start + width] for start in range(0, len(cells), width)]
        columns = list(zip(*rows, strict=True))
        for incidents in product(*(range(max(column), sum(column) + 1) for column in columns)):
            yield counts(incidents, ground=rows)


def years_of(domains: list[range]):
    """Yield all true counts by year, without any table."""
    return (counts(incidents) for incidents in product(*domains))


def kinds_of(domains: list[range]):
    """Yield all true tables of types over one year."""
    return (counts([sum(cells)], type=[(cell,) for cell in cells]) for cells in product(*domains))


def kinds_and_channels(kinds: list[range], channels: int):
    """Yield all true tables of types, with every way in which the same incidents may have become known."""
    for cells in product(*kinds):
        for ways in product(range(sum(cells) + 1), repeat=channels - 1):
            last = sum(cells) - sum(ways)
            if last >= 0:
                yield counts([sum(cells)], type=[(cell,) for cell in cells], channel=[(way,) for way in (*ways, last)])


@pytest.mark.parametrize(
    "tables",
    [
        grounds_of([[LARGE], [LARGE]]),
        grounds_of([[MIDDLE], [MIDDLE], [MIDDLE]]),
        grounds_of([[SMALL], [SMALL], [SMALL], [SMALL]]),
        grounds_of([[MIDDLE, MIDDLE], [MIDDLE, SMALL]]),
        years_of([LARGE, LARGE, LARGE]),
        years_of([*[range(8, 13)] * 4, SMALL]),
        kinds_of([LARGE, LARGE]),
        kinds_of([SMALL, SMALL, SMALL, MIDDLE]),
        kinds_and_channels([LARGE, LARGE], 2),
        kinds_and_channels([MIDDLE, SMALL], 3),
    ],
    ids=["2x1", "3x1", "4x1", "2x2", "3 years", "5 years", "2 types", "4 types", "2 types 2 ways", "2 types 3 ways"],
)
def test_behind_every_published_and_every_absent_count_at_least_two_true_ones_are_possible(tables):
    possible = defaultdict(lambda: defaultdict(set))
    for true in tables:
        shown = published_counts(protect(true))
        inner = [number for table in true.cuts for _, row in table.rows for number in row]
        truth = [*inner, *true.incidents, sum(true.incidents)]
        for place, (number, value) in enumerate(zip(truth, shown, strict=True)):
            assert rounded_again(number, value)
            possible[tuple(shown)][place].add(number)
    for shown, places in possible.items():
        assert all(len(numbers) > 1 for numbers in places.values()), shown


def test_two_small_cells_beside_their_total_do_not_say_that_both_are_four():
    for cells in ((4, 4), (3, 4), (2, 4)):
        shown = protect(counts([sum(cells), 0], type=[(cell, 0) for cell in cells]))
        assert shown.incidents[0] == Gap.HELD
    assert protect(counts([4, 0], type=[(2, 0), (2, 0)])).incidents[0] == Gap.FEW


def test_a_total_at_its_lowest_does_not_say_that_a_small_year_is_empty():
    assert protect(counts([8, 8, 8, 8, 0])).total == protect(counts([8, 8, 8, 8, 1])).total == Gap.HELD
    assert protect(counts([10, 10, 10, 10, 2])).total == 40


@given(st.integers(0, 30), st.integers(6, 60), st.data())
def test_an_absent_total_always_stands_for_several(low, width, data):
    high = low + width
    true = data.draw(st.integers(low, high))
    shown = show_total(true, (low, high))
    alike = [other for other in range(low, high + 1) if show_total(other, (low, high)).value == shown.value]
    assert len(alike) > 1
    assert shown.low <= true <= shown.high


def test_a_year_without_a_total_has_nothing_beside_it_that_hints_at_one():
    true = counts([8, 20, 0], type=[(4, 10, 0), (4, 10, 0)])
    told = protect(replace(true, measures=(("referred", (8, 10, 0)),), coverage=(("x", (5, 10, 0), (8, 20, 0)),)))
    assert told.incidents[:2] == (Gap.HELD, 20)
    assert told.measures[0][1][:2] == (Gap.HELD, 10)
    assert (told.coverage[0].parts[:2], told.coverage[0].wholes[:2]) == ((Gap.HELD, 10), (Gap.HELD, 20))


def test_where_two_tables_meet_in_too_few_sums_the_later_says_nothing_of_that_year():
    # Types at their highest (7 + 7 + 4), channels at their lowest (13 + 5): together they could only be these.
    true = counts([18, 30, 0], type=[(7, 10, 0), (7, 10, 0), (4, 10, 0)], channel=[(13, 15, 0), (5, 15, 0)])
    told = protect(true)
    by_channel = told.table(TableCode.CHANNEL)
    assert [row[0] for _, row in by_channel.rows] == [Gap.HELD, Gap.HELD]
    assert [row[1] for _, row in by_channel.rows] == [15, 15]
    assert (told.incidents[0], told.total) == (Gap.HELD, Gap.HELD)
    assert [row[0] for _, row in told.table(TableCode.KIND).rows] == [5, 5, Gap.FEW]


TRUE_YEAR = st.tuples(*[st.integers(0, 14)] * 4, st.data())


@settings(max_examples=300)
@given(TRUE_YEAR)
def test_what_a_reader_concludes_of_a_year_never_comes_down_to_one_end(drawn):
    """Play the reader: from rounded types and channels alone, see what the year may have had."""
    *cells, data = drawn
    total = sum(cells)
    first = data.draw(st.integers(0, total))
    true = counts([total, 0], type=[(cell, 0) for cell in cells], channel=[(first, 0), (total - first, 0)])
    told = protect(true)
    bounds = []
    for table in told.tables:
        shown = [row[0] for _, row in table.rows]
        if shown and Gap.HELD not in shown:
            ends = [(0, 4) if one == Gap.FEW else (max(5, one - 2), one + 2) for one in shown]
            bounds.append((sum(low for low, _ in ends), sum(high for _, high in ends)))
    low, high = max(low for low, _ in bounds), min(high for _, high in bounds)
    if not isinstance(told.incidents[0], Gap):
        low, high = max(low, told.incidents[0] - 2), min(high, told.incidents[0] + 2)
    for lowest, highest in bounds:
        assert (low, high) not in {(lowest, lowest), (highest, highest)}
    assert low <= total <= high
    assert high > low


def test_apart_is_more_than_a_rounding_class():
    assert APART > 5


@pytest.mark.parametrize(
    ("facts", "levels"),
    [
        ([], (Level.NONE, Level.NONE, Level.NONE)),
        ([fact()] * 2, (Level.NONE, Level.NONE, Level.NONE)),
        ([fact()] * 5, (Level.FINE_YEAR, Level.FINE_YEAR, Level.FINE_YEAR)),
        (
            [fact()] * 5 + [fact(grounds=("APO",)), fact(grounds=("AGE",))],
            (Level.NONE, Level.FINE_YEAR, Level.FINE_YEAR),
        ),
        (
            [fact(grounds=(code,)) for code in ("REL.SIKH", "REL.HINDU", "REL.BUDD")] * 2,
            (Level.COARSE_YEAR, Level.FINE_YEAR, Level.FINE_YEAR),
        ),
        (
            [fact(happened=Quarter(year)) for year in range(2019, 2024)],
            (Level.COARSE_SPAN, Level.FINE_SPAN, Level.FINE_SPAN),
        ),
        (
            [fact(incident_type=kind) for kind in ("insult", "threat", "attack", "damage", "refusal")],
            (Level.FINE_YEAR, Level.NONE, Level.FINE_YEAR),
        ),
    ],
)
def test_a_table_coarsens_itself_until_it_says_something(facts, levels):
    tables = tables_of(facts)
    assert tuple(table.level for table in tables.tables) == levels
    assert [bool(table.rows) for table in tables.tables] == [level != Level.NONE for level in levels]


def test_half_of_the_filled_cells_is_enough():
    def table(*row):
        return Cut(TableCode.KIND, Level.FINE_YEAR, (("x", row),))

    assert says_something(table(9, 1, 0))
    assert not says_something(table(9, 1, 1))
    assert not says_something(table(0, 0, 0))


@given(FACTS)
def test_the_incidents_are_one_count_however_the_tables_are_cut(facts):
    counted = [one for one in facts if is_counted(one, years=YEARS, vocabulary=VOCABULARY)]
    for code, level in ((TableCode.KIND, Level.FINE_YEAR), (TableCode.CHANNEL, Level.FINE_SPAN)):
        table = cut(counted, code, level, years=YEARS, vocabulary=VOCABULARY)
        assert sum(number for _, row in table.rows for number in row) == len(counted)


def test_a_row_is_there_whether_or_not_anything_was_counted():
    tables = tables_of([fact()] * 5)
    assert [code for code, _ in tables.table(TableCode.GROUND).rows] == list(VOCABULARY.fine)
    assert [code for code, _ in tables.table(TableCode.KIND).rows] == list(VOCABULARY.incident_types)
    assert [code for code, _ in tables.table(TableCode.CHANNEL).rows] == [channel.value for channel in Channel]


def test_a_case_that_is_not_assessed_counts_among_the_cases_and_not_as_an_incident():
    waiting = fact(case=True, pending=True, bias=Bias.OPEN)
    tables = tables_of([waiting] * 10 + [fact(case=True)] * 30)
    year = tables.columns.index("2024")
    assert tables.incidents[year] == 30
    assert dict(tables.measures)["cases"][year] == 40
    share = tables.share("bias_answered")
    assert percent(share.parts[year], share.wholes[year]) == 75


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (5, 10, 50),
        (5, 40, 13),
        (35, 95, 37),
        (15, 10, 100),
        (Gap.FEW, 10, Gap.FEW),
        (5, Gap.HELD, Gap.HELD),
        (5, Gap.FEW, Gap.FEW),
    ],
)
def test_a_share_is_computed_from_rounded_counts_and_left_out_where_one_is(part, whole, share):
    assert percent(part, whole) == share


def test_a_release_has_no_place_for_other_years_and_shares():
    tables = tables_of([fact()] * 5)
    assert tables.incidents_in("1999") is None
    assert tables.table(TableCode.KIND).column("1999") == []
    assert tables.share("nothing") is None


def test_true_counts_name_their_columns():
    assert Counts(YEARS, (), ()).columns == (*map(str, YEARS), "unknown")
