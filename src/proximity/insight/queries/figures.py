"""A release told in words and numbers: what a page shows, table by table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.insight.models import FrozenTable
from proximity.insight.queries.sentences import sentence_of
from proximity.insight.queries.wording import (
    COVERAGE,
    DEFINITIONS,
    HEADINGS,
    INCIDENTS,
    KEY,
    LEVELS,
    MEASURES,
    PARTS,
    SHARES,
    TABLES,
    TITLE,
    labels_of,
    outside_odihr,
)
from proximity.insight.rules.counting import SPAN, UNKNOWN_YEAR, Level, TableCode
from proximity.insight.rules.tables import CrossTable, Gap, Published, Share, Tables, percent
from proximity.packs.loader import load_pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as shown; `few` or `held` where there is none."""

    text: str = ""
    few: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row as shown: its words and its numbers. `strong`: what other rows are of; `share`: percents of two others."""

    label: str
    cells: tuple[Cell, ...]
    strong: bool = False
    share: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One table as shown. `silent` are the rows with fewer than 5 in every column."""

    code: str
    title: str
    sentence: str
    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    silent: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A release as shown. `number` is what is read first."""

    title: str
    number: str
    sentence: str
    caution: PackText
    tables: tuple[Shown, ...]
    notes: tuple[str, ...]
    definition: str
    covers_until: str


def figure(frozen: FrozenTable) -> Figure:
    """Return prepared or released tables in the words of the active language."""
    tables, lang = frozen.content, get_language() or "en"
    until = date_format(frozen.covers_until, "DATE_FORMAT")
    return Figure(
        title=str(TITLE),
        number=_headline(tables.total),
        sentence=_sentence(tables, frozen.city.name, until),
        caution=load_pack(frozen.city.country).text(TextKey.FIGURES_CAUTION, lang),
        tables=tuple(shown_tables(frozen, tables, lang)),
        notes=tuple(_notes(tables, lang)),
        definition=str(DEFINITIONS[frozen.definition]),
        covers_until=until,
    )


def shown_tables(frozen: FrozenTable, tables: Tables, lang: str) -> Iterator[Shown]:
    """Yield the tables of a release that have something to show."""
    names = tuple(column_name(column, frozen, tables) for column in tables.columns)
    yield _shown(KEY, frozen, tables, lang, names, tuple(_key_lines(tables)))
    for table in tables.tables:
        yield _cross_table(table, frozen, tables, lang)
    if tables.coverage:
        lines = tuple(line for share in tables.coverage for line in _share_lines(share))
        yield _shown(COVERAGE, frozen, tables, lang, names, lines)


def _shown(
    code: str, frozen: FrozenTable, tables: Tables, lang: str, columns: tuple[str, ...], lines: tuple[Line, ...]
) -> Shown:
    sentence = sentence_of(code, tables, frozen.covers_until, lang)
    return Shown(code, str(TABLES[code]), sentence, str(HEADINGS[code]), columns, lines)


def _key_lines(tables: Tables) -> Iterator[Line]:
    yield Line(str(MEASURES[INCIDENTS]), _cells(tables.incidents), strong=True)
    for code, counts in tables.measures:
        yield Line(str(MEASURES[code]), _cells(counts))


def _share_lines(share: Share) -> Iterator[Line]:
    percents = tuple(map(percent, share.parts, share.wholes))
    part, whole = PARTS[share.code]
    yield Line(_("%(what)s, in percent") % {"what": SHARES[share.code]}, _cells(percents), strong=True, share=True)
    yield Line(str(part), _cells(share.parts))
    yield Line(str(whole), _cells(share.wholes))


def _cross_table(table: CrossTable, frozen: FrozenTable, tables: Tables, lang: str) -> Shown:
    labels = labels_of(table.code, lang)
    spoken = [(code, counts) for code, counts in table.rows if set(counts) != {Gap.FEW}]
    lines = [Line(labels[code], _cells(counts)) for code, counts in spoken]
    if lines:
        totals = tables.incidents if table.by_year else (tables.total,)
        lines.append(Line(_("All incidents"), _cells(totals), strong=True))
    return Shown(
        table.code.value, str(TABLES[table.code]), sentence_of(table.code, tables, frozen.covers_until, lang),
        str(HEADINGS[table.code]), tuple(column_name(column, frozen, tables) for column in table.columns), tuple(lines),
        tuple(labels[code] for code, counts in table.rows if set(counts) == {Gap.FEW}),
        str(LEVELS.get((table.code, table.level), "")),
    )  # fmt: skip


def _cells(counts: Sequence[Published]) -> tuple[Cell, ...]:
    return tuple(map(_cell, counts))


def _cell(count: Published) -> Cell:
    if isinstance(count, Gap):
        return Cell(few=count == Gap.FEW, held=count == Gap.HELD)
    return Cell(number(count))


def number(count: int) -> str:
    """Return a number as the active language writes it."""
    return number_format(count, use_l10n=True, force_grouping=True)


def _headline(total: Published) -> str:
    if total == Gap.FEW:
        return _("Fewer than 5")
    if total == Gap.HELD:
        return _("No total")
    return _("About %(number)s") % {"number": number(total)}


def _sentence(tables: Tables, city: str, until: str) -> str:
    values = {"city": city, "first": str(tables.years.start), "until": until}
    return _("incidents with a possible bias motive were recorded in %(city)s from %(first)s until %(until)s.") % values


def column_name(column: str, frozen: FrozenTable, tables: Tables) -> str:
    """Return how a column is called."""
    years, until = tables.years, frozen.covers_until
    if column == SPAN:
        return _("%(first)s to %(last)s") % {"first": str(years.start), "last": str(years.stop - 1)}
    if column == UNKNOWN_YEAR:
        return _("Year not known")
    unfinished = column == str(until.year) and (until.month, until.day) != (12, 31)
    return _("%(year)s so far") % {"year": column} if unfinished else column


def _notes(tables: Tables, lang: str) -> Iterator[str]:
    ground = tables.table(TableCode.GROUND)
    yield _("Every number is rounded to 5 by itself, so numbers need not add up to their total.")
    yield _("“<5” means fewer than 5; it may mean none. Small numbers could let somebody be recognised.")
    if any(Gap.HELD in counts for counts in (tables.incidents, (tables.total,))):
        yield _("“—” means left out: with this number, somebody could work out one of the small ones.")
    if ground.rows:
        yield _("An incident with several grounds stands under each of them, but only once under “All incidents”.")
    if ground.level in {Level.COARSE_YEAR, Level.COARSE_SPAN}:
        yield from outside_odihr(lang)
