"""One whole case for its page: what was reported, what is assessed, what is to be done, what happened."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Person
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_record
from proximity.assessment.queries.assessments import Assessment, assessment_of
from proximity.assessment.rules import Balance, balance, marked, open_families
from proximity.audit.queries import Event, events_about
from proximity.cases.models import Case, Task
from proximity.cases.operations.reading import READ
from proximity.cases.queries.clocks import clocks_of_cases, limits_for
from proximity.cases.queries.doors import AccessLines, access_lines
from proximity.cases.queries.dues import dues_on
from proximity.cases.queries.evidence import CaseEvidence, case_evidence
from proximity.cases.queries.lists import case_title, task_title
from proximity.cases.queries.origins import OriginLine, origin_line
from proximity.cases.queries.persons import Persons, persons_of
from proximity.cases.queries.qualifications import (
    QualificationLine,
    ReadingLine,
    incident_day,
    offers_for,
    qualified_and_read,
)
from proximity.cases.rules.clocks import Clock
from proximity.cases.rules.dues import Due, evidence_due
from proximity.cases.rules.qualifications import IncidentDay, Offers
from proximity.cases.rules.states import CaseStatus, TaskKind
from proximity.foundation.pure.spans import Unit
from proximity.foundation.sealing.records import RecordKey
from proximity.packs.times import ClockRule
from proximity.packs.vocabulary import ClockKind
from proximity.reporting.access import open_report
from proximity.reporting.models import Recipient, Report
from proximity.reporting.queries.talk import TalkLine, talk_for
from proximity.reporting.rules.answers import Answers, Perceived
from proximity.reporting.rules.deadlines import local_day
from proximity.reporting.rules.states import MAY_READ, MessageKind


@dataclass(frozen=True, slots=True)
class Reported:
    """What the person told, as she told it. `quotes` are the words of hers that indicators rest on."""

    report: Report
    answers: Answers
    quotes: tuple[str, ...]
    readers: tuple[str, ...]
    others: tuple[str, ...]
    talk: tuple[TalkLine, ...]

    @property
    def conversation(self) -> tuple[TalkLine, ...]:
        """Return what was written between the person and the organisation."""
        return tuple(line for line in self.talk if line.kind is not MessageKind.PROCEEDINGS)

    @property
    def told_of_outcome(self) -> tuple[TalkLine, ...]:
        """Return what the person was told of the proceedings."""
        return tuple(line for line in self.talk if line.kind is MessageKind.PROCEEDINGS)

    @property
    def is_perceived(self) -> bool:
        """Say whether she thinks that bias played a part."""
        return self.answers.perceived == Perceived.YES

    def marked(self, text: str) -> tuple[tuple[str, bool], ...]:
        """Return a text of hers in pieces, each with whether an indicator rests on its words."""
        return marked(text, self.quotes)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task, opened. People are ids."""

    id: UUID
    kind: TaskKind
    title: str
    due_on: date
    assignee: UUID | None
    done_at: datetime | None
    done_by: UUID | None


NEWEST = 30
"""How many things of the timeline the page of a case shows; the others stand on a page of their own."""


