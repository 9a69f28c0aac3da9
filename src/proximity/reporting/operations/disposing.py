"""Giving a report up for good when its time is over, as a list that two persons stand for says."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import give_up_records
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.evidence.operations.sharing import erase_files
from proximity.reporting.access import own_recipient_to_change
from proximity.reporting.models import Message, Report
from proximity.reporting.rules.states import RecipientStatus


@transaction.atomic
def give_report_up(*, report: Report, by: Actor, now: datetime | None = None) -> None:
    """Delete the organisation's keys to a report, its messages and files; the person reads in her mailbox that it is gone there.

    Others who hold keys keep theirs. Raises `NotAllowed`.
    """
    by.check_may(Capability.ANSWER_REPORTS)
    now = now or timezone.now()
    recipient = own_recipient_to_change(report, by=by)
    recipient.status, recipient.status_at, recipient.consent_note = RecipientStatus.ERASED, now, None
    recipient.save(update_fields=["status", "status_at", "consent_note"])
    erase_files(subject_id=report.pk, by=by, now=now)
    messages = list(Message.objects.filter(report=report).values_list("pk", flat=True))
    record_event("report.given_up", origin=by.origin, target=report.pk, label=report.reference, now=now)
    give_up_records([*messages, report.pk], by=by)


def drop_where_nobody_holds_it(report_id: UUID) -> bool:
    """Delete all that is left of a report that no organisation holds a key to any more; say whether that was so.

    The database allows it only where a confirmed list names the report. Its mailbox then opens no more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT drop_report_of_nobody(%s)", [report_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]
