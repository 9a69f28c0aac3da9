"""Telling the person of each step, once and in order, as the background work of the organisation that holds her report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Machine
from proximity.audit.operations import record_event
from proximity.cases.models import Case, ProceedingsStep, ProceedingsThread, StepTold
from proximity.cases.operations.counting import count_case
from proximity.cases.queries.telling import words_to_person
from proximity.cases.rules.proceedings import NOT_TOLD
from proximity.foundation.pure.ids import new_id
from proximity.reporting.models import Report
from proximity.reporting.operations.telling import may_tell_proceedings, tell_proceedings


def waiting_steps(by: Machine) -> dict[UUID, list[UUID]]:
    """Return the steps that nobody has told the person of yet, by thread, each in the order they were entered."""
    threads = ProceedingsThread.objects.filter(organisation=by.organisation).values("pk")
    told = StepTold.objects.values("step")
    rows = ProceedingsStep.objects.filter(thread__in=threads).exclude(pk__in=told).exclude(kind__in=NOT_TOLD)
    found: dict[UUID, list[UUID]] = {}
    for thread, step in rows.order_by("noted_at", "id").values_list("thread_id", "id"):
        found.setdefault(thread, []).append(step)
    return found


@transaction.atomic
def tell_step(*, step_id: UUID, by: Machine, now: datetime | None = None) -> bool:
    """Tell the person of one step in the language of her report; say whether she was told now.

    Run twice, it tells once: the row that says so comes first, and a second run waits for it and finds it. Who took her report
    back, or had it erased, is told nothing more; that is noted too. The fact of the incident advances with it.
    """
    now = now or timezone.now()
    step = ProceedingsStep.objects.select_related("organisation", "towards", "city").get(pk=step_id)
    thread = ProceedingsThread.objects.get(pk=step.thread_id)
    report = Report.objects.select_related("city").filter(pk__in=[thread.report_id]).first()
    noted = StepTold(
        id=new_id(), city_id=step.city_id, organisation=by.organisation, step=step, at=now,
        told=report is not None and may_tell_proceedings(report, by=by),
    )  # fmt: skip
    StepTold.objects.bulk_create([noted], ignore_conflicts=True)
    if not StepTold.objects.filter(pk=noted.pk).exists():
        return False
    if report is not None and noted.told:
        tell_proceedings(report=report, text=words_to_person(step, language=report.language), by=by, now=now)
    _count(thread, by, now)
    action = "proceedings.told" if noted.told else "proceedings.not_told"
    record_event(action, origin=by.origin, target=step.thread_id, label=step.kind, now=now)
    return noted.told


def _count(thread: ProceedingsThread, by: Machine, now: datetime) -> None:
    """Let the fact of the incident say how far it has come."""
    case = Case.objects.filter(report__in=[thread.report_id], organisation=by.organisation).first()
    if case is not None:
        count_case(case, by=by, now=now)
