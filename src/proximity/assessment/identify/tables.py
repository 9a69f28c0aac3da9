"""From a word to numbers, many times over: a dictionary while it is filled, then a trie and arrays, a tenth of its size. Pure."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import marisa_trie

_NOTHING: Sequence[int] = ()
_MOST_IN_TWO_BYTES = 0xFFFF


class Table:
    """Words with the numbers noted for each; filled first, closed, then asked. No word holds a NUL, with which the trie ends."""

    def __init__(self) -> None:
        """Begin empty."""
        self._filling: dict[str, tuple[int, ...]] = {}
        self._words = marisa_trie.Trie()
        self._starts, self._counts, self._numbers = array("I"), array("H"), array("H")

    def add(self, word: str, number: int) -> None:
        """Note a number for a word. Nothing is found before the table is closed."""
        self._filling[word] = (*self._filling.get(word, ()), number)

    def close(self) -> None:
        """Lay what was noted: equal rows of numbers once, since the words of a class fit the same choices."""
        self._words = marisa_trie.Trie(self._filling)
        size = len(self._filling)
        self._starts, self._counts = array("I", bytes(4 * size)), array("H", bytes(2 * size))
        most = max(map(max, self._filling.values()), default=0)
        self._numbers = array("H" if most <= _MOST_IN_TWO_BYTES else "I")
        laid: dict[tuple[int, ...], int] = {}
        for word, numbers in self._filling.items():
            if numbers not in laid:
                laid[numbers] = len(self._numbers)
                self._numbers.extend(numbers)
            place = self._words[word]
            self._starts[place], self._counts[place] = laid[numbers], len(numbers)
        self._filling = {}

    def __contains__(self, word: str | None) -> bool:
        """Say whether anything was noted for a word."""
        return word is not None and word in self._words

    def get(self, word: str | None) -> Sequence[int]:
        """Return the numbers of a word, in the order in which they were noted."""
        if word is None:
            return _NOTHING
        place = self._words.get(word)
        return _NOTHING if place is None else self._at(place)

    def begun(self, form: str) -> Iterator[int]:
        """Yield the numbers of all words with which a form begins, itself among them."""
        for _word, place in self._words.iter_prefixes_with_ids(form):
            yield from self._at(place)

    def beginnings(self, form: str) -> Iterator[str]:
        """Yield the words with which a form begins, the shortest first."""
        yield from self._words.iter_prefixes(form)

    def _at(self, place: int) -> Sequence[int]:
        start = self._starts[place]
        return self._numbers[start : start + self._counts[place]]


@dataclass(slots=True)
class Atoms:
    """Where each kind of comparison finds the choices."""

    exact: Table = field(default_factory=Table)
    lemma: Table = field(default_factory=Table)
    stem: Table = field(default_factory=Table)
    prefix: Table = field(default_factory=Table)
    suffix: Table = field(default_factory=Table)
    """Its words stand here from end to beginning."""
    inside: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Few: looked for one by one."""
    bare: Table = field(default_factory=Table)
    bare_prefix: Table = field(default_factory=Table)

    def all(self) -> tuple[Table, ...]:
        """Return every table that is closed once it is filled."""
        return (
            self.exact, self.lemma, self.stem, self.prefix, self.suffix, self.bare, self.bare_prefix
        )  # fmt: skip
