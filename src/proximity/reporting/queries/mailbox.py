"""What a person sees in her mailbox: who was given her report, where it stands at each, what was promised, what was said."""

from dataclasses import dataclass
from datetime import date, datetime

from proximity.accounts.models import Organisation
from proximity.accounts.rules import OrganisationKind
from proximity.foundation.sealing.receipts import Receipt
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey
from proximity.reporting.access import RECIPIENT_TABLE, OpenReport, organisations_not_asked
from proximity.reporting.models import ErasureRequest, Recipient, Report
from proximity.reporting.queries.labels import ROLES, Words, status_to_person
from proximity.reporting.queries.routes import pack_of
from proximity.reporting.queries.talk import TalkLine, talk_by_receipt
from proximity.reporting.rules.deadlines import local_day, next_promise
from proximity.reporting.rules.states import (
    MAY_READ,
    PROMISED,
    Consent,
    RecipientStatus,
    may_be_erased,
    may_become,
)


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One organisation that was given the report, as she reads of it.

    `promised_on` is the date of the promise that is open (a first answer, or with `acknowledged` what was done), `late` once it
    has passed. `erasure_by` is until when a request to erase is answered, `may_ask` whether one can be made.
    """

    recipient: Recipient
    organisation: Organisation
    role: Words
    status: Words
    reads: bool
    by_staff: bool
    consent_note: str
    acknowledged: bool
    promised_on: date | None
    late: bool
    erasure_by: date | None
    may_withdraw: bool
    may_ask: bool


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One mailbox, opened by its code."""

    report: Report
    readers: tuple[ReaderLine, ...]
    talk: tuple[TalkLine, ...]
    others: tuple[Organisation, ...]

    @property
    def reading(self) -> tuple[ReaderLine, ...]:
        """Return those who may still read, and so be written to."""
        return tuple(line for line in self.readers if line.reads)


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service that helps, as the public may be shown it: a number only where somebody vouches for it."""

    name: str
    purpose: str
    link: str
    phone: str
    lang: str


@dataclass(frozen=True, slots=True)
class RightsAndHelp:
    """The words on rights and support of the country, and the services of the place."""

    texts: tuple[PackText, ...]
    services: tuple[ServiceLine, ...]


def mailbox_of(opened: OpenReport, receipt: Receipt, *, now: datetime) -> Mailbox:
    """Return the mailbox of an opened report. `now` decides what is late."""
    report = opened.report
    rows = Recipient.objects.filter(report=report).select_related("organisation").order_by("consent_at", "id")
    asked = dict(
        ErasureRequest.objects.filter(report=report, decided_at__isnull=True).values_list(
            "organisation_id", "answer_by"
        )
    )
    today = local_day(now, report.city.time_zone)
    return Mailbox(
        report=report,
        readers=tuple(_reader(row, opened, asked.get(row.organisation_id), today) for row in rows),
        talk=talk_by_receipt(report, receipt),
        others=tuple(organisations_not_asked(report)),
    )


def what_they_may_keep(report: Report, language: str) -> PackText | None:
    """Return what the law lets a recipient keep after she takes a report back, or None where no pack says so."""
    pack = pack_of(report.city.country)
    return None if pack is None else pack.text(TextKey.AFTER_WITHDRAWAL, language)


def rights_and_help(report: Report, language: str) -> RightsAndHelp | None:
    """Return what the person is told of her rights and who helps her, complaint or not (S11); None where no pack says so."""
    pack = pack_of(report.city.country)
    if pack is None:
        return None
    services = tuple(
        ServiceLine(
            name=one.words.label(language),
            purpose=one.purpose.label(language),
            link=one.contact.link or "",
            phone=one.contact.phone or "",
            lang=one.words.spoken(language),
        )
        for one in pack.help_entries(city=report.city.slug)
    )
    return RightsAndHelp((*pack.rights(language), pack.text(TextKey.SUPPORT_OFFER, language)), services)


def _reader(row: Recipient, opened: OpenReport, erasure_by: date | None, today: date) -> ReaderLine:
    status = RecipientStatus(row.status)
    promised_on = promise_of(row) if status in MAY_READ else None
    return ReaderLine(
        recipient=row,
        organisation=row.organisation,
        role=ROLES[OrganisationKind(row.organisation.kind)],
        status=status_to_person(status, had_been_opened=row.had_been_opened),
        reads=status in MAY_READ,
        by_staff=row.consent == Consent.RECORDED,
        consent_note=consent_note_of(row, opened),
        acknowledged=row.acknowledged_at is not None,
        promised_on=promised_on,
        late=promised_on is not None and promised_on < today,
        erasure_by=erasure_by,
        may_withdraw=may_become(status, RecipientStatus.WITHDRAWN),
        may_ask=erasure_by is None and may_be_erased(status, opened=row.had_been_opened),
    )


def consent_note_of(row: Recipient, opened: OpenReport) -> str:
    """Return how consent was given, in staff's words; empty where the person chose herself."""
    if row.consent_note is None:
        return ""
    return opened.key.open_text(bytes(row.consent_note), table=RECIPIENT_TABLE, column="consent_note", row=row.pk)


def promise_of(row: Recipient) -> date | None:
    """Return the date of the promise that is open at a recipient, or None."""
    if row.status not in PROMISED:
        return None
    return next_promise(
        acknowledge_by=row.acknowledge_by, feedback_by=row.feedback_by,
        acknowledged=row.acknowledged_at is not None, informed=row.feedback_at is not None,
    )  # fmt: skip
