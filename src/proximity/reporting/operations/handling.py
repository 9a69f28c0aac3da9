"""What staff of a recipient can do with a report: read it, answer, take it into work, close it with feedback."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import note_all_opened, note_opened
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.reporting.access import OpenReport, open_report, own_recipient_to_change
from proximity.reporting.models import Message, Recipient, Report
from proximity.reporting.operations.counting import count_closed_report
from proximity.reporting.operations.talk import Words, store_message
from proximity.reporting.queries.talk import TalkLine, talk_for
from proximity.reporting.rules.states import (
    MAY_READ,
    MessageKind,
    NotNow,
    RecipientStatus,
    check_may_become,
    check_may_write,
)

HANDLING = "handling of the report"


@transaction.atomic
def read_report(*, report: Report, by: Actor, purpose: str = HANDLING, now: datetime | None = None) -> OpenReport:
    """Open a report and what the person wrote since, note that it was opened, and return it.

    What the person took back is opened only for a purpose of its own. Raises `NotAllowed`, `NotNow` without such a purpose, and
    `RecordNotFound` when she took it back a moment ago.
    """
    by.check_may(Capability.READ_REPORTS)
    recipient = own_recipient_to_change(report, by=by)
    if recipient.status not in MAY_READ and purpose in {"", HANDLING}:
        raise NotNow("opened again only for a purpose of its own")
    now = now or timezone.now()
    # First noted, then opened: what she took back unopened is gone before anybody has read a word of it.
    note_opened(report.pk, by=by, now=now)
    opened = open_report(report, by=by)
    note_all_opened(Message.objects.filter(report=report).values_list("pk", flat=True), by=by, now=now)
    if recipient.status == RecipientStatus.RECEIVED:
        _move(recipient, RecipientStatus.BEING_READ, now)
    _tell_log("report.opened", report, by, now, purpose=purpose)
    return opened


@transaction.atomic
def see_withdrawal(*, report: Report, by: Actor, now: datetime | None = None) -> list[TalkLine]:
    """Take note that the person took the report back, and return what she said about it; the report itself stays shut.

    Raises `NotAllowed`.
    """
    by.check_may(Capability.READ_REPORTS)
    now = now or timezone.now()
    told = [line for line in talk_for(report, by=by) if line.kind is MessageKind.WITHDRAWAL]
    note_all_opened((line.id for line in told), by=by, now=now)
    _tell_log("report.withdrawal_seen", report, by, now)
    return told


@transaction.atomic
def answer_report(*, report: Report, text: str, by: Actor, now: datetime | None = None) -> Message:
    """Write to the person; the first time it keeps the promise of a first answer. Raises `NotAllowed`, `NotNow`."""
    by.check_may(Capability.ANSWER_REPORTS)
    recipient = own_recipient_to_change(report, by=by)
    check_may_write(RecipientStatus(recipient.status))
    now = now or timezone.now()
    message = _say(report, text, MessageKind.MESSAGE, by, now)
    _acknowledge(recipient, now)
    _tell_log("report.answered", report, by, now)
    return message


@transaction.atomic
def start_work(*, report: Report, by: Actor, now: datetime | None = None) -> None:
    """Note that the organisation works on what was reported, as when a case is opened. Raises `NotAllowed`, `NotNow`."""
    by.check_may(Capability.WORK_CASES)
    recipient = own_recipient_to_change(report, by=by)
    _move(recipient, RecipientStatus.IN_WORK, now := now or timezone.now())
    _tell_log("report.taken_into_work", report, by, now)


@transaction.atomic
def close_with_feedback(*, report: Report, text: str, by: Actor, now: datetime | None = None) -> Message:
    """Tell the person what was done (R27), which closes the report here. Raises `NotAllowed`, `NotNow`."""
    by.check_may(Capability.ANSWER_REPORTS)
    recipient = own_recipient_to_change(report, by=by)
    now = now or timezone.now()
    _move(recipient, RecipientStatus.CLOSED, now)
    message = _say(report, text, MessageKind.FEEDBACK, by, now)
    recipient.feedback_at = now
    recipient.save(update_fields=["feedback_at"])
    _acknowledge(recipient, now)
    count_closed_report(recipient, by=by, now=now)
    _tell_log("report.closed", report, by, now)
    return message


def _say(report: Report, text: str, kind: MessageKind, by: Actor, now: datetime) -> Message:
    """Store what the organisation writes: for the person and itself alone."""
    return store_message(report, Words(text), kind=kind, readers=[by.organisation], by=by, now=now)


def _acknowledge(recipient: Recipient, now: datetime) -> None:
    if recipient.acknowledged_at is None:
        recipient.acknowledged_at = now
        recipient.save(update_fields=["acknowledged_at"])


def _move(recipient: Recipient, status: RecipientStatus, now: datetime) -> None:
    check_may_become(RecipientStatus(recipient.status), status)
    recipient.status, recipient.status_at = status, now
    recipient.save(update_fields=["status", "status_at"])


def _tell_log(action: str, report: Report, by: Actor, now: datetime, *, purpose: str = "") -> None:
    record_event(
        action, origin=by.origin, target=report.pk, label=report.reference, purpose=purpose, now=now
    )  # fmt: skip
