"""The second look (R21): a supervisor looks once more at open cases that nobody flagged, and notes what came of it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.assessment.queries.assessments import bias_that_holds
from proximity.assessment.queries.suggestions import are_on
from proximity.assessment.rules import NotNow
from proximity.audit.operations import Origin, record_event
from proximity.audit.queries import events_about, noted_targets
from proximity.cases.access import lock_open_case
from proximity.cases.models import Case, Task
from proximity.cases.operations.reading import READ, SITTING
from proximity.cases.operations.tasks import add_task
from proximity.cases.queries.links import is_merged
from proximity.cases.queries.second_look import REASSESS, SecondLook, second_look
from proximity.cases.rules.states import TaskKind
from proximity.reporting.rules.deadlines import local_day

PURPOSE = "second look"
DAYS_TO_REASSESS = 14


@transaction.atomic
def look_again(
    *, since: date, by: Actor, after: UUID | None = None, purpose: str = "", origin: Origin | None = None,
    now: datetime | None = None,
) -> SecondLook:  # fmt: skip
    """Return one page of a second look, and tell the log that it was made and which cases were read. Nothing else is written.

    `origin`: whom the log names, where somebody else looks in the actor's name. Her own reading is noted all the same later.
    Raises `NotAllowed` by role, `NotNow` where the city has the text tool switched off.
    """
    by.check_may(Capability.SUPERVISE_CASES)
    if not are_on(by.city_id):
        raise NotNow("suggestions")
    now, origin = now or timezone.now(), origin or by.origin
    found = second_look(since, by=by, after=after)
    noted = noted_targets(READ, (case.pk for case in found.read), actor=origin.actor, since=now - SITTING)
    for case in found.read:
        if case.pk not in noted:
            record_event("case.read", origin=origin, target=case.pk, label=case.reference, purpose=PURPOSE, now=now)
    record_event("case.second_look", origin=origin, label=f"{since}: {len(found.read)}", purpose=purpose, now=now)
    return found


@transaction.atomic
def note_second_look(*, case: Case, reassess: bool, by: Actor, now: datetime | None = None) -> None:
    """Note in a case that it was looked at again: it stays as it is, or is to be assessed anew, which is set as a task.

    While that task stands, nothing is noted or set a second time. Raises `NotAllowed` by role, `NotNow` when closed or
    merged, where the bias question waits for its first answer or the tool is switched off, `CaseNotFound`.
    """
    by.check_may(Capability.SUPERVISE_CASES)
    case = lock_open_case(case, by=by)
    if not are_on(by.city_id):
        raise NotNow("suggestions")
    if bias_that_holds(case.pk) is None or is_merged(case):
        raise NotNow("not answered yet, or merged")
    now = now or timezone.now()
    if not reassess:
        record_event("case.second_look_stays", origin=by.origin, target=case.pk, label=case.reference, now=now)
        return
    if _is_set(case):
        return
    record_event("case.second_look_reassess", origin=by.origin, target=case.pk, label=case.reference, now=now)
    due = local_day(now, case.city.time_zone) + timedelta(days=DAYS_TO_REASSESS)
    add_task(
        case=case, kind=TaskKind.OTHER, title=_("Second look: answer the bias question again"), due_on=due, by=by, now=now
    )  # fmt: skip


def _is_set(case: Case) -> bool:
    """Say whether a task of a second look stands: it was set with an entry of the log, at the same instant."""
    told = [event.at for event in events_about(case.pk, only=REASSESS)]
    return Task.objects.filter(case=case, kind=TaskKind.OTHER, added_at__in=told, done_at__isnull=True).exists()
