"""The only ways to a report: the key wraps of one's organisation, or the receipt code. Absent and forbidden look the same."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.models import BarredReader, Organisation
from proximity.accounts.queries import receiving_organisations
from proximity.accounts.records import open_record
from proximity.accounts.rules import POLICE_KINDS, Capability
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.ids import may_be_reference
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.wall import enter_public
from proximity.reporting.models import ErasureRequest, Message, Pile, Recipient, Report
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.pile import PileState
from proximity.reporting.rules.states import MAY_READ, NotNow

TABLE = "reporting_report"
RECIPIENT_TABLE = "reporting_recipient"
MESSAGE_TABLE = "reporting_message"
REPORTER = "reporter"


class ReportNotFound(LookupError):
    """There is no such report for whoever asks."""


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report with its key and its answers opened."""

    report: Report
    key: RecordKey
    answers: Answers


def reports_visible_to(by: Actor) -> QuerySet[Report]:
    """Return the reports that the actor's organisation holds a key to; none without the capability to read reports."""
    if not by.may(Capability.READ_REPORTS):
        return Report.objects.none()
    return Report.objects.filter(recipients__organisation=by.organisation)


def get_report_for(by: Actor, reference: str) -> Report:
    """Return one report by its reference. Raises `ReportNotFound`, the same for absent, forbidden and walled."""
    if not may_be_reference(reference):
        raise ReportNotFound
    report = reports_visible_to(by).filter(reference=reference).select_related("city").first()
    if report is None:
        raise ReportNotFound
    return report


def open_report(report: Report, *, by: Actor) -> OpenReport:
    """Open a report's answers with the actor's organisation's key. Raises `RecordNotFound` without a wrap."""
    key = open_record(report.pk, by=by)
    return OpenReport(report, key, answers_of(report, key))


def own_recipient(report: Report, *, by: Actor) -> Recipient:
    """Return the row that says where the report stands at the actor's organisation."""
    return Recipient.objects.get(report=report, organisation=by.organisation)


def own_recipient_to_change(report: Report, *, by: Actor) -> Recipient:
    """Return the same row, locked until the transaction ends: the person may be taking the report back at this moment."""
    return Recipient.objects.select_for_update().get(report=report, organisation=by.organisation)


def barred_from(report: Report) -> list[Organisation]:
    """Return who must never hold a key to a report; the person and every reader may know."""
    barred = BarredReader.objects.filter(record_id=report.pk).values_list("organisation_id", flat=True)
    return list(Organisation.objects.filter(pk__in=list(barred)))


def still_reading(report: Report) -> list[Organisation]:
    """Return whom the person's word still lets read a report."""
    rows = Recipient.objects.filter(report=report, status__in=MAY_READ).select_related("organisation")
    return [row.organisation for row in rows.order_by("consent_at", "id")]


def organisations_not_asked(report: Report) -> list[Organisation]:
    """Return who takes reports in the report's city, was never given this one and is not barred from it, NGOs first."""
    known = {body.pk for body in barred_from(report)}
    known.update(Recipient.objects.filter(report=report).values_list("organisation_id", flat=True))
    return [body for body in receiving_organisations(report.city) if body.pk not in known]


def police_not_asked(report: Report) -> list[Organisation]:
    """Return the police among them: to whom an NGO may hand a report on with the person's word."""
    return [body for body in organisations_not_asked(report) if body.kind in POLICE_KINDS]


def get_erasure_request_for(report: Report, *, by: Actor) -> ErasureRequest:
    """Return the open request to erase the report at the actor's organisation. Raises `ReportNotFound` where there is none."""
    asked = ErasureRequest.objects.filter(report=report, organisation=by.organisation, decided_at__isnull=True)
    found = asked.select_related("report__city").first()
    if found is None:
        raise ReportNotFound
    return found


class PileNotFound(LookupError):
    """There is no such pile for whoever asks."""


def piles_visible_to(by: Actor) -> QuerySet[Pile]:
    """Return the piles of the actor's organisation; none without the capability to read reports."""
    if not by.may(Capability.READ_REPORTS):
        return Pile.objects.none()
    return Pile.objects.filter(organisation=by.organisation)


def get_pile_for(by: Actor, pile_id: UUID) -> Pile:
    """Return one pile. Raises `PileNotFound`."""
    found = piles_visible_to(by).filter(pk=pile_id).first()
    if found is None:
        raise PileNotFound
    return found


def lock_pile(pile_id: UUID, *, by: Actor) -> Pile:
    """Return one pile that waits, locked until the transaction ends. Raises `PileNotFound`, `NotNow` where it was decided."""
    found = piles_visible_to(by).select_for_update().filter(pk=pile_id, state=PileState.PROPOSED).first()
    if found is None:
        get_pile_for(by, pile_id)
        raise NotNow("decided before")
    return found


def has_open_request(report: Report, *, by: Actor) -> bool:
    """Say whether the person waits for an answer to her request to erase the report at the actor's organisation."""
    return ErasureRequest.objects.filter(report=report, organisation=by.organisation, decided_at__isnull=True).exists()


def get_report_by_receipt(receipt: Receipt) -> OpenReport:
    """Enter the mailbox that a receipt opens, for this transaction, and open the report. Raises `ReportNotFound`."""
    lookup = receipt.lookup(public_keyring().pepper)
    enter_public(receipt=lookup)
    report = Report.objects.filter(receipt_lookup=lookup).select_related("city").first()
    if report is None:
        raise ReportNotFound
    private = receipt.reader_keys().private
    key = RecordKey.open_wrap(bytes(report.reporter_wrap), private, record_id=report.pk, reader=REPORTER)
    return OpenReport(report, key, answers_of(report, key))


def open_message_by_receipt(message: Message, receipt: Receipt) -> RecordKey:
    """Return the key of one message of the mailbox that a receipt opens."""
    private = receipt.reader_keys().private
    return RecordKey.open_wrap(bytes(message.reporter_wrap), private, record_id=message.pk, reader=REPORTER)


def answers_of(report: Report, key: RecordKey) -> Answers:
    """Return a report's answers, opened with its key."""
    values = key.open_json(bytes(report.content), table=TABLE, column="content", row=report.pk)
    return Answers.from_json(values) if isinstance(values, dict) else Answers()
