"""How often words are met: what is rare is asked first, and the few words that half of a text consists of are bits. Pure."""

import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice

from proximity.assessment.identify.lexicons import DATA

LISTED = DATA / "often.toml"
MOST = 28
"""Bits that Python counts with in one go."""


def shares(language: str) -> dict[str, int]:
    """Return the words that are met oftenest in a language, the most frequent first, with how often in 10,000 words.

    Counted on the development accounts (benchmarks/identify/frequency.py). They tell what is worth asking first; whatever
    they say, the same is found.
    """
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8"))[language].split()
    return dict(zip(listed[::2], map(int, listed[1::2]), strict=True))


def met_by_choice(listed: Mapping[str, int], fits: Callable[[str], Iterable[int]]) -> Counter[int]:
    """Return how often in 10,000 words one is met that fits a choice, as far as listed words tell."""
    met = Counter[int]()
    for word, share in listed.items():
        met.update(dict.fromkeys(fits(word), share))
    return met


class Often:
    """The few words that are met oftenest, each a bit. `fitting`: for each choice there is those that fit it."""

    def __init__(self, words: Iterable[tuple[str, Collection[int]]], choices: int) -> None:
        """Give bits to the first words, of each of which the choices are told that it fits."""
        self.fitting = [0] * choices
        self.words: list[tuple[str, int, Collection[int]]] = []
        for word, fits in islice(words, MOST):
            bit = 1 << len(self.words)
            self.words.append((word, bit, fits))
            for choice in fits:
                self.fitting[choice] |= bit
