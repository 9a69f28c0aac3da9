"""What of a table of counts may be published (R53, S12): nothing below 5, nothing exact, nothing that a subtraction gives away.

1. Every count, in a cell or a total, is rounded to the nearest multiple of 5 by itself. Below 5, zero included, nothing but
   "fewer than 5" is said. Rows and columns are fixed beforehand, so that no missing row says "none".
2. Totals are rounded from true counts, so published cells need not add up to them. Alone that is not enough: two cells of "fewer
   than 5" beside a total of 10 could only be 4 and 4. So a total that only the highest (or only the lowest) sum of what its parts
   may be would explain is shown as its neighbour instead. Which totals these are follows from published numbers alone, so the
   exception tells nothing. It holds that a published number lies within 3 of the truth, and that behind every "fewer than 5" at
   least two different true tables are possible (the tests enumerate them).
3. There are totals per column and over all, none per row: the sums form a tree, in which rule 2 can be kept for certain.
4. Columns and channels are two ways to add up to the same total. Where their published numbers leave but one total possible,
   the largest channel is shown as its neighbour; channels are shown from a total of 50, so that there is a large one.
5. A table coarsens itself until it says something: the finest level is taken at which at least half of the cells that are not
   empty, and at least one, can be published.

What two releases close to each other say together is not covered: whoever knows of the one incident between them may learn
whether a count stood just below a boundary.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.insight.rules.counting import Counts, Level, tabulate
from proximity.insight.rules.facts import Fact
from proximity.insight.rules.vocabulary import Vocabulary

THRESHOLD = 5
BASE = 5
CHANNELS_FROM = 50
_HALF = BASE // 2

type Published = int | None
"""A count as published: a multiple of 5 from 5 up, or None: fewer than 5."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as published. `channels` None: too few to show by which way they came."""

    level: Level
    years: range
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Published, ...]], ...]
    totals: tuple[Published, ...]
    total: Published
    channels: tuple[tuple[str, Published], ...] | None

    def as_json(self) -> JSONObject:
        """Return the table as a JSON object."""
        return {
            "level": self.level.value,
            "years": [self.years.start, self.years.stop],
            "columns": list(self.columns),
            "rows": [[code, list(counts)] for code, counts in self.rows],
            "totals": list(self.totals),
            "total": self.total,
            "channels": None if self.channels is None else [[code, count] for code, count in self.channels],
        }

    @classmethod
    def from_json(cls, value: JSONObject) -> "Table":
        """Return the table that `as_json` wrote. Raises `ValueError` or `TypeError` for anything else."""
        first, stop = (int(str(year)) for year in _list(value["years"]))
        channels = None if value["channels"] is None else tuple(map(_channel, _list(value["channels"])))
        return cls(
            level=Level(str(value["level"])),
            years=range(first, stop),
            columns=tuple(map(str, _list(value["columns"]))),
            rows=tuple(map(_row, _list(value["rows"]))),
            totals=_counts(value["totals"]),
            total=_count(value["total"]),
            channels=channels,
        )


def _list(value: JSONValue) -> list[JSONValue]:
    if not isinstance(value, list):
        raise TypeError("a list was expected")
    return value


def _count(value: JSONValue) -> Published:
    return None if value is None else int(str(value))


def _counts(value: JSONValue) -> tuple[Published, ...]:
    return tuple(map(_count, _list(value)))


def _row(value: JSONValue) -> tuple[str, tuple[Published, ...]]:
    code, counts = _list(value)
    return str(code), _counts(counts)


def _channel(value: JSONValue) -> tuple[str, Published]:
    code, count = _list(value)
    return str(code), _count(count)


@dataclass(frozen=True, slots=True)
class Shown:
    """A published count, and the lowest and highest true count that a reader can conclude from it."""

    value: Published
    low: int
    high: int


