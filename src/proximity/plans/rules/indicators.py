"""What an indicator is worth: computed from a released table, or noted by hand.

Everything here is computed from published counts: each is rounded by itself, so a share of two of them is rough too. Where a
count is "fewer than 5", nothing is computed from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from proximity.insight.rules.counting import SPAN, UNKNOWN_YEAR, Coverage, Level, TableCode, last_whole_year
from proximity.insight.rules.facts import Channel
from proximity.insight.rules.tables import Gap, Published, Tables, percent
from proximity.insight.rules.vocabulary import NOT_NOTED, UNSPECIFIED

GROUND_UNKNOWN = "UNK"


class Unit(StrEnum):
    """What a number counts."""

    PERCENT = "percent"
    PEOPLE = "people"  # people, incidents, reports: never told below 5
    THINGS = "things"  # sessions, flats, organisations: told as they are


class Told(StrEnum):
    """What can be said of a number."""

    NUMBER = "number"
    FEW = "few"  # fewer than 5; nothing is computed from it
    NOT_TOLD = "not_told"  # the released table does not say it, as where it is too coarse


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as far as it can be told."""

    told: Told
    number: Decimal | None = None


FEW, NOT_TOLD = Amount(Told.FEW), Amount(Told.NOT_TOLD)


class Computed(StrEnum):
    """The indicators that released tables carry."""

    INCIDENTS_YEAR = "incidents_year"
    INCIDENTS_ALL = "incidents_all"
    SHARE_ONLINE = "share_online"
    SHARE_PHONE = "share_phone"
    SHARE_DESK = "share_desk"
    SHARE_CENTRE = "share_centre"
    SHARE_PATROL = "share_patrol"
    SHARE_CHANNEL_UNKNOWN = "share_channel_unknown"
    SHARE_GROUND_UNKNOWN = "share_ground_unknown"
    SHARE_GROUND_UNSPECIFIED = "share_ground_unspecified"
    SHARE_YEAR_UNKNOWN = "share_year_unknown"
    GROUNDS_TOLD = "grounds_told"
    SHARE_BIAS_ANSWERED = "share_bias_answered"
    SHARE_FEEDBACK_ON_TIME = "share_feedback_on_time"
    SHARE_TYPE_NOT_CODED = "share_type_not_coded"


def counted(count: Published | None) -> Amount:
    """Return a published count as an amount; None is one that the release has no place for."""
    if count is None or count == Gap.HELD:
        return NOT_TOLD
    return FEW if isinstance(count, Gap) else Amount(Told.NUMBER, Decimal(count))


def share(part: Published | None, whole: Published | None) -> Amount:
    """Return a share in whole percent of two published counts."""
    return NOT_TOLD if part is None or whole is None else counted(percent(part, whole))


def compute(code: Computed, tables: Tables, covers_until: date) -> Amount:
    """Return what a release says of an indicator."""
    return _COMPUTE[code](tables, covers_until)


def _incidents_year(tables: Tables, covers_until: date) -> Amount:
    return counted(tables.incidents_in(str(last_whole_year(covers_until))))


def _incidents_all(tables: Tables, _covers_until: date) -> Amount:
    return counted(tables.total)


def _row_share(code: TableCode, row: str, level: Level | None = None) -> Callable[[Tables, date], Amount]:
    """Return what computes the share of one row in the last whole year, or in all years where the table has no single ones.

    With a `level`: only where the table is told at this one, which alone has the row.
    """

    def compute_share(tables: Tables, covers_until: date) -> Amount:
        table, year = tables.table(code), str(last_whole_year(covers_until))
        if level is not None and table.level != level:
            return NOT_TOLD
        column, whole = (year, tables.incidents_in(year)) if table.by_year else (SPAN, tables.total)
        return share(dict(table.column(column)).get(row), whole)

    return compute_share


def _by_channel(channel: Channel) -> Callable[[Tables, date], Amount]:
    return _row_share(TableCode.CHANNEL, channel.value)


def _year_unknown(tables: Tables, _covers_until: date) -> Amount:
    return share(tables.incidents_in(UNKNOWN_YEAR), tables.total)


def _coverage(code: Coverage) -> Callable[[Tables, date], Amount]:
    def compute_share(tables: Tables, covers_until: date) -> Amount:
        found, year = tables.share(code), str(last_whole_year(covers_until))
        if found is None or year not in tables.columns:
            return NOT_TOLD
        place = tables.columns.index(year)
        return share(found.parts[place], found.wholes[place])

    return compute_share


def _grounds_told(tables: Tables, covers_until: date) -> Amount:
    """Count the grounds with a published number in the last whole year: how many a city has come to recognise."""
    table, year = tables.table(TableCode.GROUND), str(last_whole_year(covers_until))
    column = table.column(year)
    if table.level != Level.FINE_YEAR or not column or any(count == Gap.HELD for _, count in column):
        return NOT_TOLD
    return Amount(Told.NUMBER, Decimal(sum(not isinstance(count, Gap) for _, count in column)))


_COMPUTE: Mapping[Computed, Callable[[Tables, date], Amount]] = {
    Computed.INCIDENTS_YEAR: _incidents_year,
    Computed.INCIDENTS_ALL: _incidents_all,
    Computed.SHARE_ONLINE: _by_channel(Channel.ONLINE),
    Computed.SHARE_PHONE: _by_channel(Channel.PHONE),
    Computed.SHARE_DESK: _by_channel(Channel.DESK),
    Computed.SHARE_CENTRE: _by_channel(Channel.CENTRE),
    Computed.SHARE_PATROL: _by_channel(Channel.PATROL),
    Computed.SHARE_CHANNEL_UNKNOWN: _by_channel(Channel.UNKNOWN),
    Computed.SHARE_GROUND_UNKNOWN: _row_share(TableCode.GROUND, GROUND_UNKNOWN, Level.FINE_YEAR),
    Computed.SHARE_GROUND_UNSPECIFIED: _row_share(TableCode.GROUND, UNSPECIFIED, Level.COARSE_YEAR),
    Computed.SHARE_YEAR_UNKNOWN: _year_unknown,
    Computed.GROUNDS_TOLD: _grounds_told,
    Computed.SHARE_BIAS_ANSWERED: _coverage(Coverage.BIAS_ANSWERED),
    Computed.SHARE_FEEDBACK_ON_TIME: _coverage(Coverage.FEEDBACK_ON_TIME),
    Computed.SHARE_TYPE_NOT_CODED: _row_share(TableCode.KIND, NOT_NOTED),
}
_COUNTS = {
    Computed.INCIDENTS_YEAR: Unit.PEOPLE,
    Computed.INCIDENTS_ALL: Unit.PEOPLE,
    Computed.GROUNDS_TOLD: Unit.THINGS,
}


def unit_of(code: Computed) -> Unit:
    """Return what a computed indicator counts."""
    return _COUNTS.get(code, Unit.PERCENT)
