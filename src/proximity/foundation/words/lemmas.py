"""From an inflected word to the form that stands in a dictionary, in nine languages; other languages are folded only.

The dictionaries are files that `build` wrote; they are mapped into memory, not read, so that processes share them.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import marisa_trie
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries.dictionary_factory import CachingDictionaryFactory, DecodedStrMapping

from proximity.foundation.words.tokens import LONGEST, fold

LANGUAGES = ("bg", "en", "es", "et", "fi", "it", "lv", "pt", "uk")
"""Languages with a dictionary. Words of others, such as Arabic, are compared as they were written, folded."""
FOLDER = Path(sys.prefix) / "share" / "proximity" / "words"
_REMEMBERED = 8192
_LAID_OUT = 2
"""How the files are laid out, a part of their names: counted up when that changes, so that no old one is read as a new one."""


def path_of(language: str) -> Path:
    """Return where the dictionary of a language lies, once it was built."""
    return FOLDER / f"{language}.{_LAID_OUT}.trie"


def are_built() -> bool:
    """Say whether all dictionaries are there; without them words are only folded."""
    return all(path_of(language).exists() for language in LANGUAGES)


def rule_for(word: str, lemma: str) -> bytes:
    """Return how a word leads to its dictionary form: how many letters go at its end, and what stands there instead.

    Thousands of words have the same rule; files that held the forms themselves were half as large again.
    """
    shared = next((at for at, (one, other) in enumerate(zip(word, lemma, strict=False)) if one != other), None)
    shared = min(len(word), len(lemma)) if shared is None else shared
    return bytes((len(word) - shared,)) + lemma[shared:].encode()


def led(word: str, rule: bytes) -> str:
    """Return the dictionary form to which a rule leads a word."""
    return word[: len(word) - rule[0]] + rule[1:].decode()


class _Dictionary(DecodedStrMapping):
    """One dictionary, as the library reads it: from a word to its dictionary form."""

    __slots__ = ("_trie",)

    def __init__(self, path: Path) -> None:
        self._trie = marisa_trie.BytesTrie().mmap(str(path))

    def _lookup(self, key: str) -> str | None:
        found: list[bytes] | None = self._trie.get(key)
        return led(key, found[0]) if found else None

    def __iter__(self) -> Iterator[str]:
        yield from self._trie.iterkeys()

    def __len__(self) -> int:
        return len(self._trie)


class _Dictionaries(CachingDictionaryFactory):
    """Gives the library the dictionaries that lie on disk."""

    def _get_dictionary_uncached(self, lang: str) -> Mapping[str, str]:
        return _Dictionary(path_of(lang))


@lru_cache(maxsize=1)
def _lemmatizer() -> Lemmatizer:
    factory = _Dictionaries(cache_max_size=len(LANGUAGES))
    return Lemmatizer(cache_max_size=_REMEMBERED, lemmatization_strategy=DefaultStrategy(dictionary_factory=factory))


def stem(word: str, language: str) -> str:
    """Return the folded dictionary form of a word of a language; the folded word itself where nothing is known of it."""
    if not word or len(word) > LONGEST or language not in LANGUAGES or not path_of(language).exists():
        return fold(word)
    # A lemma that folds to nothing, such as a lone mark, would make all words alike.
    return fold(str(_lemmatizer().lemmatize(word, language))) or fold(word)


def stems(word: str) -> frozenset[str]:
    """Return all forms under which a word may be indexed, whichever language it is of.

    A dictionary form may be a form of another word: the Italian "insulto" is the noun of "insulti" and a form of "insultare", as
    which it is indexed. So each is led on once more.
    """
    found = {fold(word)}
    for language in LANGUAGES:
        form = stem(word, language)
        found |= {form, stem(form, language)}
    return frozenset(found - {""})
