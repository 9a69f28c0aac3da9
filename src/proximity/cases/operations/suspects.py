"""Suspects where no offence is suspected: the test before a name, keeping it longer, and the day it deletes itself (R20)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.assessment.rules import NotNow
from proximity.audit.operations import record_event
from proximity.cases.access import get_person, lock_open_case
from proximity.cases.models import Case, CasePerson, NecessityTest
from proximity.cases.queries.persons import TEST_TABLE, necessity_paper
from proximity.cases.rules.persons import (
    NecessityAnswers,
    PassedTest,
    PersonRole,
    check_second_person,
    delete_on,
    passed_test,
)
from proximity.cases.rules.states import OffenceState
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.json import JSONObject
from proximity.reporting.rules.deadlines import local_day


def store_test(person: CasePerson, test: PassedTest, *, by: Actor, now: datetime) -> NecessityTest:
    """Store a test that was found sound, as the next of its person, inside the transaction of the act."""
    case = person.case
    paper = necessity_paper(case, on=local_day(now, case.city.time_zone))
    row = NecessityTest(
        id=new_id(), city_id=person.city_id, case=case, person=person, number=_last(person)[0] + 1,
        rule=paper.rule.code if paper.rule else "", keep_until=test.keep_until, made_by=by.person_id, made_at=now,
    )  # fmt: skip
    reasons: JSONObject = {question.value: reason for question, reason in test.reasons.items()}
    row.reasons = open_record(case.pk, by=by).seal_json(reasons, table=TEST_TABLE, column="reasons", row=row.pk)
    row.save(force_insert=True)
    return row


@transaction.atomic
def keep_suspect(
    *, case: Case, person_id: UUID, test: NecessityAnswers, by: Actor, now: datetime | None = None
) -> None:
    """Keep a name longer by a new test, which somebody else makes than made the one before.

    Raises `NotSound` for a test that is not answered, `NotNow` for the same person, for who does not delete herself, or when
    closed, `PersonNotFound`, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    person = get_person(case, person_id)
    if person.delete_on is None:
        raise NotNow("nothing deletes itself")
    now = now or timezone.now()
    check_second_person(_last(person)[1] or person.added_by, by.person_id)
    today = local_day(now, case.city.time_zone)
    paper = necessity_paper(case, on=today)
    passed = passed_test(test, paper.questions, today=today, most=paper.most_days)
    store_test(person, passed, by=by, now=now)
    person.delete_on, person.version = passed.keep_until, person.version + 1
    person.save(update_fields=["delete_on", "version"])
    record_event("case.suspect_kept", origin=by.origin, target=case.pk, label=case.reference, now=now)


def follow_offence_state(case: Case, *, now: datetime) -> None:
    """Let the suspects of a case follow its state: where an offence is suspected none deletes herself, where not, named ones do.

    Called inside the transaction that sets the state.
    """
    today, state = local_day(now, case.city.time_zone), OffenceState(case.offence_state)
    for person in CasePerson.objects.select_for_update().filter(case=case, role=PersonRole.SUSPECT):
        tests = person.tests.order_by("-number").values_list("keep_until", flat=True)
        wanted = delete_on(state, named=person.named, kept_until=tests.first(), today=today)
        if wanted is None or person.delete_on is None:
            person.delete_on = wanted
            person.save(update_fields=["delete_on"])


@transaction.atomic
def delete_due_suspect(*, person_id: UUID, by: Actor, now: datetime | None = None) -> bool:
    """Delete a suspect whose day has passed, with the tests; say whether it was done. Background work does it, nobody acts."""
    now = now or timezone.now()
    today = local_day(now, by.organisation.city.time_zone)
    person = (
        CasePerson.objects.select_for_update(of=("self",)).select_related("case")
        .filter(pk=person_id, role=PersonRole.SUSPECT, delete_on__lt=today).first()
    )  # fmt: skip
    if person is None:
        return False
    case = person.case
    person.delete()
    record_event("case.suspect_deleted", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return True


def _last(person: CasePerson) -> tuple[int, UUID | None]:
    """Return the number of the last test and who made it; 0 and nobody before the first."""
    last = person.tests.order_by("-number").first()
    return (last.number, last.made_by) if last else (0, None)
