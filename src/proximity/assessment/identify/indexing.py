"""Patterns made ready, and where they lie: by what a sentence must hold before any of them is looked for. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter

from proximity.assessment.identify.entries import Entry


@dataclass(frozen=True, slots=True)
class Step:
    """One element, ready: the number of its choice and the built-in classes it takes, or a gap."""

    choice: int = -1
    units: frozenset[str] = frozenset()
    optional: bool = False
    least: int = 0
    most: int = 0

    @property
    def is_gap(self) -> bool:
        """Say whether words of any kind stand here."""
        return self.choice < 0


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """A pattern, ready. `needed` are choices without which it cannot be found: a tuple takes a quarter of the memory of a set."""

    steps: tuple[Step, ...]
    needed: tuple[int, ...]

    @property
    def is_one_word(self) -> bool:
        """Say whether it is one word, and no built-in class."""
        return len(self.steps) == 1 and not self.steps[0].units

    @property
    def leading(self) -> Iterator[Step]:
        """Yield the elements that the pattern may begin with: as many as may be left out, and the next."""
        for step in self.steps:
            if step.is_gap:
                return
            yield step
            if not step.optional:
                return

    @property
    def asks_for_people(self) -> bool:
        """Say whether the group stands in the pattern itself."""
        return any("group" in step.units for step in self.steps)


@dataclass(frozen=True, slots=True, eq=False)
class Ready(Sequence):
    """A pattern with the entry that it is of."""

    entry: Entry


_NEEDED = attrgetter("needed")


class Index:
    """Patterns by what a sentence must hold before they are looked for: of the choices each needs, the least common.

    A pattern that needs none, since it is made of built-in classes, lies with each choice and class that it may begin with.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._filling: list[Ready] = []
        self._by_choice: dict[int, tuple[Ready, ...]] = {}
        self._by_unit: dict[str, tuple[Ready, ...]] = {}
        self._lying = frozenset[int]()
        """The choices under which patterns lie."""

    def add(self, ready: Ready) -> None:
        """Put a pattern in. It is not found before the index is closed."""
        self._filling.append(ready)

    def close(self, common: Mapping[int, int]) -> None:
        """Sort what was put in; `common`: how often the words of a choice are met, one against another."""
        by_choice: dict[int, list[Ready]] = defaultdict(list)
        for ready in self._filling:
            needed = ready.needed
            if needed:
                by_choice[min(needed, key=lambda choice: (common[choice], choice))].append(ready)
                continue
            for step in ready.leading:
                by_choice[step.choice].append(ready)
                for unit in step.units:
                    self._by_unit[unit] = (*self._by_unit.get(unit, ()), ready)
        self._by_choice = {choice: tuple(some) for choice, some in by_choice.items()}
        self._lying = frozenset(by_choice)
        self._filling = []

    def possible(self, held: frozenset[int], units: Iterable[str]) -> list[Ready]:
        """Return the patterns that may stand in a sentence whose words fit these choices; `units`: classes found in it."""
        found: list[Ready] = []
        for choice in self._lying & held:
            some = self._by_choice[choice]
            found += compress(some, map(held.issuperset, map(_NEEDED, some)))
        for unit in units:
            found += self._by_unit.get(unit, ())
        return found
