"""Which words of a text are indexed, under which numbers, and when a word is too frequent."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from proximity.foundation.words.languages import guess_of
from proximity.foundation.words.lemmas import stem, stems
from proximity.foundation.words.stops import ALL_STOPS, STOPS
from proximity.foundation.words.tokens import fold, tokens

SHORTEST = 2
"""Signs that a word has at least; a single letter says nothing."""
COMMON_SHARE = 20
"""One in so many: a word in more of an organisation's texts than this is not indexed (5 %)."""
COMMON_FLOOR = 10
"""Texts in which a word may stand however few there are: twenty texts show no frequencies, and names must be found."""
MOST_WORDS = 12
"""Words of one question; what is typed beyond is left away, and the page says so."""


class Source(StrEnum):
    """Where in a case or report a text stands."""

    TITLE = "title"
    TOLD = "told"
    PLACE = "place"
    DAY = "day"
    ADDED = "added"
    REFERRED = "referred"
    NAME = "name"
    BIAS = "bias"
    INDICATOR = "indicator"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a case or report: where it stands, and the language that it is likely in."""

    source: Source
    text: str
    likely: str = ""


class Numbering:
    """Turns words into numbers under an organisation's key; without the key nobody can tell which word a number stands for."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        """Take the 32 bytes of the organisation's key."""
        self._secret = secret

    def term(self, word: str) -> int:
        """Return the number of a word, wherever it stands."""
        return self._number(b"word", word)

    def place(self, word: str) -> int:
        """Return the number of a word as part of the place where something happened."""
        return self._number(b"place", word)

    def day(self, day: str) -> int:
        """Return the number of a day on which something happened, as the person told it (ISO 8601)."""
        return self._number(b"day", day)

    def block(self, key: str) -> int:
        """Return the number of what a case is filed under to find others like it."""
        return self._number(b"block", key)

    def _number(self, person: bytes, word: str) -> int:
        digest = hashlib.blake2b(word.encode(), key=self._secret, person=person, digest_size=8).digest()
        return int.from_bytes(digest, signed=True)


def words_of(passage: Passage) -> frozenset[str]:
    """Return the words of a passage under which it is found: dictionary forms, folded, without the small words of its language.

    Names are not led to dictionary forms: they are in no dictionary, or are there as something else.
    """
    written = [token.text for token in tokens(passage.text)]
    if passage.source is Source.NAME:
        return frozenset(word for word in map(fold, written) if len(word) >= SHORTEST)
    language = guess_of(written, likely=passage.likely)
    small = STOPS.get(language, frozenset())
    found: set[str] = set()
    for word in written:
        folded = fold(word)
        if folded in small or len(folded) < SHORTEST:
            continue
        form = stem(word, language)
        if form not in small and len(form) >= SHORTEST:
            found.add(form)
    return frozenset(found)


def terms_of(passages: Iterable[Passage], numbering: Numbering) -> frozenset[int]:
    """Return the numbers under which a record is found."""
    found: set[int] = set()
    for passage in passages:
        if passage.source is Source.DAY:
            found.add(numbering.day(passage.text))
            continue
        words = words_of(passage)
        found.update(map(numbering.term, words))
        if passage.source is Source.PLACE:
            found.update(map(numbering.place, words))
    return frozenset(found)


def too_frequent(texts: int) -> int:
    """Return in how many of an organisation's texts a word may stand and still be indexed."""
    return max(COMMON_FLOOR, texts // COMMON_SHARE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word that somebody looks for: as she typed it, the forms it is indexed under, and those that are surely meant."""

    typed: str
    forms: frozenset[str]
    surely: frozenset[str]

    @property
    def is_small(self) -> bool:
        """Say whether it is a small word in some language."""
        return fold(self.typed) in ALL_STOPS


def wanted_in(text: str, *, language: str) -> tuple[Wanted, ...]:
    """Return the words that somebody looks for, each once. `language` is the one that her organisation works in."""
    found: dict[str, Wanted] = {}
    for token in tokens(text):
        folded = fold(token.text)
        if len(folded) >= SHORTEST and folded not in found:
            found[folded] = Wanted(token.text, stems(token.text), frozenset({folded, stem(token.text, language)}))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text around the first word that fits: before it, the word, after it."""

    source: Source
    before: str
    word: str
    after: str


AROUND = 70
"""Signs of a text that are shown on either side of the word."""


def excerpt_of(passages: Iterable[Passage], wanted: Iterable[Wanted]) -> Excerpt | None:
    """Return the first place where one of the words stands, or None where it stands only in an unlike form."""
    forms = frozenset().union(*(one.forms for one in wanted))
    if not forms:
        return None
    # To lead every word of every text to its dictionary form takes long: only those that begin alike are.
    beginnings = {form[:2] for form in forms}
    for passage in passages:
        if passage.source is Source.DAY:
            continue
        language = ""
        for token in tokens(passage.text):
            folded = fold(token.text)
            if folded[:2] not in beginnings:
                continue
            language = language or guess_of((one.text for one in tokens(passage.text)), likely=passage.likely)
            if folded in forms or stem(token.text, language) in forms:
                return _around(passage, token.start, token.end)
    return None


def _around(passage: Passage, start: int, end: int) -> Excerpt:
    text = passage.text
    begin, stop = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = text[begin:start], text[end:stop]
    # A piece begins and ends with whole words.
    before = "… " + before.partition(" ")[2] if begin else before
    after = after.rpartition(" ")[0] + " …" if stop < len(text) else after
    return Excerpt(passage.source, before, text[start:end], after)
