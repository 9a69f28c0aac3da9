"""The cases of an organisation as rows of one register, which an import reads again."""

from collections.abc import Iterator, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_records
from proximity.assessment.queries.assessments import bias_that_holds, grounds_of
from proximity.bulk.rules.portable import Entry
from proximity.cases.access_referrals import steps_of, thread_of
from proximity.cases.models import Case, CaseOrigin
from proximity.cases.queries.lists import case_title
from proximity.cases.queries.origins import opened_origin
from proximity.cases.rules.history import Origin
from proximity.cases.rules.proceedings import stage_of
from proximity.cases.rules.states import ComplaintState
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.records import RecordKey
from proximity.insight.rules.facts import Channel
from proximity.reporting.access import answers_of
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.states import MAY_READ

AT_ONCE = 200


def register_entries(by: Actor) -> Iterator[Entry]:
    """Yield the cases that the actor's organisation opened, the oldest first; what cannot be opened is left out."""
    ids = list(Case.objects.filter(organisation=by.organisation).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        cases = list(Case.objects.filter(pk__in=ids[start : start + AT_ONCE]).select_related("city").order_by("pk"))
        keys = open_records(
            [*(case.pk for case in cases), *(case.report_id for case in cases if case.report_id)], by=by
        )
        grounds = grounds_of([case.pk for case in cases])
        for case in cases:
            if case.pk in keys:
                yield _entry(
                    case, keys[case.pk], _told(case, keys, by), _origin(case, keys[case.pk]), grounds.get(case.pk, [])
                )


def _entry(case: Case, key: RecordKey, told: Answers, origin: Origin | None, grounds: list[str]) -> Entry:
    zone, thread = ZoneInfo(case.city.time_zone), thread_of(case)
    reached = stage_of(steps_of(thread) if thread else (), complaint=case.complaint_state == ComplaintState.MADE)
    return Entry(
        external=origin.external if origin else case.reference, recorded_on=case.opened_at.astimezone(zone).date(),
        happened=origin.happened if origin else told.when_date,
        closed_on=case.closed_at.astimezone(zone).date() if case.closed_at else None,
        told=told.what, place=told.place, title=case_title(case, key), kind=case.kind,
        grounds=origin.grounds_counted(tuple(grounds)) if origin else tuple(grounds),
        bias=bias_that_holds(case.pk) or "not_known",
        status=case.status, complaint=case.complaint_state, offence=case.offence_state,
        stage=origin.stage if origin else reached, channel=origin.channel if origin else _channel(case),
    )  # fmt: skip


def _channel(case: Case) -> str:
    report = Report.objects.filter(pk__in=[case.report_id]).first()
    return report.channel if report and report.channel in set(Channel) else Channel.UNKNOWN


def _told(case: Case, keys: Mapping[UUID, RecordKey], by: Actor) -> Answers:
    """Return what was told, as far as the person's word still lets the organisation read it, or as the register has it."""
    if case.imported:
        origin = _origin(case, keys[case.pk])
        return origin.answers if origin else Answers()
    readable = Recipient.objects.filter(report__in=[case.report_id], organisation=by.organisation, status__in=MAY_READ)
    report = Report.objects.filter(pk__in=readable.values("report")).first()
    if report is None or report.pk not in keys:
        return Answers()
    try:
        return answers_of(report, keys[report.pk])
    except SealBroken:
        return Answers()


def _origin(case: Case, key: RecordKey) -> Origin | None:
    row = CaseOrigin.objects.filter(case=case).first() if case.imported else None
    return opened_origin(row, key) if row else None
