"""What the charts of a release show, in the active language; and which of them are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from proximity.foundation.pure.json import JSONObject
from proximity.insight.access import charts_of
from proximity.insight.models import Chart, FrozenTable, Release
from proximity.insight.queries.figures import column_name, number
from proximity.insight.queries.sentences import sentence_of
from proximity.insight.queries.wording import COVERAGE, KEY, SHARES, TABLES, labels_of
from proximity.insight.rules.charts import Mark, Panel, Shape, bars_chart, years_chart
from proximity.insight.rules.counting import SPAN, UNKNOWN_YEAR, TableCode, last_whole_year
from proximity.insight.rules.tables import HUNDRED, CrossTable, Gap, Published, Tables, percent

MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Told:
    """One chart before it is drawn: the table it belongs to, what it is called, what it says, what it shows."""

    table: str
    title: str
    sentence: str
    panels: tuple[Panel, ...]
    by_year: bool
    from_right: bool

    def spec(self, shape: Shape) -> JSONObject:
        """Return how it is drawn for a wide or a narrow screen."""
        if self.by_year:
            return years_chart(self.panels, shape=shape, from_right=self.from_right)
        return bars_chart(self.panels[0], shape=shape, from_right=self.from_right)


def chart_codes(tables: Tables) -> list[str]:
    """Return the tables of a release that have a chart: those with a row."""
    cross = [table.code.value for table in tables.tables if table.rows]
    return [KEY, *cross, *([COVERAGE] if tables.coverage else [])]


def charts_told(release: FrozenTable) -> list[Told]:
    """Return the charts of a release in the active language."""
    tables, lang = release.content, get_language() or "en"
    return [_told(code, release, tables, lang) for code in chart_codes(tables)]


def _told(code: str, release: FrozenTable, tables: Tables, lang: str) -> Told:
    by_year = code in {KEY, COVERAGE}
    year = str(last_whole_year(release.covers_until))
    table = None if by_year else tables.table(TableCode(code))
    if table is None:
        panels = tuple(_by_year(code, release, tables))
        span = column_name(SPAN, release, tables)
    else:
        panels = (_bars(table, year, lang),)
        span = year if table.by_year else column_name(SPAN, release, tables)
    title = _("%(what)s, %(when)s") % {"what": TABLES[code], "when": span}
    sentence = sentence_of(code, tables, release.covers_until, lang)
    return Told(code, title, sentence, panels, by_year=by_year, from_right=get_language_bidi())


def _by_year(code: str, release: FrozenTable, tables: Tables) -> Iterator[Panel]:
    if code == KEY:
        yield _panel(tables.incidents, release, tables)
        return
    for share in tables.coverage:
        heading = _("%(what)s, in percent") % {"what": SHARES[share.code]}
        yield _panel(tuple(map(percent, share.parts, share.wholes)), release, tables, heading, HUNDRED)


def _panel(
    counts: tuple[Published, ...], release: FrozenTable, tables: Tables, heading: str = "", longest: int = 0
) -> Panel:
    named = zip(tables.columns, counts, strict=True)
    marks = (_mark(column_name(column, release, tables), count) for column, count in named if column != UNKNOWN_YEAR)
    return Panel(tuple(marks), heading, longest)


def _bars(table: CrossTable, year: str, lang: str) -> Panel:
    """Return the rows of one year with a number, the longest first; those without stand in the table."""
    labels = labels_of(table.code, lang)
    column = table.column(year if table.by_year else SPAN)
    counted = [(count, code) for code, count in column if not isinstance(count, Gap)]
    counted.sort(key=lambda pair: -pair[0])
    return Panel(tuple(_mark(labels[code], count) for count, code in counted[:MOST_BARS]))


def _mark(label: str, count: Published) -> Mark:
    if isinstance(count, Gap):
        return Mark(label, 0, "<5" if count == Gap.FEW else "—")
    return Mark(label, count, number(count))


def drawn_charts(release: Release, language: str) -> dict[str, dict[str, Chart]]:
    """Return the charts that are drawn, by table and shape; only what has every shape. One query."""
    found: dict[str, dict[str, Chart]] = {}
    for chart in charts_of(release, language):
        found.setdefault(chart.table, {})[chart.shape] = chart
    return {table: shapes for table, shapes in found.items() if len(shapes) == len(Shape)}
