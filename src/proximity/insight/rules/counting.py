"""From facts to true counts. What is counted stands in `is_counted` and `MEASURES`; nothing here may be published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from proximity.insight.rules.facts import Bias, Channel, Fact, Feedback, Stage
from proximity.insight.rules.vocabulary import Vocabulary

UNKNOWN_YEAR = "unknown"
SPAN = "span"
YEARS_SHOWN = 8


class TableCode(StrEnum):
    """By what the incidents of a year are told apart."""

    GROUND = "ground"
    KIND = "type"
    CHANNEL = "channel"


class Level(StrEnum):
    """How finely a table is broken down."""

    FINE_YEAR = "fine_year"  # every code by year
    FINE_SPAN = "fine_span"  # every code, all years together
    COARSE_YEAR = "coarse_year"  # ODIHR's category by year
    COARSE_SPAN = "coarse_span"  # ODIHR's category, all years together
    NONE = "none"  # too few for any


# The levels of each table, the one that says most first; `NONE` follows them all.
LEVELS: Mapping[TableCode, tuple[Level, ...]] = {
    TableCode.GROUND: (Level.FINE_YEAR, Level.COARSE_YEAR, Level.COARSE_SPAN),
    TableCode.KIND: (Level.FINE_YEAR, Level.FINE_SPAN),
    TableCode.CHANNEL: (Level.FINE_YEAR, Level.FINE_SPAN),
}
BY_YEAR = frozenset({Level.FINE_YEAR, Level.COARSE_YEAR})


class Measure(StrEnum):
    """What is counted beside the incidents, year by year: how far incidents have come, and cases of the police (R4, R54)."""

    COMPLAINTS = "complaints"
    OFFENCES = "offences"
    REFERRED = "referred"
    PROSECUTED = "prosecuted"
    SENTENCED = "sentenced"
    CASES = "cases"


class Coverage(StrEnum):
    """What shows how much of the work was done: a part of a whole, both counted."""

    BIAS_ANSWERED = "bias_answered"
    FEEDBACK_ON_TIME = "feedback_on_time"


_PAST_REFERRAL = frozenset({Stage.REFERRED, Stage.PROSECUTED, Stage.SENTENCED})
_PAST_CHARGE = frozenset({Stage.PROSECUTED, Stage.SENTENCED})
_OF_INCIDENTS: Mapping[Measure, Callable[[Fact], bool]] = {
    Measure.COMPLAINTS: lambda fact: fact.complaint or fact.stage == Stage.COMPLAINT,
    Measure.OFFENCES: lambda fact: fact.offence,
    Measure.REFERRED: lambda fact: fact.stage in _PAST_REFERRAL,
    Measure.PROSECUTED: lambda fact: fact.stage in _PAST_CHARGE,
    Measure.SENTENCED: lambda fact: fact.stage == Stage.SENTENCED,
}
_DUE = frozenset({Feedback.ON_TIME, Feedback.LATE})
_OF_CASES: Mapping[Coverage, tuple[Callable[[Fact], bool], Callable[[Fact], bool]]] = {
    Coverage.BIAS_ANSWERED: (lambda fact: fact.bias != Bias.OPEN, lambda _fact: True),
    Coverage.FEEDBACK_ON_TIME: (
        lambda fact: fact.feedback == Feedback.ON_TIME,
        lambda fact: fact.feedback in _DUE,
    ),
}

type Row = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Cut:
    """True counts of one table, a row for each code. `overlaps`: an incident may stand in several rows, as with two grounds."""

    code: TableCode
    level: Level
    rows: tuple[Row, ...]

    @property
    def overlaps(self) -> bool:
        """Say whether an incident may stand in several rows."""
        return self.code == TableCode.GROUND

    @property
    def by_year(self) -> bool:
        """Say whether the columns are years."""
        return self.level in BY_YEAR


@dataclass(frozen=True, slots=True)
class Counts:
    """True counts of everything a release tells. `incidents` has a column for each year and one for the year nobody knows.

    Each incident counts once in `incidents`, however many grounds it has. `coverage` are parts and the wholes they are of.
    """

    years: range
    incidents: tuple[int, ...]
    cuts: tuple[Cut, ...]
    measures: tuple[Row, ...] = ()
    coverage: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the codes of the columns."""
        return columns_of(self.years)


def columns_of(years: range) -> tuple[str, ...]:
    """Return the columns of some years: each of them, and the one that nobody knows."""
    return (*(str(year) for year in years), UNKNOWN_YEAR)


