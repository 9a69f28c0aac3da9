"""What a cohort goes through: sessions in three modules, people who were invited and accept, and what is needed of them."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

MAX_SCENARIOS, LONGEST = 12, 24 * 60
"""Scenarios of a cohort; minutes of a session."""


class Module(StrEnum):
    """What a session is about: the three parts of PROXIMITY's mutual learning programme."""

    ORGANISATION = "organisation"
    TRAINING = "training"
    VICTIMS = "victims"


class SeatState(StrEnum):
    """Whether who was invited takes part."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


def has_earned(
    *, sessions: Collection[UUID], attended: Collection[UUID], scenarios: int, answered: int, after: bool
) -> bool:
    """Say whether somebody took part in the whole: every session, every scenario, and the questions at the end.

    The questions at the beginning are not needed: whoever came later could not answer them any more.
    """
    return bool(sessions) and set(sessions) <= set(attended) and answered >= scenarios and after
