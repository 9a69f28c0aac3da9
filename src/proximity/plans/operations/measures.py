"""What somebody does for an objective: add, change, review by date, take out before it was ever published."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.plans.access import get_measure, get_objective, lock_draft
from proximity.plans.models import Measure, Review
from proximity.plans.operations.drafting import change_part, check_seen, next_position, note_change, today_of
from proximity.plans.rules.measures import FINISHED, MeasureState, check_step
from proximity.plans.rules.soundness import NotSound, check_day, check_next_review, check_words


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """What a measure says. Either an organisation of the city answers for it, by id, or a body named in words."""

    text: str
    due_on: date
    organisation: UUID | None = None
    body: str = ""

    def checked(self, by: Actor) -> dict[str, object]:
        """Return the values to write. Raises `NotSound`; `body` where nobody answers, or two do."""
        check_words({"text": self.text}, {"body": self.body})
        check_day("due_on", self.due_on)
        if (self.organisation is None) == (not self.body.strip()):
            raise NotSound("body")
        found = None
        if self.organisation is not None:
            found = Organisation.objects.filter(pk=self.organisation, city_id=by.city_id).first()
            if found is None:
                raise NotSound("organisation")
        return {"text": self.text.strip(), "due_on": self.due_on, "organisation": found, "body": self.body.strip()}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a review found: how far the measure has come, why it is dropped, when to look again (None where it is finished)."""

    found: str
    state: MeasureState
    review_on: date | None = None
    reason: str = ""


@transaction.atomic
def add_measure(
    *, objective_id: UUID, words: MeasureWords, review_on: date, by: Actor, now: datetime | None = None
) -> Measure:
    """Add a measure, planned, with the day of its first review. Raises `NotSound`, `NotAllowed`, `PlanNotFound`."""
    plan = lock_draft(by)
    objective = get_objective(by, objective_id)
    values = words.checked(by)
    check_next_review(review_on, finished=False, today=today_of(by, now or timezone.now()))
    measure = Measure.objects.create(
        city_id=plan.city_id,
        objective=objective,
        position=next_position(objective.measures),
        review_on=review_on,
        changed_by=by.person_id,
        **values,
    )
    note_change("plan.measure_added", plan, measure, by=by, now=now)
    return measure


@transaction.atomic
def change_measure(
    *, measure_id: UUID, words: MeasureWords, seen: int, by: Actor, now: datetime | None = None
) -> Measure:
    """Change what a measure says; how far it has come changes by a review only.

    Raises `NotSound`, `ChangedMeanwhile`, `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    measure = get_measure(by, measure_id)
    change_part(measure, seen=seen, by=by, values=words.checked(by))
    note_change("plan.measure_changed", plan, measure, by=by, now=now)
    return measure


@transaction.atomic
def review_measure(*, measure_id: UUID, looked: Looked, seen: int, by: Actor, now: datetime | None = None) -> Review:
    """Note that the actor looked at a measure, how far it has come, and when to look again.

    Raises `NotSound` (`found`, `state`, `reason`, `review_on`), `ChangedMeanwhile`, `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    measure = get_measure(by, measure_id)
    now = now or timezone.now()
    check_words({"found": looked.found}, {"reason": looked.reason})
    check_step(MeasureState(measure.state), looked.state, looked.reason)
    finished = looked.state in FINISHED
    check_next_review(looked.review_on, finished=finished, today=today_of(by, now))
    next_on = None if finished else looked.review_on
    reason = looked.reason.strip() if looked.state == MeasureState.DROPPED else ""
    change_part(measure, seen=seen, by=by, values={"state": looked.state, "reason": reason, "review_on": next_on})
    review = Review.objects.create(
        city_id=plan.city_id, measure=measure, found=looked.found.strip(), state=looked.state, next_on=next_on,
        looked_by=by.person_id, looked_at=now,
    )  # fmt: skip
    note_change("plan.measure_reviewed", plan, measure, by=by, now=now, label=looked.state.value)
    return review


@transaction.atomic
def remove_measure(*, measure_id: UUID, seen: int, by: Actor, now: datetime | None = None) -> None:
    """Take out a measure that was never published. What everybody has read is dropped with a reason instead.

    Raises `NotSound` (`measures`), `ChangedMeanwhile`, `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    measure = get_measure(by, measure_id)
    if measure.published_in is not None:
        raise NotSound("measures")
    check_seen(measure, seen)
    note_change("plan.measure_removed", plan, measure, by=by, now=now)
    measure.delete()