def show(count: int) -> Shown:
    """Round one count to the nearest multiple of 5, or to "fewer than 5"."""
    if count < THRESHOLD:
        return Shown(None, 0, THRESHOLD - 1)
    value = (count + _HALF) // BASE * BASE
    return Shown(value, max(THRESHOLD, value - _HALF), value + _HALF)


def show_total(count: int, *, low: int, high: int) -> Shown:
    """Round a total that by its published parts lies from `low` to a greater `high`; never so that one end alone explains it."""
    shown, below, above = show(count), show(high - 1), show(low + 1)
    if show(high).low == high and count >= below.low:
        shown = replace(below, high=high)
    if show(low).high == low and count <= above.high:
        shown = replace(above, low=low)
    return replace(shown, low=max(shown.low, low), high=min(shown.high, high))


type Bounds = tuple[int, int]

_ANY: Bounds = (0, 10**9)


def protect(counts: Counts, *, channels_from: int = CHANNELS_FROM) -> Table:
    """Return what may be published of a table of true counts; by channel only from a published total of `channels_from`."""
    cells = [(code, [show(count) for count in row]) for code, row in counts.rows]
    bounds = [_overlapping([row[index] for _, row in cells]) for index in range(len(counts.totals))]
    totals = [show_total(count, low=low, high=high) for count, (low, high) in zip(counts.totals, bounds, strict=True)]
    # A single column is the whole: one count, shown once.
    by_column = bounds[0] if len(bounds) == 1 else _apart(totals)
    channels = _channels([show(count) for _, count in counts.channels], by_column)
    total = _total(counts.total, by_column, _apart(channels))
    named = [(code, channel.value) for (code, _), channel in zip(counts.channels, channels, strict=True)]
    if too_few := (total.value or 0) < channels_from:
        total = _total(counts.total, by_column)
    return Table(
        level=counts.level, years=counts.years, columns=counts.columns,
        rows=tuple((code, tuple(shown.value for shown in row)) for code, row in cells),
        totals=(total.value,) if len(totals) == 1 else tuple(shown.value for shown in totals),
        total=total.value,
        channels=None if too_few else tuple(named),
    )  # fmt: skip


def _total(count: int, *parts: Bounds) -> Shown:
    return show_total(count, low=max(low for low, _ in parts), high=min(high for _, high in parts))


def _channels(channels: Sequence[Shown], by_column: Bounds) -> Sequence[Shown]:
    """Return the counts by channel; the largest is moved to its neighbour where with the columns one total alone is possible."""
    low, high = _apart(channels)
    if low < by_column[1] and by_column[0] < high:
        return channels
    largest = max(channels, key=lambda channel: channel.high)
    neighbour = show(largest.high + 1 if by_column[0] == high else largest.low - 1)
    moved = Shown(neighbour.value, min(neighbour.low, largest.high), max(neighbour.high, largest.low))
    place = channels.index(largest)
    return [*channels[:place], moved, *channels[place + 1 :]]


def _overlapping(parts: Sequence[Shown]) -> Bounds:
    """Return between what a total lies whose parts may overlap: an incident with two grounds stands in two of them."""
    return (max(part.low for part in parts), sum(part.high for part in parts)) if parts else _ANY


def _apart(parts: Sequence[Shown]) -> Bounds:
    """Return between what a total lies whose parts never overlap."""
    return (sum(part.low for part in parts), sum(part.high for part in parts)) if parts else _ANY


def says_something(counts: Counts) -> bool:
    """Say whether at least half of the cells that are not empty, and at least one, can be published."""
    filled = [count for count in counts.cells if count]
    published = [count for count in filled if count >= THRESHOLD]
    return bool(published) and 2 * len(published) >= len(filled)


def publishable_table(facts: Iterable[Fact], *, years: range, vocabulary: Vocabulary) -> Table:
    """Return the finest table that says something; the total alone where none does."""
    known = list(facts)
    levels = [tabulate(known, level=level, years=years, vocabulary=vocabulary) for level in Level]
    return protect(next((counts for counts in levels if says_something(counts)), levels[-1]))
