"""Finds where one pattern stands among the words of one sentence. Pure.

Places are the bits of a number, the sentence's first word the lowest: one step of a pattern moves all of them at once, a gap
costs a few shifts, and most patterns are given up before any single place is looked at.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from itertools import accumulate

from proximity.assessment.identify.indexing import ANYWHERE, Fits, Index, Steps, leading


class _Fitting(dict[int, int]):
    """For each choice the words that fit it, as bits, looked for when it is first asked for: of all words in one search."""

    def __init__(self, words: Items[Fits], often: Items[int]) -> None:
        super().__init__()
        self._often = often
        self._places: dict[int, int] = {}
        for place, word in enumerate(words):
            if word.bit:
                self._places[word.bit] = self._places.get(word.bit, 0) | 1 << place
        self.bits = sum(self._places) | ANYWHERE
        rare = ["" if word.bit else word.choices for word in words]
        self._signs = "".join(rare)
        self._ends = list(accumulate(map(len, rare)))

    def __missing__(self, choice: int) -> int:
        places, signs, sign = 0, self._signs, chr(choice)
        at = signs.find(sign)
        while at >= 0:
            word = bisect_right(self._ends, at)
            places |= 1 << word
            at = signs.find(sign, self._ends[word])
        here = self._often[choice] & self.bits
        while here:
            bit = here & -here
            places |= self._places[bit]
            here ^= bit
        self[choice] = places
        return places


@dataclass(slots=True)
class Line:
    """The words of a sentence for patterns: `start` is the number of its first.

    `often`: for each choice there is which of the words that are met often fit it, as bits.
    """

    start: int
    words: Items[Fits]
    often: Items[int]
    held: frozenset[int] = field(init=False)
    """Of the choices that patterns of another ask for, those that any of the words fits which are not met often."""
    _fitting: _Fitting = field(init=False)
    _units: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)
    _spans: dict[frozenset[str], list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay together what the words fit."""
        self.held = frozenset().union(*[one.asked for one in self.words if not one.bit])
        self._fitting = _Fitting(self.words, self.often)

    @property
    def names(self) -> set[str]:
        """Return the built-in classes of all that was noted."""
        return {name for _start, _end, names in self._units for name in names}

    @property
    def bits(self) -> int:
        """Return which of the words that are met often stand in the sentence, as bits, and the one that every sentence has."""
        return self._fitting.bits

    def note(self, start: int, end: int, names: frozenset[str]) -> None:
        """Note words, given by their numbers in the text, that patterns may ask for by one of these built-in classes."""
        self._units.append((1 << (start - self.start), 1 << (end - self.start), names))
        self._spans.clear()

    def forget(self) -> None:
        """Forget all that was noted."""
        self._units.clear()
        self._spans.clear()

    def with_all(self, index: Index, possible: Iterable[int]) -> Iterator[int]:
        """Yield where those patterns of an index lie of which the sentence has, in whichever order, all words that they need.

        `possible`: where those lie of which it has what is asked first.
        """
        fitting, held, often, bits = self._fitting, self.held, self.often, self.bits
        known, further = index.known, index.further
        for place in possible:
            for choice in known[place]:
                if choice not in held and not often[choice] & bits:
                    break
            else:
                for choice in further[place]:
                    if not fitting[choice]:
                        break
                else:
                    yield place

    def find(self, steps: Steps) -> list[tuple[int, int]]:
        """Return where a pattern stands in the sentence: its first word and, the nearest there is, the word after its last."""
        start, within, first, done = self.start, (2 << len(self.words)) - 1, steps[0], 0
        if first.optional or first.units:
            begins = self._beginnings(steps)
        else:
            begins, steps, done = self._fitting[first.choice], steps[1:], 1
        found = begins and self._reached(steps, begins << done, within)
        if not found:
            return []
        if not begins & (begins - 1):
            return [(start + _lowest(begins), start + _lowest(found))]
        each = [(place, self._reached(steps, 1 << place + done, within)) for place in _numbers(begins)]
        return [(start + place, start + _lowest(ends)) for place, ends in each if ends]

    def holds(self, steps: Steps, start: int, end: int) -> bool:
        """Say whether a pattern stands between two words of the text."""
        first, last = max(0, start - self.start), min(len(self.words), end - self.start)
        begins = self._beginnings(steps) & ((1 << last) - (1 << first))
        return bool(begins and self._reached(steps, begins, (2 << last) - 1))

    def _beginnings(self, steps: Steps) -> int:
        """Return the places at which a pattern may begin."""
        places = 0
        for step in leading(steps):
            places |= self._fitting[step.choice]
            for start, _end in self._noted(step.units):
                places |= start
        return places

    def _reached(self, steps: Steps, places: int, within: int) -> int:
        """Return the places right behind elements of a pattern that begin at any of some places."""
        fitting = self._fitting
        for step in steps:
            choice = step.choice
            if choice < 0:
                after = places << step.least
                for further in step.doubled:
                    after |= after << further
            else:
                after = (places & fitting[choice]) << 1
                if step.optional:
                    after |= places
                if step.units:
                    after |= self._behind(places, step.units)
            places = after & within
            if not places:
                return 0
        return places

    def _behind(self, places: int, units: frozenset[str]) -> int:
        """Return the places right behind what was noted of some classes at any of some places."""
        after = 0
        for start, end in self._noted(units):
            if places & start:
                after |= end
        return after

    def _noted(self, units: frozenset[str]) -> Iterable[tuple[int, int]]:
        if not units or not self._units:
            return ()
        if units not in self._spans:
            self._spans[units] = [(start, end) for start, end, names in self._units if names & units]
        return self._spans[units]


def _lowest(places: int) -> int:
    return (places & -places).bit_length() - 1


def _numbers(places: int) -> list[int]:
    found = []
    while places:
        found.append(_lowest(places))
        places &= places - 1
    return found
