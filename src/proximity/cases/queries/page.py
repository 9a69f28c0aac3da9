"""One whole case for its page: what was reported, what is assessed, what is to be done, what happened."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Person
from proximity.accounts.queries import colleagues, names_of
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.assessment.queries.assessments import Assessment, assessment_of
from proximity.assessment.rules import Balance, balance, marked, open_families
from proximity.audit.queries import Event, events_about
from proximity.cases.models import Case, Task
from proximity.cases.operations.reading import READ
from proximity.cases.queries.clocks import clocks_of_cases, limits_for
from proximity.cases.queries.dues import dues_on
from proximity.cases.queries.lists import case_title, task_title
from proximity.cases.rules.clocks import Clock
from proximity.cases.rules.dues import Due, evidence_due
from proximity.cases.rules.states import CaseStatus, TaskKind
from proximity.foundation.sealing.records import RecordKey
from proximity.reporting.access import open_report
from proximity.reporting.models import Recipient, Report
from proximity.reporting.queries.talk import TalkLine, talk_for
from proximity.reporting.rules.answers import Answers, Perceived
from proximity.reporting.rules.deadlines import local_day
from proximity.reporting.rules.states import MAY_READ


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


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of a case shows. `reported` is None where the person took her report back.

    `names` gives names by a person's id and by how the log calls her; `evidence_due` is by when keeping evidence is proposed.
    """

    case: Case
    title: str
    reported: Reported | None
    assessment: Assessment
    balance: Balance
    open_families: tuple[str, ...]
    tasks: tuple[TaskLine, ...]
    dues: tuple[Due, ...]
    clocks: tuple[Clock, ...]
    now: datetime
    timeline: tuple[Event, ...]
    colleagues: tuple[Person, ...]
    names: dict[str, str]
    today: date
    evidence_due: date | None

    @property
    def is_closed(self) -> bool:
        """Say whether the case is closed."""
        return self.case.status == CaseStatus.CLOSED

    @property
    def entries(self) -> set[UUID]:
        """Return the ids of the indicators and grounds that stand, each of which can be acted on."""
        return {one.id for one in self.assessment.indicators} | {one.id for one in self.assessment.grounds}


def case_page(case: Case, *, by: Actor, now: datetime | None = None) -> CasePage:
    """Return a case that `access` gave the actor, opened. Raises `RecordNotFound` without a wrap."""
    key = open_record(case.pk, by=by)
    now = now or timezone.now()
    today = local_day(now, case.city.time_zone)
    assessment = assessment_of(case.pk, by=by)
    reported = _reported(case, assessment, by)
    perceived = reported is not None and reported.is_perceived
    tasks = tuple(_task(task, key) for task in Task.objects.filter(case=case).order_by("-done_at", "due_on", "id"))
    timeline = tuple(events_about(case.pk, but=[READ]))
    return CasePage(
        case=case, title=case_title(case, key), reported=reported, assessment=assessment,
        balance=balance(assessment.noted, perceived=perceived),
        open_families=open_families(assessment.noted, perceived=perceived), tasks=tasks,
        dues=tuple(_titled(due, tasks) for due in dues_on(Case.objects.filter(pk=case.pk), by=by)), now=now,
        clocks=clocks_of_cases([case], by=by, limits=limits_for(by, today))[case.pk],
        timeline=timeline, colleagues=tuple(colleagues(by.organisation, Capability.WORK_CASES)),
        names=_names(_people(case, assessment, tasks), timeline), today=today,
        evidence_due=evidence_due(today, CaseStatus(case.status), [task.kind for task in tasks]),
    )  # fmt: skip


def _reported(case: Case, assessment: Assessment, by: Actor) -> Reported | None:
    """Return the report, or None where the person's word no longer lets the organisation read it, or its key is gone."""
    recipients = list(
        Recipient.objects.filter(report=case.report_id, status__in=MAY_READ).select_related("organisation")
    )
    if by.organisation.pk not in {one.organisation_id for one in recipients}:
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


def _names(people: Iterable[UUID | None], timeline: Iterable[Event]) -> dict[str, str]:
    actors = {event.actor.removeprefix("person:") for event in timeline if event.actor.startswith("person:")}
    by_id = {str(person): name for person, name in names_of([*people, *map(UUID, actors)]).items()}
    return by_id | {f"person:{person}": name for person, name in by_id.items()}
