"""Where an indicator stands between its baseline and its target."""

from decimal import Decimal
from enum import StrEnum

from proximity.plans.rules.indicators import Amount


class Standing(StrEnum):
    """What can be said of progress."""

    REACHED = "reached"
    NEARER = "nearer"
    SAME = "same"
    FURTHER = "further"
    UNKNOWN = "unknown"


def standing(baseline: Amount | None, now: Amount | None, target: Decimal | None) -> Standing:
    """Say where an indicator stands; the target lies above or below the baseline, and that is the way it should go.

    Without a number for baseline, today and target nothing is said: not from "fewer than 5", and not from one number alone.
    """
    if baseline is None or now is None or target is None or baseline.number is None or now.number is None:
        return Standing.UNKNOWN
    way = target - baseline.number
    if now.number == target or (way > 0 and now.number > target) or (way < 0 and now.number < target):
        return Standing.REACHED
    before, after = abs(way), abs(target - now.number)
    if after == before:
        return Standing.SAME
    return Standing.NEARER if after < before else Standing.FURTHER
