"""The worker's part of an import: reading the file, checking the rows, making the cases, taking them back.

Each function takes up where the last one stopped, however it stopped: what is done is committed with the note that it is done.
"""

import hmac
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.keys import import_secret
from proximity.assessment.rules import NotSound
from proximity.audit.operations import record_event
from proximity.bulk.content import Opened, cells_of, kept_decisions, open_import_content, sealed_cells, sealed_part
from proximity.bulk.models import Import, ImportRow
from proximity.bulk.operations.bringing import SHEET_KIND
from proximity.bulk.reading import Fault, Line, Table, Unreadable, sheet_table, text_table
from proximity.bulk.rules.checking import BECOMES_A_CASE, Checked, Verdict, check_row, reference_key
from proximity.bulk.rules.dates import latest_day
from proximity.bulk.rules.decisions import MOST_VALUES, Column, first_decisions
from proximity.bulk.rules.states import ImportState
from proximity.bulk.storage import open_import
from proximity.cases.models import CaseOrigin
from proximity.cases.operations.history import bring_in_case
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.files import open_file
from proximity.foundation.sealing.records import RecordKey
from proximity.packs.loader import load_pack

log = logging.getLogger("proximity.bulk")

AT_ONCE = 500
CASES_AT_ONCE = 50
"""Cases that are made in one transaction: the city's chain of the log is held so long."""
SAMPLES, SAMPLE_LENGTH, CODE_LENGTH = 3, 60, 120


@dataclass(slots=True)
class _Column:
    """What is counted of a column while its cells go by."""

    samples: list[str] = field(default_factory=list)
    filled: int = 0
    values: Counter[str] | None = field(default_factory=Counter)

    def take(self, cell: str) -> None:
        if not cell:
            return
        self.filled += 1
        if len(self.samples) < SAMPLES and cell[:SAMPLE_LENGTH] not in self.samples:
            self.samples.append(cell[:SAMPLE_LENGTH])
        if self.values is not None:
            self.values[cell] += 1
            if len(cell) > CODE_LENGTH or len(self.values) > MOST_VALUES:
                self.values = None


