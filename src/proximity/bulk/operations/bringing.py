"""A file that comes, how it is read, what is decided of it, and letting it go. No case is made here."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import give_up_records, new_record, open_record
from proximity.audit.operations import record_event
from proximity.bulk.access import check_may_import, lock_import
from proximity.bulk.content import KEPT, kept_decisions, open_import_content, sealed_part
from proximity.bulk.kinds import MAX_SHEET_BYTES, SHEET
from proximity.bulk.models import Import, ImportRow, KeptDecisions
from proximity.bulk.reading import How
from proximity.bulk.rules.checking import Verdict
from proximity.bulk.rules.decisions import Column, Decisions, faults_of, to_remember, undecided_values
from proximity.bulk.rules.states import BEFORE_CASES, MAY_GO, ImportState, NotNow, check_may_become
from proximity.bulk.storage import delete_import
from proximity.evidence.rules.kinds import Refusal, Refused
from proximity.evidence.uploads import Sealed
from proximity.foundation.pure.ids import new_id

TEXT_KIND, SHEET_KIND = "text", "sheet"
MAX_OPEN = 20
"""Imports that one organisation keeps at a time; older ones are let go first."""


class Undecided(ValueError):
    """Something is not decided: `faults` name the fields of the form, each with a code of what it is."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        """Keep the faults."""
        super().__init__("not decided")
        self.faults = faults


@transaction.atomic
def take_file(*, upload: Sealed, by: Actor, now: datetime | None = None) -> Import:
    """Store what tells of a table that was sealed while it came, and return it; the worker reads it. Say `keep()` then.

    Raises `NotAllowed`, and `Refused` for a spreadsheet that is too large and past the number of imports kept.
    """
    check_may_import(by)
    kind = SHEET_KIND if upload.kind is SHEET else TEXT_KIND
    if kind == SHEET_KIND and upload.size > MAX_SHEET_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    if Import.objects.filter(organisation=by.organisation).count() >= MAX_OPEN:
        raise Refused(Refusal.TOO_MANY)
    now, row = now or timezone.now(), upload.file_id
    key = new_record(row, city_id=by.city_id, readers=[by.organisation], key=upload.key)
    found = Import(
        id=row, city_id=by.city_id, organisation=by.organisation, kind=kind, size=upload.size, state=ImportState.READING,
        about=sealed_part(key, "about", {"name": upload.name, "sha256": upload.sha256}, row),
        how=sealed_part(key, "how", How().as_json(), row), columns=sealed_part(key, "columns", [], row),
        decisions=sealed_part(key, "decisions", None, row), started_by=by.person_id, started_at=now, changed_at=now,
    )  # fmt: skip
    found.save(force_insert=True)
    record_event("import.file_taken", origin=by.origin, target=row, label=kind, now=now)
    return found


@transaction.atomic
def read_again(*, import_id: UUID, how: How, by: Actor, now: datetime | None = None) -> Import:
    """Have a file read in another way: encoding, sign, sheet, line of the headings. Raises `NotNow`, `ImportNotFound`."""
    found = _lock_before_cases(import_id, by)
    check_may_become(ImportState(found.state), ImportState.READING)
    key = open_import_content(found, by=by).key
    found.how = sealed_part(key, "how", how.as_json(), found.pk)
    _move(found, ImportState.READING, now, "how")
    record_event("import.read_again", origin=by.origin, target=found.pk, now=now)
    return found


@transaction.atomic
def decide(*, import_id: UUID, decisions: Decisions, by: Actor, now: datetime | None = None) -> list[str]:
    """Keep what each column is, what each value means and what holds for all rows.

    Return the values that are still to be decided; where there are none, the worker checks the rows. Raises `Undecided`,
    `NotNow`, `ImportNotFound`.
    """
    found = _lock_before_cases(import_id, by)
    opened = open_import_content(found, by=by)
    faults = faults_of(decisions, opened.columns)
    if faults:
        raise Undecided(faults)
    return _keep(found, decisions, by, now)


@transaction.atomic
def let_go(*, import_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Delete file, rows and decisions of an import; the cases that it made stay, and cannot be taken back together any more.

    Raises `NotNow` while the worker is at it, `ImportNotFound`.
    """
    check_may_import(by)
    found = lock_import(import_id, by=by)
    if ImportState(found.state) not in MAY_GO:
        raise NotNow(found.state)
    record_event("import.let_go", origin=by.origin, target=found.pk, now=now)
    delete_parts(found, by=by)


def delete_parts(found: Import, *, by: Actor) -> None:
    """Delete all that is left of an import, inside the transaction of whoever decided it; the file once that is sure."""
    city, record = found.city_id, found.pk
    ImportRow.objects.filter(of=found).delete()
    found.delete()
    give_up_records([record], by=by)
    transaction.on_commit(lambda: delete_import(city, record))


def _keep(found: Import, decisions: Decisions, by: Actor, now: datetime | None) -> list[str]:
    opened = open_import_content(found, by=by)
    found.decisions = sealed_part(opened.key, "decisions", decisions.as_json(), found.pk)
    open_values = [value for _field, value in undecided_values(decisions, opened.columns)]
    wanted = ImportState.READ if open_values else ImportState.CHECKING
    if found.state != wanted:
        check_may_become(ImportState(found.state), wanted)
    _remember(decisions, opened.columns, by, now or timezone.now())
    _move(found, wanted, now, "decisions")
    ImportRow.objects.filter(of=found).update(verdict=Verdict.UNREAD)
    record_event("import.decided", origin=by.origin, target=found.pk, now=now)
    return open_values


def _remember(decisions: Decisions, columns: Sequence[Column], by: Actor, now: datetime) -> None:
    content = to_remember(decisions, columns, kept_decisions(by))
    row = KeptDecisions.objects.filter(organisation=by.organisation).first()
    identifier = row.pk if row else new_id()
    key = (
        open_record(identifier, by=by) if row else new_record(identifier, city_id=by.city_id, readers=[by.organisation])
    )
    sealed = key.seal_json(content, table=KEPT, column="content", row=identifier)
    if row:
        row.content, row.changed_at = sealed, now
        row.save(update_fields=["content", "changed_at"])
    else:
        KeptDecisions.objects.create(
            id=identifier, city_id=by.city_id, organisation=by.organisation, content=sealed, changed_at=now
        )


def _lock_before_cases(import_id: UUID, by: Actor) -> Import:
    check_may_import(by)
    found = lock_import(import_id, by=by)
    if ImportState(found.state) not in BEFORE_CASES:
        raise NotNow(found.state)
    return found


def _move(found: Import, state: ImportState, now: datetime | None, *fields: str) -> None:
    found.state, found.changed_at = state, now or timezone.now()
    found.save(update_fields=["state", "changed_at", *fields])