@dataclass(frozen=True, slots=True)
class Law:
    """The law that a case is looked at by: the day it is chosen by, and what is offered on that day."""

    incident: IncidentDay
    offers: Offers


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of a case shows. `reported` is None where the person took her report back.

    `origin` is what an older register said of a case that was brought in.

    `names` gives names by a person's id and by how the log calls her; `evidence_due` is by when asking for recordings is
    proposed; `preserved` the law that says for how many days online content is kept on request, where there is one; `older` says
    whether more happened than the timeline shows.
    """

    case: Case
    title: str
    reported: Reported | None
    origin: OriginLine | None
    assessment: Assessment
    balance: Balance
    open_families: tuple[str, ...]
    persons: Persons
    tasks: tuple[TaskLine, ...]
    dues: tuple[Due, ...]
    clocks: tuple[Clock, ...]
    now: datetime
    timeline: tuple[Event, ...]
    older: bool
    names: dict[str, str]
    today: date
    evidence: CaseEvidence
    evidence_due: date | None
    access: AccessLines
    law: Law
    qualifications: tuple[QualificationLine, ...]
    bias_readings: tuple[ReadingLine, ...]
    preserved: ClockRule | None

    @property
    def is_closed(self) -> bool:
        """Say whether the case is closed."""
        return self.case.status == CaseStatus.CLOSED

    @property
    def entries(self) -> set[UUID]:
        """Return the ids of the indicators, grounds, requests and qualifications that stand, each of which can be acted on."""
        standing = {one.id for one in self.assessment.indicators} | {one.id for one in self.assessment.grounds}
        return standing | {one.thread for one in self.qualifications} | {one.id for one in self.evidence.open_requests}

    @property
    def colleagues(self) -> tuple[Person, ...]:
        """Return to whom the case can be given."""
        return self.access.assignable

    @property
    def open_tasks(self) -> tuple[TaskLine, ...]:
        """Return what is still to be done."""
        return tuple(task for task in self.tasks if task.done_at is None)

    @property
    def done_tasks(self) -> tuple[TaskLine, ...]:
        """Return what was done, the last first."""
        return tuple(task for task in self.tasks if task.done_at is not None)

    def qualification(self, thread: UUID | None) -> QualificationLine | None:
        """Return one qualification, or None where there is no such."""
        return next((one for one in self.qualifications if one.thread == thread), None)


def case_page(case: Case, *, by: Actor, now: datetime | None = None) -> CasePage:
    """Return a case that `access` gave the actor, opened. Raises `RecordNotFound` without a wrap."""
    key = open_record(case.pk, by=by)
    now = now or timezone.now()
    today = local_day(now, case.city.time_zone)
    assessment = assessment_of(case.pk, by=by)
    reported, origin = _reported(case, assessment, by), origin_line(case, key)
    perceived = reported is not None and reported.is_perceived
    tasks = tuple(_task(task, key) for task in Task.objects.filter(case=case).order_by("-done_at", "due_on", "id"))
    timeline = tuple(events_about(case.pk, but=[READ], limit=NEWEST + 1))
    access = access_lines(case, by=by, key=key, now=now)
    qualifications, readings = qualified_and_read(case, assessment, key=key)
    people = _people(case, assessment, tasks) + access.people + _readers(qualifications, readings)
    evidence, limits = case_evidence(case, by=by), limits_for(by, today)
    clocks = clocks_of_cases([case], by=by, limits=limits)
    dues = dues_on(Case.objects.filter(pk=case.pk), by=by, clocks=clocks)
    return CasePage(
        case=case, title=case_title(case, key), reported=reported, origin=origin, assessment=assessment,
        balance=balance(assessment.noted, perceived=perceived),
        open_families=open_families(assessment.noted, perceived=perceived), persons=persons_of(case, by=by), tasks=tasks,
        dues=tuple(_titled(due, tasks) for due in dues), now=now, clocks=clocks[case.pk],
        timeline=timeline[:NEWEST], older=len(timeline) > NEWEST, names=names_with_actors(people, timeline), today=today,
        evidence=evidence,
        evidence_due=evidence_due(
            today, CaseStatus(case.status), [task.kind for task in tasks], asked=evidence.asked_for_recordings
        ),
        preserved=next((one for one in limits if one.kind is ClockKind.PRESERVE and one.unit is Unit.DAYS), None),
        access=access, law=_law(case, assessment, reported, origin), qualifications=qualifications, bias_readings=readings,
    )  # fmt: skip


def law_of(case: Case, *, by: Actor) -> tuple[Law, Assessment]:
    """Return the law that a case is looked at by, and its assessment, for a page of their own."""
    assessment = assessment_of(case.pk, by=by)
    origin = origin_line(case, open_record(case.pk, by=by))
    return _law(case, assessment, _reported(case, assessment, by), origin), assessment


def _law(case: Case, assessment: Assessment, reported: Reported | None, origin: OriginLine | None) -> Law:
    told = reported.answers if reported else origin.origin.answers if origin else None
    incident = incident_day(case, told, reported.report.sent_at if reported else None)
    return Law(incident, offers_for(case, assessment, incident.day))


def _reported(case: Case, assessment: Assessment, by: Actor) -> Reported | None:
    """Return the report, or None where the person's word no longer lets the organisation read it, or its key is gone."""
    recipients = list(
        Recipient.objects.filter(report=case.report_id, status__in=MAY_READ).select_related("organisation")
    )
    if case.report_id is None or by.organisation.pk not in {one.organisation_id for one in recipients}:
        return None
    opened = open_report(Report.objects.select_related("city").get(pk=case.report_id), by=by)
    return Reported(
        report=opened.report, answers=opened.answers,
        quotes=tuple(one.quote for one in assessment.indicators),
        readers=tuple(one.organisation.name for one in recipients),
        others=tuple(one.organisation.name for one in recipients if one.organisation_id != by.organisation.pk),
        talk=talk_for(opened.report, by=by),
    )  # fmt: skip


def _task(task: Task, key: RecordKey) -> TaskLine:
    return TaskLine(
        id=task.pk, kind=TaskKind(task.kind), title=task_title(task, key), due_on=task.due_on,
        assignee=task.assignee_id, done_at=task.done_at, done_by=task.done_by,
    )  # fmt: skip


def _titled(due: Due, tasks: Iterable[TaskLine]) -> Due:
    """Return a due thing with the title of its task, where it is one."""
    return replace(due, what=next(task.title for task in tasks if task.id == due.task)) if due.task else due


def _people(case: Case, assessment: Assessment, tasks: Iterable[TaskLine]) -> list[UUID | None]:
    found: list[UUID | None] = [case.assignee_id, case.opened_by]
    found += [answer.by for answer in assessment.answers]
    found += [indicator.by for indicator in assessment.indicators]
    found += [ground.by for ground in assessment.grounds]
    found += [one.withdrawal.by for one in assessment.withdrawn if one.withdrawal]
    return found + [person for task in tasks for person in (task.assignee, task.done_by)]


def _readers(qualifications: Iterable[QualificationLine], readings: Iterable[ReadingLine]) -> list[UUID | None]:
    found: list[UUID | None] = [one.by for one in readings]
    for line in qualifications:
        found += [version.by for version in (line.now, *line.earlier)] + [one.by for one in line.readings]
    return found


def names_with_actors(people: Iterable[UUID | None], timeline: Iterable[Event]) -> dict[str, str]:
    """Return names by people's ids, and also as the log calls whoever stands in a timeline."""
    actors = {event.actor.removeprefix("person:") for event in timeline if event.actor.startswith("person:")}
    by_id = {str(person): name for person, name in names_of([*people, *map(UUID, actors)]).items()}
    return by_id | {f"person:{person}": name for person, name in by_id.items()}
