"""Pure questions to the facts of a pack: what is in force, whom the law covers, which police are meant.

The law's answer is never "guilty" or "countable": an incident is recorded and counted whatever `coverage` says.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from proximity.packs.codes import Ground, Indicator
from proximity.packs.schema import Category, LegalGround, Offence
from proximity.packs.vocabulary import OffenceStatus


class Coverage(StrEnum):
    """How a provision stands to a ground.

    NAMED: its wording names the ground. WIDER: it can be read to reach it, a jurist decides. NO: it does not.
    NOT_KNOWN: the pack has no wording for that day, or did not see the grounds of the wording.
    """

    NAMED = "named"
    WIDER = "wider"
    NO = "no"
    NOT_KNOWN = "not_known"


class Dated(Protocol):
    """Anything that holds from a first to a last day, both included; None leaves the side open."""

    @property
    def valid_from(self) -> dt.date | None:
        """First day."""

    @property
    def valid_to(self) -> dt.date | None:
        """Last day."""


PERCEPTION = "perception"
MAY_BIND = frozenset({OffenceStatus.IN_FORCE, OffenceStatus.MAY_BE_IN_FORCE})


def is_enough_to_record(indicator: Indicator) -> bool:
    """Say whether an indicator alone is enough to record an incident and look into it: anybody's perception is.

    None proves anything: what a court counts is `coverage` and evidence.
    """
    return indicator.family == PERCEPTION


def holds_on(dated: Dated, day: dt.date) -> bool:
    """Say whether `day` lies between first and last day, both included."""
    begun = dated.valid_from is None or dated.valid_from <= day
    return begun and (dated.valid_to is None or day <= dated.valid_to)


def is_in_force(offence: Offence, day: dt.date) -> bool:
    """Say whether a wording binds on `day`: commenced, and within its dates."""
    return offence.status is OffenceStatus.IN_FORCE and holds_on(offence, day)


def _reach(ground: Ground, legal: LegalGround) -> Coverage:
    """Compare one ground with one legal ground; what is said of the code goes before what is said of its family."""
    for key in (ground.code, ground.family):
        if key in legal.codes:
            return Coverage.NAMED
        if key in legal.wider:
            return Coverage.WIDER
    return Coverage.NO


def wording_coverage(offence: Offence, ground: Ground) -> Coverage:
    """Say how one wording stands to a ground; NOT_KNOWN where its grounds were not seen."""
    if not offence.grounds:
        return Coverage.NOT_KNOWN
    reached = {_reach(ground, legal) for legal in offence.grounds}
    return next(answer for answer in (Coverage.NAMED, Coverage.WIDER, Coverage.NO) if answer in reached)


def coverage(wordings: Iterable[Offence], ground: Ground, day: dt.date) -> Coverage:
    """Say how a provision, given as all its wordings, stands to a ground on a day.

    A provision that never commenced covers nobody: NO. Without a wording for the day, or where it may be in force: NOT_KNOWN.
    """
    known = tuple(wordings)
    current = next((wording for wording in known if is_in_force(wording, day)), None)
    if current is not None:
        return wording_coverage(current, ground)
    return Coverage.NOT_KNOWN if not known or any(wording.status in MAY_BIND for wording in known) else Coverage.NO


def category_of(categories: Iterable[Category], ground: Ground, day: dt.date) -> Category | None:
    """Return the official statistical category of a ground on a day, or None where there is none."""
    current = tuple(category for category in categories if holds_on(category, day))
    for key in (ground.code, ground.family):
        for category in current:
            if key in category.codes:
                return category
    return None
