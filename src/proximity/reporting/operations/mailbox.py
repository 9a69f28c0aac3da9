"""What a person can do with her receipt code: write, add facts, take back, let somebody else read, ask for erasure.

Each operation takes the receipt as `by=`: who holds it is who sent the report, and nobody else can be told from her. The message
keys are drawn here and sealed to the readers she chose, so the public process opens nothing that it did not just write.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.models import Organisation
from proximity.accounts.records import give_key, take_back_unopened
from proximity.audit.operations import Origin, record_event
from proximity.foundation.sealing.receipts import Receipt
from proximity.reporting.access import (
    REPORTER,
    OpenReport,
    ReportNotFound,
    get_report_by_receipt,
    open_message_by_receipt,
    organisations_not_asked,
    still_reading,
)
from proximity.reporting.models import ErasureRequest, Message, Recipient, Report
from proximity.reporting.operations.files import files_of_person, give_own_files
from proximity.reporting.operations.recipients import new_recipient
from proximity.reporting.operations.talk import Words, store_message
from proximity.reporting.rules.deadlines import erasure_answer_by, local_day
from proximity.reporting.rules.states import (
    MessageKind,
    NotNow,
    RecipientStatus,
    check_may_be_erased,
    check_may_become,
)


@transaction.atomic
def write_message(
    *, by: Receipt, text: str, readers: Collection[UUID], facts: bool = False, now: datetime | None = None
) -> Message:
    """Send a message, or facts that belong to the report, to the organisations she ticked (by their ids).

    Raises `ReportNotFound` for an unknown code, `NotNow` when none of them may read any more.
    """
    kind = MessageKind.FACTS if facts else MessageKind.MESSAGE
    return _write(by, Words(text), kind, readers, now)


@transaction.atomic
def tell_treatment(
    *, by: Receipt, respect: int, text: str, readers: Collection[UUID], now: datetime | None = None
) -> Message:
    """Tell how she was treated: `respect` from 1 (not at all) to 5 (wholly), and in her own words. Raises as `write_message`."""
    return _write(by, Words(text, respect), MessageKind.TREATMENT, readers, now)


@transaction.atomic
def withdraw_recipient(
    *, by: Receipt, recipient_id: UUID, reason: str = "", now: datetime | None = None
) -> Recipient:  # fmt: skip
    """Take the report back from one recipient, and return its row.

    What nobody there has opened is shut at once: the key wraps are deleted. What was opened cannot be unread: it is recorded, and
    the recipient is told to stop. Raises `ReportNotFound` for another's recipient, `NotNow` when it was taken back before.
    """
    report = get_report_by_receipt(by).report
    recipient = _recipient(report, recipient_id)
    now = now or timezone.now()
    check_may_become(RecipientStatus(recipient.status), RecipientStatus.WITHDRAWN)
    shut = take_back_unopened([report.pk], reader=recipient.organisation)
    take_back_unopened([*_written_by_her(report), *files_of_person(report)], reader=recipient.organisation)
    if not shut:
        store_message(
            report, Words(reason), kind=MessageKind.WITHDRAWAL, readers=[recipient.organisation], now=now
        )  # fmt: skip
    recipient.status, recipient.status_at = RecipientStatus.WITHDRAWN, now
    recipient.withdrawn_at, recipient.had_been_opened = now, not shut
    recipient.save(update_fields=["status", "status_at", "withdrawn_at", "had_been_opened"])
    _tell_log("report.withdrawn", report, now)
    return recipient


@transaction.atomic
def add_recipient(*, by: Receipt, organisation: Organisation, now: datetime | None = None) -> Recipient:
    """Let one more organisation of her city read the report and the facts and files she added; other messages stay put.

    Raises `ReportNotFound` for an unknown code, `NotNow` for who was given it before, is barred, or takes no reports there.
    """
    opened = get_report_by_receipt(by)
    report = opened.report
    if organisation not in organisations_not_asked(report):
        raise NotNow("this organisation cannot be given the report")
    now = now or timezone.now()
    _give_keys(opened, by, organisation)
    recipient = new_recipient(report, organisation, key=opened.key, now=now)
    recipient.save(force_insert=True)
    _tell_log("report.reader_added", report, now)
    return recipient


@transaction.atomic
def request_erasure(*, by: Receipt, recipient_id: UUID, now: datetime | None = None) -> ErasureRequest:
    """Ask one recipient to erase the report; a person there decides within four weeks. Asking again gives the open request.

    Raises `ReportNotFound` for another's recipient, `NotNow` where there is nothing left to erase.
    """
    report = get_report_by_receipt(by).report
    recipient = _recipient(report, recipient_id)
    check_may_be_erased(RecipientStatus(recipient.status), opened=recipient.had_been_opened)
    asked = ErasureRequest.objects.filter(
        report=report, organisation_id=recipient.organisation_id, decided_at__isnull=True
    ).first()
    if asked is not None:
        return asked
    now = now or timezone.now()
    request = ErasureRequest.objects.create(
        city_id=report.city_id, report=report, organisation_id=recipient.organisation_id, requested_at=now,
        answer_by=erasure_answer_by(local_day(now, report.city.time_zone)),
    )  # fmt: skip
    _tell_log("erasure.requested", report, now)
    return request


def _write(by: Receipt, words: Words, kind: MessageKind, readers: Collection[UUID], now: datetime | None) -> Message:
    report = get_report_by_receipt(by).report
    chosen = [body for body in still_reading(report) if body.pk in readers]
    if not chosen:
        raise NotNow("nobody of these may read any more")
    now = now or timezone.now()
    message = store_message(report, words, kind=kind, readers=chosen, now=now)
    _tell_log(f"mailbox.{kind.value}", report, now)
    return message


def _recipient(report: Report, recipient_id: UUID) -> Recipient:
    """Return one recipient of her report, locked: somebody there may be opening it at this moment."""
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("organisation")
    found = rows.filter(report=report, pk=recipient_id).first()
    if found is None:
        raise ReportNotFound
    return found


def _written_by_her(report: Report) -> list[UUID]:
    return list(Message.objects.filter(report=report, organisation=None).values_list("pk", flat=True))


def _give_keys(opened: OpenReport, by: Receipt, reader: Organisation) -> None:
    report = opened.report
    give_key(opened.key, report.pk, city_id=report.city_id, reader=reader)
    for message in Message.objects.filter(report=report, organisation=None, kind=MessageKind.FACTS):
        key = open_message_by_receipt(message, by)
        give_key(key, message.pk, city_id=report.city_id, reader=reader)
    give_own_files(report, by=by, reader=reader)


def _tell_log(action: str, report: Report, now: datetime) -> None:
    record_event(
        action, origin=Origin(actor=REPORTER, city=report.city_id), target=report.pk, label=report.reference, now=now
    )
