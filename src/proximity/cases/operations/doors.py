"""Shutting a case to some of one's own organisation: conflict of interest, seal, breaking the glass."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.queries import colleagues
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound, check_text
from proximity.audit.operations import record_event
from proximity.cases.access import CaseNotFound, door_of, lock_case, sealed_case_id
from proximity.cases.models import Case, CaseBlock, CaseSeal, GlassBreak, NamedReader, Task
from proximity.cases.operations.notices import tell
from proximity.cases.rules.doors import GLASS_LASTS, check_purpose
from proximity.cases.rules.notices import NoticeKind
from proximity.foundation.pure.ids import new_id

BLOCK, SEAL = "cases_caseblock", "cases_caseseal"


@transaction.atomic
def block_person(*, case: Case, person: UUID, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Shut a case to somebody with a conflict of interest: herself, or a colleague where a supervisor says so.

    She no longer works on it, and her open tasks there wait for whoever does. Raises `NotAllowed` for another than herself
    without being a supervisor, `NotSound` for a stranger, somebody who is blocked already, or without a reason, `CaseNotFound`.
    """
    if person != by.person_id:
        by.check_may(Capability.SUPERVISE_CASES)
    case = lock_case(case, by=by)
    check_text(reason, "reason")
    if person not in _officers(by) or person in door_of(case, by=by).blocked:
        raise NotSound("person")
    now = now or timezone.now()
    identifier, key = new_id(), open_record(case.pk, by=by)
    sealed = key.seal_text(reason, table=BLOCK, column="reason", row=identifier)
    Task.objects.filter(case=case, assignee=person, done_at__isnull=True).update(assignee=None)
    if case.assignee_id == person:
        case.assignee = None
        case.save(update_fields=["assignee"])
    record_event("case.person_blocked", origin=by.origin, target=case.pk, label=case.reference, now=now)
    # Last: from here on she sees nothing of it, not even to write.
    CaseBlock(
        id=identifier, city_id=case.city_id, organisation=by.organisation, case=case, person_id=person, reason=sealed,
        set_by=by.person_id, set_at=now,
    ).save(force_insert=True)  # fmt: skip


@transaction.atomic
def lift_block(*, case: Case, person: UUID, by: Actor, now: datetime | None = None) -> None:
    """Let somebody see a case again.

    Raises `NotAllowed` but for a supervisor, `NotNow` where she is not blocked, `CaseNotFound`.
    """
    by.check_may(Capability.SUPERVISE_CASES)
    case = lock_case(case, by=by)
    now = now or timezone.now()
    lifted = CaseBlock.objects.filter(case=case, person_id=person, lifted_at__isnull=True)
    if not lifted.update(lifted_at=now, lifted_by=by.person_id):
        raise NotNow("not blocked")
    record_event("case.block_lifted", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def seal_case(*, case: Case, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Shut a case to all of the organisation but who works on it, the supervisor who seals it, and whom either names.

    Raises `NotAllowed` but for a supervisor, `NotSound` without a reason, `NotNow` where it is sealed, `CaseNotFound`.
    """
    by.check_may(Capability.SUPERVISE_CASES)
    case = lock_case(case, by=by)
    check_text(reason, "reason")
    if door_of(case, by=by).is_sealed:
        raise NotNow("sealed before")
    now = now or timezone.now()
    identifier, key = new_id(), open_record(case.pk, by=by)
    CaseSeal(
        id=identifier, city_id=case.city_id, organisation=by.organisation, case=case, sealed_by=by.person_id, sealed_at=now,
        reason=key.seal_text(reason, table=SEAL, column="reason", row=identifier),
    ).save(force_insert=True)  # fmt: skip
    record_event("case.sealed", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def unseal_case(*, case: Case, by: Actor, now: datetime | None = None) -> None:
    """Open a sealed case to the whole organisation again; who was named is named no longer.

    Raises `NotAllowed` but for a supervisor, `NotNow` where it is not sealed, `CaseNotFound`.
    """
    by.check_may(Capability.SUPERVISE_CASES)
    case = lock_case(case, by=by)
    now = now or timezone.now()
    if not CaseSeal.objects.filter(case=case, lifted_at__isnull=True).update(lifted_at=now, lifted_by=by.person_id):
        raise NotNow("not sealed")
    NamedReader.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now, ended_by=by.person_id)
    record_event("case.unsealed", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def name_reader(*, case: Case, person: UUID, by: Actor, now: datetime | None = None) -> None:
    """Let one more colleague see a sealed case; she is told.

    Raises `NotNow` where it is not sealed, `NotSound` for a stranger, somebody blocked, or who sees it already, `CaseNotFound`.
    """
    case = lock_case(case, by=by)
    door = door_of(case, by=by)
    if not door.is_sealed:
        raise NotNow("not sealed")
    if person not in _officers(by) or person in door.blocked or door.is_open_to(person):
        raise NotSound("person")
    now = now or timezone.now()
    NamedReader(
        id=new_id(), city_id=case.city_id, organisation=by.organisation, case=case, person_id=person,
        named_by=by.person_id, named_at=now,
    ).save(force_insert=True)  # fmt: skip
    tell(case, person, NoticeKind.NAMED, by=by, now=now)
    record_event("case.reader_named", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def unname_reader(*, case: Case, person: UUID, by: Actor, now: datetime | None = None) -> None:
    """Take back that a colleague was named for a sealed case. Raises `NotNow` where she was not, `CaseNotFound`."""
    case = lock_case(case, by=by)
    now = now or timezone.now()
    named = NamedReader.objects.filter(case=case, person_id=person, ended_at__isnull=True)
    if not named.exists():
        raise NotNow("not named")
    record_event("case.reader_unnamed", origin=by.origin, target=case.pk, label=case.reference, now=now)
    # Last: who takes her own name back sees nothing of it afterwards.
    named.update(ended_at=now, ended_by=by.person_id)


@transaction.atomic
def break_glass(*, reference: str, purpose: str, by: Actor, now: datetime | None = None) -> Case:
    """Open a sealed case to a supervisor who was not named for it, for a working day, and return it.

    Her purpose stands in the log, and who works on the case and who sealed it are told. Raises `NotAllowed` but for a supervisor,
    `NotSound` without a purpose, `CaseNotFound` where there is no such case, it is not sealed, or she is blocked from it.
    """
    by.check_may(Capability.SUPERVISE_CASES)
    check_purpose(purpose)
    if by.person_id is None:
        raise NotAllowed("nobody acts")
    identifier = sealed_case_id(reference.strip())
    if identifier is None:
        raise CaseNotFound
    now = now or timezone.now()
    GlassBreak(
        id=new_id(), city_id=by.city_id, organisation=by.organisation, case_id=identifier, person_id=by.person_id,
        at=now, until=now + GLASS_LASTS,
    ).save(force_insert=True)  # fmt: skip
    case = Case.objects.get(pk=identifier)
    seal = CaseSeal.objects.get(case=case, lifted_at__isnull=True)
    for person in {case.assignee_id, seal.sealed_by}:
        tell(case, person, NoticeKind.GLASS_BROKEN, by=by, now=now, text=purpose.strip())
    record_event(
        "case.glass_broken", origin=by.origin, target=case.pk, label=case.reference, purpose=purpose.strip(), now=now
    )  # fmt: skip
    return case


def _officers(by: Actor) -> set[UUID]:
    return {person.pk for person in colleagues(by.organisation, Capability.WORK_CASES)}
