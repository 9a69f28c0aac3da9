"""Naming a case, giving it to somebody, its three states, closing it and opening it again."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.queries import colleagues
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.assessment.queries.assessments import bias_is_answered
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import door_of, lock_case, lock_open_case
from proximity.cases.models import Case
from proximity.cases.operations.answering import resume_for_person, tell_outcome
from proximity.cases.operations.counting import count_case
from proximity.cases.operations.keeping import schedule_case
from proximity.cases.operations.notices import tell
from proximity.cases.operations.opening import TABLE
from proximity.cases.operations.suspects import follow_offence_state
from proximity.cases.rules.notices import NoticeKind
from proximity.cases.rules.states import (
    CaseStatus,
    ComplaintState,
    MovedOn,
    OffenceState,
    check_is_closed,
    check_may_become,
    check_title,
    check_unchanged,
)
from proximity.packs import codes

WHOEVER: Final = UUID(int=0)
"""Stands for "whoever it was": an assignment that overwrites any other."""


class RenamedMeanwhile(MovedOn):
    """Somebody else named the case since it was read. Nothing was written."""


@transaction.atomic
def rename_case(*, case: Case, title: str, seen: int, by: Actor, now: datetime | None = None) -> None:
    """Give a case another title; `seen` is the version of the title that the actor had before her eyes.

    Raises `RenamedMeanwhile`, `NotSound` for an empty or long title, `NotNow` when closed, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    check_title(title)
    if case.title_version != seen:
        raise RenamedMeanwhile
    key = open_record(case.pk, by=by)
    case.title = key.seal_text(title.strip(), table=TABLE, column="title", row=case.pk)
    case.title_version += 1
    case.save(update_fields=["title", "title_version"])
    record_event("case.renamed", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def assign_case(
    *, case: Case, to: UUID | None, by: Actor, seen: UUID | None = WHOEVER, now: datetime | None = None
) -> None:  # fmt: skip
    """Give a case to a colleague, who is told on her first page, or to nobody; `seen` is who worked on it as the actor saw it.

    On a sealed case the assignee sees it from then on, and who had it no longer does unless named. Raises `MovedOn`, `NotSound`
    for who does not work on cases here or is blocked from this one, `NotNow` when closed, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    if seen != WHOEVER:
        check_unchanged(case.assignee_id, seen)
    if to is not None and to not in {person.pk for person in colleagues(by.organisation, Capability.WORK_CASES)}:
        raise NotSound("assignee")
    if to in door_of(case, by=by).blocked:
        raise NotSound("assignee")
    now = now or timezone.now()
    tell(case, to, NoticeKind.ASSIGNED, by=by, now=now)
    record_event("case.assigned", origin=by.origin, target=case.pk, label=case.reference, now=now)
    # Last: who gives a sealed case away may see nothing of it afterwards.
    case.assignee_id = to
    case.save(update_fields=["assignee"])


@transaction.atomic
def set_complaint_state(
    *, case: Case, state: ComplaintState, by: Actor, seen: ComplaintState | None = None, now: datetime | None = None
) -> None:  # fmt: skip
    """Record where the formal complaint stands; the case goes on whatever it is (R4).

    `seen` is the state that the actor had before her eyes; without it any is written over. Raises `MovedOn`, `NotNow`,
    `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    if seen is not None:
        check_unchanged(case.complaint_state, seen)
    now = now or timezone.now()
    case.complaint_state = state
    case.complaint_at = (case.complaint_at or now) if state == ComplaintState.MADE else None
    case.save(update_fields=["complaint_state", "complaint_at"])
    count_case(case, by=by, now=now)
    record_event(f"case.complaint_{state}", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def set_kind(*, case: Case, kind: str, by: Actor, seen: str | None = None, now: datetime | None = None) -> None:
    """Code what happened, coarsely, for figures (R14): a type of incident of the packs, or "" for not coded.

    `seen` as in `set_complaint_state`. Raises `MovedOn`, `NotNow`, `CaseNotFound`, `NotSound` for a code that stands in no list.
    """
    case = lock_open_case(case, by=by)
    if kind and kind not in {one.code for one in codes.incident_types()}:
        raise NotSound("kind")
    if seen is not None:
        check_unchanged(case.kind, seen)
    now = now or timezone.now()
    case.kind = kind
    case.save(update_fields=["kind"])
    count_case(case, by=by, now=now)
    record_event("case.kind_set", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def set_offence_state(
    *, case: Case, state: OffenceState, by: Actor, seen: OffenceState | None = None, now: datetime | None = None
) -> None:  # fmt: skip
    """Record whether the police suspect an offence; a court decides whether there was one.

    `seen` as in `set_complaint_state`. Raises `MovedOn`, `NotNow`, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    now = now or timezone.now()
    if seen is not None:
        check_unchanged(case.offence_state, seen)
    case.offence_state = state
    case.offence_at = (case.offence_at or now) if state == OffenceState.SUSPECTED else None
    case.save(update_fields=["offence_state", "offence_at"])
    follow_offence_state(case, now=now)
    count_case(case, by=by, now=now)
    schedule_case(case, organisation=by.organisation, now=now)
    record_event("case.offence_state_set", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def start_work(*, case: Case, by: Actor, now: datetime | None = None) -> None:
    """Pass from assessing to working on the case. Raises `NotNow` before the bias question is answered, `CaseNotFound`."""
    case = lock_open_case(case, by=by)
    _check_bias_is_answered(case)
    _move(case, CaseStatus.IN_PROGRESS)
    record_event("case.work_started", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def close_case(*, case: Case, feedback: str, by: Actor, now: datetime | None = None) -> None:
    """Close a case and tell the person what came of her report (R27); from then on the case counts.

    Raises `NotNow` before the bias question is answered or when closed, `NotSound` without feedback, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    _check_bias_is_answered(case)
    now = now or timezone.now()
    tell_outcome(case, text=feedback, by=by, now=now)
    case.closed_at, case.feedback_due = now, None
    _move(case, CaseStatus.CLOSED, "closed_at", "feedback_due")
    schedule_case(case, organisation=by.organisation, now=now)
    count_case(case, by=by, now=now)
    record_event("case.closed", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def reopen_case(*, case: Case, by: Actor, now: datetime | None = None) -> None:
    """Take a closed case up again. Raises `NotNow` for a case that is open, `CaseNotFound`."""
    case = lock_case(case, by=by)
    check_is_closed(CaseStatus(case.status))
    case.closed_at = None
    _move(case, CaseStatus.IN_PROGRESS, "closed_at")
    now = now or timezone.now()
    schedule_case(case, organisation=by.organisation, now=now)
    resume_for_person(case, by=by, now=now)
    count_case(case, by=by, now=now)
    record_event("case.reopened", origin=by.origin, target=case.pk, label=case.reference, now=now)


def _move(case: Case, wanted: CaseStatus, *fields: str) -> None:
    check_may_become(CaseStatus(case.status), wanted)
    case.status = wanted
    case.save(update_fields=["status", *fields])


def _check_bias_is_answered(case: Case) -> None:
    if not bias_is_answered(case.pk):
        raise NotNow("the bias question is open")
