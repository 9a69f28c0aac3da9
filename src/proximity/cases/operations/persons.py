"""The persons of a case: noted, changed, taken out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.assessment.rules import NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import get_person, lock_open_case
from proximity.cases.models import Case, CasePerson
from proximity.cases.operations.suspects import store_test
from proximity.cases.queries.persons import TABLE, details_of, necessity_paper
from proximity.cases.rules.persons import (
    AgeBand,
    NecessityAnswers,
    PassedTest,
    PersonDetails,
    PersonRole,
    check_person,
    delete_on,
    needs_test,
    passed_test,
)
from proximity.cases.rules.states import OffenceState
from proximity.foundation.pure.ids import new_id
from proximity.reporting.rules.deadlines import local_day


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a person: who she is in the case, how old roughly, what is written, who cares for a child."""

    role: PersonRole
    age_band: AgeBand = AgeBand.UNKNOWN
    details: PersonDetails = field(default_factory=PersonDetails)
    guardian: UUID | None = None
    guardian_in_conflict: bool = False


@transaction.atomic
def add_person(
    *, case: Case, described: Described, test: NecessityAnswers | None = None, by: Actor, now: datetime | None = None
) -> CasePerson:
    """Note a person of a case; a suspect is named where no offence is suspected only after a necessity test (R20).

    Raises `NotSound` for what the rules refuse and for a test that is not answered, `NotNow` when closed, `PersonNotFound` for a
    guardian of another case, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    now = now or timezone.now()
    person = CasePerson(id=new_id(), city_id=case.city_id, case=case, added_by=by.person_id, added_at=now)
    tested = _describe(person, case, described, test, by, now)
    person.save(force_insert=True)
    if tested is not None:
        store_test(person, tested, by=by, now=now)
    record_event("case.person_added", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return person


@transaction.atomic
def change_person(
    *, case: Case, person_id: UUID, described: Described, seen: int, test: NecessityAnswers | None = None, by: Actor,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Write anew what is known of a person; `seen` is the version that the actor had before her eyes.

    A name that was stored by a test keeps it; one that is new, or changed, needs one. Raises `NotSound` (`seen` where somebody
    else wrote meanwhile), `NotNow` when closed, `PersonNotFound`, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    person = get_person(case, person_id)
    if person.version != seen:
        raise NotSound("seen")
    now = now or timezone.now()
    tested = _describe(person, case, described, test, by, now)
    person.version, person.changed_by, person.changed_at = person.version + 1, by.person_id, now
    person.save(update_fields=[
        "role", "age_band", "named", "details", "guardian", "guardian_in_conflict", "delete_on", "version", "changed_by",
        "changed_at",
    ])  # fmt: skip
    if tested is not None:
        store_test(person, tested, by=by, now=now)
    record_event("case.person_changed", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def remove_person(*, case: Case, person_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Take a person out of a case: the row is deleted, with its tests. Raises `NotNow` when closed, `PersonNotFound`."""
    case = lock_open_case(case, by=by)
    get_person(case, person_id).delete()
    record_event("case.person_removed", origin=by.origin, target=case.pk, label=case.reference, now=now)


def _describe(
    person: CasePerson, case: Case, described: Described, test: NecessityAnswers | None, by: Actor, now: datetime
) -> PassedTest | None:
    """Put what is known on the row, once the rules allow it; return the test that has to be stored with it, if one has."""
    details, is_suspect = described.details.stripped(), described.role == PersonRole.SUSPECT
    check_person(described.role, described.age_band, details, in_conflict=described.guardian_in_conflict)
    key = open_record(case.pk, by=by)
    before = details_of(person, key) if person.details else None
    if before is not None and (person.role == PersonRole.SUSPECT) != is_suspect:
        raise NotSound("role")
    passed = None
    if before is None or before.name != details.name:
        passed = _tested(case, described.role, details, test, now)
        person.delete_on = _deletes_on(person, case, details, passed, now) if is_suspect else None
    person.guardian = _guardian(person, case, described)
    person.role, person.age_band, person.named = described.role, described.age_band, bool(details.name)
    person.guardian_in_conflict = described.guardian_in_conflict
    person.details = key.seal_json(details.as_json(), table=TABLE, column="details", row=person.pk)
    return passed


def _tested(
    case: Case, role: PersonRole, details: PersonDetails, test: NecessityAnswers | None, now: datetime
) -> PassedTest | None:
    """Return the test that a name needs, found sound, or None where it needs none. Raises `NotSound`."""
    if not needs_test(role, details, OffenceState(case.offence_state)):
        return None
    today = local_day(now, case.city.time_zone)
    paper = necessity_paper(case, on=today)
    return passed_test(test, paper.questions, today=today, most=paper.most_days)


def _deletes_on(
    person: CasePerson, case: Case, details: PersonDetails, passed: PassedTest | None, now: datetime
) -> date | None:
    """Return when a suspect deletes herself. Another name gains no time: only a second person's test does."""
    wanted = delete_on(
        OffenceState(case.offence_state), named=bool(details.name), kept_until=passed.keep_until if passed else None,
        today=local_day(now, case.city.time_zone),
    )  # fmt: skip
    return min(wanted, person.delete_on) if wanted and person.delete_on else wanted


def _guardian(person: CasePerson, case: Case, described: Described) -> CasePerson | None:
    """Return who cares for a child. Raises `NotSound` for herself, `PersonNotFound` for somebody of another case."""
    if described.guardian is None:
        return None
    if described.guardian == person.pk:
        raise NotSound("guardian")
    return get_person(case, described.guardian)
