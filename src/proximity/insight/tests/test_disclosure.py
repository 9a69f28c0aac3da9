"""Nothing below five, nothing exact, nothing that a subtraction gives away."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.insight.rules.counting import Level, tabulate
from proximity.insight.rules.disclosure import Table, protect, publishable_table, says_something, show
from proximity.insight.rules.facts import Bias, Channel, Quarter
from proximity.insight.rules.vocabulary import shared_vocabulary
from proximity.insight.tests.making import YEARS, counts, fact

VOCABULARY = shared_vocabulary()
GROUNDS = [*VOCABULARY.fine, "NONE"]
FACTS = st.lists(
    st.builds(
        lambda grounds, year, channel, bias: fact(
            grounds=tuple(grounds), happened=Quarter(year) if year else None, channel=channel, bias=bias
        ),
        st.lists(st.sampled_from(GROUNDS[:6]), max_size=3, unique=True),
        st.sampled_from([None, 2018, 2024, 2025, 2026]),
        st.sampled_from(Channel),
        st.sampled_from(Bias),
    ),
    max_size=120,
)


def published_counts(table: Table) -> list[int | None]:
    rows = [count for _, row in table.rows for count in row]
    return [*rows, *table.totals, table.total, *(count for _, count in table.channels or ())]


def table_of(facts) -> Table:
    return publishable_table(facts, years=YEARS, vocabulary=VOCABULARY)


@given(FACTS)
def test_a_published_count_is_a_multiple_of_five_from_five_up(facts):
    assert all(count is None or (count >= 5 and count % 5 == 0) for count in published_counts(table_of(facts)))


@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_of_facts_tells_nothing(facts, random):
    shuffled = facts.copy()
    random.shuffle(shuffled)
    assert table_of(shuffled) == table_of(facts)


@given(FACTS)
def test_a_published_table_comes_back_from_its_json(facts):
    table = table_of(facts)
    assert Table.from_json(table.as_json()) == table


def test_a_table_with_rows_and_channels_comes_back_too():
    table = table_of([fact()] * 60)
    assert table.channels
    assert table.rows
    assert Table.from_json(table.as_json()) == table


@pytest.mark.parametrize("broken", [{"years": "2019"}, {"rows": {}}, {"totals": None}])
def test_what_is_no_table_is_refused(broken):
    with pytest.raises(TypeError):
        Table.from_json(table_of([]).as_json() | broken)


@given(st.integers(0, 500), st.integers(0, 500))
def test_more_is_never_shown_as_less(first, second):
    smaller, larger = sorted([first, second])
    assert (show(smaller).value or 0) <= (show(larger).value or 0)


@pytest.mark.parametrize(
    ("count", "value"), [(0, None), (2, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (118, 120)]
)
def test_a_count_is_rounded_by_itself(count, value):
    assert show(count).value == value
    assert show(count).low <= count <= show(count).high


# Each domain is a union of whole rounding classes (0-4, 5-7, 8-12), so that all tables that publish alike are enumerated.
SMALL, MIDDLE, LARGE = range(5), range(8), range(13)


def all_true_tables(grid: list[list[range]]):
    """Yield every table of true counts over a grid of domains; a column's total may be any that overlapping grounds allow."""
    width = len(grid[0])
    for cells in product(*(domain for row in grid for domain in row)):
        rows = [cells[start : start + width] for start in range(0, len(cells), width)]
        columns = list(zip(*rows, strict=True))
        for totals in product(*(range(max(column), sum(column) + 1) for column in columns)):
            yield counts(rows, totals)


def all_years(domains: list[range]):
    """Yield every table without grounds."""
    return (counts([], totals) for totals in product(*domains))


def all_channels(domains: list[range]):
    """Yield every table of years with every way to split its incidents over two channels."""
    for totals in product(*domains):
        for online in range(sum(totals) + 1):
            yield counts([], totals, channels=[("online", online), ("desk", sum(totals) - online)])


