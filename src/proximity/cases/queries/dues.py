"""Everything that is due on cases, gathered from each noun in one visible list: for case, list, home page and summary."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Role
from proximity.cases.access import acts_for, cases_visible_to
from proximity.cases.models import Case, Task
from proximity.cases.queries.clocks import clocks_of_cases, limits_for
from proximity.cases.queries.labels import CLOCK_DUE, ERASURE_DUE, VANISHING
from proximity.cases.rules.clocks import Clock, due_on
from proximity.cases.rules.dues import SOON_DAYS, Due, in_order
from proximity.cases.rules.states import CaseStatus
from proximity.evidence.queries.offers import open_requests
from proximity.packs.vocabulary import ClockKind
from proximity.reporting.models import ErasureRequest
from proximity.reporting.rules.deadlines import local_day

# Where on the case page each clock is kept.
OF_THE_PERSON = frozenset({ClockKind.COMPLAIN, ClockKind.APPEAL})
SECTION_OF = {ClockKind.HAND_OVER: "referral", ClockKind.FEEDBACK: "closing", ClockKind.RECORDING: "evidence"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a source is asked: dues on these open cases up to a day (included), of some people alone where `people` are given.

    `own` are the cases of those people, fetched once for all sources; `clocks` those of their cases, where they are known.
    """

    by: Actor
    cases: QuerySet[Case]
    until: date
    people: Collection[UUID] | None
    own: tuple[Case, ...]
    clocks: Mapping[UUID, tuple[Clock, ...]] | None = None


type Source = Callable[[Asked], Iterable[Due]]


def task_dues(asked: Asked) -> Iterator[Due]:
    """Yield tasks that are not done: whose task it is; a task of nobody is whose case it is."""
    tasks = Task.objects.filter(case__in=asked.cases, done_at__isnull=True, due_on__lte=asked.until)
    if asked.people is not None:
        nobodys = Q(assignee__isnull=True, case__assignee__in=asked.people)
        tasks = tasks.filter(Q(assignee__in=asked.people) | nobodys)
    for task in tasks.only("case_id", "due_on", "assignee_id"):
        yield Due(task.case_id, task.due_on, "", "tasks", who=task.assignee_id, task=task.pk)


def clock_dues(asked: Asked) -> Iterator[Due]:
    """Yield the organisation's promises to the person and the limits of the law that are still to be kept."""
    clocks = asked.clocks
    if clocks is None:
        clocks = clocks_of_cases(asked.own, by=asked.by, limits=limits_for(asked.by, local_day_of(asked.by)))
    zone = asked.by.organisation.city.time_zone
    for case in asked.own:
        for clock in clocks[case.pk]:
            if is_to_do(clock) and due_on(clock, zone) <= asked.until:
                yield Due(
                    case.pk, due_on(clock, zone), str(CLOCK_DUE[clock.kind]), SECTION_OF.get(clock.kind, "messages"),
                    at=clock.due_at if clock.hourly else None, who=case.assignee_id,
                )  # fmt: skip


def is_to_do(clock: Clock) -> bool:
    """Say whether staff still have to act before a clock runs out: a term of the person's own is no work of theirs."""
    return clock.kind not in OF_THE_PERSON and clock.is_open()


def erasure_dues(asked: Asked) -> Iterator[Due]:
    """Yield requests to erase the report of a case that wait for an answer."""
    cases = {case.report_id: case for case in asked.own if case.report_id}
    waiting = ErasureRequest.objects.filter(
        report__in=list(cases), organisation=asked.by.organisation, decided_at__isnull=True, answer_by__lte=asked.until
    )
    for report, day in waiting.values_list("report_id", "answer_by"):
        case = cases[report]
        yield Due(case.pk, day, str(ERASURE_DUE), "messages", who=case.assignee_id)


def vanishing_dues(asked: Asked) -> Iterator[Due]:
    """Yield what somebody else was asked to keep and is there for a while only: it is to be had before."""
    cases = {case.pk: case for case in asked.own}
    for request in open_requests(cases, before=asked.until):
        case = cases[request.subject_id]
        yield Due(case.pk, request.until, str(VANISHING[request.what]), "evidence", who=case.assignee_id)


# Each noun with something that becomes due adds one function here.
SOURCES: tuple[Source, ...] = (task_dues, clock_dues, erasure_dues, vanishing_dues)


def dues_on(
    cases: QuerySet[Case],
    *,
    by: Actor,
    until: date = date.max,
    people: Collection[UUID] | None = None,
    clocks: Mapping[UUID, tuple[Clock, ...]] | None = None,
) -> list[Due]:
    """Return what is due on cases that `access` gave the actor, the nearest first. Closed cases have nothing due.

    Tasks come without their titles, which are sealed.
    """
    still_open = cases.exclude(status=CaseStatus.CLOSED)
    own = still_open if people is None else still_open.filter(assignee__in=people)
    asked = Asked(by, still_open, until, people, tuple(own), clocks)
    return in_order(due for source in SOURCES for due in source(asked))


def waiting_for(by: Actor, *, now: datetime) -> list[Due]:
    """Return what is overdue, due today or soon for somebody, the most urgent first.

    A supervisor sees what is due on every case of her organisation (R27), others what is theirs to do and what is
    a colleague's for whom they stand in.
    """
    soon = local_day(now, by.organisation.city.time_zone) + timedelta(days=SOON_DAYS)
    people = None if by.role == Role.SUPERVISOR else acts_for(by)
    return dues_on(cases_visible_to(by), by=by, until=soon, people=people)


def local_day_of(by: Actor, now: datetime | None = None) -> date:
    """Return which day it is where the actor works."""
    return local_day(now or timezone.now(), by.organisation.city.time_zone)
