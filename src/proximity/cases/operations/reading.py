"""Noting who read a case, and why."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import note_all_opened
from proximity.audit.operations import record_event
from proximity.audit.queries import was_noted
from proximity.cases.access import acts_for
from proximity.cases.models import Case, GlassBreak, ReadingRequest
from proximity.cases.operations.notices import note_seen
from proximity.reporting.models import Message

READ = "case.read"
# One sitting over a case is one reading: each section that is edited would else fill the log.
SITTING = timedelta(minutes=30)
ASSIGNED, COLLEAGUE = "works on the case", "same organisation"
STANDS_IN, SECOND = "stands in for who works on the case", "asked for a second reading"
GLASS = "broke the glass"


@transaction.atomic
def note_reading(*, case: Case, by: Actor, now: datetime | None = None) -> bool:
    """Tell the log that the actor reads a case that `access` gave her; say whether a new sitting began.

    The person's messages are shown with it: they are noted as opened, which decides what taking them back can still undo. So
    are the notices about it on the actor's first page.
    """
    now = now or timezone.now()
    note_seen(case, by=by, now=now)
    note_all_opened(Message.objects.filter(report=case.report_id).values_list("pk", flat=True), by=by, now=now)
    if was_noted(READ, target=case.pk, actor=by.label, since=now - SITTING):
        return False
    record_event(READ, origin=by.origin, target=case.pk, label=case.reference, purpose=_purpose(case, by, now), now=now)
    return True


def _purpose(case: Case, by: Actor, now: datetime) -> str:
    """Return why somebody reads a case, from what she is to it."""
    if case.assignee_id == by.person_id:
        return ASSIGNED
    if case.assignee_id in acts_for(by):
        return STANDS_IN
    mine = acts_for(by)
    if ReadingRequest.objects.filter(case=case, asked_of__in=mine, done_at__isnull=True).exists():
        return SECOND
    if GlassBreak.objects.filter(case=case, person_id__in=mine[:1], until__gt=now).exists():
        return GLASS
    return COLLEAGUE
