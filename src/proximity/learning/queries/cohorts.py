"""Cohorts as their trainers and those who take part see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import Person
from proximity.assessment.queries.labels import Words
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.learning.access import may_answer
from proximity.learning.access_cohorts import cohorts_of, get_cohort, get_seat, get_session, seats_of
from proximity.learning.models import Certificate, Cohort, Seat, Session
from proximity.learning.operations.taking_part import asked_now
from proximity.learning.queries.scenarios import Row, scenario_rows
from proximity.learning.queries.wording import MODULES, QUESTIONS, SEATS
from proximity.learning.rules.cohorts import SeatState, has_earned
from proximity.learning.rules.questions import KEY, Moment, Result, results


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in a list; `there` is how many were at it, or whether she was."""

    id: UUID
    module: Words
    topic: str
    place: str
    when: str
    day: str
    minutes: int
    there: int


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Somebody in a cohort: her name once she takes part, until then the address that was invited."""

    id: UUID
    name: str
    office: str
    state: Words
    takes_part: bool
    before: bool
    after: bool
    scenarios: int
    attended: int
    earned: bool
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What came of one question: means for how sure people feel, percent for what they know."""

    words: Words
    is_share: bool
    result: Result

    @property
    def before(self) -> float:
        """Return it as it is shown."""
        return self.result.before * (100 if self.is_share else 1)

    @property
    def after(self) -> float:
        """Return it as it is shown."""
        return self.result.after * (100 if self.is_share else 1)

    @property
    def difference(self) -> float:
        """Return it as it is shown."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class CohortPage:
    """A cohort as its trainer sees it."""

    cohort: Cohort
    sessions: Sequence[SessionRow]
    seats: Sequence[SeatRow]
    scenarios: Sequence[Row]
    results: Sequence[ResultRow]

    @property
    def to_give(self) -> int:
        """Return how many have earned a certificate and have none."""
        return sum(1 for seat in self.seats if seat.earned and seat.certificate is None)


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A cohort as somebody sees it who takes part."""

    seat: Seat
    sessions: Sequence[SessionRow]
    scenarios: Sequence[Row]
    before: bool
    after: bool


def cohort_page(cohort_id: UUID, *, by: Actor) -> CohortPage:
    """Return a cohort of the actor's office. Raises `NotHere`."""
    cohort = get_cohort(by, cohort_id)
    return CohortPage(cohort, _sessions(cohort), seat_rows(cohort), _scenarios(cohort, by), result_rows(cohort.pk))


def seat_page(seat_id: UUID, *, by: Actor) -> SeatPage:
    """Return the cohort that somebody takes part in. Raises `NotHere`."""
    seat, now = get_seat(by, seat_id, SeatState.ACCEPTED), timezone.now()
    return SeatPage(
        seat, _sessions(seat.cohort), _scenarios(seat.cohort, by), asked_now(seat, Moment.BEFORE, now=now),
        asked_now(seat, Moment.AFTER, now=now),
    )  # fmt: skip


def seat_rows(cohort: Cohort) -> list[SeatRow]:
    """Return who was invited, with what she has done; what she answered is not known here."""
    seats = list(cohort.seats.select_related("office__city", "certificate").prefetch_related("attendances"))
    people = Person.objects.in_bulk([seat.person for seat in seats])
    done, sessions = _done(cohort.pk), list(cohort.sessions.values_list("pk", flat=True))
    return [_seat_row(seat, people[seat.person], done.get(seat.pk, (False, False, 0)), sessions) for seat in seats]


def _seat_row(seat: Seat, person: Person, done: tuple[bool, bool, int], sessions: list[UUID]) -> SeatRow:
    takes_part = seat.state == SeatState.ACCEPTED
    attended = {one.session_id for one in seat.attendances.all()}
    before, after, answered = done
    return SeatRow(
        seat.pk, person.name if takes_part else person.email, f"{seat.office.name} · {seat.office.city.name}",
        SEATS[seat.state], takes_part, before, after, answered, len(attended & set(sessions)),
        takes_part and has_earned(
            sessions=sessions, attended=attended, scenarios=len(seat.cohort.scenarios), answered=answered, after=after
        ), getattr(seat, "certificate", None),
    )  # fmt: skip


def _done(cohort_id: UUID) -> Mapping[UUID, tuple[bool, bool, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seat, before, after, scenarios FROM learning_done(%s)", [cohort_id])
        return {seat: (before, after, scenarios) for seat, before, after, scenarios in cursor.fetchall()}


def result_rows(cohort_id: UUID) -> list[ResultRow]:
    """Return what came of the questions of a cohort of the actor's office; nothing where fewer than five answered twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT moment, item, value, times FROM learning_results(%s)", [cohort_id])
        found = results(cursor.fetchall())
    return [ResultRow(QUESTIONS[one.item], one.item in KEY, one) for one in found]


def attendance_of(session_id: UUID, *, by: Actor) -> tuple[Session, list[SeatRow], set[UUID]]:
    """Return a session, who takes part, and who was there. Raises `NotHere`."""
    session = get_session(by, session_id)
    there = set(session.attendances.values_list("seat_id", flat=True))
    return session, [row for row in seat_rows(session.cohort) if row.takes_part], there


def own_cohorts(by: Actor) -> list[Cohort]:
    """Return the cohorts of the actor's office, open ones first."""
    return sorted(cohorts_of(by), key=lambda one: one.closed_at is not None)


def own_seats(by: Actor) -> list[Seat]:
    """Return the seats that somebody has or may take; an invitation to what has closed is none."""
    return [one for one in seats_of(by) if one.state == SeatState.ACCEPTED or one.cohort.closed_at is None]


def _sessions(cohort: Cohort) -> list[SessionRow]:
    return [
        SessionRow(
            one.pk, MODULES[one.module], one.topic, one.place, when(one), one.starts_at.isoformat(), one.minutes,
            len(one.attendances.all()),
        )
        for one in cohort.sessions.select_related("organisation__city").prefetch_related("attendances")
    ]  # fmt: skip


def when(session: Session) -> str:
    """Return when a session begins, by the clock of its city."""
    zone = ZoneInfo(session.organisation.city.time_zone)
    return date_format(timezone.localtime(session.starts_at, zone), "SHORT_DATETIME_FORMAT")


def _scenarios(cohort: Cohort, by: Actor) -> list[Row]:
    return [row for row in scenario_rows(by) if str(row.id) in cohort.scenarios]


def home_items(by: Actor) -> HomeList | None:
    """Return what waits for somebody in her courses: invitations, and questions that are asked now."""
    if not may_answer(by):
        return None
    items = [item for seat in own_seats(by) if (item := _waiting(seat)) is not None]
    return HomeList(title=_("Learning"), items=items) if items else None


def _waiting(seat: Seat) -> HomeItem | None:
    if seat.state == SeatState.INVITED:
        return HomeItem(label=seat.cohort.name, url=reverse("learning:index"), what=_("You are invited to this course"))
    now = timezone.now()
    for moment in Moment:
        if asked_now(seat, moment, now=now):
            url = reverse("learning:questions", kwargs={"seat_id": seat.pk, "moment": moment.value})
            return HomeItem(label=seat.cohort.name, url=url, what=_("Questions of a few minutes wait for you"))
    return None
