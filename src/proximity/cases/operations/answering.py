"""The person's side of a case: her report taken into work, words to her, what came of it. All through `reporting`."""

from datetime import date, datetime

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import lock_case
from proximity.cases.models import Case
from proximity.reporting.access import OpenReport, own_recipient_to_change
from proximity.reporting.models import Recipient, Report
from proximity.reporting.operations import handling
from proximity.reporting.rules.states import RecipientStatus, may_write


def take_into_work(report: Report, *, by: Actor, now: datetime) -> tuple[OpenReport, date]:
    """Open a report and note that it is worked on; return it and the day its feedback is promised for.

    Raises `reporting.rules.states.NotNow` for a report that the person took back.
    """
    opened = handling.read_report(report=report, by=by, now=now)
    recipient = own_recipient_to_change(report, by=by)
    if recipient.status != RecipientStatus.IN_WORK:
        handling.start_work(report=report, by=by, now=now)
    return opened, recipient.feedback_by


@transaction.atomic
def answer_person(*, case: Case, text: str, by: Actor, now: datetime | None = None) -> None:
    """Write to the person whose report the case was opened from; a closed case too may be answered.

    Raises `NotSound` without a text, `reporting.rules.states.NotNow` where she took her report back, `NotNow` for a case that
    another body referred (whoever took the report writes to her), `CaseNotFound`.
    """
    case = lock_case(case, by=by)
    if case.report_id is None:
        raise NotNow("who took the report writes to the person")
    if not text.strip():
        raise NotSound("text")
    handling.answer_report(report=_report(case), text=text, by=by, now=now)
    record_event("case.answered", origin=by.origin, target=case.pk, label=case.reference, now=now)


def may_be_told(case: Case, *, by: Actor) -> bool:
    """Say whether the person can still be written to: she has not taken her report back, nor had it erased."""
    recipient = Recipient.objects.filter(report=case.report_id, organisation=by.organisation).first()
    return recipient is not None and may_write(RecipientStatus(recipient.status))


def tell_outcome(case: Case, *, text: str, by: Actor, now: datetime) -> None:
    """Tell the person what came of her report, which closes it here; who took it back is told nothing more.

    Raises `NotSound` without a text for somebody who is to be told.
    """
    if not may_be_told(case, by=by):
        return
    if not text.strip():
        raise NotSound("feedback")
    handling.close_with_feedback(report=_report(case), text=text, by=by, now=now)


def resume_for_person(case: Case, *, by: Actor, now: datetime) -> None:
    """Let her mailbox say again that her report is worked on, unless she took it back."""
    if may_be_told(case, by=by):
        handling.start_work(report=_report(case), by=by, now=now)


def _report(case: Case) -> Report:
    """Return the report of a case that has one."""
    return Report.objects.select_related("city").get(pk__in=[case.report_id])
