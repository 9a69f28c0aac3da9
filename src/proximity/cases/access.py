"""The only ways to a case: the role's capability and a wrap of one's organisation. Absent and forbidden look the same."""

from uuid import UUID

from django.db.models import Q, QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.models import KeyWrap
from proximity.accounts.rules import Capability, Role
from proximity.cases.models import (
    Case,
    CasePerson,
    NeedsFile,
    ProtectionMeasure,
    SupportReferral,
    SupportRequest,
    Task,
)
from proximity.cases.rules.states import CaseStatus, check_is_open
from proximity.foundation.pure.ids import may_be_reference


class CaseNotFound(LookupError):
    """There is no such case for whoever asks."""


class TaskNotFound(LookupError):
    """There is no such task in this case."""


class PersonNotFound(LookupError):
    """There is no such person in this case."""


class NeedsNotFound(LookupError):
    """There are no needs, no measure and no referral to support for whoever asks."""


def cases_visible_to(by: Actor) -> QuerySet[Case]:
    """Return the cases that the actor's organisation holds a key to; none without the capability to work on cases.

    The database's wall says the same; here it is said once more, so that neither stands alone.
    """
    if not by.may(Capability.WORK_CASES):
        return Case.objects.none()
    held = KeyWrap.objects.filter(organisation=by.organisation).values("record_id")
    return Case.objects.filter(city_id=by.city_id, pk__in=held)


def get_case_for(by: Actor, reference: str) -> Case:
    """Return one case by its reference. Raises `CaseNotFound`."""
    if not may_be_reference(reference):
        raise CaseNotFound
    case = cases_visible_to(by).filter(reference=reference).select_related("city", "assignee").first()
    if case is None:
        raise CaseNotFound
    return case


def lock_case(case: Case, *, by: Actor) -> Case:
    """Return the case as it stands now, locked until the transaction ends. Raises `CaseNotFound`."""
    found = cases_visible_to(by).select_for_update().filter(pk=case.pk).first()
    if found is None:
        raise CaseNotFound
    return found


def lock_open_case(case: Case, *, by: Actor) -> Case:
    """Return the case, locked, if it may still be worked on. Raises `CaseNotFound`, and `NotNow` when it is closed."""
    found = lock_case(case, by=by)
    check_is_open(CaseStatus(found.status))
    return found


def get_task(case: Case, task_id: UUID) -> Task:
    """Return one task of a case, locked until the transaction ends. Raises `TaskNotFound`."""
    task = Task.objects.select_for_update().filter(case=case, pk=task_id).first()
    if task is None:
        raise TaskNotFound
    return task


def get_person(case: Case, person_id: UUID) -> CasePerson:
    """Return one person of a case, locked until the transaction ends. Raises `PersonNotFound`."""
    person = CasePerson.objects.select_for_update().filter(case=case, pk=person_id).first()
    if person is None:
        raise PersonNotFound
    return person


def may_see_needs(case: Case, *, by: Actor) -> bool:
    """Say whether somebody may read and keep the needs of a case that `access` gave her.

    Whoever works on the case and the supervisors may; where nobody works on it yet, each who works on needs: somebody must begin.
    """
    if not by.may(Capability.WORK_NEEDS):
        return False
    return by.role == Role.SUPERVISOR or case.assignee_id in {None, by.person_id}


def lock_case_for_needs(case: Case, *, by: Actor) -> Case:
    """Return the case, locked, for who may keep its needs; a closed one too, since protection does not end with it.

    Raises `CaseNotFound`, `NeedsNotFound`.
    """
    found = lock_case(case, by=by)
    if not may_see_needs(found, by=by):
        raise NeedsNotFound
    return found


def needs_visible_to(by: Actor) -> QuerySet[NeedsFile]:
    """Return the needs files of the actor's organisation that she may read."""
    if not by.may(Capability.WORK_NEEDS):
        return NeedsFile.objects.none()
    found = NeedsFile.objects.filter(organisation=by.organisation, case__in=cases_visible_to(by))
    if by.role == Role.SUPERVISOR:
        return found
    return found.filter(Q(case__assignee=by.person_id) | Q(case__assignee=None))


def get_measure(needs: NeedsFile, measure_id: UUID) -> ProtectionMeasure:
    """Return one measure, locked until the transaction ends. Raises `NeedsNotFound`."""
    found = ProtectionMeasure.objects.select_for_update().filter(needs=needs, pk=measure_id).first()
    if found is None:
        raise NeedsNotFound
    return found


def get_support_referral(needs: NeedsFile, referral_id: UUID) -> SupportReferral:
    """Return one referral to support, locked until the transaction ends. Raises `NeedsNotFound`."""
    found = SupportReferral.objects.select_for_update().filter(needs=needs, pk=referral_id).first()
    if found is None:
        raise NeedsNotFound
    return found


def requests_addressed_to(by: Actor) -> QuerySet[SupportRequest]:
    """Return the requests for support that the actor's organisation was sent; none without the capability to give support."""
    if not by.may(Capability.GIVE_SUPPORT):
        return SupportRequest.objects.none()
    held = KeyWrap.objects.filter(organisation=by.organisation).values("record_id")
    return SupportRequest.objects.filter(city_id=by.city_id, to_organisation=by.organisation, pk__in=held)


def get_request_for(by: Actor, request_id: UUID) -> SupportRequest:
    """Return one request for support by its id. Raises `NeedsNotFound`."""
    found = requests_addressed_to(by).select_related("organisation").filter(pk=request_id).first()
    if found is None:
        raise NeedsNotFound
    return found
