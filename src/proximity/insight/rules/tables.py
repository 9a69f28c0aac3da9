"""What one release holds: tables of published counts, and how they are written down. No true count is in here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.insight.rules.counting import BY_YEAR, SPAN, Level, TableCode, columns_of

HUNDRED = 100


class Gap(StrEnum):
    """Why there is no number."""

    FEW = "few"  # fewer than 5; it may be none
    HELD = "held"  # left out: with it, somebody could work out a number that is not published


type Published = int | Gap
"""A count as published: the true one rounded to the nearest multiple of 5, from 5 up; or why there is none."""

type Row = tuple[str, tuple[Published, ...]]


@dataclass(frozen=True, slots=True)
class CrossTable:
    """One table: a row for each code, a column for each year; at level `NONE` it has no rows."""

    code: TableCode
    level: Level
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def by_year(self) -> bool:
        """Say whether the columns are years."""
        return self.level in BY_YEAR

    def column(self, column: str) -> list[tuple[str, Published]]:
        """Return the codes with their counts in one column; nothing where there is no such column."""
        if column not in self.columns:
            return []
        place = self.columns.index(column)
        return [(code, counts[place]) for code, counts in self.rows]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, year by year."""

    code: str
    parts: tuple[Published, ...]
    wholes: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything one release tells. `incidents` are the counts by year, `total` that of all years together."""

    years: range
    incidents: tuple[Published, ...]
    total: Published
    tables: tuple[CrossTable, ...]
    measures: tuple[Row, ...] = ()
    coverage: tuple[Share, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the codes of the columns of all that is told by year."""
        return columns_of(self.years)

    def table(self, code: TableCode) -> CrossTable:
        """Return one table. Raises `StopIteration` for one that is not there, which no release lacks."""
        return next(table for table in self.tables if table.code == code)

    def incidents_in(self, column: str) -> Published | None:
        """Return the incidents of a year; None for a year that the release does not cover."""
        return self.incidents[self.columns.index(column)] if column in self.columns else None

    def share(self, code: str) -> Share | None:
        """Return how many of how many, or None where the release does not tell it."""
        return next((share for share in self.coverage if share.code == code), None)

    def as_json(self) -> JSONObject:
        """Return the tables as a JSON object."""
        return {
            "years": [self.years.start, self.years.stop],
            "incidents": list(self.incidents),
            "total": self.total,
            "tables": [
                {
                    "code": table.code.value, "level": table.level.value, "columns": list(table.columns),
                    "rows": [[code, list(counts)] for code, counts in table.rows],
                }
                for table in self.tables
            ],
            "measures": [[code, list(counts)] for code, counts in self.measures],
            "coverage": [[share.code, list(share.parts), list(share.wholes)] for share in self.coverage],
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: JSONObject) -> "Tables":
        """Return the tables that `as_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
        if "tables" not in value:
            return _of_first_shape(value)
        return cls(
            years=_years(value["years"]),
            incidents=_counts(value["incidents"]),
            total=_count(value["total"]),
            tables=tuple(map(_table, _list(value["tables"]))),
            measures=tuple(map(_row, _list(value["measures"]))),
            coverage=tuple(map(_share, _list(value["coverage"]))),
        )


def percent(part: Published, whole: Published) -> Published:
    """Return a share in whole percent, computed from two published counts; where one is left out, so is the share.

    Halves are rounded up. Each count is rounded by itself, so a part may seem more than its whole: the share ends at 100.
    """
    if isinstance(whole, Gap):
        return whole
    if isinstance(part, Gap):
        return part
    return min(HUNDRED, (2 * HUNDRED * part + whole) // (2 * whole))


def _list(value: JSONValue) -> list[JSONValue]:
    if not isinstance(value, list):
        raise TypeError("a list was expected")
    return value


def _years(value: JSONValue) -> range:
    first, stop = (int(str(year)) for year in _list(value))
    return range(first, stop)


def _count(value: JSONValue) -> Published:
    if value is None:
        return Gap.FEW
    return Gap(value) if isinstance(value, str) else int(str(value))


def _counts(value: JSONValue) -> tuple[Published, ...]:
    return tuple(map(_count, _list(value)))


def _row(value: JSONValue) -> Row:
    code, counts = _list(value)
    return str(code), _counts(counts)


def _share(value: JSONValue) -> Share:
    code, parts, wholes = _list(value)
    return Share(str(code), _counts(parts), _counts(wholes))


def _table(value: JSONValue) -> CrossTable:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    columns = tuple(map(str, _list(value["columns"])))
    rows = tuple(map(_row, _list(value["rows"])))
    return CrossTable(TableCode(str(value["code"])), Level(str(value["level"])), columns, rows)


def _of_first_shape(value: Mapping[str, JSONValue]) -> Tables:
    """Read what the first releases held: one table of grounds, and channels of all years. They stay as they were."""
    years, columns = _years(value["years"]), tuple(map(str, _list(value["columns"])))
    rows, totals = tuple(map(_row, _list(value["rows"]))), _counts(value["totals"])
    channels = [] if value["channels"] is None else [_list(pair) for pair in _list(value["channels"])]
    by_channel = tuple((str(code), (_count(count),)) for code, count in channels)
    by_year = columns == columns_of(years)
    return Tables(
        years=years,
        incidents=totals if by_year else (Gap.HELD,) * len(columns_of(years)),
        total=_count(value["total"]),
        tables=(
            CrossTable(TableCode.GROUND, Level(str(value["level"])) if rows else Level.NONE, columns, rows),
            CrossTable(TableCode.KIND, Level.NONE, (), ()),
            CrossTable(TableCode.CHANNEL, Level.FINE_SPAN if by_channel else Level.NONE, (SPAN,), by_channel),
        ),
    )
