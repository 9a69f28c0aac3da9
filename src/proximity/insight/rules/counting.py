"""From facts to true counts, at each level of detail. What is counted stands in `is_counted`; nothing here may be published."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from proximity.insight.rules.facts import Bias, Channel, Fact
from proximity.insight.rules.vocabulary import Vocabulary

UNKNOWN_YEAR = "unknown"
SPAN = "span"
YEARS_SHOWN = 8


class Level(StrEnum):
    """How finely a table is broken down, finest first."""

    FINE_YEAR = "fine_year"  # ground by year
    COARSE_YEAR = "coarse_year"  # ODIHR's category by year
    COARSE_SPAN = "coarse_span"  # ODIHR's category, all years together
    ALL_YEAR = "all_year"  # all grounds together, by year
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Counts:
    """True counts of one table. `totals` (a column each) and `total` count an incident once, however many grounds it has.

    `rows` pairs a ground with its counts, a column each; without rows the totals are the table. `channels` adds up to `total`.
    """

    level: Level
    years: range
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    totals: tuple[int, ...]
    total: int
    channels: tuple[tuple[str, int], ...]

    @property
    def cells(self) -> list[int]:
        """Return the counts that the table is about: its rows, else its columns, else its total."""
        inner = [count for _, counts in self.rows for count in counts]
        return inner or list(self.totals) or [self.total]


def years_until(year: int) -> range:
    """Return the years a release covers: fixed by the calendar, since a first year chosen by the data would tell of it."""
    return range(year - YEARS_SHOWN + 1, year + 1)


def is_counted(fact: Fact, *, years: range, vocabulary: Vocabulary) -> bool:
    """Say whether a fact is an incident with a possible bias motive, inside the years, that nobody else counts.

    A bias that was perceived counts unless the assessment found that there was none (S1); without a ground there is nothing to
    count (S6, R18).
    """
    if fact.counted_elsewhere or fact.bias == Bias.NO or not vocabulary.bias_grounds(fact):
        return False
    return fact.happened is None or fact.happened.year in years


def tabulate(facts: Iterable[Fact], *, level: Level, years: range, vocabulary: Vocabulary) -> Counts:
    """Count facts at a level. The order of the facts does not matter."""
    counted = [fact for fact in facts if is_counted(fact, years=years, vocabulary=vocabulary)]
    columns, column_of = _columns(level, years)
    codes, rows_of = _rows(level, vocabulary)
    inner = {code: [0] * len(columns) for code in codes}
    totals = [0] * len(columns)
    for fact in counted:
        column = column_of(fact)
        if column is None:
            continue
        totals[column] += 1
        for code in rows_of(fact):
            inner[code][column] += 1
    return Counts(
        level, years, columns, tuple((code, tuple(counts)) for code, counts in inner.items()), tuple(totals), len(counted),
        _by_channel(counted),
    )  # fmt: skip


def _columns(level: Level, years: range) -> tuple[tuple[str, ...], Callable[[Fact], int | None]]:
    if level == Level.TOTAL:
        return (), lambda _fact: None
    if level == Level.COARSE_SPAN:
        return (SPAN,), lambda _fact: 0
    columns = (*(str(year) for year in years), UNKNOWN_YEAR)
    return columns, lambda fact: len(years) if fact.happened is None else fact.happened.year - years.start


def _rows(level: Level, vocabulary: Vocabulary) -> tuple[tuple[str, ...], Callable[[Fact], Iterable[str]]]:
    if level == Level.FINE_YEAR:
        return vocabulary.fine, vocabulary.bias_grounds
    if level in {Level.COARSE_YEAR, Level.COARSE_SPAN}:
        return vocabulary.coarse, lambda fact: {vocabulary.rolls_up_to[code] for code in vocabulary.bias_grounds(fact)}
    return (), lambda _fact: ()


def _by_channel(counted: Sequence[Fact]) -> tuple[tuple[str, int], ...]:
    return tuple((channel.value, sum(fact.channel == channel for fact in counted)) for channel in Channel)
