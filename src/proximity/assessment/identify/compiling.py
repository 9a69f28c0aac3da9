"""Makes of the lexicons of one reader a machine that knows, for each word, which elements of which patterns it fits. Pure."""

import gc
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain, compress

from proximity.assessment.identify import inflection
from proximity.assessment.identify.cutting import LONGEST
from proximity.assessment.identify.entries import Entry, Kind
from proximity.assessment.identify.frequency import Often, met_by_choice, oftenest
from proximity.assessment.identify.indexing import AnyOf, Fits, Index
from proximity.assessment.identify.lexicons import BESIDE, EVERYWHERE, lexicon
from proximity.assessment.identify.patterns import Atom, Choice, How
from proximity.assessment.identify.remembering import Lately
from proximity.assessment.identify.vocabulary import SHORTEST_FUZZY, Vocabulary, stem_of
from proximity.assessment.identify.writing import Written

_REMEMBERED = 8192
_A_SMALL_WORD, _A_PART, _A_WORD = 200, 3, 1
"""How often a word is met which is not listed, one against another: a guess, by which less is looked for in vain."""
_AS_COUNTED = 1_000_000
"""What is counted goes before what is guessed."""
_WHOLE, _BEGUN = frozenset({How.EXACT, How.LEMMA}), frozenset({How.PREFIX})
_NAMING = frozenset({Kind.TERM, Kind.SLUR})
FIRST_KINDS = frozenset({Kind.TERM, Kind.SLUR, Kind.PLACE, Kind.STANCE})