@transaction.atomic
def read_table(*, import_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Read the sealed file of an import into sealed rows, all of them or none; what is no table is said on its page."""
    found = _claimed(import_id, ImportState.READING)
    if found is None:
        return
    opened, fault = open_import_content(found, by=by), ""
    ImportRow.objects.filter(of=found).delete()
    try:
        with transaction.atomic():
            _read_into_rows(found, opened, by)
    except Unreadable as problem:
        fault = problem.fault
        if problem.how is not None:
            found.how = sealed_part(opened.key, "how", problem.how.as_json(), found.pk)
    except FileNotFoundError:
        fault = Fault.DAMAGED
    except SealBroken:
        fault = Fault.DAMAGED
    found.state, found.fault = (ImportState.UNREADABLE if fault else ImportState.READ), fault
    found.changed_at = now or timezone.now()
    found.save(update_fields=["how", "columns", "decisions", "state", "fault", "counts", "changed_at"])
    record_event(
        "import.read", origin=by.origin, target=found.pk, label=fault or str(found.counts.get("rows", 0)), now=now
    )


def _read_into_rows(found: Import, opened: Opened, by: Actor) -> None:
    with open_import(found.city_id, found.pk) as stream:
        pieces = open_file(stream, opened.key, found.pk)
        with _table_of(found, opened, pieces, by) as table:
            columns = [_Column() for _heading in table.headings]
            rows = _store_lines(found, opened.key, table, columns)
            if not rows:
                raise Unreadable(Fault.NO_TABLE)
    read = [
        Column(heading, tuple(one.samples), one.filled, dict(one.values) if one.values is not None else None)
        for heading, one in zip(table.headings, columns, strict=True)
    ]
    language = _language(by)
    decisions = first_decisions(read, kept_decisions(by), language=language)
    if [column.heading for column in read] == list(opened.headings):
        decisions = replace(opened.decisions, language=opened.decisions.language or language)
    found.how = sealed_part(opened.key, "how", table.how.as_json(), found.pk)
    found.columns = sealed_part(opened.key, "columns", [column.as_json() for column in read], found.pk)
    found.decisions = sealed_part(opened.key, "decisions", decisions.as_json(), found.pk)
    found.counts = {"rows": rows}


def _table_of(
    found: Import, opened: Opened, pieces: Iterator[bytes], by: Actor
) -> AbstractContextManager[Table]:  # fmt: skip
    if found.kind == SHEET_KIND:
        return sheet_table(b"".join(pieces), opened.how)
    return text_table(pieces, opened.how, country=by.organisation.city.country)


def _store_lines(found: Import, key: RecordKey, table: Table, columns: list[_Column]) -> int:
    stored, waiting = 0, []
    for line in table.lines:
        for column, cell in zip(columns, line.cells, strict=False):
            column.take(cell)
        waiting.append(_row(found, key, line))
        if len(waiting) == AT_ONCE:
            stored, waiting = stored + len(ImportRow.objects.bulk_create(waiting)), []
    return stored + len(ImportRow.objects.bulk_create(waiting))


def _row(found: Import, key: RecordKey, line: Line) -> ImportRow:
    identifier = new_id()
    return ImportRow(
        id=identifier,
        city_id=found.city_id,
        of=found,
        number=line.number,
        cells=sealed_cells(key, line.cells, identifier),
    )


def _language(by: Actor) -> str:
    """Return the language that registers of the city are likely written in: the first of its country."""
    return next(iter(load_pack(by.organisation.city.country).languages), "")


@transaction.atomic
def check_rows(*, import_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Check every row against the decisions and note what becomes of it. Nothing else is written: this is the dry run."""
    found = _claimed(import_id, ImportState.CHECKING)
    if found is None:
        return
    opened, now = open_import_content(found, by=by), now or timezone.now()
    known = _known_lookups(by)
    seen: set[bytes] = set()
    waiting, counts = [], Counter[str]()
    for row in ImportRow.objects.filter(of=found).order_by("number").iterator(AT_ONCE):
        row.verdict = _verdict(checked_row(row, opened, _today(by, now)), opened, by, known, seen)
        counts[row.verdict] += 1
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            ImportRow.objects.bulk_update(waiting, ["verdict"])
            waiting = []
    ImportRow.objects.bulk_update(waiting, ["verdict"])
    found.state, found.changed_at, found.counts = (
        ImportState.CHECKED,
        now,
        {"rows": found.counts.get("rows", 0), **counts},
    )
    found.save(update_fields=["state", "changed_at", "counts"])
    record_event("import.checked", origin=by.origin, target=found.pk, label=str(_cases_in(counts)), now=now)


def checked_row(row: ImportRow, opened: Opened, today: date) -> Checked:
    """Return a row as it is checked now."""
    return check_row(cells_of(row, opened.key), decisions=opened.decisions, headings=opened.headings, today=today)


def lookup_of(source: str, external: str, by: Actor) -> bytes:
    """Return the keyed hash by which the actor's organisation knows an incident of a register again."""
    return hmac.digest(import_secret(by.organisation.pk), reference_key(source, external).encode(), "sha256")


def _known_lookups(by: Actor) -> set[bytes]:
    return {
        bytes(one) for one in CaseOrigin.objects.filter(organisation=by.organisation).values_list("lookup", flat=True)
    }


def _verdict(checked: Checked, opened: Opened, by: Actor, known: set[bytes], seen: set[bytes]) -> Verdict:
    lookup = lookup_of(opened.decisions.source, checked.external, by) if checked.external else b""
    if lookup in known:
        return Verdict.KNOWN
    if lookup and lookup in seen:
        return Verdict.TWICE
    seen.add(lookup)
    return checked.verdict


@transaction.atomic
def make_some_cases(*, import_id: UUID, by: Actor, now: datetime | None = None) -> bool:
    """Make the cases of the next rows, and say whether more are to come. Raises `NotAllowed` for who may no longer import."""
    found = _claimed(import_id, ImportState.RUNNING)
    if found is None:
        return False
    opened, now = open_import_content(found, by=by), now or timezone.now()
    waiting = ImportRow.objects.filter(of=found, verdict__in=BECOMES_A_CASE).order_by("number")
    rows = list(waiting[:CASES_AT_ONCE])
    for row in rows:
        row.verdict, row.case_id = _made(row, found, opened, by, now)
    ImportRow.objects.bulk_update(rows, ["verdict", "case_id"])
    if len(rows) < CASES_AT_ONCE:
        _finish(found, by, now)
    return len(rows) == CASES_AT_ONCE


def _made(row: ImportRow, found: Import, opened: Opened, by: Actor, now: datetime) -> tuple[Verdict, UUID | None]:
    history = checked_row(row, opened, _today(by, now)).history
    if history is None:  # it was sound when it was checked; a day later a limit may have passed
        return Verdict.WRONG, None
    lookup = lookup_of(history.source, history.external, by)
    try:
        with transaction.atomic():
            case = bring_in_case(history=history, lookup=lookup, import_id=found.pk, row=row.number, by=by, now=now)
    except NotSound:
        log.exception("a row became no case", extra={"object_id": row.pk})
        return Verdict.FAILED, None
    return (Verdict.DONE, case.pk) if case else (Verdict.KNOWN, None)


def _finish(found: Import, by: Actor, now: datetime) -> None:
    counts = Counter(ImportRow.objects.filter(of=found).values_list("verdict", flat=True))
    found.state, found.changed_at, found.counts = ImportState.DONE, now, {"rows": found.counts.get("rows", 0), **counts}
    found.save(update_fields=["state", "changed_at", "counts"])
    record_event("import.done", origin=by.origin, target=found.pk, label=str(counts[Verdict.DONE]), now=now)


def _claimed(import_id: UUID, state: ImportState) -> Import | None:
    """Return an import, locked, if it still waits for this work."""
    return Import.objects.select_for_update(of=("self",)).filter(pk=import_id, state=state).first()


def _today(by: Actor, now: datetime) -> date:
    return latest_day(now, by.organisation.city.time_zone)


def _cases_in(counts: Counter[str]) -> int:
    return sum(counts[one] for one in BECOMES_A_CASE)
