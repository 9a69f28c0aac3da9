"""Patterns made ready, and where they lie: by what a sentence must hold before any of them is looked for. Pure."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple, Self

from proximity.assessment.identify.entries import Entry
from proximity.assessment.identify.frequency import MOST

ASKED = 2
"""Of how many choices of a pattern it is asked first whether a sentence has them: the rarest."""
ANYWHERE = 1 << MOST
"""A bit that every sentence has beside those of the words that are met often: of a pattern that needs one choice alone."""


class Fits(NamedTuple):
    """What a word fits: the choices, and where the patterns lie that are to be looked for then.

    `choices`: each as the sign of its number, so that the words of a sentence are asked for one in a single search.
    `asked`: of these the ones of which patterns that lie under another want to know whether the sentence has them.
    `bit`: of a word that is met often the bit that stands for it, 0 of all others.
    """

    choices: str = ""
    asked: frozenset[int] = frozenset()
    first: tuple[int, ...] = ()
    then: tuple[int, ...] = ()
    bit: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One element, ready: the number of its choice and the built-in classes it takes, or a gap.

    `doubled`: the shifts that lay a gap's first place over itself, one after another, until it reaches from least to most.
    """

    choice: int = -1
    units: frozenset[str] = frozenset()
    optional: bool = False
    least: int = 0
    most: int = 0
    doubled: tuple[int, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what is asked in each sentence."""
        found: list[int] = []
        while sum(found) < self.most - self.least:
            found.append(min(1 + sum(found), self.most - self.least - sum(found)))
        object.__setattr__(self, "doubled", tuple(found))

    @property
    def is_gap(self) -> bool:
        """Say whether words of any kind stand here."""
        return self.choice < 0


type Steps = tuple[Step, ...]


def leading(steps: Steps) -> Iterator[Step]:
    """Yield the elements that a pattern may begin with: as many as may be left out, and the next."""
    for step in steps:
        if step.is_gap:
            return
        yield step
        if not step.optional:
            return


def asks_for_people(steps: Steps) -> bool:
    """Say whether the group stands in the pattern itself."""
    return any("group" in step.units for step in steps)


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """A pattern, ready. `asked`: the least common choices that it needs, by which it is looked for; `further`: all others."""

    steps: Steps
    asked: tuple[int, ...]
    further: tuple[int, ...]

    @property
    def is_one_word(self) -> bool:
        """Say whether it is one word, and no built-in class."""
        return len(self.steps) == 1 and not self.steps[0].units


class AnyOf(NamedTuple):
    """Patterns of which any is to stand somewhere.

    `asked`: the least common choice of each, of which a sentence must fit one; nothing where one of them asks for none.
    """

    sequences: tuple[Sequence, ...]
    asked: tuple[int, ...]

    @classmethod
    def of(cls, sequences: tuple[Sequence, ...]) -> Self:
        """Return patterns with what is asked of a sentence first."""
        first = {sequence.asked[:1] for sequence in sequences}
        return cls(sequences, () if () in first else tuple(choice for one in first for choice in one))


class Index:
    """Patterns by what a sentence must hold before they are looked for: of the choices each needs, the least common.

    A pattern that needs none, since it is made of built-in classes, lies with each choice and class that it may begin with. What
    is known of a pattern stands in as many lists, by the number of the place where it lies: an object for each would take 3.5 MB
    more for eight languages.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._filling: list[tuple[Sequence, Entry]] = []
        self.steps: list[Steps] = []
        self.entries: list[Entry] = []
        self.known: list[tuple[int, ...]] = []
        """What it needs besides of the choices that are asked of others too: whether a sentence holds them is known."""
        self.further: list[tuple[int, ...]] = []
        """What it needs besides of all others."""
        self._others = array("I")
        """Another choice that it needs, of any number where it needs none."""
        self._often = array("I")
        """Which of the words that are met often fit that choice, as bits; `ANYWHERE` where none is needed."""
        self._starts = array("I")
        """Where the patterns of a choice begin to lie; they end where those of the next choice begin."""
        self._has = bytearray()
        """For each choice whether patterns lie under it."""
        self._by_unit: dict[str, list[int]] = defaultdict(list)

    def add(self, sequence: Sequence, entry: Entry) -> None:
        """Put a pattern of an entry in. It is not found before the index is closed."""
        self._filling.append((sequence, entry))

    def close(self, is_asked: bytearray, often: Items[int]) -> None:
        """Sort what was put in.

        `is_asked`: for each choice there is, whether it is among what sentences are known to hold; `often`: which of the words
        that are met often fit it, as bits.
        """
        needs: dict[tuple[int, ...], tuple[int, ...]] = {}
        by_choice: dict[int, list[tuple[Sequence, Entry]]] = defaultdict(list)
        for sequence, entry in self._filling:
            for choice in sequence.asked[:1] or {step.choice for step in leading(sequence.steps)}:
                by_choice[choice].append((sequence, entry))
        self._filling = []
        self._has = bytearray(choice in by_choice for choice in range(len(is_asked)))
        for choice in range(len(is_asked)):
            self._starts.append(len(self.steps))
            for sequence, entry in by_choice.get(choice, ()):
                known = tuple(one for one in sequence.further if is_asked[one])
                further = tuple(one for one in sequence.further if not is_asked[one])
                other = sequence.asked[1] if len(sequence.asked) > 1 else None
                if not sequence.asked:
                    for unit in frozenset().union(*(step.units for step in leading(sequence.steps))):
                        self._by_unit[unit].append(len(self.steps))
                self.steps.append(sequence.steps)
                self.entries.append(entry)
                self.known.append(needs.setdefault(known, known))
                self.further.append(needs.setdefault(further, further))
                self._others.append(other or 0)
                self._often.append(ANYWHERE if other is None else often[other])
        self._starts.append(len(self.steps))

    def places(self, choices: Items[int]) -> tuple[int, ...]:
        """Return where the patterns lie that are to be looked for where a word fits these choices."""
        starts, found = self._starts, list[int]()
        for choice in compress(choices, map(self._has.__getitem__, choices)):
            found += range(starts[choice], starts[choice + 1])
        return tuple(found)

    def possible(
        self, places: Iterable[Iterable[int]], held: frozenset[int], often: int, units: Iterable[str]
    ) -> Iterable[int]:
        """Return where the patterns lie that may stand in a sentence, each place once.

        `places`: for each word where those lie that are to be looked for at it; `held`: the choices that the words fit, but for
        those that are met often; `often`: these, as bits; `units`: the classes found in it.
        """
        others, bits = self._others, self._often
        found = [at for some in places for at in some if bits[at] & often or others[at] in held]
        for unit in units:
            found += self._by_unit.get(unit, ())
        return dict.fromkeys(found)
