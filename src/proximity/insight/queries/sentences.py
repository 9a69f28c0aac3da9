"""What a table says, in a sentence or two, computed from its published numbers in the active language."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proximity.insight.queries.wording import labels_of
from proximity.insight.rules.counting import SPAN, Coverage, TableCode, last_whole_year
from proximity.insight.rules.tables import CrossTable, Gap, Published, Tables, percent

NAMED = 3


def said(count: Published) -> str:
    """Return a count in words or digits of the active language."""
    if count == Gap.FEW:
        return _("fewer than 5")
    if count == Gap.HELD:
        return _("left out")
    return number_format(count, use_l10n=True, force_grouping=True)


def key_sentence(tables: Tables, covers_until: date) -> str:
    """Return how many incidents the last whole year had, and the year before."""
    year = last_whole_year(covers_until)
    return " ".join(filter(None, [_of_year(tables, year, first=True), _of_year(tables, year - 1, first=False)]))


def _of_year(tables: Tables, year: int, *, first: bool) -> str:
    count = tables.incidents_in(str(year))
    values = {"year": str(year)}
    if count is None or (count == Gap.HELD and not first):
        return ""
    if count == Gap.HELD:
        return _("No number is given for %(year)s.") % values
    if count == Gap.FEW:
        return _("In %(year)s fewer than 5 incidents were recorded.") % values
    counted = ngettext(
        "In %(year)s about %(count)s incident was recorded.", "In %(year)s about %(count)s incidents were recorded.", count
    )  # fmt: skip
    return counted % (values | {"count": said(count)})


def table_sentence(table: CrossTable, tables: Tables, covers_until: date, lang: str) -> str:
    """Return what the last whole year had most of, or all years together where single ones cannot be told."""
    if not table.rows:
        return _("There were too few incidents to tell them apart.")
    year = str(last_whole_year(covers_until))
    values = {"year": year, "first": str(tables.years.start), "last": str(tables.years.stop - 1)}
    counted = [
        (count, code) for code, count in table.column(year if table.by_year else SPAN) if not isinstance(count, Gap)
    ]
    if not counted:
        return _("In %(year)s nothing here reached 5 incidents.") % values
    counted.sort(key=lambda pair: -pair[0])
    labels = labels_of(table.code, lang)
    values["most"] = "; ".join(f"{labels[code]} ({said(count)})" for count, code in counted[:NAMED])
    if table.by_year:
        return _("Most often in %(year)s: %(most)s.") % values
    return _("Most often from %(first)s to %(last)s: %(most)s.") % values


def coverage_sentence(tables: Tables, covers_until: date) -> str:
    """Return how much of the work of the last whole year was done."""
    return " ".join(_shares(tables, str(last_whole_year(covers_until))))


def _shares(tables: Tables, year: str) -> Iterator[str]:
    for code in Coverage:
        found = share_in(tables, code, year)
        values = {"year": year, "percent": found}
        if isinstance(found, Gap):
            continue
        if code == Coverage.BIAS_ANSWERED:
            yield (
                _("Of the cases on incidents of %(year)s, about %(percent)s %% have an answer to the bias question.")
                % values
            )
        else:
            yield _("In about %(percent)s %% of them the person was told in time what was done.") % values
    if all(isinstance(share_in(tables, code, year), Gap) for code in Coverage):
        yield _("There were too few cases on incidents of %(year)s to tell a share.") % {"year": year}


def share_in(tables: Tables, code: str, year: str) -> Published:
    """Return a share in percent in one year, as far as it can be told."""
    share = tables.share(code)
    if share is None or year not in tables.columns:
        return Gap.HELD
    place = tables.columns.index(year)
    return percent(share.parts[place], share.wholes[place])


def sentence_of(code: str, tables: Tables, covers_until: date, lang: str) -> str:
    """Return the sentence of a table by its code."""
    if code in set(TableCode):
        return table_sentence(tables.table(TableCode(code)), tables, covers_until, lang)
    return {"key": key_sentence, "coverage": coverage_sentence}[code](tables, covers_until)


def caveat() -> str:
    """Return what must stand by every chart (R52)."""
    return _("More reports can mean that more people dare to tell, and not that more happens.")
