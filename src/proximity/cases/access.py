"""The only ways to a case: the role's capability and a wrap of one's organisation. Absent and forbidden look the same."""

from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.models import KeyWrap
from proximity.accounts.rules import Capability
from proximity.cases.models import Case, Task
from proximity.cases.rules.states import CaseStatus, check_is_open
from proximity.foundation.pure.ids import may_be_reference


class CaseNotFound(LookupError):
    """There is no such case for whoever asks."""


class TaskNotFound(LookupError):
    """There is no such task in this case."""


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
