"""What is not a report: for which reasons one is held to be none, and the two persons that it takes. Pure data."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from proximity.reporting.rules.states import NotNow, RecipientStatus


class Reason(StrEnum):
    """Why something that was sent is held to be no report."""

    MACHINE = "machine"
    ADVERTISING = "advertising"
    TRIAL = "trial"
    NO_INCIDENT = "no_incident"


class PileState(StrEnum):
    """Whether a second person has looked."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    TAKEN_BACK = "taken_back"


PILE_TRANSITIONS: dict[PileState, frozenset[PileState]] = {
    PileState.PROPOSED: frozenset({PileState.CONFIRMED, PileState.TAKEN_BACK}),
    PileState.CONFIRMED: frozenset(),
    PileState.TAKEN_BACK: frozenset(),
}

MAY_STAND = frozenset({RecipientStatus.RECEIVED, RecipientStatus.BEING_READ})
"""Where a report must stand to be put onto a pile: nobody has begun to work on it."""

MOST_AT_ONCE = 10_000
"""How many reports one pile takes: as many as are opened and compared while somebody waits."""

SAMPLES = 3
"""How many of a group are read before it is put onto a pile: the first, one in the middle, the last."""

ASKED_APART_FROM = 200
"""From so many on, reports of people who answered the question right stand apart too: a list nobody gets through helps nobody."""


def check_decides(state: PileState, *, confirm: bool, proposer: UUID, decider: UUID | None) -> None:
    """Raise `NotNow` for a pile that was decided, and where somebody would confirm her own. Taking back takes one person."""
    wanted = PileState.CONFIRMED if confirm else PileState.TAKEN_BACK
    if wanted not in PILE_TRANSITIONS[state]:
        raise NotNow(f"{state}: decided before")
    if decider is None or (confirm and proposer == decider):
        raise NotNow("it takes a second person")


def digest_of(reports: Iterable[UUID]) -> str:
    """Return what says of a set of reports whether it is the same one."""
    return hashlib.sha256(b"".join(sorted(report.bytes for report in reports))).hexdigest()


def samples_of[Key](members: tuple[Key, ...]) -> tuple[Key, ...]:
    """Return which ones of a group are read: the first, one in the middle, the last."""
    if len(members) <= SAMPLES:
        return members
    return members[0], members[len(members) // 2], members[-1]