@pytest.mark.parametrize(
    "tables",
    [
        all_true_tables([[LARGE], [LARGE]]),
        all_true_tables([[MIDDLE], [MIDDLE], [MIDDLE]]),
        all_true_tables([[SMALL], [SMALL], [SMALL], [SMALL]]),
        all_true_tables([[MIDDLE, MIDDLE], [MIDDLE, SMALL]]),
        all_years([LARGE, LARGE, LARGE]),
        all_years([range(8, 13)] * 4 + [SMALL]),
        all_channels([LARGE, LARGE]),
        all_channels([LARGE]),
    ],
    ids=["2x1", "3x1", "4x1", "2x2", "3 years", "5 years", "2 years, 2 channels", "1 year, 2 channels"],
)
def test_behind_every_suppressed_count_at_least_two_true_tables_are_possible(tables):
    possible = defaultdict(lambda: defaultdict(set))
    for true in tables:
        shown = published_counts(protect(true, channels_from=15))
        inner = [count for _, row in true.rows for count in row]
        truth = [*inner, *true.totals, true.total, *(count for _, count in true.channels)]
        for place, (count, value) in enumerate(zip(truth, shown, strict=False)):  # channels may be left out
            assert (count < 5) if value is None else abs(count - value) <= 3
            possible[tuple(shown)][place].add(count)
    for shown, places in possible.items():
        assert all(len(places[place]) > 1 for place, value in enumerate(shown)), shown


def test_two_small_cells_beside_their_total_do_not_say_that_both_are_four():
    assert protect(counts([(4,), (4,)], [8])).total == protect(counts([(3,), (4,)], [7])).total == 5


def test_a_total_at_its_lowest_does_not_say_that_a_small_cell_is_empty():
    at_the_edge = protect(counts([], [8, 8, 8, 8, 0]))
    assert at_the_edge.total == protect(counts([], [8, 8, 8, 8, 1])).total == 35


@given(st.lists(st.integers(0, 40), min_size=7, max_size=7), st.data())
def test_channels_are_shown_from_fifty_on_and_lie_within_three_of_the_truth(channels, data):
    total = sum(channels)
    first = data.draw(st.integers(0, total))
    named = [(channel.value, count) for channel, count in zip(Channel, channels, strict=True)]
    table = protect(counts([], [first, total - first], channels=named))
    assert (table.channels is not None) == ((table.total or 0) >= 50)
    for (_, value), count in zip(table.channels or (), channels, strict=False):
        assert count < 5 if value is None else abs(count - value) <= 3


@pytest.mark.parametrize(
    ("years", "channels", "largest"),
    [((28, 28), (22, 27, 7), 30), ((27, 27), (18, 28, 8), 25), ((28, 28), (22, 26, 8), 25)],
)
def test_years_at_their_lowest_and_channels_at_their_highest_do_not_meet_in_one_total(years, channels, largest):
    named = [(channel.value, count) for channel, count in zip(Channel, channels, strict=False)]
    assert max(count or 0 for _, count in protect(counts([], years, channels=named)).channels) == largest


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ([], Level.TOTAL),
        ([fact()] * 2, Level.TOTAL),
        ([fact()] * 5, Level.FINE_YEAR),
        ([fact()] * 5 + [fact(grounds=("APO",)), fact(grounds=("AGE",))], Level.ALL_YEAR),
        ([fact(grounds=(code,)) for code in ("REL.SIKH", "REL.HINDU", "REL.BUDD")] * 2, Level.COARSE_YEAR),
        ([fact(happened=Quarter(year)) for year in range(2019, 2024)], Level.COARSE_SPAN),
        ([fact(grounds=(code,)) for code in ("REL.MUS", "APO", "AGE", "GEN.F", "IDEO")], Level.ALL_YEAR),
        ([fact(grounds=("AGE",), happened=Quarter(2019 + n)) for n in range(3)] + [fact(), fact()], Level.TOTAL),
    ],
)
def test_a_table_coarsens_itself_until_it_says_something(facts, level):
    assert table_of(facts).level == level


def test_half_of_the_filled_cells_is_enough():
    assert says_something(counts([(9,), (1,)], [10]))
    assert not says_something(counts([(9,), (1,), (1,)], [11]))


@given(FACTS)
def test_the_total_is_one_count_however_the_table_is_cut(facts):
    totals = {protect(tabulate(facts, level=level, years=YEARS, vocabulary=VOCABULARY)).total or 0 for level in Level}
    assert max(totals) - min(totals) <= 5


def test_a_row_is_there_whether_or_not_anything_was_counted():
    assert [code for code, _ in table_of([fact()] * 5).rows] == list(VOCABULARY.fine)
