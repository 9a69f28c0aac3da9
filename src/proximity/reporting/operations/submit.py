"""Sending a report: sealed to those it was meant for, once, however often the button is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import City, Organisation
from proximity.accounts.records import new_record
from proximity.accounts.rules import Capability
from proximity.audit.operations import Origin, record_event
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.ids import new_id, new_reference
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.wall import enter_public
from proximity.reporting.models import Recipient, Report
from proximity.reporting.operations.recipients import new_recipient
from proximity.reporting.queries.routes import bodies_barred
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.flood import Flood
from proximity.reporting.rules.states import Channel

REPORTER = "reporter"
TABLE = "reporting_report"


@dataclass(frozen=True, slots=True)
class Submission:
    """What came of sending: the report, and whether it had been sent before with the same receipt."""

    report: Report
    again: bool


@transaction.atomic
def submit_report(
    *,
    city: City,
    answers: Answers,
    receipt: Receipt,
    recipients: Sequence[Organisation],
    barred: Sequence[Organisation] = (),
    language: str,
    channel: Channel = Channel.ONLINE,
    by: Actor | None = None,
    consent_note: str = "",
    flood: Flood = Flood.NONE,
    now: datetime | None = None,
) -> Submission:
    """Store a report, sealed to `recipients` and to the receipt, and return it; a second sending returns the first report.

    `by` is None when the person sends it herself; a member of staff enters it for her own organisation, which must be among
    the recipients, and writes down how the person agreed (`consent_note`, kept sealed). The body whose officer the answers
    complain about is barred here, whoever calls; `barred` adds others. Raises `NotAllowed` for a role that may not,
    `ValueError` without a recipient, with a barred one or one of another city. `flood` marks what came while very many arrived.
    """
    barred = _each_once(*barred, *bodies_barred(city, answers))
    _check_recipients(city, recipients, barred)
    lookup = receipt.lookup(public_keyring().pepper)
    if by is None:
        enter_public(receipt=lookup)
    else:
        by.check_may(Capability.ENTER_REPORTS)
    if (known := _known(lookup)) is not None:
        return Submission(known, again=True)
    now = now or timezone.now()
    report = _unsealed(city, receipt, lookup, language, channel, by, now)
    try:
        with transaction.atomic():
            key = _store(report, answers, receipt, recipients, barred)
    except IntegrityError:  # the same form, sent twice at the same moment
        return Submission(Report.objects.get(receipt_lookup=lookup), again=True)
    Recipient.objects.bulk_create(
        new_recipient(report, body, key=key, by=by, consent_note=consent_note, flood=flood, now=now)
        for body in recipients
    )
    record_event(
        "report.submitted",
        origin=by.origin if by else Origin(actor=REPORTER, city=city.pk),
        target=report.pk, label=report.reference, now=now,
    )  # fmt: skip
    return Submission(report, again=False)


def _each_once(*bodies: Organisation) -> tuple[Organisation, ...]:
    return tuple({body.pk: body for body in bodies}.values())


def _check_recipients(city: City, recipients: Sequence[Organisation], barred: Sequence[Organisation]) -> None:
    if not recipients or any(body in barred for body in recipients):
        raise ValueError("a report needs a recipient, and none that is barred")
    if any(body.city_id != city.pk for body in recipients):
        raise ValueError("no recipient lies outside the wall of the report's city")


def _known(lookup: bytes) -> Report | None:
    return Report.objects.filter(receipt_lookup=lookup).first()


def _unsealed(
    city: City, receipt: Receipt, lookup: bytes, language: str, channel: Channel, by: Actor | None, now: datetime
) -> Report:  # fmt: skip
    return Report(
        id=new_id(), city=city, reference=new_reference("R"), receipt_lookup=lookup,
        reader_key=receipt.reader_keys().public, channel=channel, language=language, sent_at=now,
        entered_for=by.organisation if by else None, entered_by=by.person_id if by else None,
    )  # fmt: skip


def _store(
    report: Report, answers: Answers, receipt: Receipt, recipients: Sequence[Organisation],
    barred: Sequence[Organisation],
) -> RecordKey:  # fmt: skip
    key = new_record(report.pk, city_id=report.city_id, readers=recipients, barred=barred)
    report.content = key.seal_json(answers.as_json(), table=TABLE, column="content", row=report.pk)
    report.reporter_wrap = key.wrap_for(receipt.reader_keys().public, record_id=report.pk, reader=REPORTER)
    report.save(force_insert=True)
    return key
