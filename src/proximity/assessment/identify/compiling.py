"""Makes of the lexicons of one reader a machine that knows, for each word, which elements of which patterns it fits. Pure."""

import gc
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain, compress, product

from proximity.assessment.identify import inflection
from proximity.assessment.identify.cutting import LONGEST, bare
from proximity.assessment.identify.entries import Entry, Kind
from proximity.assessment.identify.frequency import Often, met_by_choice, shares
from proximity.assessment.identify.fuzzy import Near, is_lacking_or_changed_over
from proximity.assessment.identify.indexing import Fits, Index, Sequence
from proximity.assessment.identify.lexicons import BESIDE, EVERYWHERE, lexicon
from proximity.assessment.identify.patterns import Atom, Choice, How
from proximity.assessment.identify.remembering import Lately
from proximity.assessment.identify.tables import Atoms
from proximity.assessment.identify.transliteration import to_cyrillic
from proximity.assessment.identify.writing import Written
from proximity.foundation.words.stops import STOPS
from proximity.foundation.words.tokens import fold

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_REMEMBERED = 8192
_SHORTEST_FUZZY, _SHORTEST_TYPED = 5, 4
_FEW_LETTERS, _LONG = 5, 7
_A_SMALL_WORD, _A_PART, _A_WORD = 200, 3, 1
"""How often a word is met which is not listed, one against another: a guess, by which less is looked for in vain."""
_WHOLE, _BEGUN = frozenset({How.EXACT, How.LEMMA}), frozenset({How.PREFIX})
_NAMING = frozenset({Kind.TERM, Kind.SLUR})
FIRST_KINDS = frozenset({Kind.TERM, Kind.SLUR, Kind.PLACE, Kind.STANCE})


