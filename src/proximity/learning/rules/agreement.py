"""How far people agree who answered apart: in how many pairs, and how much more than by chance (Fleiss, 1971).

Each indicator of the list is one thing that everybody judged: she ticked it or she did not. So the counts of ticks are enough,
and no single answer has to be read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 3
"""Below so many nothing is shown: of two, each would read the other."""
FEWEST_IN_A_PART = 5
"""Below so many a city or a kind of organisation is not shown by itself. The database holds both numbers, too."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people answered, which answer how often, and which indicator how often was ticked."""

    people: int
    bias: Mapping[str, int]
    ticked: Mapping[str, int]

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together: of people nobody of whom is among the others."""
        return Counts(
            self.people + other.people,
            dict(Counter(self.bias) + Counter(other.bias)),
            dict(Counter(self.ticked) + Counter(other.ticked)),
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """The share of pairs of people who agree, over all indicators, and Fleiss' kappa; None where chance explains everything."""

    observed: float
    kappa: float | None


def agreement(counts: Counts, codes: Sequence[str]) -> Agreement | None:
    """Return how far people agree on the indicators of a list; None for fewer than two people or an empty list."""
    people = counts.people
    if people < 2 or not codes:
        return None
    ticks = [counts.ticked.get(code, 0) for code in codes]
    observed = sum(agreeing_pairs(tick, people) for tick in ticks) / len(ticks)
    share = sum(ticks) / (people * len(ticks))
    by_chance = share**2 + (1 - share) ** 2
    return Agreement(observed, None if by_chance == 1 else (observed - by_chance) / (1 - by_chance))


def agreeing_pairs(ticked: int, people: int) -> float:
    """Return the share of pairs, of two people or more, that agree on one indicator."""
    left = people - ticked
    return (ticked * (ticked - 1) + left * (left - 1)) / (people * (people - 1))


def shown_parts(sizes: Mapping[str, int], people: int) -> frozenset[str]:
    """Return which parts may be shown beside the whole, so that what is left over is nobody or not few.

    Otherwise whoever takes the parts from the whole would read the few.
    """
    shown = sorted((size, name) for name, size in sizes.items() if size >= FEWEST_IN_A_PART)
    while shown and 0 < people - sum(size for size, _name in shown) < FEWEST_IN_A_PART:
        shown.pop(0)
    return frozenset(name for _size, name in shown)


def in_order(codes: Iterable[str], counts: Counts, key: frozenset[str]) -> list[str]:
    """Return the indicators that anybody ticked or that the key holds, in the order of the list."""
    return [code for code in codes if code in key or counts.ticked.get(code)]
