"""What of true counts may be published (R53, S12): nothing below 5, nothing exact, nothing that a subtraction gives away.

1. Every published count is the true one rounded by itself to the nearest multiple of 5: `(count + 2) // 5 * 5`. Whole numbers
   have no ties. Below 5, zero included, no number is given but "fewer than 5". Rows and columns are fixed beforehand, so that no
   missing row says "none". Whoever has the facts can compute each published number again; none is shown as another one.
2. That alone would not be enough: two cells of "fewer than 5" beside a total of 10 could only be 4 and 4. So a total is *left
   out* where the published parts and it would leave but one possibility. Only to leave it out then would say what it was; so the
   next multiple is left out too, and behind an absent total there are always several. Which totals these may be follows from
   published numbers alone. There are totals per year and over all years, and none per row, so that the sums form a tree.
3. Grounds, types and channels of one year add up to the same incidents. Where the sums that two of them allow meet in fewer than
   `APART` values, the later table says nothing of that year, and neither the year nor the whole has a total.
4. A table coarsens itself until it says something: see `counting`.
5. A share is computed from two published counts.

What two releases close to each other say together is not covered: whoever knows of the one incident between them may learn
whether a count stood just below a boundary.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proximity.insight.rules.counting import SPAN, THRESHOLD, Counts, Cut, count
from proximity.insight.rules.facts import Fact
from proximity.insight.rules.tables import CrossTable, Gap, Published, Share, Tables
from proximity.insight.rules.vocabulary import Vocabulary

BASE = 5
APART = 6
_HALF = BASE // 2

type Bounds = tuple[int, int]

_ANY: Bounds = (0, 10**9)


@dataclass(frozen=True, slots=True)
class Shown:
    """A published count, and the lowest and highest true count that a reader can conclude from it."""

    value: Published
    low: int
    high: int


def show(count: int) -> Shown:
    """Round one count to the nearest multiple of 5, or to "fewer than 5"."""
    if count < THRESHOLD:
        return Shown(Gap.FEW, 0, THRESHOLD - 1)
    value = (count + _HALF) // BASE * BASE
    return Shown(value, max(THRESHOLD, value - _HALF), value + _HALF)


def show_total(count: int, bounds: Bounds) -> Shown:
    """Round a total that its published parts bound; leave it out where, or next to where, one end alone would explain it."""
    low, high = bounds
    held = [part for part in (_lowest(low, high), _highest(low, high)) if part]
    if any(first <= count <= last for first, last in held):
        return Shown(Gap.HELD, min(first for first, _ in held), max(last for _, last in held))
    shown = show(count)
    return Shown(shown.value, max(shown.low, low), min(shown.high, high))


def _lowest(low: int, high: int) -> Bounds | None:
    """Return the totals to leave out at the lower end: there are some where the lowest alone rounds as it does."""
    return (low, min(show(low + 1).high, high)) if show(low).high == low else None


def _highest(low: int, high: int) -> Bounds | None:
    return (max(show(high - 1).low, low), high) if show(high).low == high else None


@dataclass(frozen=True, slots=True)
class _Column:
    """What is said of one column (a year, or all years): its cells table by table, None where nothing may be said; its total."""

    cells: tuple[tuple[Shown, ...] | None, ...]
    total: Shown


def protect(counts: Counts) -> Tables:
    """Return what may be published of true counts."""
    yearly = [cut for cut in counts.cuts if cut.by_year]
    columns = [
        _column(total, [[row[place] for _, row in cut.rows] for cut in yearly], yearly, _ANY)
        for place, total in enumerate(counts.incidents)
    ]
    spans = [cut for cut in counts.cuts if not cut.by_year]
    by_year = sum(column.total.low for column in columns), sum(column.total.high for column in columns)
    whole = _column(sum(counts.incidents), [[row[0] for _, row in cut.rows] for cut in spans], spans, by_year)
    silent = any(cells is None for column in (*columns, whole) for cells in column.cells)
    tables = [
        _table(cut, [column.cells[yearly.index(cut)] for column in columns], counts.columns)
        if cut.by_year
        else _table(cut, [whole.cells[spans.index(cut)]], (SPAN,))
        for cut in counts.cuts
    ]
    held = [column.total.value == Gap.HELD for column in columns]
    return Tables(
        years=counts.years,
        incidents=tuple(column.total.value for column in columns),
        total=Gap.HELD if silent else whole.total.value,
        tables=tuple(tables),
        measures=tuple((code, _beside(row, held)) for code, row in counts.measures),
        coverage=tuple(Share(code, _beside(parts, held), _beside(wholes, held)) for code, parts, wholes in counts.coverage),
    )  # fmt: skip


def _column(total: int, cells_of: Sequence[Sequence[int]], cuts: Sequence[Cut], bounds: Bounds) -> _Column:
    said: list[tuple[Shown, ...] | None] = []
    for cells, cut in zip(cells_of, cuts, strict=True):
        shown = tuple(map(show, cells))
        low, high = _overlapping(shown) if cut.overlaps else _apart(shown)
        meeting = max(low, bounds[0]), min(high, bounds[1])
        if shown and meeting[1] - meeting[0] + 1 < APART:
            said.append(None)
            continue
        bounds = meeting if shown else bounds
        said.append(shown)
    if None in said:
        return _Column(tuple(said), Shown(Gap.HELD, *bounds))
    return _Column(tuple(said), show_total(total, bounds))


def _table(cut: Cut, columns: Sequence[tuple[Shown, ...] | None], names: tuple[str, ...]) -> CrossTable:
    rows = tuple(
        (code, tuple(Gap.HELD if cells is None else cells[place].value for cells in columns))
        for place, (code, _) in enumerate(cut.rows)
    )
    return CrossTable(cut.code, cut.level, names if rows else (), rows)


def _beside(counts: Sequence[int], held: Sequence[bool]) -> tuple[Published, ...]:
    """Return counts of a part of the incidents, none for a year whose total is left out: a part would hint at it."""
    return tuple(Gap.HELD if out else show(count).value for count, out in zip(counts, held, strict=True))


def _overlapping(parts: Sequence[Shown]) -> Bounds:
    """Return between what a total lies whose parts may overlap: an incident with two grounds stands in two of them."""
    return (max(part.low for part in parts), sum(part.high for part in parts)) if parts else _ANY


def _apart(parts: Sequence[Shown]) -> Bounds:
    """Return between what a total lies whose parts never overlap."""
    return (sum(part.low for part in parts), sum(part.high for part in parts)) if parts else _ANY


def publishable_tables(facts: Iterable[Fact], *, years: range, vocabulary: Vocabulary) -> Tables:
    """Return what may be published of facts."""
    return protect(count(facts, years=years, vocabulary=vocabulary))
