"""What an indicator is worth: computed from a released table, or noted by hand.

Everything here is computed from published counts: each is rounded by itself, so a share of two of them is rough too. Where a
count is "fewer than 5", nothing is computed from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from proximity.insight.rules.counting import UNKNOWN_YEAR, Level
from proximity.insight.rules.disclosure import Published, Table
from proximity.insight.rules.facts import Channel
from proximity.insight.rules.vocabulary import UNSPECIFIED

GROUND_UNKNOWN = "UNK"
HUNDRED = Decimal(100)


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


def last_whole_year(covers_until: date) -> int:
    """Return the last year that a table covers to its end."""
    return covers_until.year if (covers_until.month, covers_until.day) == (12, 31) else covers_until.year - 1


def counted(count: Published) -> Amount:
    """Return a published count as an amount."""
    return FEW if count is None else Amount(Told.NUMBER, Decimal(count))


def share(part: Published, whole: Published) -> Amount:
    """Return a share in whole percent of two published counts; rounded by themselves, a part may seem more than its whole."""
    if part is None or whole is None:
        return FEW
    percent = (HUNDRED * part / whole).quantize(Decimal(1), ROUND_HALF_UP)
    return Amount(Told.NUMBER, min(percent, HUNDRED))


def compute(code: Computed, table: Table, covers_until: date) -> Amount:
    """Return what a released table says of an indicator."""
    return _COMPUTE[code](table, covers_until)


def _total_of(column: str, table: Table) -> Published:
    return table.totals[table.columns.index(column)]


def _incidents_year(table: Table, covers_until: date) -> Amount:
    year = str(last_whole_year(covers_until))
    return counted(_total_of(year, table)) if year in table.columns else NOT_TOLD


def _incidents_all(table: Table, _covers_until: date) -> Amount:
    return counted(table.total)


def _by_channel(channel: Channel) -> Callable[[Table, date], Amount]:
    def compute_share(table: Table, _covers_until: date) -> Amount:
        if table.channels is None:
            return NOT_TOLD
        return share(dict(table.channels).get(channel.value), table.total)

    return compute_share


def _by_ground(ground: str, level: Level) -> Callable[[Table, date], Amount]:
    """Return what computes the share of one row in the last whole year, at the one level that has this row."""

    def compute_share(table: Table, covers_until: date) -> Amount:
        year, rows = str(last_whole_year(covers_until)), dict(table.rows)
        if table.level != level or year not in table.columns or ground not in rows:
            return NOT_TOLD
        return share(rows[ground][table.columns.index(year)], _total_of(year, table))

    return compute_share


def _year_unknown(table: Table, _covers_until: date) -> Amount:
    return share(_total_of(UNKNOWN_YEAR, table), table.total) if UNKNOWN_YEAR in table.columns else NOT_TOLD


def _grounds_told(table: Table, covers_until: date) -> Amount:
    """Count the grounds with a published number in the last whole year: how many a city has come to recognise."""
    year = str(last_whole_year(covers_until))
    if table.level != Level.FINE_YEAR or year not in table.columns:
        return NOT_TOLD
    place = table.columns.index(year)
    return Amount(Told.NUMBER, Decimal(sum(row[place] is not None for _, row in table.rows)))


_COMPUTE: Mapping[Computed, Callable[[Table, date], Amount]] = {
    Computed.INCIDENTS_YEAR: _incidents_year,
    Computed.INCIDENTS_ALL: _incidents_all,
    Computed.SHARE_ONLINE: _by_channel(Channel.ONLINE),
    Computed.SHARE_PHONE: _by_channel(Channel.PHONE),
    Computed.SHARE_DESK: _by_channel(Channel.DESK),
    Computed.SHARE_CENTRE: _by_channel(Channel.CENTRE),
    Computed.SHARE_PATROL: _by_channel(Channel.PATROL),
    Computed.SHARE_CHANNEL_UNKNOWN: _by_channel(Channel.UNKNOWN),
    Computed.SHARE_GROUND_UNKNOWN: _by_ground(GROUND_UNKNOWN, Level.FINE_YEAR),
    Computed.SHARE_GROUND_UNSPECIFIED: _by_ground(UNSPECIFIED, Level.COARSE_YEAR),
    Computed.SHARE_YEAR_UNKNOWN: _year_unknown,
    Computed.GROUNDS_TOLD: _grounds_told,
}
_COUNTS = {
    Computed.INCIDENTS_YEAR: Unit.PEOPLE,
    Computed.INCIDENTS_ALL: Unit.PEOPLE,
    Computed.GROUNDS_TOLD: Unit.THINGS,
}


def unit_of(code: Computed) -> Unit:
    """Return what a computed indicator counts."""
    return _COUNTS.get(code, Unit.PERCENT)
