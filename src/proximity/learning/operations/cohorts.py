"""What a trainer does with a cohort: sets it up, plans sessions, invites, notes who was there, closes it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Membership
from proximity.accounts.rules import Role, may
from proximity.audit.operations import record_event
from proximity.learning.access import LEARN, TRAIN, NotHere, get_scenario
from proximity.learning.access_cohorts import get_session, lock_open
from proximity.learning.models import Attendance, Cohort, Seat, Session
from proximity.learning.rules.cohorts import LONGEST, MAX_SCENARIOS, Module, SeatState
from proximity.learning.rules.scenarios import NotSound


class NoAccount(LookupError):
    """Nobody who can take part signs in here with this address."""


class InvitedAlready(ValueError):
    """She has a seat in this cohort, or has declined one."""


@transaction.atomic
def begin_cohort(
    *, name: str, language: str, scenarios: Sequence[UUID], by: Actor, now: datetime | None = None
) -> Cohort:
    """Set up a cohort with the scenarios that it answers. Raises `NotAllowed`, `NotHere`, `NotSound`."""
    by.check_may(TRAIN)
    if not name.strip() or len(scenarios) > MAX_SCENARIOS:
        raise NotSound("scenarios" if name.strip() else "name")
    for one in scenarios:
        get_scenario(by, one)
    now = now or timezone.now()
    made = Cohort.objects.create(
        city_id=by.city_id, organisation=by.organisation, name=name, language=language,
        scenarios=[str(one) for one in dict.fromkeys(scenarios)], begun_by=by.person_id, begun_at=now,
    )  # fmt: skip
    record_event("learning.cohort_begun", origin=by.origin, target=made.pk, now=now)
    return made


@transaction.atomic
def plan_session(
    *, cohort_id: UUID, module: Module, topic: str, place: str, starts_at: datetime, minutes: int, by: Actor,
    now: datetime | None = None,
) -> Session:  # fmt: skip
    """Add a session, planned or already held. Raises `NotAllowed`, `NotHere`, `NotSound`."""
    by.check_may(TRAIN)
    cohort = lock_open(by, cohort_id)
    if not 0 < minutes <= LONGEST:
        raise NotSound("minutes")
    made = Session.objects.create(
        city_id=by.city_id, organisation=by.organisation, cohort=cohort, module=module, topic=topic, place=place,
        starts_at=starts_at, minutes=minutes, planned_by=by.person_id,
    )  # fmt: skip
    record_event("learning.session_planned", origin=by.origin, target=cohort.pk, label=module.value, now=now)
    return made


@transaction.atomic
def remove_session(*, session_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Take a session out of an open cohort, with who was noted as there. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TRAIN)
    session = get_session(by, session_id)
    lock_open(by, session.cohort_id)
    session.delete()
    record_event("learning.session_removed", origin=by.origin, target=session.cohort_id, label=session.module, now=now)


@transaction.atomic
def invite(*, cohort_id: UUID, email: str, by: Actor, now: datetime | None = None) -> Seat:
    """Invite somebody by the address she signs in with. Raises `NotAllowed`, `NotHere`, `NoAccount`, `InvitedAlready`."""
    by.check_may(TRAIN)
    cohort, now = lock_open(by, cohort_id), now or timezone.now()
    member = _member(email)
    if cohort.seats.filter(person=member.person_id).exists():
        raise InvitedAlready
    made = Seat.objects.create(
        city_id=by.city_id, organisation=by.organisation, cohort=cohort, person=member.person_id,
        office_id=member.organisation_id, state=SeatState.INVITED, invited_by=by.person_id, invited_at=now,
    )  # fmt: skip
    record_event("learning.invited", origin=by.origin, target=cohort.pk, label=f"person:{member.person_id}", now=now)
    return made


def _member(email: str) -> Membership:
    """Return the office in which somebody would take part: the first of hers whose role learns."""
    found = Membership.objects.filter(person__email__iexact=email, person__is_active=True, ended_at=None)
    for one in found.order_by("started_at", "pk"):
        role = Role(one.role)
        if may(role, LEARN) and not may(role, TRAIN):
            return one
    raise NoAccount


@transaction.atomic
def note_attendance(*, session_id: UUID, seats: Collection[UUID], by: Actor, now: datetime | None = None) -> None:
    """Note who was at a session; who is not named was not. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TRAIN)
    session, now = get_session(by, session_id), now or timezone.now()
    cohort = lock_open(by, session.cohort_id)
    there = {seat.pk: seat for seat in cohort.seats.filter(state=SeatState.ACCEPTED)}
    if not set(seats) <= there.keys():
        raise NotHere
    session.attendances.exclude(seat__in=list(seats)).delete()
    noted = set(session.attendances.values_list("seat_id", flat=True))
    for one in set(seats) - noted:
        Attendance.objects.create(
            city_id=by.city_id, organisation=by.organisation, session=session, seat=there[one], marked_by=by.person_id,
            marked_at=now,
        )  # fmt: skip
    record_event(
        "learning.attendance_noted", origin=by.origin, target=cohort.pk, label=f"session:{session.pk}", now=now
    )


@transaction.atomic
def close_cohort(*, cohort_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Close a cohort: nobody joins, nothing is noted any more, no question is answered. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TRAIN)
    cohort, now = lock_open(by, cohort_id), now or timezone.now()
    cohort.closed_at = now
    cohort.save(update_fields=["closed_at"])
    record_event("learning.cohort_closed", origin=by.origin, target=cohort.pk, now=now)
