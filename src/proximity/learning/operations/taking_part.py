"""What somebody does who was invited: accepts or declines, and answers the questions before and after."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.audit.operations import record_event
from proximity.learning.access import LEARN, NotHere, person_of
from proximity.learning.access_cohorts import get_seat
from proximity.learning.models import Reply, Seat
from proximity.learning.rules.cohorts import SeatState
from proximity.learning.rules.questions import Moment, check_answers, is_open


class NotNow(ValueError):
    """These questions are not asked at this moment, or she has answered them."""


@transaction.atomic
def answer_invitation(*, seat_id: UUID, accept: bool, by: Actor, now: datetime | None = None) -> Seat:
    """Accept an invitation or decline it. Raises `NotAllowed`, `NotHere`: also for a cohort that has closed."""
    by.check_may(LEARN)
    seat, now = get_seat(by, seat_id, SeatState.INVITED), now or timezone.now()
    if seat.cohort.closed_at is not None:
        raise NotHere
    seat.state = SeatState.ACCEPTED if accept else SeatState.DECLINED
    seat.answered_at = now
    seat.save(update_fields=["state", "answered_at"])
    if accept:
        record_event("learning.invitation_accepted", origin=by.origin, target=seat.cohort_id, now=now)
    else:
        record_event("learning.invitation_declined", origin=by.origin, target=seat.cohort_id, now=now)
    return seat


@transaction.atomic
def reply(
    *, seat_id: UUID, moment: Moment, answers: Mapping[str, str], by: Actor, now: datetime | None = None
) -> Reply:
    """Answer the questions before or after. Raises `NotAllowed`, `NotHere`, `NotAnswered`, `NotNow`."""
    by.check_may(LEARN)
    seat, now = get_seat(by, seat_id, SeatState.ACCEPTED), now or timezone.now()
    check_answers(answers)
    if not asked_now(seat, moment, now=now):
        raise NotNow(moment.value)
    made = Reply.objects.create(seat=seat, moment=moment, person=person_of(by), answers=dict(answers), replied_at=now)
    record_event("learning.replied", origin=by.origin, target=seat.cohort_id, label=moment.value, now=now)
    return made


def asked_now(seat: Seat, moment: Moment, *, now: datetime) -> bool:
    """Say whether somebody may answer the questions of a moment now: once, and while they are asked."""
    starts = [session.starts_at for session in seat.cohort.sessions.all()]
    if not is_open(
        moment, first=min(starts, default=None), last=max(starts, default=None), closed=seat.cohort.closed_at is not None,
        now=now,
    ):  # fmt: skip
        return False
    return moment not in {one.moment for one in seat.replies.all()}
