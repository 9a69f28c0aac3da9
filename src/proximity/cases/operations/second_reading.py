"""The second person: asked by a colleague, she agrees or differs, with reasons. Both answers stay to be seen."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.queries import colleagues
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.assessment.queries.assessments import assessment_of
from proximity.assessment.rules import NotNow, NotSound, check_text
from proximity.audit.operations import record_event
from proximity.cases.access import door_of, lock_case, lock_open_case
from proximity.cases.models import Case, ReadingRequest, SecondReading
from proximity.cases.operations.notices import tell
from proximity.cases.queries.qualifications import READING, as_read, newest_of, standing_of
from proximity.cases.rules.notices import NoticeKind
from proximity.cases.rules.second_reading import About, Answered, check_may_read, left_to_read
from proximity.cases.rules.states import check_unchanged
from proximity.foundation.pure.ids import new_id


@transaction.atomic
def ask_second_reading(*, case: Case, of: UUID, by: Actor, now: datetime | None = None) -> None:
    """Ask a colleague to read a case as the second person; she is told on her first page.

    Raises `NotSound("reader")` for oneself, a stranger, who does not see the case or is asked already, `NotNow` where there is
    nothing that she has not written or read herself, or when closed, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    officers = {person.pk for person in colleagues(by.organisation, Capability.WORK_CASES)} - {by.person_id}
    if of not in officers or not door_of(case, by=by).is_open_to(of):
        raise NotSound("reader")
    if ReadingRequest.objects.filter(case=case, asked_of=of, done_at__isnull=True).exists():
        raise NotSound("reader")
    if not _left(case, reader=of, by=by):
        raise NotNow("nothing to read")
    now = now or timezone.now()
    ReadingRequest(
        id=new_id(), city_id=case.city_id, organisation=by.organisation, case=case, asked_of=of, asked_by=by.person_id,
        asked_at=now,
    ).save(force_insert=True)  # fmt: skip
    tell(case, of, NoticeKind.READING_ASKED, by=by, now=now)
    record_event("case.reading_asked", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def give_second_reading(
    *, case: Case, about: About, thread: UUID | None, agrees: bool, reasons: str, seen: int, by: Actor,
    now: datetime | None = None,
) -> SecondReading:  # fmt: skip
    """Agree with an answer of a colleague or differ from it, with reasons; her answer stays as it is.

    `seen` is the version that the actor read. Once she has read all there is, what she was asked for is done and who asked is
    told. Raises `MovedOn` where the answer was changed meanwhile, `NotSound` without reasons, `NotNow` for her own answer or one
    that does not stand, `CaseNotFound`. A closed case too may be read.
    """
    case = lock_case(case, by=by)
    check_text(reasons, "reasons")
    answered = next((one for one in _standing(case, by) if (one.about, one.thread) == (about, thread)), None)
    if answered is None:
        raise NotNow("there is no such answer")
    check_unchanged(answered.version, seen)
    check_may_read(answered, reader=by.person_id)
    now = now or timezone.now()
    row = _store(case, answered, agrees=agrees, reasons=reasons, by=by, now=now)
    record_event("case.second_reading", origin=by.origin, target=case.pk, label=case.reference, now=now)
    settle_requests(case, by=by, now=now)
    return row


def settle_requests(case: Case, *, by: Actor, now: datetime) -> None:
    """End each request whose reader has nothing left to read, and tell who asked. For whoever changes what there is to read."""
    for request in ReadingRequest.objects.filter(case=case, done_at__isnull=True):
        if not _left(case, reader=request.asked_of, by=by):
            request.done_at = now
            request.save(update_fields=["done_at"])
            tell(case, request.asked_by, NoticeKind.READING_GIVEN, by=by, now=now)


def _store(
    case: Case, answered: Answered, *, agrees: bool, reasons: str, by: Actor, now: datetime
) -> SecondReading:  # fmt: skip
    identifier, key = new_id(), open_record(case.pk, by=by)
    row = SecondReading(
        id=identifier, city_id=case.city_id, case=case, about=answered.about, thread=answered.thread,
        version=answered.version, agrees=agrees,
        reasons=key.seal_text(reasons, table=READING, column="reasons", row=identifier), read_by=by.person_id, read_at=now,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _standing(case: Case, by: Actor) -> list[Answered]:
    return standing_of(assessment_of(case.pk, by=by), newest_of(case))


def _left(case: Case, *, reader: UUID, by: Actor) -> list[Answered]:
    read = [as_read(row) for row in SecondReading.objects.filter(case=case)]
    return left_to_read(_standing(case, by), read, reader=reader)
