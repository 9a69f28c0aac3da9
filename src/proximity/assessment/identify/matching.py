"""Finds where one pattern stands among the words of one sentence. Pure.

Places are the bits of a number, the sentence's first word the lowest: one step of a pattern moves all of them at once, a gap
costs a few shifts, and most patterns are given up before any single place is looked at.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass, field

from proximity.assessment.identify.indexing import Ready, Sequence, Steps


class _Fitting(dict[int, int]):
    """For each choice the words that fit it, as bits, counted when it is first asked for."""

    def __init__(self, words: Items[frozenset[int]]) -> None:
        super().__init__()
        self._words = [(fits, 1 << place) for place, fits in enumerate(words)]

    def __missing__(self, choice: int) -> int:
        places = 0
        for fits, place in self._words:
            if choice in fits:
                places |= place
        self[choice] = places
        return places


@dataclass(slots=True)
class Line:
    """The words of a sentence for patterns: `start` is the number of its first, `words` the choices that each fits."""

    start: int
    words: Items[frozenset[int]]
    held: frozenset[int]
    """The choices that any of the words fits, of those by which patterns are looked for."""
    first: Iterable[int] = ()
    then: Iterable[int] = ()
    """Where the patterns lie that are looked for at any of the words."""
    _fitting: _Fitting = field(init=False)
    _units: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)
    _spans: dict[frozenset[str], list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare what is counted when it is asked for."""
        self._fitting = _Fitting(self.words)

    @property
    def names(self) -> set[str]:
        """Return the built-in classes of all that was noted."""
        return {name for _start, _end, names in self._units for name in names}

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
        fitting, held = self._fitting, self.held
        for pattern in patterns:
            if not held.issuperset(pattern.known):
                continue
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
