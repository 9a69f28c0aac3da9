"""Qualifying a case: a provision considered, written about against facts, proposed or dropped. Nothing is written over."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.assessment.rules import NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import lock_open_case
from proximity.cases.models import Case, Qualification
from proximity.cases.operations.second_reading import settle_requests
from proximity.cases.queries.qualifications import QUALIFICATION, pack_for
from proximity.cases.rules.qualifications import (
    Element,
    QualificationStatus,
    Reasoned,
    check_may_become,
    check_offered,
    check_reasoned,
)
from proximity.cases.rules.states import check_unchanged
from proximity.foundation.pure.ids import new_id


class QualificationNotFound(LookupError):
    """There is no such qualification in this case."""


@transaction.atomic
def consider_offence(
    *, case: Case, offence: str, day: date, by: Actor, lang: str = "en", now: datetime | None = None
) -> Qualification:  # fmt: skip
    """Begin a qualification with a wording that was in force on a day; elements that the pack knows come with it, in `lang`.

    Raises `NotSound("offence")` for a wording that is not in the pack, was not in force, or stands in the case already,
    `NotNow` when closed, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    wording = check_offered(pack_for(case), offence, day)
    if Qualification.objects.filter(case=case, offence=offence).exists():
        raise NotSound("offence")
    elements = tuple(Element(one.words.label(lang)) for one in wording.elements)
    identifier = new_id()
    row = _store(
        case, identifier, 1, offence, QualificationStatus.CONSIDERED, Reasoned(day, elements=elements), by=by, now=now,
        row_id=identifier,
    )  # fmt: skip
    record_event("case.offence_considered", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return row


@transaction.atomic
def write_qualification(
    *, case: Case, thread: UUID, status: QualificationStatus, basis: str, elements: tuple[Element, ...], reason: str,
    seen: int, by: Actor, now: datetime | None = None,
) -> Qualification:  # fmt: skip
    """Write the next version of a qualification; the earlier ones stay. What was perceived and assessed is not touched.

    `seen` is the version that the actor had before her eyes. Raises `MovedOn` where it no longer holds, `NotSound` for what the
    status needs, `NotNow` for a step that the rules do not know or when closed, `QualificationNotFound`, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    last = Qualification.objects.filter(case=case, thread=thread).order_by("-number").first()
    if last is None:
        raise QualificationNotFound
    check_unchanged(last.number, seen)
    check_may_become(QualificationStatus(last.status), status)
    reasoned = Reasoned(_day_of(last, by), basis=basis.strip(), elements=elements, reason=reason.strip())
    check_reasoned(status, reasoned)
    now = now or timezone.now()
    row = _store(case, thread, seen + 1, last.offence, status, reasoned, by=by, now=now, row_id=new_id())
    settle_requests(case, by=by, now=now)
    record_event(f"case.qualification_{status}", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return row


def _day_of(row: Qualification, by: Actor) -> date:
    said = open_record(row.case_id, by=by).open_json(
        bytes(row.content), table=QUALIFICATION, column="content", row=row.pk
    )
    return Reasoned.from_json(said if isinstance(said, dict) else {}).day


def _store(
    case: Case, thread: UUID, number: int, offence: str, status: QualificationStatus, reasoned: Reasoned, *, by: Actor,
    now: datetime | None, row_id: UUID,
) -> Qualification:  # fmt: skip
    key = open_record(case.pk, by=by)
    row = Qualification(
        id=row_id, city_id=case.city_id, case=case, thread=thread, number=number, offence=offence, status=status,
        content=key.seal_json(reasoned.as_json(), table=QUALIFICATION, column="content", row=row_id),
        written_by=by.person_id, written_at=now or timezone.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    return row
