"""What can be done with a plan, one function each. Each locks the draft first, so that no two of them cross."""

from proximity.plans.operations.drafting import ChangedMeanwhile, begin_plan, change_head
from proximity.plans.operations.indicators import add_indicator, change_indicator, note_reading, remove_indicator
from proximity.plans.operations.measures import add_measure, change_measure, remove_measure, review_measure
from proximity.plans.operations.objectives import add_objective, change_objective, move_objective_up, remove_objective
from proximity.plans.operations.publish import NotReady, publish_plan

__all__ = [
    "ChangedMeanwhile", "NotReady", "add_indicator", "add_measure", "add_objective", "begin_plan", "change_head",
    "change_indicator", "change_measure", "change_objective", "move_objective_up", "note_reading", "publish_plan",
    "remove_indicator", "remove_measure", "remove_objective", "review_measure",
]  # fmt: skip
