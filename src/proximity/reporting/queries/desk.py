"""What a report's page shows to staff: what was told, who else may read it, what was said, what happened, what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.reporting.access import OpenReport, police_not_asked
from proximity.reporting.models import ErasureRequest, Recipient, Report
from proximity.reporting.queries.actions import ReportAction, report_actions
from proximity.reporting.queries.labels import CHANNELS, ROLES, TO_STAFF, Words
from proximity.reporting.queries.mailbox import consent_note_of, promise_of
from proximity.reporting.queries.talk import TalkLine, talk_for
from proximity.reporting.rules.answers import UNSAFE
from proximity.reporting.rules.deadlines import local_day
from proximity.reporting.rules.pile import MAY_STAND
from proximity.reporting.rules.states import Channel, Consent, MessageKind, RecipientStatus, may_become, may_write


@dataclass(frozen=True, slots=True)
class StandLine:
    """One recipient as another of them sees it: who, on whose word, where it stands there."""

    recipient: Recipient
    organisation: Organisation
    role: Words
    status: Words
    status_kind: str
    own: bool
    by_staff: bool
    consent_note: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, and at which organisation (none: the person or nobody in particular)."""

    at: datetime
    what: Words
    where: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """A report on somebody's desk, and what she may do with it now."""

    opened: OpenReport
    own: StandLine
    recipients: tuple[StandLine, ...]
    talk: tuple[TalkLine, ...]
    outcome: tuple[TalkLine, ...]
    moments: tuple[Moment, ...]
    channel: Words
    due: date | None
    overdue: bool
    request: ErasureRequest | None
    police: tuple[Organisation, ...]
    unsafe: bool
    may_answer: bool
    may_close: bool
    may_pile: bool
    actions: list[ReportAction]


def _apart(talk: tuple[TalkLine, ...]) -> tuple[tuple[TalkLine, ...], tuple[TalkLine, ...]]:
    """Return the conversation, and what the person was told of proceedings elsewhere, by whomever."""
    told = tuple(line for line in talk if line.kind is MessageKind.PROCEEDINGS)
    return tuple(line for line in talk if line not in told), told


def desk_of(opened: OpenReport, *, by: Actor, now: datetime) -> Desk:
    """Return an opened report for the desk of somebody who was allowed to open it. `now` decides what is late."""
    report = opened.report
    lines = tuple(_stand(row, opened, by) for row in _recipients(report))
    own = next(line for line in lines if line.own)
    status = RecipientStatus(own.recipient.status)
    answers = by.may(Capability.ANSWER_REPORTS)
    due = promise_of(own.recipient) if may_write(status) else None
    hands_on = by.may(Capability.FORWARD_REPORTS) and may_write(status)
    talk, outcome = _apart(talk_for(report, by=by))
    requests = tuple(ErasureRequest.objects.filter(report=report).select_related("organisation"))
    return Desk(
        opened=opened, own=own, recipients=lines, talk=talk, outcome=outcome,
        moments=_moments(report, lines, requests), channel=CHANNELS[Channel(report.channel)], due=due,
        overdue=due is not None and due < local_day(now, report.city.time_zone),
        request=next((one for one in requests if one.organisation_id == by.organisation.pk and not one.decided_at), None),
        police=tuple(police_not_asked(report)) if hands_on else (), unsafe=opened.answers.safe_now == UNSAFE,
        may_answer=answers and may_write(status),
        may_close=answers and may_become(status, RecipientStatus.CLOSED),
        may_pile=answers and status in MAY_STAND and own.recipient.pile_id is None, actions=report_actions(report, by=by),
    )  # fmt: skip


def _recipients(report: Report) -> Iterator[Recipient]:
    return (
        Recipient.objects.filter(report=report).select_related("organisation").order_by("consent_at", "id").iterator()
    )


def _stand(row: Recipient, opened: OpenReport, by: Actor) -> StandLine:
    words, kind = TO_STAFF[RecipientStatus(row.status)]
    return StandLine(
        recipient=row, organisation=row.organisation, role=ROLES[OrganisationKind(row.organisation.kind)], status=words,
        status_kind=kind, own=row.organisation_id == by.organisation.pk, by_staff=row.consent == Consent.RECORDED,
        consent_note=consent_note_of(row, opened),
    )  # fmt: skip


def _moments(report: Report, lines: tuple[StandLine, ...], requests: tuple[ErasureRequest, ...]) -> tuple[Moment, ...]:
    found = [Moment(report.sent_at, _("Report sent"))]
    found += [moment for line in lines for moment in _moments_at(line)]
    found += [Moment(one.requested_at, _("Asked to erase"), one.organisation.name) for one in requests]
    found += [
        Moment(one.decided_at, _("Erasure granted") if one.granted else _("Erasure refused"), one.organisation.name)
        for one in requests
        if one.decided_at
    ]
    return tuple(sorted(found, key=lambda moment: moment.at))


def _moments_at(line: StandLine) -> Iterator[Moment]:
    row, name = line.recipient, line.organisation.name
    yield Moment(row.consent_at, _("Given the report"), name)
    named = ((row.acknowledged_at, _("First answer")), (row.feedback_at, _("Told what was done")),
             (row.withdrawn_at, _("Taken back by the person")))  # fmt: skip
    yield from (Moment(at, what, name) for at, what in named if at)
    if row.status in {
        RecipientStatus.BEING_READ,
        RecipientStatus.IN_WORK,
        RecipientStatus.ERASED,
        RecipientStatus.SET_ASIDE,
    }:
        yield Moment(row.status_at, line.status, name)
