"""Telling a person, by an organisation's background work, what came of her report at other bodies."""

from datetime import datetime

from django.db import transaction

from proximity.accounts.actors import Machine
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.reporting.access import own_recipient_to_change, still_reading
from proximity.reporting.models import Message, Recipient, Report
from proximity.reporting.operations.talk import Words, store_message
from proximity.reporting.rules.states import MessageKind, RecipientStatus, check_may_write, may_write


def may_tell_proceedings(report: Report, *, by: Machine) -> bool:
    """Say whether the organisation may still write to the person: it has opened the report, and her word lets it read."""
    recipient = Recipient.objects.filter(report=report, organisation=by.organisation).first()
    return recipient is not None and may_write(RecipientStatus(recipient.status))


@transaction.atomic
def tell_proceedings(*, report: Report, text: str, by: Machine, now: datetime) -> Message:
    """Write to the person what came of her report; all whom she still lets read it see the same words.

    Raises `NotNow` where the organisation may not write to her any more, also when that changed a moment ago.
    """
    by.check_may(Capability.ANSWER_REPORTS)
    recipient = own_recipient_to_change(report, by=by)
    check_may_write(RecipientStatus(recipient.status))
    message = store_message(
        report, Words(text), kind=MessageKind.PROCEEDINGS, readers=still_reading(report), by=by, now=now
    )
    record_event("report.proceedings_told", origin=by.origin, target=report.pk, label=report.reference, now=now)
    return message
