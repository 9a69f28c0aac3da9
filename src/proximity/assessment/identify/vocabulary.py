"""The words that the patterns of one reader name, and which of them a word of a text is. Pure."""

import re
from collections.abc import Iterable
from itertools import chain, product

from proximity.assessment.identify import inflection
from proximity.assessment.identify.cutting import bare
from proximity.assessment.identify.fuzzy import Near, is_lacking_or_changed_over
from proximity.assessment.identify.patterns import Atom, How
from proximity.assessment.identify.tables import Atoms
from proximity.assessment.identify.transliteration import to_cyrillic
from proximity.foundation.words.stops import STOPS
from proximity.foundation.words.tokens import fold

_CYRILLIC = re.compile("[\u0400-\u04ff]")
SHORTEST_FUZZY, _SHORTEST_TYPED = 5, 4
_FEW_LETTERS, _LONG = 5, 7


class Vocabulary:
    """The words of all patterns, each with the choices of words that it stands in, as numbers."""

    def __init__(self, language: str) -> None:
        """Begin empty: words are entered, then it is closed and completed, then asked."""
        self.language = language
        self._stops = STOPS.get(language, frozenset())
        self._longest_small = max(map(len, self._stops), default=0)
        self._atoms = Atoms()
        self._near, self._near_begun = Near(()), Near(())
        self.pairs: frozenset[str] = frozenset()
        """Bare words that are never led to an accented one."""
        self.naming = bytearray()
        """For each choice whether a word that fits it names a ground by itself."""

    def close(self) -> None:
        """Lay what was entered."""
        for table in self._atoms.all():
            table.close()

    def complete(self, people: Iterable[str], begun: Iterable[str], choices: int) -> None:
        """Take in words for people, such that one begins with, and how many choices there are; by then what was read is gone."""
        self._near, self._near_begun = Near(people), Near(begun)
        self.naming = bytearray(choices)

    def enter(self, atom: Atom, choice: int) -> None:
        """Note that a word, compared as an atom says, fits a choice."""
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
            tables.stem.add(stem_of(word, language), choice)
        if plain == word:
            return
        if atom.how in {How.EXACT, How.LEMMA}:
            tables.bare.add(plain, choice)
        if atom.how is How.LEMMA:
            tables.bare.add(stem_of(plain, language), choice)
        if atom.how is How.PREFIX:
            tables.bare_prefix.add(plain, choice)

    def fits_always(self, word: str) -> bool:
        """Say whether a word fits the same in every text: with accents or without, as a name or none, in short ones too."""
        if inflection.lemma(word, self.language) is None:
            return False
        direct = self.direct(word)
        return all(self.fits(word, *flags) == direct for flags in product((False, True), repeat=3))

    def fits(self, form: str, is_bare: bool, is_name: bool, is_short: bool) -> set[int]:
        """Return the choices that a word fits.

        `is_bare`: the whole text is written without accents; `is_name`: no other word is looked for one letter away;
        `is_short`: words of the dictionary are looked for there too, not only words for people.
        """
        found = self._as_it_stands(form)
        known = self.knows(form)
        if not known:
            rest = inflection.without_enclitics(form, self.language) or inflection.as_written(form, self.language)
            found |= set() if rest is None else self.direct(rest)
        if not is_name and form.isascii() and inflection.lemma(form, self.language) is None:
            found.update(*(self.direct(word) for word in inflection.accented(form, self.language)))
        if (
            form.isascii()
            and form not in self.pairs
            and (not known or (is_bare and not self._is_small_as_it_stands(form)))
        ):
            found |= self._unaccented(form)
        if not known and not is_name and len(form) >= _SHORTEST_TYPED:
            if found <= self._loosely(form):
                found.update(*(self._as_it_stands(way) for way in self._as_meant(form, is_short=is_short)))
            elif is_short and not any(map(self.naming.__getitem__, found)) and not self._is_named(form):
                found.update(*(self._as_it_stands(way) for way in self._people_meant(form)))
        if not found and self.language == "bg" and form.isascii() and form.isalnum():
            found = set().union(*(self.direct(word) for word in to_cyrillic(form)))
        return found

    def _as_it_stands(self, form: str) -> set[int]:
        found = self.direct(form)
        if not self.knows(form) or self._is_plural_of_a_name(form):
            found.update(self._atoms.stem.get(stem_of(form, self.language)))
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
        return [way for way in ways if len(form) >= SHORTEST_FUZZY or is_lacking_or_changed_over(form, way)]

    def _people_meant(self, form: str) -> Iterable[str]:
        """Return the words for people, of any ending, that a word may be but for a letter left out or two changed over."""
        whole = [way for way in self._near.of(form) if is_lacking_or_changed_over(form, way)]
        return _same_first(form, whole or self._begun(form, is_short=True, is_lacking=True))

    def _begun(self, form: str, *, is_short: bool, is_lacking: bool = False) -> list[str]:
        """Return a word with its beginning put right as that of a word for people.

        A beginning of the fewest letters must have two changed over; in a short text one may be left out before an ending.
        """
        found = self._near_begun.begun(form, least=SHORTEST_FUZZY, is_lacking=is_lacking)
        if not found and is_short and inflection.is_ending(form[SHORTEST_FUZZY:], self.language):
            begins = form[:SHORTEST_FUZZY]
            found = [way + form[SHORTEST_FUZZY:] for way in self._near_begun.of(begins) if len(way) > len(begins)]
        return found

    def _is_plural_of_a_name(self, form: str) -> bool:
        """Say whether the English dictionary leaves a plural as it is, as it does with `romanians`."""
        return self.language == "en" and form.endswith("s") and inflection.lemma(form, "en") == form

    def direct(self, form: str) -> set[int]:
        """Return the choices that a word fits as it is written, or by its dictionary form."""
        tables = self._atoms
        found = {*tables.exact.get(form), *tables.lemma.get(form)}
        first = inflection.lemma(form, self.language)
        if first is not None and first != form:
            found.update(tables.lemma.get(first))
            found.update(tables.lemma.get(inflection.lemma(first, self.language)))
        found.update(tables.lemma.get(inflection.masculine(form, self.language)))
        found.update(tables.prefix.begun(form), *self._within(form))
        return found

    def named_by(self, form: str, first: str) -> set[int]:
        """Return the choices that a word of this dictionary form fits; nothing is looked up for it in a dictionary."""
        tables = self._atoms
        return {*tables.exact.get(form), *tables.lemma.get(form), *tables.lemma.get(first), *tables.prefix.begun(form)}

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
            *tables.bare.get(form), *tables.bare.get(stem_of(form, self.language)), *tables.bare_prefix.begun(form)
        }  # fmt: skip

    def knows(self, form: str) -> bool:
        """Say whether a word is one of the language."""
        return inflection.lemma(form, self.language) is not None or self.is_small(form)

    def is_small(self, form: str) -> bool:
        """Say whether a word, in lower case, is one of the small words of the language."""
        if len(form) > self._longest_small:
            return False
        return (form if form.isascii() else fold(form)) in self._stops

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
        return first is None and len(form) >= _LONG and stem_of(form, self.language) in tables.stem

    def names(self, form: str) -> bool:
        """Say whether a word is one for people, by its dictionary form or by how it begins."""
        return self.is_people(form) or self._begins_as_people(form)

    def is_people(self, form: str) -> bool:
        """Say whether a word is one for people, as it stands or by its dictionary form."""
        return form in self._near or inflection.lemma(form, self.language) in self._near

    def may_mean(self, form: str) -> bool:
        """Say whether a word is one step from one for people, whole or at its beginning, or from one that a pattern names."""
        return bool(
            _same_first(form, self._near.of(form))
            or (
                not self._begins_as_people(form)
                and _same_first(form, self._near_begun.begun(form, least=SHORTEST_FUZZY))
            )
            or any(map(self.holds, inflection.mistyped(form, self.language)))
        )

    def _begins_as_people(self, form: str) -> bool:
        return any(form[:end] in self._near_begun for end in range(SHORTEST_FUZZY, len(form) + 1))

    def known_lengths(self, letters: str) -> set[int]:
        """Return how long the words are that letters begin with and that the dictionary knows or a pattern names."""
        named = (word for table in (self._atoms.exact, self._atoms.lemma) for word in table.beginnings(letters))
        known = inflection.lengths(letters, self.language).union(map(len, named))
        stems = {*self._atoms.stem.beginnings(letters)}
        unknown = (length for length in range(_LONG, len(letters) + 1) if stems and length not in known)
        return known | {length for length in unknown if stem_of(letters[:length], self.language) in stems}

    def begins(self, form: str) -> bool:
        """Say whether a pattern names how this word begins."""
        return bool(self.begun_lengths(form))

    def begun_lengths(self, form: str) -> list[int]:
        """Return how long the beginnings are by which patterns name words like this."""
        return [len(word) for word in self._atoms.prefix.beginnings(form)]


def _same_first(form: str, ways: Iterable[str]) -> list[str]:
    """Return the words that begin as a form does: a slip is seldom in the first letter."""
    return [way for way in ways if way[0] == form[0]]


def stem_of(word: str, language: str) -> str:
    """Return a word without its usual ending, as its letters tell in which language it is."""
    return inflection.stem(word, "ru" if language != "bg" and _CYRILLIC.match(word) else language)
