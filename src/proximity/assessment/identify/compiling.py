"""Makes of the lexicons of one reader a machine that knows, for each word, which elements of which patterns it fits. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from proximity.assessment.identify import inflection
from proximity.assessment.identify.cutting import LONGEST, bare
from proximity.assessment.identify.entries import Entry, Kind
from proximity.assessment.identify.fuzzy import Near
from proximity.assessment.identify.lexicons import BESIDE, EVERYWHERE, lexicon
from proximity.assessment.identify.patterns import Atom, Choice, Gap, How, Pattern
from proximity.assessment.identify.transliteration import to_cyrillic
from proximity.foundation.words.stops import STOPS
from proximity.foundation.words.tokens import fold

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_REMEMBERED = 60_000
_SHORTEST_FUZZY = 5
FIRST_KINDS = frozenset({Kind.TERM, Kind.SLUR, Kind.PLACE, Kind.STANCE})


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


@dataclass(frozen=True, slots=True)
class Sequence:
    """A pattern, ready. `needed` are choices without which it cannot be found."""

    steps: tuple[Step, ...]
    needed: frozenset[int]
    needed_units: frozenset[str]

    @property
    def asks_for_people(self) -> bool:
        """Say whether the group stands in the pattern itself."""
        return any("group" in step.units for step in self.steps)


@dataclass(frozen=True, slots=True)
class Ready:
    """An entry with one of its patterns, ready."""

    entry: Entry
    sequence: Sequence


@dataclass
class _Atoms:
    """Where each kind of comparison finds the choices."""

    exact: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    lemma: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    stem: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    prefix: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    suffix: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    inside: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    bare: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    bare_prefix: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


class Machine:
    """All lexicons that are read for one language, compiled."""

    def __init__(self, language: str, lexicon_names: Iterable[str]) -> None:
        """Compile the lexicons."""
        self.language = language
        self._choices: dict[Choice, int] = {}
        self._atoms = _Atoms()
        self._sequences: dict[Pattern, Sequence] = {}
        self.first: dict[int, list[Ready]] = defaultdict(list)
        self.then: dict[int, list[Ready]] = defaultdict(list)
        self.then_by_unit: dict[str, list[Ready]] = defaultdict(list)
        self.raw: list[tuple[str, Entry]] = []
        self.guards: dict[str, tuple[tuple[Sequence, ...], tuple[Sequence, ...]]] = {}
        self.pairs: frozenset[str] = frozenset()
        fuzzy: set[str] = set()
        for name in lexicon_names:
            found = lexicon(name)
            self.pairs |= found.pairs
            for entry in found.entries:
                self._add(entry)
                fuzzy |= _fuzzy_words(entry)
        self._near = Near(fuzzy)
        self._lengths = {kind: sorted({len(word) for word in table}) for kind, table in self._by_kind().items()}
        self._stops = STOPS.get(language, frozenset())
        self._known: dict[tuple[str, bool], frozenset[int]] = {}

    def _by_kind(self) -> dict[str, dict[str, set[int]]]:
        tables = self._atoms
        return {
            "prefix": tables.prefix,
            "suffix": tables.suffix,
            "inside": tables.inside,
            "bare_prefix": tables.bare_prefix,
        }

    def _add(self, entry: Entry) -> None:
        for pattern in entry.patterns:
            self._index(Ready(entry, self._sequence(pattern)), is_first=entry.kind in FIRST_KINDS)
        self.raw += [(sign, entry) for sign in entry.raw]
        if not entry.guard.is_open:
            self.guards[entry.rule] = (
                tuple(self._sequence(pattern) for pattern in entry.guard.unless),
                tuple(self._sequence(pattern) for pattern in entry.guard.only_with),
            )

    def _index(self, ready: Ready, *, is_first: bool) -> None:
        for step in ready.sequence.steps:
            if step.is_gap:
                break
            (self.first if is_first else self.then)[step.choice].append(ready)
            for unit in step.units:
                self.then_by_unit[unit].append(ready)
            if not step.optional:
                break

    def _sequence(self, pattern: Pattern) -> Sequence:
        if pattern not in self._sequences:
            steps = tuple(self._step(one) for one in pattern.elements)
            sure = [step for step in steps if not step.is_gap and not step.optional]
            self._sequences[pattern] = Sequence(
                steps,
                frozenset(step.choice for step in sure if not step.units),
                frozenset().union(*(step.units for step in sure if len(step.units) == 1 and not self._has_atoms(step))),
            )
        return self._sequences[pattern]

    def _has_atoms(self, step: Step) -> bool:
        return any(number == step.choice and choice.atoms for choice, number in self._choices.items())

    def _step(self, element: Choice | Gap) -> Step:
        if isinstance(element, Gap):
            return Step(least=element.least, most=element.most)
        key = Choice(element.atoms, element.units)
        if key not in self._choices:
            self._choices[key] = len(self._choices)
            for atom in element.atoms:
                self._enter(atom, self._choices[key])
        return Step(self._choices[key], element.units, element.optional)

    def _enter(self, atom: Atom, choice: int) -> None:
        tables, word, language = self._atoms, atom.word, self.language
        plain = bare(word)
        {
            How.EXACT: tables.exact, How.LEMMA: tables.lemma, How.PREFIX: tables.prefix, How.SUFFIX: tables.suffix,
            How.INSIDE: tables.inside,
        }[atom.how][word].add(choice)  # fmt: skip
        if atom.how is How.LEMMA:
            tables.stem[_stem(word, language)].add(choice)
        if plain == word:
            return
        if atom.how in {How.EXACT, How.LEMMA}:
            tables.bare[plain].add(choice)
        if atom.how is How.LEMMA:
            tables.bare[_stem(plain, language)].add(choice)
        if atom.how is How.PREFIX:
            tables.bare_prefix[plain].add(choice)

    def choices(self, forms: tuple[str, ...], *, is_bare: bool) -> frozenset[int]:
        """Return the numbers of all choices that a word fits; `is_bare`: the whole text is written without accents."""
        found: frozenset[int] = frozenset()
        for form in forms:
            found |= self._of_form(form, is_bare)
        return found

    def _of_form(self, form: str, is_bare: bool) -> frozenset[int]:
        key = (form, is_bare)
        if key not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[key] = frozenset(self._fits(form[:LONGEST], is_bare))
        return self._known[key]

    def _fits(self, form: str, is_bare: bool) -> set[int]:
        found = self._direct(form)
        known = self.knows(form)
        if not known or self._is_plural_of_a_name(form):
            found |= self._atoms.stem.get(_stem(form, self.language), set())
        if form.isascii() and (not known or is_bare) and form not in self.pairs:
            found |= self._unaccented(form)
        if not found and not known and len(form) >= _SHORTEST_FUZZY:
            found = set().union(*(self._direct(word) for word in self._near.of(form)))
        if not found and self.language == "bg" and form.isascii() and form.isalnum():
            found = set().union(*(self._direct(word) for word in to_cyrillic(form)))
        return found

    def _is_plural_of_a_name(self, form: str) -> bool:
        """Say whether the English dictionary leaves a plural as it is, as it does with `romanians`."""
        return self.language == "en" and form.endswith("s") and inflection.lemma(form, "en") == form

    def _direct(self, form: str) -> set[int]:
        tables = self._atoms
        found = set(tables.exact.get(form, ())) | tables.lemma.get(form, set())
        first = inflection.lemma(form, self.language)
        if first is not None:
            found |= tables.lemma.get(first, set())
            second = inflection.lemma(first, self.language)
            if second is not None and second != first:
                found |= tables.lemma.get(second, set())
        for length in self._lengths["prefix"]:
            found |= tables.prefix.get(form[:length], set()) if length <= len(form) else set()
        for length in self._lengths["suffix"]:
            found |= tables.suffix.get(form[-length:], set()) if length <= len(form) else set()
        for length in self._lengths["inside"]:
            for start in range(len(form) - length + 1):
                found |= tables.inside.get(form[start : start + length], set())
        return found

    def _unaccented(self, form: str) -> set[int]:
        tables = self._atoms
        found = tables.bare.get(form, set()) | tables.bare.get(_stem(form, self.language), set())
        for length in self._lengths["bare_prefix"]:
            found = found | (tables.bare_prefix.get(form[:length], set()) if length <= len(form) else set())
        return found

    def knows(self, form: str) -> bool:
        """Say whether a word is one of the language."""
        return fold(form) in self._stops or inflection.lemma(form, self.language) is not None

    def is_small(self, form: str) -> bool:
        """Say whether a word is one of the small words of the language."""
        return fold(form) in self._stops

    def holds(self, form: str) -> bool:
        """Say whether a pattern names this very word, or its dictionary form."""
        tables = self._atoms
        return form in tables.exact or form in tables.lemma or inflection.lemma(form, self.language) in tables.lemma


def _stem(word: str, language: str) -> str:
    return inflection.stem(word, "ru" if language != "bg" and _CYRILLIC.match(word) else language)


def _fuzzy_words(entry: Entry) -> set[str]:
    if not entry.fuzzy:
        return set()
    atoms = {
        atom
        for pattern in entry.patterns
        for element in pattern.elements
        if isinstance(element, Choice)
        for atom in element.atoms
    }
    return {atom.word for atom in atoms if atom.how in {How.LEMMA, How.EXACT} and len(atom.word) >= _SHORTEST_FUZZY}


@lru_cache(maxsize=16)
def machine(language: str) -> Machine:
    """Return the machine for texts of one language."""
    return Machine(language, (language, *BESIDE.get(language, ()), EVERYWHERE))
