"""Where the making of a pack stands, and when another one may be asked for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GIVEN_UP_AFTER = timedelta(minutes=30)
"""A pack that is not ready by then was interrupted: nobody makes it any more."""


class PackState(StrEnum):
    """Where a pack stands."""

    WAITING = "waiting"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


class PackFault(StrEnum):
    """Why a pack was not made."""

    DRAWING = "drawing"  # the document could not be drawn
    SIGNING = "signing"  # it could not be signed
    CERTIFICATE = "certificate"  # the city's own certificate has run out
    CHANGED = "changed"  # a file is not what its hash was taken of
    NO_ACCESS = "no_access"  # who asked may no longer see the case
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Making:
    """What the rules look at of one pack."""

    state: PackState
    asked_at: datetime


def state_now(making: Making, now: datetime) -> PackState:
    """Return where a pack stands: one that was begun long ago and never finished has failed."""
    is_begun = making.state in {PackState.WAITING, PackState.BUILDING}
    return PackState.FAILED if is_begun and now - making.asked_at > GIVEN_UP_AFTER else making.state


def is_being_made(makings: Iterable[Making], now: datetime) -> bool:
    """Say whether one of a case's packs is on its way: another one is asked for when that is done."""
    return any(state_now(one, now) in {PackState.WAITING, PackState.BUILDING} for one in makings)
