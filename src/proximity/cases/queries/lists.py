"""Lists of cases: the filtered list, page by page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_records
from proximity.assessment.models import GroundEntry
from proximity.assessment.queries.assessments import grounds_of
from proximity.assessment.rules import GroundStatus
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case, CaseSeal, ReadingRequest, Task
from proximity.cases.queries.dues import dues_on
from proximity.cases.rules.dues import Due
from proximity.cases.rules.states import CaseStatus, reference_of
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.records import RecordKey
from proximity.reporting.queries.labels import BROKEN

PAGE = 50
WHOLE = re.compile(r"[A-Za-z]{2,4}-\d{4}-\d{4,}", re.ASCII)
MOST_DIGITS = 9
YEARS_BACK = 40
"""So many years back a number without its year is looked for: no case is kept longer."""
OPEN, ALL = "open", "all"
ME, NOBODY = "me", "nobody"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to. `status` is a status, `open` or `all`; `assignee` an id, `me` or `nobody`; empty is wide.

    `reading` keeps those that wait for a second reading.
    """

    status: str = OPEN
    assignee: str = ""
    since: date | None = None
    until: date | None = None
    reference: str = ""
    reading: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list."""

    id: UUID
    reference: str
    title: str
    opened_at: datetime
    grounds: tuple[str, ...]
    status: CaseStatus
    assignee: str
    due: Due | None
    sealed: bool
    reading: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of the list; `after` is the key of the next page, None on the last."""

    rows: tuple[CaseRow, ...]
    after: UUID | None


def case_list(by: Actor, filters: Filters, *, after: UUID | None = None) -> CaseList:
    """Return one page of the cases that the actor may see, the newest first, in a constant number of queries."""
    found = marked(narrowed(cases_visible_to(by, before=after), filters, by))
    cases = list(found.order_by("-pk")[: PAGE + 1])
    shown = cases[:PAGE]
    return CaseList(rows_of(shown, by=by), shown[-1].pk if len(cases) > PAGE else None)


def case_title(case: Case, key: RecordKey) -> str:
    """Return a case's title, opened."""
    return _read(bytes(case.title), key, "cases_case", case.pk)


def task_title(task: Task, key: RecordKey) -> str:
    """Return what is to be done, opened with the key of its case."""
    return _read(bytes(task.title), key, "cases_task", task.pk)


def _read(sealed: bytes, key: RecordKey, table: str, row: UUID) -> str:
    """Return a title, or that it cannot be opened: one row that was tampered with closes no list."""
    try:
        return key.open_text(sealed, table=table, column="title", row=row)
    except SealBroken:
        return str(BROKEN)


def marked(found: QuerySet[Case]) -> QuerySet[Case]:
    """Return cases with what `rows_of` shows of them besides: who works on each, whether it is sealed or waits for a reader."""
    return found.select_related("assignee").annotate(
        is_sealed=Exists(CaseSeal.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True)),
        is_read=Exists(_open_requests().filter(case=OuterRef("pk"))),
    )


def narrowed(found: QuerySet[Case], filters: Filters, by: Actor) -> QuerySet[Case]:
    """Return those cases that fit the filters."""
    if filters.status == OPEN:
        found = found.exclude(status=CaseStatus.CLOSED)
    elif filters.status != ALL:
        found = found.filter(status=filters.status)
    if filters.assignee:
        found = found.filter(_assigned(filters.assignee, by))
    if filters.ground:
        entries = GroundEntry.objects.filter(code=filters.ground).exclude(status=GroundStatus.REJECTED)
        found = found.filter(pk__in=entries.values("record_id"))
    if filters.reading:
        found = found.filter(pk__in=_open_requests().values("case"))
    if filters.reference:
        found = found.filter(_referenced(filters.reference, by))
    return _opened(found, filters, by)


def _assigned(asked: str, by: Actor) -> Q:
    if asked == NOBODY:
        return Q(assignee__isnull=True)
    return Q(assignee=by.person_id if asked == ME else UUID(asked))


def _opened(found: QuerySet[Case], filters: Filters, by: Actor) -> QuerySet[Case]:
    if filters.since:
        found = found.filter(opened_at__gte=_on(filters.since, time.min, by))
    if filters.until:
        found = found.filter(opened_at__lte=_on(filters.until, time.max, by))
    return found


def _referenced(asked: str, by: Actor) -> Q:
    """Return the condition for a reference, or a part of one.

    A whole reference, or a number alone, is looked up; any other part has to be looked for in each, which takes longer.
    """
    if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS:
        this_year, prefix = timezone.now().year, by.organisation.city.reference_prefix
        years = range(this_year - YEARS_BACK, this_year + 1)
        return Q(reference__in=[reference_of(prefix, year, int(asked)) for year in years])
    if WHOLE.fullmatch(asked):
        return Q(reference=asked.upper())
    return Q(reference__icontains=asked)


def _open_requests() -> QuerySet[ReadingRequest]:
    return ReadingRequest.objects.filter(done_at__isnull=True)


def _on(day: date, at: time, by: Actor) -> datetime:
    return datetime.combine(day, at, ZoneInfo(by.organisation.city.time_zone))


def rows_of(cases: Sequence[Case], *, by: Actor, with_dues: bool = True) -> tuple[CaseRow, ...]:
    """Return the lines of cases that `marked` marked, opened, in a constant number of queries."""
    ids = [case.pk for case in cases]
    keys, grounds = open_records(ids, by=by), grounds_of(ids)
    next_due: dict[UUID, Due] = {}
    for due in dues_on(Case.objects.filter(pk__in=ids), by=by) if with_dues else ():
        next_due.setdefault(due.case, due)
    return tuple(
        CaseRow(
            id=case.pk, reference=case.reference, title=case_title(case, keys[case.pk]), opened_at=case.opened_at,
            grounds=tuple(grounds.get(case.pk, ())), status=CaseStatus(case.status),
            assignee=case.assignee.name if case.assignee else "", due=next_due.get(case.pk),
            sealed=vars(case)["is_sealed"], reading=vars(case)["is_read"],
        )
        for case in cases
    )  # fmt: skip
