"""Imports for their pages: the list, one import with what was read of it, its rows page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_records
from proximity.bulk.access import imports_visible_to
from proximity.bulk.content import TABLE, Opened, cells_of, open_import_content
from proximity.bulk.models import Import, ImportRow
from proximity.bulk.operations.bringing import TEXT_KIND
from proximity.bulk.operations.working import checked_row
from proximity.bulk.queries.labels import FINDING, VERDICT
from proximity.bulk.rules.cells import harmless
from proximity.bulk.rules.checking import BECOMES_A_CASE, FORMULA, Checked, Finding, Verdict
from proximity.bulk.rules.dates import latest_day
from proximity.bulk.rules.states import BEFORE_CASES, WORKING, ImportState
from proximity.cases.models import Case
from proximity.foundation.sealing.boxes import SealBroken
from proximity.reporting.queries.labels import BROKEN

PAGE = 50
SHOWN = 80
HEADER = (_("Row"), _("What becomes of it"), _("Column"), _("What stands there"), _("What is to be said of it"))


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One line of the list."""

    id: UUID
    name: str
    state: str
    rows: int
    done: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import for its page. `counts` are pairs of verdict and number, in the order of the verdicts."""

    row: Import
    opened: Opened
    counts: tuple[tuple[str, int], ...]
    by: str

    @property
    def is_working(self) -> bool:
        """Say whether the worker is at it."""
        return self.row.state in WORKING

    @property
    def leaves_no_case(self) -> bool:
        """Say whether no case would be left of it: none was made yet, or each was taken back."""
        undone = self.row.state == ImportState.UNDONE and not dict(self.counts).get(Verdict.STAYED)
        return undone or self.row.state in BEFORE_CASES

    @property
    def can_be_read_otherwise(self) -> bool:
        """Say whether there is something to choose: of a spreadsheet that does not open there is not."""
        return self.row.kind == TEXT_KIND or bool(self.opened.how.sheets)

    @property
    def sound(self) -> int:
        """Return how many rows would become cases."""
        return sum(count for verdict, count in self.counts if verdict in BECOMES_A_CASE)

    @property
    def done(self) -> int:
        """Return how many rows have become cases so far."""
        return dict(self.counts).get(Verdict.DONE, 0)

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return int(self.row.counts.get("rows", 0))


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to say of a row: which column, what stands there, what is wrong in words, whether it stops the row."""

    column: str
    cell: str
    text: str
    stops: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the report: what becomes of it, what is to be said of it, and what would be made."""

    number: int
    verdict: str
    external: str
    said: tuple[Said, ...]
    checked: Checked | None
    reference: str


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of the report; `after` is the number after which the next page begins, None on the last."""

    rows: tuple[RowLine, ...]
    after: int | None


def import_lines(by: Actor) -> list[ImportLine]:
    """Return the imports of the actor's organisation, the newest first."""
    found = list(imports_visible_to(by).order_by("-id"))
    keys, names = open_records([one.pk for one in found], by=by), names_of(one.started_by for one in found)
    lines = []
    for one in found:
        try:
            about = keys[one.pk].open_json(bytes(one.about), table=TABLE, column="about", row=one.pk)
        except SealBroken:
            about = None
        name = str(about.get("name")) if isinstance(about, dict) else str(BROKEN)
        lines.append(ImportLine(
            one.pk, name, one.state, int(one.counts.get("rows", 0)), int(one.counts.get(Verdict.DONE, 0)),
            names.get(one.started_by, "") if one.started_by else "", one.started_at,
        ))  # fmt: skip
    return lines


def import_page(found: Import, *, by: Actor) -> ImportPage:
    """Return an import that `access` gave the actor, opened; what the worker has done so far is counted anew."""
    counts = dict(found.counts)
    if found.state in {ImportState.RUNNING, ImportState.UNDOING, ImportState.STOPPED}:
        counts = {verdict: ImportRow.objects.filter(of=found, verdict=verdict).count() for verdict in Verdict}
    known = tuple((verdict.value, int(counts.get(verdict, 0))) for verdict in Verdict if counts.get(verdict))
    who = found.begun_by or found.started_by
    return ImportPage(found, open_import_content(found, by=by), known, names_of([who]).get(who, "") if who else "")


def row_page(found: Import, opened: Opened, *, by: Actor, only: str = "", after: int = 0) -> RowPage:
    """Return one page of the rows of an import, in their order; `only` those with one verdict."""
    rows = ImportRow.objects.filter(of=found, number__gt=after)
    if only:
        rows = rows.filter(verdict=only)
    taken = list(rows.order_by("number")[: PAGE + 1])
    shown, today = taken[:PAGE], latest_day(timezone.now(), by.organisation.city.time_zone)
    references = dict(
        Case.objects.filter(pk__in=[one.case_id for one in shown if one.case_id]).values_list("pk", "reference")
    )
    lines = tuple(_line(one, opened, today, references.get(one.case_id, "") if one.case_id else "") for one in shown)
    return RowPage(lines, shown[-1].number if len(taken) > PAGE else None)


def report_rows(found: Import, opened: Opened, *, by: Actor) -> Iterator[tuple[str, ...]]:
    """Yield the whole report as rows of a table that no spreadsheet runs: one line for each thing to say of a row."""
    yield tuple(map(str, HEADER))
    today = latest_day(timezone.now(), by.organisation.city.time_zone)
    for row in ImportRow.objects.filter(of=found).order_by("number").iterator(500):
        line = _line(row, opened, today, "")
        verdict = str(VERDICT.get(line.verdict, line.verdict))
        for one in line.said or (Said("", line.external, "", stops=False),):
            yield (str(line.number), verdict, harmless(one.column), harmless(one.cell), one.text)


def _line(row: ImportRow, opened: Opened, today: date, reference: str) -> RowLine:
    try:
        checked = checked_row(row, opened, today)
        first = cells_of(row, opened.key)
    except SealBroken:
        return RowLine(row.number, row.verdict, str(BROKEN), (), None, reference)
    said = tuple(_said(one, opened) for one in checked.findings)
    external = checked.external or " · ".join(cell for cell in first if cell)
    return RowLine(row.number, row.verdict, external.replace(FORMULA, "=")[:SHOWN], said, checked, reference)


def _said(finding: Finding, opened: Opened) -> Said:
    column = opened.headings[finding.column] if finding.column is not None else ""
    return Said(column, finding.cell[:SHOWN], str(FINDING[finding.code]), finding.stops)