def years_until(year: int) -> range:
    """Return the years a release covers: fixed by the calendar, since a first year chosen by the data would tell of it."""
    return range(year - YEARS_SHOWN + 1, year + 1)


def last_whole_year(covers_until: date) -> int:
    """Return the last year that figures cover to its end."""
    return covers_until.year if (covers_until.month, covers_until.day) == (12, 31) else covers_until.year - 1


def is_counted(fact: Fact, *, years: range, vocabulary: Vocabulary) -> bool:
    """Say whether a fact is an incident with a possible bias motive, inside the years, that nobody else counts.

    A bias that was perceived counts unless the assessment found that there was none (S1); without a ground there is nothing to
    count (S6, R18). A case that is not assessed yet counts once it is.
    """
    if fact.counted_elsewhere or fact.pending or fact.bias == Bias.NO or not vocabulary.bias_grounds(fact):
        return False
    return _is_inside(fact, years)


def _is_inside(fact: Fact, years: range) -> bool:
    return fact.happened is None or fact.happened.year in years


def _column_of(fact: Fact, years: range) -> int:
    return len(years) if fact.happened is None else fact.happened.year - years.start


def count(facts: Iterable[Fact], *, years: range, vocabulary: Vocabulary) -> Counts:
    """Count facts, each table at the finest level that says something. The order of the facts does not matter."""
    known = [fact for fact in facts if _is_inside(fact, years)]
    counted = [fact for fact in known if is_counted(fact, years=years, vocabulary=vocabulary)]
    cases = [fact for fact in known if fact.case and not fact.counted_elsewhere]
    measures = [(code.value, _by_year(filter(test, counted), years)) for code, test in _OF_INCIDENTS.items()]
    return Counts(
        years,
        _by_year(counted, years),
        tuple(_finest(counted, code, years, vocabulary) for code in TableCode),
        (*measures, (Measure.CASES.value, _by_year(cases, years))),
        tuple(
            (code.value, _by_year(filter(part, cases), years), _by_year(filter(whole, cases), years))
            for code, (part, whole) in _OF_CASES.items()
        ),
    )


def _by_year(facts: Iterable[Fact], years: range) -> tuple[int, ...]:
    counts = [0] * (len(years) + 1)
    for fact in facts:
        counts[_column_of(fact, years)] += 1
    return tuple(counts)


def _finest(counted: Sequence[Fact], code: TableCode, years: range, vocabulary: Vocabulary) -> Cut:
    cuts = (cut(counted, code, level, years=years, vocabulary=vocabulary) for level in LEVELS[code])
    return next(filter(says_something, cuts), Cut(code, Level.NONE, ()))


def cut(
    counted: Sequence[Fact], code: TableCode, level: Level, *, years: range, vocabulary: Vocabulary
) -> Cut:  # fmt: skip
    """Return one table of facts that are counted, at one level."""
    names, rows_of = _rows(code, level, vocabulary)
    width = len(years) + 1 if level in BY_YEAR else 1
    counts = {name: [0] * width for name in names}
    for fact in counted:
        column = _column_of(fact, years) if level in BY_YEAR else 0
        for name in rows_of(fact):
            counts[name][column] += 1
    return Cut(code, level, tuple((name, tuple(row)) for name, row in counts.items()))


def says_something(cut: Cut) -> bool:
    """Say whether at least half of the cells that are not empty, and at least one, can be published."""
    filled = [count for _, row in cut.rows for count in row if count]
    published = [count for count in filled if count >= THRESHOLD]
    return bool(published) and 2 * len(published) >= len(filled)


THRESHOLD = 5
"""The smallest count that is published."""


def _rows(
    code: TableCode, level: Level, vocabulary: Vocabulary
) -> tuple[tuple[str, ...], Callable[[Fact], Iterable[str]]]:
    """Return the rows of a table, fixed by the lists and never by the data, and in which of them a fact stands."""
    if code == TableCode.KIND:
        return vocabulary.incident_types, lambda fact: (fact.incident_type,)
    if code == TableCode.CHANNEL:
        return tuple(channel.value for channel in Channel), lambda fact: (fact.channel.value,)
    if level == Level.FINE_YEAR:
        return vocabulary.fine, vocabulary.bias_grounds
    return vocabulary.coarse, lambda fact: {vocabulary.rolls_up_to[code] for code in vocabulary.bias_grounds(fact)}
