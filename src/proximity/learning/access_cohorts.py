"""The only ways to cohorts: those of the trainer's own office, and the seats that somebody has herself."""

from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.learning.access import TRAIN, NotHere, may_answer, person_of
from proximity.learning.models import Certificate, Cohort, Seat, Session
from proximity.learning.rules.cohorts import SeatState


def cohorts_of(by: Actor) -> QuerySet[Cohort]:
    """Return the cohorts of the actor's office: nothing for who is no trainer."""
    found = Cohort.objects.filter(city=by.city_id, organisation=by.organisation)
    return found if by.may(TRAIN) else found.none()


def get_cohort(by: Actor, cohort_id: UUID) -> Cohort:
    """Return one of them. Raises `NotHere`."""
    return _found(cohorts_of(by).filter(pk=cohort_id).first())


def lock_open(by: Actor, cohort_id: UUID) -> Cohort:
    """Return one that is not closed, locked until the transaction ends. Raises `NotHere`."""
    return _found(cohorts_of(by).filter(pk=cohort_id, closed_at=None).select_for_update().first())


def get_session(by: Actor, session_id: UUID) -> Session:
    """Return a session of a cohort of the actor's office. Raises `NotHere`."""
    found = (
        Session.objects.filter(pk=session_id, cohort__in=cohorts_of(by))
        .select_related("cohort", "organisation__city")
        .first()
    )
    return _found(found)


def seats_of(by: Actor) -> QuerySet[Seat]:
    """Return the seats that the actor has, or may take: not those that she declined."""
    found = Seat.objects.filter(person=person_of(by), office=by.organisation).exclude(state=SeatState.DECLINED)
    mine = found if may_answer(by) else found.none()
    return mine.select_related("cohort__organisation__city").prefetch_related("cohort__sessions", "replies")


def get_seat(by: Actor, seat_id: UUID, *states: SeatState) -> Seat:
    """Return one of them in one of some states. Raises `NotHere`."""
    return _found(seats_of(by).filter(pk=seat_id, state__in=states).first())


def certificates_of(by: Actor) -> QuerySet[Certificate]:
    """Return the actor's own certificates."""
    return Certificate.objects.filter(person=person_of(by)).select_related("organisation__city")


def get_own_certificate(by: Actor, certificate_id: UUID) -> Certificate:
    """Return one of them that still holds. Raises `NotHere`."""
    return _found(certificates_of(by).filter(pk=certificate_id, revoked_at=None).first())


def lock_certificate(by: Actor, certificate_id: UUID) -> Certificate:
    """Return one that the actor's office gave and that still holds, locked. Raises `NotHere`."""
    found = Certificate.objects.filter(pk=certificate_id, cohort__in=cohorts_of(by), revoked_at=None)
    return _found(found.select_for_update(of=("self",)).first())


def _found[T](one: T | None) -> T:
    if one is None:
        raise NotHere
    return one
