"""Bringing a case in from an older register, and taking it back while nobody has worked on it."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import new_record
from proximity.accounts.rules import Capability
from proximity.assessment import operations as assessment
from proximity.assessment.rules import AllegedBy, NotNow
from proximity.audit.operations import record_event
from proximity.cases.models import Case, CaseOrigin
from proximity.cases.operations.counting import count_case
from proximity.cases.operations.disposing import DISPOSERS, Doomed
from proximity.cases.operations.keeping import schedule_case
from proximity.cases.operations.opening import TABLE, next_reference
from proximity.cases.queries.origins import TABLE as ORIGIN
from proximity.cases.rules.history import History, check_history, origin_of, reasons_of, recorded_grounds
from proximity.cases.rules.states import OffenceState, title_from
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.records import RecordKey
from proximity.insight.operations.record import take_out_fact

UNDONE = "import undone"


@transaction.atomic
def bring_in_case(
    *, history: History, lookup: bytes, import_id: UUID, row: int, by: Actor, now: datetime | None = None
) -> Case | None:
    """Make a case of an incident of an older register and return it; None where it was brought in before.

    Sealed, walled, scheduled, assessed and counted as one that is opened here. Its days are the register's, so its times of
    keeping are, too. `lookup` is the keyed hash of register and reference. Raises `NotAllowed`, `NotSound`.
    """
    by.check_may(Capability.IMPORT_CASES)
    check_history(history)
    now = now or timezone.now()
    if CaseOrigin.objects.filter(organisation=by.organisation, lookup=lookup).exists():
        return None
    case, key = _store(history, by)
    _store_origin(case, history, lookup, import_id, row, key, by, now)
    record_event("case.imported", origin=by.origin, target=case.pk, label=case.reference, now=now)
    _assess(case, history, by, now)
    schedule_case(case, organisation=by.organisation, now=now)
    count_case(case, by=by, now=now)
    return case


@transaction.atomic
def take_case_back(*, case_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Take a case back that was brought in and that nobody has worked on since: it is deleted, its number stays drawn.

    Raises `NotAllowed`, `NotNow` where somebody worked on it or it was not brought in by this organisation.
    """
    by.check_may(Capability.IMPORT_CASES)
    now = now or timezone.now()
    case = Case.objects.select_for_update().filter(pk=case_id, organisation=by.organisation, imported=True).first()
    if case is None or not is_untouched(case_id):
        raise NotNow("somebody worked on it")
    CaseOrigin.objects.filter(case=case_id).update(undone_by=by.person_id, undone_at=now)
    record_event("case.import_undone", origin=by.origin, target=case_id, label=case.reference, now=now)
    take_out_fact(case_id, by=by, now=now)
    doomed = Doomed(case_id, case, None, UNDONE, by, now)
    for dispose in DISPOSERS:
        dispose(doomed)


def is_untouched(case_id: UUID) -> bool:
    """Say whether nobody has worked on a case since it was brought in: reading it is no work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT import_is_untouched(%s)", [case_id])
        return bool(cursor.fetchone()[0])


def _store(history: History, by: Actor) -> tuple[Case, RecordKey]:
    identifier, zone = new_id(), by.organisation.city.time_zone
    opened_at = _noon(history.recorded_on, zone)
    key = new_record(identifier, city_id=by.city_id, readers=[by.organisation])
    title = title_from(history.title or history.told) or history.external
    suspected = history.offence == OffenceState.SUSPECTED
    case = Case(
        id=identifier, city=by.organisation.city, organisation=by.organisation, imported=True,
        reference=next_reference(by.organisation.city, opened_at),
        title=key.seal_text(title, table=TABLE, column="title", row=identifier), status=history.status, kind=history.kind,
        complaint_state=history.complaint, offence_state=history.offence, offence_at=opened_at if suspected else None,
        opened_by=by.person_id, opened_at=opened_at, closed_at=_noon(history.closed_on, zone) if history.closed_on else None,
    )  # fmt: skip
    case.save(force_insert=True)
    return case, key


def _store_origin(
    case: Case, history: History, lookup: bytes, import_id: UUID, row: int, key: RecordKey, by: Actor, now: datetime
) -> None:
    identifier = new_id()
    CaseOrigin.objects.bulk_create([CaseOrigin(
        id=identifier, city_id=by.city_id, organisation=by.organisation, case=case, import_id=import_id, row=row, lookup=lookup,
        content=key.seal_json(origin_of(history).as_json(), table=ORIGIN, column="content", row=identifier),
        imported_by=by.person_id, imported_at=now,
    )])  # fmt: skip


def _assess(case: Case, history: History, by: Actor, now: datetime) -> None:
    """Record what the register says of bias, by the operations of whoever assesses a case by hand."""
    assessment.answer_bias_question(
        record_id=case.pk, reference=case.reference, answer=history.bias, reasons=reasons_of(history), seen=0, by=by, now=now
    )  # fmt: skip
    for code in recorded_grounds(history):
        assessment.add_ground(
            record_id=case.pk, reference=case.reference, code=code, basis=history.ground_basis, alleged_by=AllegedBy.OFFICER,
            status=history.ground_status, by=by, now=now,
        )  # fmt: skip


def _noon(day: date, zone: str) -> datetime:
    """Return an instant of a day that is the same day in the city, whatever the season."""
    return datetime.combine(day, time(12), ZoneInfo(zone))
