"""Finds where one pattern stands among the words of one sentence. Pure.

Places are the bits of a number, the sentence's first word the lowest: one step of a pattern moves all of them at once, a gap
costs a few shifts, and most patterns are given up before any single place is looked at.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass, field

from proximity.assessment.identify.indexing import Fits, Ready, Sequence, Steps


class _Fitting(dict[int, int]):
    """For each choice the words that fit it, as bits, looked for when it is first asked for: of all words in one search."""

    def __init__(self, words: Items[Fits], often: Items[int]) -> None:
        super().__init__()
        self._often = often
        self._places: dict[int, int] = {}
        self._rare: list[int] = []
        self._ends: list[int] = []
        signs, end = [], 0
        for place, word in enumerate(words):
            if word.bit:
                self._places[word.bit] = self._places.get(word.bit, 0) | 1 << place
            elif word.choices:
                signs.append(word.choices)
                end += len(word.choices)
                self._ends.append(end)
                self._rare.append(1 << place)
        self._signs = "".join(signs)
        self.bits = sum(self._places)

    def __missing__(self, choice: int) -> int:
        places, here = 0, self._often[choice] & self.bits
        while here:
            bit = here & -here
            places |= self._places[bit]
            here ^= bit
        sign, signs = chr(choice), self._signs
        at = signs.find(sign)
        while at >= 0:
            word = bisect_right(self._ends, at)
            places |= self._rare[word]
            at = signs.find(sign, self._ends[word])
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
    """The choices that any of the words fits which are not met often, of those by which patterns are looked for."""
    first: set[int] = field(init=False)
    then: set[int] = field(init=False)
    """Where the patterns lie that are looked for at any of the words."""
    _fitting: _Fitting = field(init=False)
    _units: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)
    _spans: dict[frozenset[str], list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay together what the words fit."""
        self.held = frozenset().union(*[one.asked for one in self.words if not one.bit])
        self.first = set().union(*[one.first for one in self.words])
        self.then = set().union(*[one.then for one in self.words])
        self._fitting = _Fitting(self.words, self.often)

    @property
    def names(self) -> set[str]:
        """Return the built-in classes of all that was noted."""
        return {name for _start, _end, names in self._units for name in names}

    @property
    def bits(self) -> int:
        """Return which of the words that are met often stand in the sentence, as bits."""
        return self._fitting.bits

    def note(self, start: int, end: int, names: frozenset[str]) -> None:
        """Note words, given by their numbers in the text, that patterns may ask for by one of these built-in classes."""
        self._units.append((1 << (start - self.start), 1 << (end - self.start), names))
        self._spans.clear()

    def forget(self) -> None:
        """Forget all that was noted."""
        self._units.clear()
        self._spans.clear()

    def with_all(self, patterns: Iterable[Ready]) -> Iterator[Ready]:
        """Yield those patterns of which the sentence has, in whichever order, all words that they need beside those asked."""
        fitting, held, often, bits = self._fitting, self.held, self.often, self.bits
        for pattern in patterns:
            for choice in pattern.known:
                if choice not in held and not often[choice] & bits:
                    break
            else:
                for choice in pattern.further:
                    if not fitting[choice]:
                        break
                else:
                    yield pattern

    def find(self, sequence: Steps) -> list[tuple[int, int]]:
        """Return where a pattern stands in the sentence: its first word and, the nearest there is, the word after its last."""
        begins = self._beginnings(sequence)
        if sequence.is_one_word:
            return [(self.start + place, self.start + place + 1) for place in _numbers(begins)]
        within = (2 << len(self.words)) - 1
        found = begins and self._reached(sequence, begins, within)
        if not found:
            return []
        if not begins & (begins - 1):
            return [(self.start + _lowest(begins), self.start + _lowest(found))]
        each = [(place, self._reached(sequence, 1 << place, within)) for place in _numbers(begins)]
        return [(self.start + place, self.start + _lowest(ends)) for place, ends in each if ends]

    def holds(self, sequence: Sequence, start: int, end: int) -> bool:
        """Say whether a pattern stands between two words of the text."""
        first, last = max(0, start - self.start), min(len(self.words), end - self.start)
        begins = self._beginnings(sequence) & ((1 << last) - (1 << first))
        return bool(begins and self._reached(sequence, begins, (2 << last) - 1))

    def _beginnings(self, sequence: Steps) -> int:
        first = sequence.steps[0]
        if not first.optional and not first.units:
            return self._fitting[first.choice]
        places = 0
        for step in sequence.leading:
            places |= self._fitting[step.choice]
            for start, _end in self._noted(step.units):
                places |= start
        return places

    def _reached(self, sequence: Steps, places: int, within: int) -> int:
        """Return the places right behind a pattern that begins at any of some places."""
        fitting = self._fitting
        for step in sequence.steps:
            if step.choice < 0:
                after = _over_gap(places, step.least, step.most)
            else:
                after = (places & fitting[step.choice]) << 1
                if step.optional:
                    after |= places
                if step.units:
                    for start, end in self._noted(step.units):
                        if places & start:
                            after |= end
            places = after & within
            if not places:
                return 0
        return places

    def _noted(self, units: frozenset[str]) -> Iterable[tuple[int, int]]:
        if not units or not self._units:
            return ()
        if units not in self._spans:
            self._spans[units] = [(start, end) for start, end, names in self._units if names & units]
        return self._spans[units]


def _over_gap(places: int, least: int, most: int) -> int:
    """Return the places from `least` to `most` words on."""
    done, wanted = 1, most - least + 1
    while done < wanted:
        further = min(done, wanted - done)
        places |= places << further
        done += further
    return places << least


def _lowest(places: int) -> int:
    return (places & -places).bit_length() - 1


def _numbers(places: int) -> list[int]:
    found = []
    while places:
        found.append(_lowest(places))
        places &= places - 1
    return found
