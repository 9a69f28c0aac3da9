"""The states of a measure, and what may follow which. A state changes by a review, and only by one."""

from collections.abc import Mapping
from enum import StrEnum

from proximity.plans.rules.soundness import NotSound


class MeasureState(StrEnum):
    """How far a measure has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


PLAN_MEASURE_TRANSITIONS: Mapping[MeasureState, frozenset[MeasureState]] = {
    MeasureState.PLANNED: frozenset({MeasureState.UNDER_WAY, MeasureState.DONE, MeasureState.DROPPED}),
    MeasureState.UNDER_WAY: frozenset({MeasureState.PLANNED, MeasureState.DONE, MeasureState.DROPPED}),
    MeasureState.DONE: frozenset({MeasureState.UNDER_WAY}),
    MeasureState.DROPPED: frozenset({MeasureState.PLANNED}),
}
FINISHED = frozenset({MeasureState.DONE, MeasureState.DROPPED})


def check_step(before: MeasureState, after: MeasureState, reason: str) -> None:
    """Raise `NotSound` for a step that is not in the table (staying is no step), and for dropping without a reason."""
    if after != before and after not in PLAN_MEASURE_TRANSITIONS[before]:
        raise NotSound("state")
    if after == MeasureState.DROPPED and not reason.strip():
        raise NotSound("reason")
