"""Opening a report as a case."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.accounts.records import new_record, open_record
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.cases.models import Case
from proximity.cases.operations.answering import take_into_work
from proximity.cases.operations.counting import count_case
from proximity.cases.operations.keeping import schedule_case
from proximity.cases.rules.states import reference_of, title_from
from proximity.foundation.pure.ids import new_id
from proximity.reporting.access import OpenReport, barred_from, own_recipient_to_change
from proximity.reporting.models import Report

TABLE = "cases_case"


@dataclass(frozen=True, slots=True)
class Opening:
    """What came of opening: the case, and whether it had been opened before."""

    case: Case
    again: bool


@transaction.atomic
def open_case(*, report: Report, by: Actor, now: datetime | None = None) -> Opening:
    """Open a report as a case of the actor's organisation and return it; a second opening returns the first case.

    The opener works on it until it is assigned. Raises `NotAllowed` by role, `RecordNotFound` without a wrap of the report,
    `reporting.rules.states.NotNow` for a report that the person took back.
    """
    by.check_may(Capability.WORK_CASES)
    now = now or timezone.now()
    # Two openings of one report follow one another here.
    open_record(report.pk, by=by)
    own_recipient_to_change(report, by=by)
    known = Case.objects.filter(report=report, organisation=by.organisation).first()
    if known is not None:
        return Opening(known, again=True)
    opened, feedback_due = take_into_work(report, by=by, now=now)
    case = _store(opened, next_reference(by.organisation.city, now), feedback_due, by, now)
    schedule_case(case, organisation=by.organisation, now=now)
    count_case(case, by=by, now=now)
    record_event("case.opened", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return Opening(case, again=False)


def next_reference(city: City, now: datetime) -> str:
    """Draw the next number of the city's local year and return the reference that it makes."""
    year = now.astimezone(ZoneInfo(city.time_zone)).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT draw_case_number(%s)", [year])
        number = int(cursor.fetchone()[0])
    return reference_of(city.reference_prefix, year, number)


def _store(opened: OpenReport, reference: str, feedback_due: date, by: Actor, now: datetime) -> Case:
    identifier = new_id()
    key = new_record(
        identifier, city_id=by.city_id, readers=[by.organisation], barred=barred_from(opened.report)
    )  # fmt: skip
    case = Case(
        id=identifier, city_id=by.city_id, organisation=by.organisation, report=opened.report, reference=reference,
        title=key.seal_text(_first_title(opened), table=TABLE, column="title", row=identifier),
        assignee_id=by.person_id, opened_by=by.person_id, opened_at=now, feedback_due=feedback_due,
    )  # fmt: skip
    case.save(force_insert=True)
    return case


def _first_title(opened: OpenReport) -> str:
    return title_from(opened.answers.what) or opened.report.reference
