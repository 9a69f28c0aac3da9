"""The fact of a case: told to `insight` when the case is opened, and again whenever what it says changes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.assessment.queries.assessments import bias_that_holds, grounds_of
from proximity.cases.access_referrals import steps_of, thread_of
from proximity.cases.models import Case
from proximity.cases.queries.links import is_merged
from proximity.cases.queries.origins import origin_of_case
from proximity.cases.rules.history import Origin
from proximity.cases.rules.proceedings import stage_of
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState, is_countable
from proximity.foundation.pure.spans import local_day
from proximity.insight.operations.record import record_fact
from proximity.insight.rules.facts import MOST_GROUNDS, Bias, Channel, Fact, Source, Stage, band
from proximity.reporting.access import open_report
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.answers import Answers, Perceived
from proximity.reporting.rules.facts import KIND_NOT_CODED, UNNAMED, feedback_told, quarter_told

OVERDUE_SINCE = timedelta(days=8)


def count_case(case: Case, *, by: Actor, now: datetime) -> bool:
    """Keep the fact of a case as it stands, note the moment it became countable, and say whether it counts as an incident.

    Until then its fact is `pending`: it counts among the cases, so that figures show what is not assessed. A case that another
    body referred never counts: the organisation that holds the report counts the incident, once. Nor does one that was merged
    into another before it counted. What counts keeps counting, whatever changes later; what changes replaces the fact. A report
    that was erased is not read again: what was told of it before stays. A case of an older register counts by what that said.
    Called inside the transaction of the change.
    """
    if case.referral_id is not None:
        return False
    grounds = grounds_of([case.pk]).get(case.pk, [])
    bias = bias_that_holds(case.pk)
    if case.countable_at is None:
        if is_merged(case):
            return False
        if is_countable(answered=bias is not None, grounds=len(grounds), status=CaseStatus(case.status)):
            case.countable_at = now
            case.save(update_fields=["countable_at"])
    if case.imported:
        fact = _fact_of_history(case, origin_of_case(case, by=by), tuple(grounds), bias)
        record_fact(fact, record_id=case.pk, by=by, now=now)
        return case.countable_at is not None
    report = Report.objects.filter(pk__in=[case.report_id]).first()
    if report is not None:
        record_fact(_fact(case, report, tuple(grounds), bias, by, now), record_id=report.pk, by=by, now=now)
    return case.countable_at is not None


def waiting_past_their_day(organisation: Organisation, *, today: date) -> list[UUID]:
    """Return the cases whose person should have heard by now what was done, where the day passed in the last week.

    Nothing happens on such a day that would tell figures of it, so the worker does.
    """
    due = Case.objects.filter(
        organisation=organisation, feedback_due__lt=today, feedback_due__gte=today - OVERDUE_SINCE, report__isnull=False
    )
    return list(due.order_by("pk").values_list("pk", flat=True))


def _fact(case: Case, report: Report, grounds: tuple[str, ...], bias: str | None, by: Actor, now: datetime) -> Fact:
    answers = open_report(report, by=by).answers
    recipient = Recipient.objects.get(report=report, organisation=by.organisation)
    answered = Bias(bias) if bias else Bias.OPEN
    acknowledged, zone = recipient.acknowledged_at, by.organisation.city.time_zone
    return Fact(
        city=by.organisation.city.slug,
        source=Source.POLICE,
        channel=Channel(report.channel),
        grounds=grounds[:MOST_GROUNDS] or (UNNAMED if _is_bias(answered, answers) else ()),
        incident_type=case.kind or KIND_NOT_CODED,
        stage=_stage(case),
        bias=answered,
        happened=quarter_told(answers),
        answered_in=band((acknowledged - report.sent_at).days if acknowledged else None),
        closed_in=band((case.closed_at - report.sent_at).days if case.closed_at else None),
        case=True,
        complaint=case.complaint_state == ComplaintState.MADE,
        offence=case.offence_state == OffenceState.SUSPECTED,
        pending=case.countable_at is None,
        feedback=feedback_told(
            promised_for=recipient.feedback_by,
            told_on=local_day(recipient.feedback_at, zone) if recipient.feedback_at else None,
            today=local_day(now, zone),
        ),
    )


def _fact_of_history(case: Case, origin: Origin, grounds: tuple[str, ...], bias: str | None) -> Fact:
    """Return the fact of a case of an older register: nothing is known of how the person was answered."""
    closed = (case.closed_at - case.opened_at).days if case.closed_at else None
    return Fact(
        city=case.city.slug, source=Source.HISTORY, channel=origin.channel,
        grounds=origin.grounds_counted(grounds) or (UNNAMED if bias == Bias.YES else ()),
        incident_type=case.kind or KIND_NOT_CODED, stage=max(_stage(case), origin.stage, key=list(Stage).index),
        bias=Bias(bias) if bias else Bias.OPEN, happened=origin.quarter, closed_in=band(closed), case=True,
        complaint=case.complaint_state == ComplaintState.MADE, offence=case.offence_state == OffenceState.SUSPECTED,
        pending=case.countable_at is None,
    )  # fmt: skip


def _stage(case: Case) -> Stage:
    """Return how far it has come: by the steps of its proceedings, where it was referred."""
    thread = thread_of(case)
    steps = steps_of(thread) if thread else ()
    return stage_of(steps, complaint=case.complaint_state == ComplaintState.MADE)


def _is_bias(answered: Bias, answers: Answers) -> bool:
    """Say whether bias played a part as far as anybody knows: assessed so, or perceived so and not assessed otherwise."""
    return answered is Bias.YES or (answered in {Bias.NOT_KNOWN, Bias.OPEN} and answers.perceived == Perceived.YES)
