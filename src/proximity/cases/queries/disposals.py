"""What is due for review or disposal, what is held, and the lists of what was disposed of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.rules import Capability
from proximity.cases.access import cases_visible_to
from proximity.cases.access_disposals import disposals_visible_to
from proximity.cases.models import Case, Disposal, DisposalEntry, LegalHold, RetentionSchedule
from proximity.cases.queries.keeping import erased_by_request
from proximity.cases.rules.retention import ERASURE, DisposalState, Outcome, Standing, Subject, is_closed, may_go
from proximity.cases.rules.states import CaseStatus
from proximity.packs.vocabulary import KeptKind
from proximity.reporting.rules.deadlines import local_day

SHOWN_LISTS = 50


@dataclass(frozen=True, slots=True)
class DueRow:
    """One record that is due, with what that rests on (`basis`: a rule's code, `own`, or `erasure`)."""

    record_id: UUID
    report_id: UUID | None
    subject: Subject
    reference: str
    kind: KeptKind
    standing: Standing
    basis: str
    on: date | None
    recorded_on: date
    closed_on: date | None
    held: bool

    @property
    def may_go(self) -> bool:
        """Say whether it may stand on a list."""
        return may_go(due=True, closed=self.closed_on is not None, held=self.held)


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list as the page shows it, with the names of its two persons."""

    disposal: Disposal
    count: int
    proposed_by: str
    decided_by: str


def rows_due(by: Actor, *, now: datetime) -> list[DueRow]:
    """Return what is due for disposal or review at the actor's organisation, the oldest first, whether it may go or not.

    Leaves out what stands on a list that waits. Empty without the capability to keep records.
    """
    if not by.may(Capability.KEEP_RECORDS):
        return []
    today = local_day(now, by.organisation.city.time_zone)
    own = cases_visible_to(by).filter(organisation=by.organisation)
    erased = set(erased_by_request(own).values_list("pk", flat=True))
    listed = DisposalEntry.objects.filter(organisation=by.organisation, outcome=Outcome.WAITING).values("record_id")
    due = Q(dispose_on__lte=today) | Q(review_on__lte=today) | Q(record_id__in=erased, erasure_kept=False)
    found = list(RetentionSchedule.objects.filter(due, organisation=by.organisation).exclude(record_id__in=listed))
    cases = {case.pk: case for case in own.filter(pk__in=[one.record_id for one in found]).defer("title")}
    held = set(LegalHold.objects.filter(case__in=list(cases), lifted_at__isnull=True).values_list("case_id", flat=True))
    rows = [
        _row(one, cases.get(one.record_id), today, erased=one.record_id in erased, held=one.record_id in held)
        for one in found
        if one.subject == Subject.REPORT or one.record_id in cases
    ]
    return sorted(rows, key=lambda row: (row.standing is Standing.REVIEW, row.on or date.min, row.reference))


def due_rows(by: Actor, *, now: datetime) -> list[DueRow]:
    """Return those of what is due that may stand on a list."""
    return [row for row in rows_due(by, now=now) if row.may_go]


def _row(one: RetentionSchedule, case: Case | None, today: date, *, erased: bool, held: bool) -> DueRow:
    asked = erased and not one.erasure_kept
    disposes = one.dispose_on is not None and one.dispose_on <= today
    if disposes:
        standing, basis, on = Standing.DISPOSE, one.dispose_basis, one.dispose_on
    elif asked:
        standing, basis, on = Standing.DISPOSE, ERASURE, None
    else:
        standing, basis, on = Standing.REVIEW, one.review_basis, one.review_on
    closed = one.closed_on if case is None or is_closed(CaseStatus(case.status)) else None
    return DueRow(
        record_id=one.record_id, report_id=case.report_id if case else one.record_id, subject=Subject(one.subject),
        reference=one.reference, kind=KeptKind(one.kind), standing=standing, basis=basis, on=on,
        recorded_on=one.recorded_on, closed_on=closed, held=held,
    )  # fmt: skip


def lists_for(by: Actor, *, waiting: bool) -> list[ListLine]:
    """Return the lists that somebody may look at, the newest first: those that wait for a second person, or all others."""
    found = disposals_visible_to(by)
    chosen = (
        found.filter(state=DisposalState.PROPOSED) if waiting else found.exclude(state=DisposalState.PROPOSED)
    )  # fmt: skip
    lists = chosen.select_related("organisation").annotate(count=Count("entries")).order_by("-proposed_at")
    return list_lines(lists[:SHOWN_LISTS])


def list_lines(lists: Iterable[Disposal]) -> list[ListLine]:
    """Return lists with the names of their persons."""
    known = list(lists)
    names = names_of(person for one in known for person in (one.proposed_by, one.decided_by))
    return [
        ListLine(
            one, getattr(one, "count", 0), names.get(one.proposed_by, str(one.proposed_by)),
            names.get(one.decided_by, "") if one.decided_by else "",
        )
        for one in known
    ]  # fmt: skip


def waiting_to_decide(by: Actor) -> int:
    """Return how many lists wait for somebody as their second person."""
    waiting = disposals_visible_to(by).filter(state=DisposalState.PROPOSED)
    return sum(proposer != by.person_id for proposer in waiting.values_list("proposed_by", flat=True))


def exported(by: Actor) -> list[tuple[ListLine, DisposalEntry]]:
    """Return every entry of the lists that were decided and that somebody may look at, the newest list first."""
    lists = disposals_visible_to(by).exclude(state=DisposalState.PROPOSED).select_related("organisation__city")
    lines = {line.disposal.pk: line for line in list_lines(lists.order_by("-proposed_at"))}
    entries = DisposalEntry.objects.filter(disposal__in=list(lines)).order_by("reference")
    found = [(lines[entry.disposal_id], entry) for entry in entries]
    return sorted(found, key=lambda one: one[0].disposal.proposed_at, reverse=True)


def held_cases(by: Actor) -> list[tuple[str, datetime]]:
    """Return the cases of the actor's organisation that a legal hold keeps, with since when."""
    own = cases_visible_to(by).filter(organisation=by.organisation)
    found = LegalHold.objects.filter(case__in=own, lifted_at__isnull=True).select_related("case").order_by("set_at")
    return [(hold.case.reference, hold.set_at) for hold in found]
