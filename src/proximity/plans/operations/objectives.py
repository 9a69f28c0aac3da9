"""What a plan wants to reach: add, change, put before another, take out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.plans.access import get_objective, lock_draft
from proximity.plans.models import Objective
from proximity.plans.operations.drafting import change_part, check_seen, next_position, note_change
from proximity.plans.rules.measures import FINISHED
from proximity.plans.rules.soundness import NotSound, check_words


@dataclass(frozen=True, slots=True)
class ObjectiveWords:
    """What an objective says; `after` and `after_url` say whom it is modelled on."""

    title: str
    text: str = ""
    after: str = ""
    after_url: str = ""

    def checked(self) -> dict[str, object]:
        """Return the values to write. Raises `NotSound`."""
        check_words({"title": self.title}, {"text": self.text, "after": self.after})
        return {
            "title": self.title.strip(), "text": self.text.strip(), "after": self.after.strip(), "after_url": self.after_url,
        }  # fmt: skip


@transaction.atomic
def add_objective(*, words: ObjectiveWords, by: Actor, now: datetime | None = None) -> Objective:
    """Add an objective after the others. Raises `NotSound`, `NotAllowed`, `PlanNotFound`."""
    plan = lock_draft(by)
    objective = Objective.objects.create(
        city_id=plan.city_id, plan=plan, position=next_position(plan.objectives), changed_by=by.person_id,
        **words.checked(),
    )  # fmt: skip
    note_change("plan.objective_added", plan, objective, by=by, now=now)
    return objective


@transaction.atomic
def change_objective(
    *, objective_id: UUID, words: ObjectiveWords, seen: int, by: Actor, now: datetime | None = None
) -> Objective:
    """Change an objective; `seen` is the version read. Raises `NotSound`, `ChangedMeanwhile`, `NotAllowed`, `PlanNotFound`."""
    plan = lock_draft(by)
    objective = get_objective(by, objective_id)
    change_part(objective, seen=seen, by=by, values=words.checked())
    note_change("plan.objective_changed", plan, objective, by=by, now=now)
    return objective


@transaction.atomic
def move_objective_up(*, objective_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Put an objective before the one above it; the first stays where it is. Raises `NotAllowed`, `PlanNotFound`."""
    plan = lock_draft(by)
    objective = get_objective(by, objective_id)
    order = list(plan.objectives.all())
    place = order.index(objective)
    if place == 0:
        return
    order[place - 1], order[place] = order[place], order[place - 1]
    for position, one in enumerate(order, 1):
        one.position, one.changed_by = position, by.person_id
    Objective.objects.bulk_update(order, ["position", "changed_by"])
    note_change("plan.objective_moved", plan, objective, by=by, now=now)


@transaction.atomic
def remove_objective(*, objective_id: UUID, seen: int, by: Actor, now: datetime | None = None) -> None:
    """Take an objective out with its measures and indicators; published versions keep it.

    Raises `NotSound` (`measures`) while a published measure of it goes on, `ChangedMeanwhile`, `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    objective = get_objective(by, objective_id)
    if objective.measures.filter(published_in__isnull=False).exclude(state__in=FINISHED).exists():
        raise NotSound("measures")
    check_seen(objective, seen)
    note_change("plan.objective_removed", plan, objective, by=by, now=now)
    objective.delete()