class Machine:
    """All lexicons that are read for one language, compiled."""

    def __init__(self, language: str, lexicon_names: Iterable[str]) -> None:
        """Compile the lexicons."""
        self.language = language
        self._stops = STOPS.get(language, frozenset())
        self._longest_small = max(map(len, self._stops), default=0)
        self._choices: dict[tuple[tuple[Atom, ...], frozenset[str]], int] = {}
        self._uses: Counter[str] = Counter()
        self._atoms = Atoms()
        self._known = Lately(self._of_word, _REMEMBERED)
        self._alike = Lately(self._of_choices, _REMEMBERED)
        """What was made for each set of choices: most words that are met newly fit what others did, or nothing."""
        self.first, self.then = Index(), Index()
        self._asked = bytearray()
        """For each choice whether patterns are looked for by it."""
        self._naming = bytearray()
        """For each choice whether a word that fits it names a ground by itself."""
        self.signs: set[str] = set()
        self.whole: set[str] = set()
        """Words as they were written that need not be taken apart, as many as were met lately."""
        self.guards: dict[str, tuple[tuple[Sequence, ...], tuple[Sequence, ...]]] = {}
        self.pairs: frozenset[str] = frozenset()
        self.questions: Mapping[str, str] = {}
        # What was read must be gone before what is kept is made: else one lies scattered among the other, which is 3 MB more.
        written = self._read(lexicon_names)
        for table in self._atoms.all():
            table.close()
        listed = shares(language)
        met = met_by_choice(listed, self._direct)
        common = {
            number: (met[number], sum(map(self._commonness, atoms)))
            for (atoms, _units), number in self._choices.items()
        }
        self._uses.clear()
        self._choices.clear()
        self._near, self._near_begun = Near(written.fuzzy.split()), Near(written.begun.split())
        self.often = Often(((word, self._direct(word)) for word in listed if self._fits_always(word)), len(common))
        self._make(written, common)
        del written, common
        self.first.close(self._asked, self.often.fitting)
        self.then.close(self._asked, self.often.fitting)
        self._always = {word: self._fits_of(fits)._replace(bit=bit) for word, bit, fits in self.often.words}

    def _fits_always(self, word: str) -> bool:
        """Say whether a word fits the same in every text: with accents or without, as a name or none, in short ones too."""
        return self.knows(word) and all(
            self._fits(word, *flags) == self._direct(word) for flags in product((False, True), repeat=3)
        )

    def _read(self, lexicon_names: Iterable[str]) -> Written:
        """Return all patterns as numbers; note their words in the tables."""
        written, own = Written(), dict[str, Entry]()
        fuzzy: set[str] = set()
        begun: set[str] = set()
        for name in lexicon_names:
            found = lexicon(name)
            self.pairs |= found.pairs
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
        written.begun = " ".join(sorted(begun | {_stem(word, self.language) for word in fuzzy}))
        return written

    def _make(self, written: Written, common: Mapping[int, tuple[int, int]]) -> None:
        asked, self._asked, self._naming = set[int](), bytearray(len(common)), bytearray(len(common))
        for entry, patterns, unless, only_with in written.sequences(common, self.often.fitting):
            for sequence in chain(patterns, unless, only_with):
                asked.update(sequence.asked)
            index = self.first if entry.kind in FIRST_KINDS else self.then
            for sequence in patterns:
                index.add(sequence, entry)
                if sequence.is_one_word and entry.kind in _NAMING:
                    self._naming[sequence.steps[0].choice] = 1
            if unless or only_with:
                self.guards[entry.rule] = unless, only_with
        for choice in asked | self.first.leading | self.then.leading:
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
            self._enter(atom, number)
        return number

    def _commonness(self, atom: Atom) -> int:
        """Return how often a word is met, by how many patterns ask for it: who wrote them met it as often."""
        small = _A_SMALL_WORD if len(atom.word) == 1 or self.is_small(atom.word) else 0
        return small + self._uses[atom.word] * (_A_WORD if atom.how in _WHOLE else _A_PART)

    def _enter(self, atom: Atom, choice: int) -> None:
        tables, word, language = self._atoms, atom.word, self.language
        plain = bare(word)
        if atom.how is How.INSIDE:
            tables.inside[word] = (*tables.inside.get(word, ()), choice)
        else:
            by_how = {
                How.EXACT: tables.exact, How.LEMMA: tables.lemma, How.PREFIX: tables.prefix, How.SUFFIX: tables.suffix,
            }  # fmt: skip
            by_how[atom.how].add(word[::-1] if atom.how is How.SUFFIX else word, choice)
        if atom.how is How.LEMMA:
            tables.stem.add(_stem(word, language), choice)
        if plain == word:
            return
        if atom.how in {How.EXACT, How.LEMMA}:
            tables.bare.add(plain, choice)
        if atom.how is How.LEMMA:
            tables.bare.add(_stem(plain, language), choice)
        if atom.how is How.PREFIX:
            tables.bare_prefix.add(plain, choice)

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
        return Fits(written, asked, self.first.places(asked), self.then.places(asked))

    def _of_form(self, form: str, is_bare: bool, is_name: bool, is_short: bool) -> Fits:
        if form in self._always:
            return self._always[form]
        return self._known[form, is_bare, is_name, is_short]

    def _of_word(self, key: tuple[str, bool, bool, bool]) -> Fits:
        form, is_bare, is_name, is_short = key
        return self._fits_of(self._fits(form[:LONGEST], is_bare, is_name, is_short))

    def _fits(self, form: str, is_bare: bool, is_name: bool, is_short: bool) -> set[int]:
        found = self._as_it_stands(form)
        known = self.knows(form)
        if not known:
            rest = inflection.without_enclitics(form, self.language) or inflection.as_written(form, self.language)
            found |= set() if rest is None else self._direct(rest)
        if not is_name and form.isascii() and inflection.lemma(form, self.language) is None:
            found.update(*(self._direct(word) for word in inflection.accented(form, self.language)))
        if (
            form.isascii()
            and form not in self.pairs
            and (not known or (is_bare and not self._is_small_as_it_stands(form)))
        ):
            found |= self._unaccented(form)
        if not known and not is_name and len(form) >= _SHORTEST_TYPED:
            if found <= self._loosely(form):
                found.update(*(self._as_it_stands(way) for way in self._as_meant(form, is_short=is_short)))
            elif is_short and not any(map(self._naming.__getitem__, found)) and not self._is_named(form):
                found.update(*(self._as_it_stands(way) for way in self._people_meant(form)))
        if not found and self.language == "bg" and form.isascii() and form.isalnum():
            found = set().union(*(self._direct(word) for word in to_cyrillic(form)))
        return found

    def _as_it_stands(self, form: str) -> set[int]:
        found = self._direct(form)
        if not self.knows(form) or self._is_plural_of_a_name(form):
            found.update(self._atoms.stem.get(_stem(form, self.language)))
        return found

    def _as_meant(self, form: str, *, is_short: bool) -> Iterable[str]:
        """Return what somebody may have meant to type: words for people one step away; else such with any ending.

        In short texts other words too: in an account more words that no dictionary knows are names than slips, and each
        slip that is looked for brings pages of the dictionary into memory.

        Where four letters were typed, one was left out, or two changed over.
        """
        ways = self._near.of(form) or (
            *self._begun(form, is_short=is_short),
            *(inflection.mistyped(form, self.language) if is_short else ()),
        )
        return [way for way in ways if len(form) >= _SHORTEST_FUZZY or is_lacking_or_changed_over(form, way)]

    def _people_meant(self, form: str) -> Iterable[str]:
        """Return the words for people, of any ending, that a word may be but for a letter left out or two changed over."""
        whole = [way for way in self._near.of(form) if is_lacking_or_changed_over(form, way)]
        return _same_first(form, whole or self._begun(form, is_short=True, is_lacking=True))

    def _begun(self, form: str, *, is_short: bool, is_lacking: bool = False) -> list[str]:
        """Return a word with its beginning put right as that of a word for people.

        A beginning of the fewest letters must have two changed over; in a short text one may be left out before an ending.
        """
        found = self._near_begun.begun(form, least=_SHORTEST_FUZZY, is_lacking=is_lacking)
        if not found and is_short and inflection.is_ending(form[_SHORTEST_FUZZY:], self.language):
            begins = form[:_SHORTEST_FUZZY]
            found = [way + form[_SHORTEST_FUZZY:] for way in self._near_begun.of(begins) if len(way) > len(begins)]
        return found

    def _is_plural_of_a_name(self, form: str) -> bool:
        """Say whether the English dictionary leaves a plural as it is, as it does with `romanians`."""
        return self.language == "en" and form.endswith("s") and inflection.lemma(form, "en") == form

    def _direct(self, form: str) -> set[int]:
        tables = self._atoms
        found = {*tables.exact.get(form), *tables.lemma.get(form)}
        first = inflection.lemma(form, self.language)
        if first is not None and first != form:
            found.update(tables.lemma.get(first))
            found.update(tables.lemma.get(inflection.lemma(first, self.language)))
        found.update(tables.lemma.get(inflection.masculine(form, self.language)))
        found.update(tables.prefix.begun(form), *self._within(form))
        return found

    def _within(self, form: str) -> list[Iterable[int]]:
        """Return the choices that a word fits by its end or by its middle."""
        inside = self._atoms.inside
        return [self._atoms.suffix.begun(form[::-1]), *[inside[word] for word in inside if word in form]]

    def _loosely(self, form: str) -> set[int]:
        """Return the choices that a word fits by few of its letters, by its end or by its middle."""
        return set(chain(self._atoms.prefix.begun(form[:_FEW_LETTERS]), *self._within(form)))

    def _unaccented(self, form: str) -> set[int]:
        tables = self._atoms
        return {
            *tables.bare.get(form), *tables.bare.get(_stem(form, self.language)), *tables.bare_prefix.begun(form)
        }  # fmt: skip

    def knows(self, form: str) -> bool:
        """Say whether a word is one of the language."""
        return inflection.lemma(form, self.language) is not None or self.is_small(form)

    def is_small(self, form: str) -> bool:
        """Say whether a word, in lower case, is one of the small words of the language."""
        if len(form) > self._longest_small:
            return False
        return (form if form.isascii() else fold(form)) in self._stops

    def remember_whole(self, written: str) -> None:
        """Remember that a word as it was written need not be taken apart."""
        if len(self.whole) > _REMEMBERED:
            self.whole.clear()
        self.whole.add(written)

    def _is_small_as_it_stands(self, form: str) -> bool:
        """Say whether a small word is in the dictionary without an accent: Estonian "nagu" is no "nägu"."""
        return self.is_small(form) and inflection.lemma(form, self.language) is not None

    def _is_named(self, form: str) -> bool:
        """Say whether a pattern names this very word."""
        return form in self._atoms.exact or form in self._atoms.lemma

    def holds(self, form: str) -> bool:
        """Say whether a pattern names this very word, its dictionary form, or the stem of a long unknown word."""
        tables = self._atoms
        first = inflection.lemma(form, self.language)
        if self._is_named(form) or first in tables.lemma:
            return True
        return first is None and len(form) >= _LONG and _stem(form, self.language) in tables.stem

    def names(self, form: str) -> bool:
        """Say whether a word is one for people, by its dictionary form or by how it begins."""
        return self.is_people(form) or self._begins_as_people(form)

    def names_alone(self, form: str) -> bool:
        """Say whether a word, as it is written, names a ground or is a slur without any other beside it."""
        return any(self._naming[choice] for choice in self.choices((form,), is_bare=False, is_name=True))

    def is_people(self, form: str) -> bool:
        """Say whether a word is one for people, as it stands or by its dictionary form."""
        return form in self._near or inflection.lemma(form, self.language) in self._near

    def may_mean(self, form: str) -> bool:
        """Say whether a word is one step from one for people, whole or at its beginning, or from one that a pattern names."""
        return bool(
            _same_first(form, self._near.of(form))
            or (
                not self._begins_as_people(form)
                and _same_first(form, self._near_begun.begun(form, least=_SHORTEST_FUZZY))
            )
            or any(map(self.holds, inflection.mistyped(form, self.language)))
        )

    def _begins_as_people(self, form: str) -> bool:
        return any(form[:end] in self._near_begun for end in range(_SHORTEST_FUZZY, len(form) + 1))

    def known_lengths(self, letters: str) -> set[int]:
        """Return how long the words are that letters begin with and that the dictionary knows or a pattern names."""
        named = (word for table in (self._atoms.exact, self._atoms.lemma) for word in table.beginnings(letters))
        known = inflection.lengths(letters, self.language).union(map(len, named))
        stems = {*self._atoms.stem.beginnings(letters)}
        unknown = (length for length in range(_LONG, len(letters) + 1) if stems and length not in known)
        return known | {length for length in unknown if _stem(letters[:length], self.language) in stems}

    def begins(self, form: str) -> bool:
        """Say whether a pattern names how this word begins."""
        return bool(self.begun_lengths(form))

    def begun_lengths(self, form: str) -> list[int]:
        """Return how long the beginnings are by which patterns name words like this."""
        return [len(word) for word in self._atoms.prefix.beginnings(form)]


def _same_first(form: str, ways: Iterable[str]) -> list[str]:
    """Return the words that begin as a form does: a slip is seldom in the first letter."""
    return [way for way in ways if way[0] == form[0]]


def _stem(word: str, language: str) -> str:
    return inflection.stem(word, "ru" if language != "bg" and _CYRILLIC.match(word) else language)


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
    return {atom.word for atom in atoms if atom.how in compared and len(atom.word) >= _SHORTEST_FUZZY}


@lru_cache(maxsize=16)
def machine(language: str) -> Machine:
    """Return the machine for texts of one language. It lives as long as the process, so that garbage is not looked for in it."""
    made = Machine(language, (language, *BESIDE.get(language, ()), EVERYWHERE))
    gc.collect()
    gc.freeze()
    return made
