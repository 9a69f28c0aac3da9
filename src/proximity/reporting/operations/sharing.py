"""Handing on with the person's word, and erasing at her request: the two acts that change who holds a key, on the staff side."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import give_up_records, open_record, share_record
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.evidence.operations.sharing import erase_files, share_files_of_reporter
from proximity.reporting.access import own_recipient_to_change, police_not_asked
from proximity.reporting.models import ErasureRequest, Message, Recipient, Report
from proximity.reporting.operations.recipients import new_recipient
from proximity.reporting.operations.talk import Words, store_message
from proximity.reporting.rules.states import (
    MessageKind,
    NotNow,
    RecipientStatus,
    check_may_become,
    check_may_write,
)


@transaction.atomic
def forward_report(
    *, report: Report, to: Organisation, consent_note: str, by: Actor, now: datetime | None = None
) -> Recipient:  # fmt: skip
    """Give the police a report, with the facts and files added, on the person's recorded consent (how and when she gave it).

    Raises `NotAllowed`, `ValueError` without a note, `NotNow` for a body that has it, is barred or takes no reports, and where
    the person has taken the report back.
    """
    by.check_may(Capability.FORWARD_REPORTS)
    if not consent_note.strip():
        raise ValueError("nothing is handed on without a recorded consent")
    check_may_write(RecipientStatus(own_recipient_to_change(report, by=by).status))
    if to not in police_not_asked(report):
        raise NotNow("this organisation cannot be given the report")
    now = now or timezone.now()
    key = open_record(report.pk, by=by)
    share_record(report.pk, reader=to, by=by)
    for message in Message.objects.filter(report=report, organisation=None, kind=MessageKind.FACTS):
        share_record(message.pk, reader=to, by=by)
    share_files_of_reporter(subject_id=report.pk, reader=to, by=by, now=now)
    recipient = new_recipient(report, to, key=key, by=by, consent_note=consent_note, now=now)
    recipient.save(force_insert=True)
    record_event(
        "report.forwarded", origin=by.origin, target=report.pk, label=f"{report.reference} → {to.name}", now=now
    )  # fmt: skip
    return recipient


@transaction.atomic
def decide_erasure(
    *, request: ErasureRequest, granted: bool, reason: str, by: Actor, now: datetime | None = None
) -> Message:  # fmt: skip
    """Answer a request for erasure, with reasons that the person reads. Granted, this organisation's keys are gone for good.

    The answer is written first: afterwards nobody here could. Raises `NotAllowed`, `NotNow` when it was decided before.
    """
    by.check_may(Capability.ANSWER_REPORTS)
    report = request.report
    recipient = own_recipient_to_change(report, by=by)
    request.refresh_from_db()
    if request.decided_at is not None or request.organisation_id != by.organisation.pk:
        raise NotNow("this request is not waiting for an answer here")
    now = now or timezone.now()
    answer = store_message(
        report, Words(reason), kind=MessageKind.ERASURE, readers=[by.organisation], by=by, now=now
    )  # fmt: skip
    request.decided_at, request.decided_by, request.granted = now, by.person_id, granted
    request.save(update_fields=["decided_at", "decided_by", "granted"])
    record_event(
        "erasure.granted" if granted else "erasure.refused", origin=by.origin, target=report.pk,
        label=report.reference, now=now,
    )  # fmt: skip
    if granted:
        _erase(report, recipient, by, now)
    return answer


def _erase(report: Report, recipient: Recipient, by: Actor, now: datetime) -> None:
    check_may_become(RecipientStatus(recipient.status), RecipientStatus.ERASED)
    recipient.status, recipient.status_at = RecipientStatus.ERASED, now
    recipient.consent_note = None
    recipient.save(update_fields=["status", "status_at", "consent_note"])
    erase_files(subject_id=report.pk, by=by, now=now)
    give_up_records([*_messages_of(report), report.pk], by=by)


def _messages_of(report: Report) -> list[UUID]:
    return list(Message.objects.filter(report=report).values_list("pk", flat=True))
