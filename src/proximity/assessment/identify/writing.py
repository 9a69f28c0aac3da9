"""Patterns as numbers: what is left of a lexicon between reading it and making of it what is kept. Pure."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Sequence as Items
from dataclasses import replace

from proximity.assessment.identify.entries import Entry, Guard, Origin
from proximity.assessment.identify.indexing import ASKED, Sequence, Step
from proximity.assessment.identify.patterns import Atom, Choice, Gap, How, Pattern

_A_GAP = -1
_STEPS: dict[Step, Step] = {}
"""Each step once for all languages, whose choices have the same numbers: a sixth of the objects."""
_GUARDS: dict[Guard, Guard] = {}
_ORIGINS: dict[Origin, Origin] = {}
"""What entries have in common, once: thousands are of one author, and most look no farther than their sentence."""


class Written:
    """The patterns of entries, three numbers for each element: no object of what was read lives on in it but the bare entry."""

    def __init__(self) -> None:
        """Begin empty."""
        self.fuzzy, self.begun = "", ""
        """Words for people, parted by blanks: whole ones and such that one begins with."""
        self._numbers = array("i")
        self._entries: list[tuple[Entry, int, int, int]] = []
        self._units: dict[frozenset[str], int] = {}

    def add(self, entry: Entry, number_of: Callable[[Choice], int]) -> None:
        """Write down the patterns of an entry, its guards and its signs."""
        signs = (Pattern(sign, (Choice((Atom(How.EXACT, sign),)),)) for sign in entry.raw)
        patterns, guard = (*entry.patterns, *signs), entry.guard
        for pattern in (*patterns, *guard.unless, *guard.only_with):
            self._numbers.append(len(pattern.elements))
            for element in pattern.elements:
                self._numbers.extend(self._element(element, number_of))
        without, origin = Guard(scope=guard.scope), entry.origin
        slim = replace(
            entry, patterns=(), guard=_GUARDS.setdefault(without, without), origin=_ORIGINS.setdefault(origin, origin)
        )  # fmt: skip
        self._entries.append((slim, len(patterns), len(guard.unless), len(guard.only_with)))

    def _element(self, element: Choice | Gap, number_of: Callable[[Choice], int]) -> tuple[int, int, int]:
        if isinstance(element, Gap):
            return _A_GAP, element.least, element.most
        units = self._units.setdefault(element.units, len(self._units))
        return number_of(element), units, int(element.optional)

    def sequences(
        self, common: Mapping[int, int], often: Items[int]
    ) -> Iterator[tuple[Entry, tuple[Sequence, ...], tuple[Sequence, ...], tuple[Sequence, ...]]]:
        """Yield each entry with its patterns ready, those that keep it out, and those that it asks for.

        `common`: how often the words of a choice are met, one against another; `often`: which of the words that are met often
        fit it, as bits. What is asked first for a guard no such word fits: of these words it is not known at once.
        """
        made: dict[tuple[Step, ...], Sequence] = {}
        of_guards: dict[tuple[Step, ...], Sequence] = {}
        all_units = list(self._units)
        place = 0

        def following(count: int, made: dict[tuple[Step, ...], Sequence], left_out: Items[int]) -> tuple[Sequence, ...]:
            nonlocal place
            found = []
            for _pattern in range(count):
                length = self._numbers[place]
                rows = (self._numbers[at : at + 3] for at in range(place + 1, place + 1 + 3 * length, 3))
                steps = tuple(_step(row[0], row[1], row[2], all_units) for row in rows)
                place += 1 + 3 * length
                if steps not in made:
                    made[steps] = _sequence(steps, common, left_out)
                found.append(made[steps])
            return tuple(found)

        for entry, patterns, unless, only_with in self._entries:
            ready = following(patterns, made, ())
            yield entry, ready, following(unless, of_guards, often), following(only_with, of_guards, often)


def _step(first: int, second: int, third: int, units: list[frozenset[str]]) -> Step:
    is_gap = first == _A_GAP
    step = Step(least=second, most=third) if is_gap else Step(first, units[second], optional=bool(third))
    return _STEPS.setdefault(step, step)


def _sequence(steps: tuple[Step, ...], common: Mapping[int, int], left_out: Items[int]) -> Sequence:
    """Return a pattern ready. `left_out`: for each choice there is, where not nothing, what must not be asked first if not 0."""
    sure = {step.choice for step in steps if not step.is_gap and not step.optional and not step.units}
    needed = tuple(sorted(sure, key=lambda choice: (common[choice], choice)))
    asked = tuple(choice for choice in needed[:ASKED] if not left_out or not left_out[choice])
    return Sequence(steps, asked, needed[ASKED:])
