"""Noting who read a case, and why."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import note_all_opened
from proximity.audit.operations import record_event
from proximity.audit.queries import was_noted
from proximity.cases.models import Case
from proximity.reporting.models import Message

READ = "case.read"
# One sitting over a case is one reading: each section that is edited would else fill the log.
SITTING = timedelta(minutes=30)
ASSIGNED, COLLEAGUE = "works on the case", "same organisation"


@transaction.atomic
def note_reading(*, case: Case, by: Actor, now: datetime | None = None) -> bool:
    """Tell the log that the actor reads a case that `access` gave her; say whether a new sitting began.

    The person's messages are shown with it: they are noted as opened, which decides what taking them back can still undo.
    """
    now = now or timezone.now()
    note_all_opened(Message.objects.filter(report=case.report_id).values_list("pk", flat=True), by=by, now=now)
    if was_noted(READ, target=case.pk, actor=by.label, since=now - SITTING):
        return False
    purpose = ASSIGNED if case.assignee_id == by.person_id else COLLEAGUE
    record_event(READ, origin=by.origin, target=case.pk, label=case.reference, purpose=purpose, now=now)
    return True
