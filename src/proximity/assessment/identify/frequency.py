"""How often words are met: what is rare is asked first, and the few words that half of a text consists of are bits. Pure."""

import tomllib
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import NamedTuple

from proximity.assessment.identify.lexicons import DATA

LISTED = DATA / "often.toml"
MOST = 28
"""Bits that Python counts with in one go."""


class Met(NamedTuple):
    """A word, its dictionary form, and how often it is met in 10,000 words."""

    word: str
    form: str
    share: int


def oftenest(language: str) -> list[Met]:
    """Return the words that are met oftenest in a language, the most frequent first.

    Counted on the development accounts (benchmarks/identify/frequency.py). They tell what is worth asking first; whatever
    they say, the same is found. Their dictionary forms stand there so that compiling brings no dictionary into memory.
    """
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8"))[language].split()
    parts = (word.partition(">") for word in listed[::2])
    return [Met(word, form or word, int(share)) for (word, _sign, form), share in zip(parts, listed[1::2], strict=True)]


def met_by_choice(listed: Iterable[Met], fits: Callable[[str, str], Iterable[int]]) -> Counter[int]:
    """Return how often in 10,000 words one is met that fits a choice, as far as listed words tell."""
    met = Counter[int]()
    for one in listed:
        met.update(dict.fromkeys(fits(one.word, one.form), one.share))
    return met


class Often:
    """The few words that are met oftenest, each a bit. `fitting`: for each choice there is those that fit it."""

    def __init__(self, words: Iterable[tuple[str, Collection[int]]], choices: int) -> None:
        """Give bits to the first words, of each of which the choices are told that it fits."""
        self.fitting = array("I", bytes(4 * choices))
        self.words: list[tuple[str, int, array[int]]] = []
        for word, fits in islice(words, MOST):
            bit = 1 << len(self.words)
            self.words.append((word, bit, array("I", sorted(fits))))
            for choice in fits:
                self.fitting[choice] |= bit
