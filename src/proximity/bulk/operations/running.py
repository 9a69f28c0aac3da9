"""Having cases made of an import, and having them taken back. The worker does it; here somebody says so, under her name."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.assessment.rules import NotNow as CaseNotNow
from proximity.audit.operations import record_event
from proximity.bulk.access import check_may_import, lock_import
from proximity.bulk.models import Import, ImportRow
from proximity.bulk.operations.working import CASES_AT_ONCE
from proximity.bulk.rules.checking import BECOMES_A_CASE, Verdict
from proximity.bulk.rules.states import ImportState, NotNow, check_may_become
from proximity.cases.models import CaseOrigin
from proximity.cases.operations.history import take_case_back

TOUCHED = "SELECT count(*) FROM cases_caseorigin WHERE import_id = %s AND NOT import_is_untouched(case_id)"


class WorkedOn(ValueError):
    """Somebody worked on cases of the import since; `number` says on how many."""

    def __init__(self, number: int) -> None:
        """Keep the number."""
        super().__init__(str(number))
        self.number = number


@transaction.atomic
def begin_import(*, import_id: UUID, by: Actor, purpose: str = "", now: datetime | None = None) -> Import:
    """Have cases made of the rows that are sound; also of those that are left where it stopped.

    Raises `NotAllowed`, `NotNow` where nothing is checked or nothing would come of it, `ImportNotFound`.
    """
    check_may_import(by)
    found = lock_import(import_id, by=by)
    check_may_become(ImportState(found.state), ImportState.RUNNING)
    sound = ImportRow.objects.filter(of=found, verdict__in=BECOMES_A_CASE).count()
    if not sound or by.person_id is None:
        raise NotNow("nothing would come of it")
    found.state, found.begun_by, found.begun_at = ImportState.RUNNING, by.person_id, now or timezone.now()
    found.changed_at, found.fault = found.begun_at, ""
    found.save(update_fields=["state", "begun_by", "begun_at", "changed_at", "fault"])
    record_event("import.begun", origin=by.origin, target=found.pk, label=str(sound), purpose=purpose, now=now)
    return found


@transaction.atomic
def begin_undo(*, import_id: UUID, reason: str, by: Actor, now: datetime | None = None) -> Import:
    """Have all cases of an import taken back, while nobody has worked on one of them.

    Raises `NotAllowed`, `WorkedOn`, `NotNow` without a reason or in another state, `ImportNotFound`.
    """
    check_may_import(by)
    found = lock_import(import_id, by=by)
    check_may_become(ImportState(found.state), ImportState.UNDOING)
    if not reason.strip() or by.person_id is None:
        raise NotNow("a reason is needed")
    if touched := cases_worked_on(found):
        raise WorkedOn(touched)
    found.state, found.begun_by, found.changed_at = ImportState.UNDOING, by.person_id, now or timezone.now()
    found.save(update_fields=["state", "begun_by", "changed_at"])
    record_event("import.undo_begun", origin=by.origin, target=found.pk, purpose=reason.strip()[:200], now=now)
    return found


@transaction.atomic
def take_some_back(*, import_id: UUID, by: Actor, now: datetime | None = None) -> bool:
    """Take the next cases of an import back, and say whether more are to come. What somebody worked on meanwhile stays."""
    found = Import.objects.select_for_update(of=("self",)).filter(pk=import_id, state=ImportState.UNDOING).first()
    if found is None:
        return False
    now = now or timezone.now()
    made = ImportRow.objects.filter(of=found, verdict=Verdict.DONE).order_by("-number")
    waiting = list(made[:CASES_AT_ONCE])
    for row in waiting:
        row.verdict, row.case_id = _back(row, by, now)
    ImportRow.objects.bulk_update(waiting, ["verdict", "case_id"])
    if len(waiting) == CASES_AT_ONCE:
        return True
    left, gone = (ImportRow.objects.filter(of=found, verdict=one).count() for one in (Verdict.STAYED, Verdict.UNDONE))
    found.state, found.changed_at = ImportState.UNDONE, now
    found.counts = {"rows": found.counts.get("rows", 0), Verdict.UNDONE.value: gone, Verdict.STAYED.value: left}
    found.save(update_fields=["state", "changed_at", "counts"])
    record_event("import.undone", origin=by.origin, target=found.pk, label=str(left), now=now)
    return False


@transaction.atomic
def stop_import(*, import_id: UUID, fault: str, by: Actor, now: datetime | None = None) -> None:
    """Note that an import cannot go on, and why: who began it may no longer do so."""
    found = Import.objects.select_for_update(of=("self",)).filter(pk=import_id, state=ImportState.RUNNING).first()
    if found is not None:
        found.state, found.fault, found.changed_at = ImportState.STOPPED, fault, now or timezone.now()
        found.save(update_fields=["state", "fault", "changed_at"])
        record_event("import.stopped", origin=by.origin, target=found.pk, label=fault, now=now)


def cases_worked_on(found: Import) -> int:
    """Return on how many cases of an import somebody has worked since."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [found.pk])
        return int(cursor.fetchone()[0])


def _back(row: ImportRow, by: Actor, now: datetime) -> tuple[Verdict, UUID | None]:
    if row.case_id is None or not CaseOrigin.objects.filter(case=row.case_id).exists():
        return Verdict.UNDONE, None
    try:
        take_case_back(case_id=row.case_id, by=by, now=now)
    except CaseNotNow:  # since the list was made
        return Verdict.STAYED, row.case_id
    return Verdict.UNDONE, None