class Machine:
    """All lexicons that are read for one language, compiled."""

    def __init__(self, language: str, lexicon_names: Iterable[str]) -> None:
        """Compile the lexicons."""
        self.language = language
        self.words = Vocabulary(language)
        self._choices: dict[tuple[tuple[Atom, ...], frozenset[str]], int] = {}
        self._uses: Counter[str] = Counter()
        self._known = Lately(self._of_word, _REMEMBERED)
        self._alike = Lately(self._of_choices, _REMEMBERED)
        """What was made for each set of choices: most words that are met newly fit what others did, or nothing."""
        self.first, self.then = Index(), Index()
        self._asked = bytearray()
        """For each choice whether it is asked for beside another: of these a sentence knows which it holds."""
        self.signs: set[str] = set()
        self.whole: set[str] = set()
        """Words as they were written that need not be taken apart, as many as were met lately."""
        self.guards: dict[str, tuple[AnyOf, AnyOf]] = {}
        self.questions: Mapping[str, str] = {}
        # What was read must be gone before what is kept is made: else one lies scattered among the other, which is 3 MB more.
        written = self._read(lexicon_names)
        self.words.close()
        listed = oftenest(language)
        met = met_by_choice(listed, self.words.named_by)
        common = {
            number: met[number] * _AS_COUNTED + sum(map(self._commonness, atoms))
            for (atoms, _units), number in self._choices.items()
        }
        del met
        self._uses.clear()
        self._choices.clear()
        self.words.complete(written.fuzzy.split(), written.begun.split(), len(common))
        always = filter(self.words.fits_always, (one.word for one in listed))
        self.often = Often(((word, self.words.direct(word)) for word in always), len(common))
        self._make(written, common)
        del written, common
        self.first.close(self._asked, self.often.fitting)
        self.then.close(self._asked, self.often.fitting)
        self._always = {
            word: self._of_choices("".join(map(chr, fits)))._replace(asked=frozenset(), bit=bit)
            for word, bit, fits in self.often.words
        }

    def _read(self, lexicon_names: Iterable[str]) -> Written:
        """Return all patterns as numbers; note their words in the tables."""
        written, own = Written(), dict[str, Entry]()
        fuzzy: set[str] = set()
        begun: set[str] = set()
        for name in lexicon_names:
            found = lexicon(name)
            self.words.pairs |= found.pairs
            self.questions = self.questions or found.questions
            # Taken off one by one: what is read goes, and its place is used again.
            entries = list(reversed(found.entries))
            del found
            while entries:
                read = entries.pop()
                entry = _guarded(read, own.get(read.rule.removeprefix(EVERYWHERE))) if name == EVERYWHERE else read
                if name == self.language and entry.kind is Kind.SLUR:
                    own[entry.rule.removeprefix(self.language)] = entry
                written.add(entry, self._number)
                self.signs.update(entry.raw)
                fuzzy |= _fuzzy_words(entry, _WHOLE)
                begun |= _fuzzy_words(entry, _BEGUN)
        written.fuzzy = " ".join(sorted(fuzzy.union(*(inflection.plurals(word, self.language) for word in fuzzy))))
        written.begun = " ".join(sorted(begun | {stem_of(word, self.language) for word in fuzzy}))
        return written

    def _make(self, written: Written, common: Mapping[int, int]) -> None:
        asked, self._asked = set[int](), bytearray(len(common))
        for entry, patterns, unless, only_with in written.sequences(common, self.often.fitting):
            asked.update(*(one.asked for one in chain(unless, only_with)), *(one.asked[1:] for one in patterns))
            index = self.first if entry.kind in FIRST_KINDS else self.then
            for sequence in patterns:
                index.add(sequence, entry)
                if sequence.is_one_word and entry.kind in _NAMING:
                    self.words.naming[sequence.steps[0].choice] = 1
            if unless or only_with:
                self.guards[entry.rule] = AnyOf.of(unless), AnyOf.of(only_with)
        for choice in asked:
            self._asked[choice] = 1

    def _number(self, choice: Choice) -> int:
        """Return the number of a choice; what is met first is noted in the tables."""
        for atom in choice.atoms:
            self._uses[atom.word] += 1
        key = choice.atoms, choice.units
        known = self._choices.get(key)
        if known is not None:
            return known
        number = self._choices[key] = len(self._choices)
        for atom in choice.atoms:
            self.words.enter(atom, number)
        return number

    def _commonness(self, atom: Atom) -> int:
        """Return how often a word is met, by how many patterns ask for it: who wrote them met it as often."""
        small = _A_SMALL_WORD if len(atom.word) == 1 or self.words.is_small(atom.word) else 0
        return small + self._uses[atom.word] * (_A_WORD if atom.how in _WHOLE else _A_PART)

    def choices(self, forms: tuple[str, ...], *, is_bare: bool, is_name: bool = False) -> frozenset[int]:
        """Return the numbers of all choices that a word fits, as in an account."""
        return frozenset(map(ord, self.fits(forms, is_bare=is_bare, is_name=is_name).choices))

    def fits(self, forms: tuple[str, ...], *, is_bare: bool, is_name: bool = False, is_short: bool = False) -> Fits:
        """Return what a word fits.

        `is_bare`: the whole text is written without accents; `is_name`: no other word is looked for one letter away;
        `is_short`: words of the dictionary are looked for there too, not only words for people.
        """
        if len(forms) == 1:
            return self._of_form(forms[0], is_bare, is_name, is_short)
        found = [self._of_form(form, is_bare, is_name, is_short) for form in forms]
        return self._fits_of({ord(choice) for one in found for choice in one.choices})

    def _fits_of(self, choices: Iterable[int]) -> Fits:
        return self._alike["".join(map(chr, sorted(choices)))]

    def _of_choices(self, written: str) -> Fits:
        choices = list(map(ord, written))
        asked = frozenset(compress(choices, map(self._asked.__getitem__, choices)))
        return Fits(written, asked, self.first.places(choices), self.then.places(choices))

    def _of_form(self, form: str, is_bare: bool, is_name: bool, is_short: bool) -> Fits:
        if form in self._always:
            return self._always[form]
        return self._known[form, is_bare, is_name, is_short]

    def _of_word(self, key: tuple[str, bool, bool, bool]) -> Fits:
        form, is_bare, is_name, is_short = key
        return self._fits_of(self.words.fits(form[:LONGEST], is_bare, is_name, is_short))

    def remember_whole(self, written: str) -> None:
        """Remember that a word as it was written need not be taken apart."""
        if len(self.whole) > _REMEMBERED:
            self.whole.clear()
        self.whole.add(written)

    def names_alone(self, form: str) -> bool:
        """Say whether a word, as it is written, names a ground or is a slur without any other beside it."""
        return any(self.words.naming[choice] for choice in self.choices((form,), is_bare=False, is_name=True))


def _guarded(entry: Entry, own: Entry | None) -> Entry:
    """Return an entry for every language with what this language's entry of the same kind and id keeps out besides."""
    if own is None:
        return entry
    unless = tuple(dict.fromkeys((*entry.guard.unless, *own.guard.unless)))
    return replace(entry, guard=replace(entry.guard, unless=unless), innocent=entry.innocent or own.innocent)


def _fuzzy_words(entry: Entry, compared: frozenset[How]) -> set[str]:
    if not entry.fuzzy:
        return set()
    atoms = {
        atom
        for pattern in entry.patterns
        for element in pattern.elements
        if isinstance(element, Choice)
        for atom in element.atoms
    }
    return {atom.word for atom in atoms if atom.how in compared and len(atom.word) >= SHORTEST_FUZZY}


@lru_cache(maxsize=16)
def machine(language: str) -> Machine:
    """Return the machine for texts of one language. It lives as long as the process, so that garbage is not looked for in it."""
    made = Machine(language, (language, *BESIDE.get(language, ()), EVERYWHERE))
    gc.collect()
    gc.freeze()
    return made
