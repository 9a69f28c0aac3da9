"""A table told in words and numbers, for a page and for a download."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.insight.models import FrozenTable
from proximity.insight.queries.wording import (
    CAPTIONS,
    CHANNELS,
    DEFINITIONS,
    LEVELS,
    TITLES,
    ground_labels,
    outside_odihr,
)
from proximity.insight.rules.counting import SPAN, UNKNOWN_YEAR, Level
from proximity.insight.rules.disclosure import Published, Table
from proximity.insight.rules.vocabulary import ALL_GROUNDS
from proximity.packs.loader import load_pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey

BY_GROUND = frozenset({Level.FINE_YEAR, Level.COARSE_YEAR, Level.COARSE_SPAN})


@dataclass(frozen=True, slots=True)
class Line:
    """One row as shown: its words and its numbers; an empty number is "fewer than 5"."""

    label: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as shown. `number` is what is read first; `silent` are the grounds with fewer than 5 in every column."""

    title: str
    number: str
    sentence: str
    caution: PackText
    level: str
    caption: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: Line
    silent: tuple[str, ...]
    notes: tuple[str, ...]
    channels: tuple[Line, ...]
    definition: str
    covers_until: str


def figure(frozen: FrozenTable) -> Figure:
    """Return a prepared or released table in the words of the active language."""
    table, lang = frozen.content, get_language() or "en"
    until = date_format(frozen.covers_until, "DATE_FORMAT")
    labels = ground_labels(lang)
    spoken = [Line(labels[code], _numbers(row)) for code, row in table.rows if any(row)]
    return Figure(
        title=str(TITLES[frozen.title]),
        number=_("Fewer than 5") if table.total is None else _("About %(number)s") % {"number": _number(table.total)},
        sentence=_sentence(table, frozen.city.name, until),
        caution=load_pack(frozen.city.country).text(TextKey.FIGURES_CAUTION, lang),
        level=str(LEVELS[table.level]),
        caption=str(CAPTIONS[table.level]),
        columns=tuple(_column(column, frozen) for column in table.columns),
        lines=tuple(spoken),
        totals=Line(_("All grounds"), _numbers(table.totals)),
        silent=tuple(labels[code] for code, row in table.rows if not any(row)),
        notes=tuple(_notes(table, lang)),
        channels=tuple(Line(str(CHANNELS[code]), (_number(count),)) for code, count in table.channels or ()),
        definition=str(DEFINITIONS[frozen.definition]),
        covers_until=until,
    )


def _number(count: Published) -> str:
    return "" if count is None else number_format(count, use_l10n=True, force_grouping=True)


def _numbers(counts: tuple[Published, ...]) -> tuple[str, ...]:
    return tuple(_number(count) for count in counts)


def _sentence(table: Table, city: str, until: str) -> str:
    values = {"city": city, "first": str(table.years.start), "until": until}
    return _("incidents with a possible bias motive were recorded in %(city)s from %(first)s until %(until)s.") % values


def _column(column: str, frozen: FrozenTable) -> str:
    years, until = frozen.content.years, frozen.covers_until
    if column == SPAN:
        return _("%(first)s to %(last)s") % {"first": str(years.start), "last": str(years.stop - 1)}
    if column == UNKNOWN_YEAR:
        return _("Year not known")
    unfinished = column == str(until.year) and (until.month, until.day) != (12, 31)
    return _("%(year)s so far") % {"year": column} if unfinished else column


def _notes(table: Table, lang: str) -> Iterator[str]:
    yield _("Every number is rounded to 5 by itself, so numbers need not add up to their total.")
    yield _("“<5” means fewer than 5; it may mean none. Small numbers could let somebody be recognised.")
    if table.level in BY_GROUND:
        yield _("An incident with several grounds stands under each of them, but only once under “All grounds”.")
    if table.level in {Level.COARSE_YEAR, Level.COARSE_SPAN}:
        yield from outside_odihr(lang)


def csv_rows(frozen: FrozenTable) -> Iterator[tuple[str, str, str, str]]:
    """Yield the published counts as rows: year, ground, label, count; a count below 5 is empty, never zero.

    Totals have the ground `ALL`; a span of years is written `2019-2026`, a year that nobody knows `unknown`.
    """
    table, labels = frozen.content, ground_labels(get_language() or "en")
    span = f"{table.years.start}-{table.years.stop - 1}"
    everything = _("All grounds")
    yield "year", "ground", "label", "count"
    for code, row in table.rows:
        for column, count in zip(table.columns, row, strict=True):
            yield span if column == SPAN else column, code, labels[code], _plain(count)
    for column, count in zip(table.columns, table.totals, strict=True):
        if column != SPAN:
            yield column, ALL_GROUNDS, everything, _plain(count)
    yield span, ALL_GROUNDS, everything, _plain(table.total)


def _plain(count: Published) -> str:
    return "" if count is None else str(count)
