"""Tasks of a case: set, done, taken up again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.assessment.rules import NotNow
from proximity.audit.operations import record_event
from proximity.cases.access import get_task, lock_open_case
from proximity.cases.models import Case, Task
from proximity.cases.rules.states import TaskKind, check_title
from proximity.foundation.pure.ids import new_id

TABLE = "cases_task"


@transaction.atomic
def add_task(*, case: Case, kind: TaskKind, title: str, due_on: date, by: Actor, now: datetime | None = None) -> Task:
    """Set a task with a day, for whoever works on the case, else for the actor.

    Raises `NotSound` for an empty or long title, `NotNow` when closed, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    check_title(title)
    now = now or timezone.now()
    identifier = new_id()
    key = open_record(case.pk, by=by)
    task = Task(
        id=identifier, city_id=case.city_id, case=case, kind=kind, due_on=due_on,
        title=key.seal_text(title.strip(), table=TABLE, column="title", row=identifier),
        assignee_id=case.assignee_id or by.person_id, added_by=by.person_id, added_at=now,
    )  # fmt: skip
    task.save(force_insert=True)
    record_event("case.task_added", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return task


@transaction.atomic
def finish_task(*, case: Case, task_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Note that a task is done. Raises `NotNow` when it was done before or the case is closed, `TaskNotFound`, `CaseNotFound`."""
    case = lock_open_case(case, by=by)
    task = get_task(case, task_id)
    if task.done_at is not None:
        raise NotNow("done before")
    task.done_at, task.done_by = now or timezone.now(), by.person_id
    task.save(update_fields=["done_at", "done_by"])
    record_event("case.task_done", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def resume_task(*, case: Case, task_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Take a finished task up again. Raises `NotNow` when it is open or the case is closed, `TaskNotFound`, `CaseNotFound`."""
    case = lock_open_case(case, by=by)
    task = get_task(case, task_id)
    if task.done_at is None:
        raise NotNow("not done yet")
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    record_event("case.task_resumed", origin=by.origin, target=case.pk, label=case.reference, now=now)
