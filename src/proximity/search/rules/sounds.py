"""Names as they sound, in Latin letters: Мохамед, محمد, Mohammed and Muhamed are one, and a slip of the keyboard is near."""

import hashlib
from collections.abc import Iterator
from itertools import pairwise

from proximity.foundation.words.tokens import fold, tokens

_CYRILLIC = dict(
    zip("абвгдежзиклмнопрстуфхцчшщъыьэюяє", (
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "ts", "ch",
        "sh", "sht", "a", "i", "", "e", "iu", "ia", "ie",
    ), strict=True)
)  # fmt: skip
# Arabic writes few vowels: what is left of a name without them is compared.
_ARABIC = dict(
    zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچڤگ", (
        "a", "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t", "z", "a", "gh", "f", "q", "k", "l",
        "m", "n", "h", "w", "i", "", "p", "ch", "v", "g",
    ), strict=True)
)  # fmt: skip
_LATIN = str.maketrans(_CYRILLIC | _ARABIC)
# What languages write differently and ears hear alike, the longer first.
_ALIKE = (
    ("sch", "s"), ("tch", "s"), ("dzh", "j"), ("dj", "j"), ("gh", "g"), ("kh", "h"), ("ph", "f"), ("sh", "s"), ("ch", "s"),
    ("zh", "z"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("qu", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("x", "ks"),
    ("q", "k"),
    ("c", "k"), ("w", "v"), ("y", "i"), ("j", "i"), ("z", "s"), ("d", "t"), ("b", "p"), ("g", "k"),
)  # fmt: skip
_VOWELS = frozenset("aeiou")
PARTICLES = frozenset(
    [
        "abu",
        "ait",
        "al",
        "ben",
        "bin",
        "bint",
        "da",
        "de",
        "del",
        "della",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "ould",
        "ul",
        "van",
        "von",
    ]
)
"""Words of names that many people share, and that one office writes together with the next word and another does not."""
BANDS = 8
"""Pairs of smallest bigrams that a name is filed under: names that share most bigrams nearly always share one such pair."""


def latin(name: str) -> str:
    """Return a name folded and in Latin letters."""
    return " ".join(word for word in (fold(one.text).translate(_LATIN) for one in tokens(name)) if word)


def skeleton(spelled: str) -> str:
    """Return how a Latin name sounds without its vowels and without telling where a word ends: "Ben Ali" is "Benali"."""
    return "".join(sign for sign in sound(spelled.replace(" ", "")) if sign not in _VOWELS)


def sound(word: str) -> str:
    """Return how a word of a Latin name sounds: its first letter, any vowel being one, then its consonants, none doubled."""
    for written, heard in _ALIKE:
        word = word.replace(written, heard)
    if not word:
        return ""
    first = "a" if word[0] in _VOWELS else word[0]
    kept = [first]
    for before, sign in pairwise(word):
        if sign not in _VOWELS and sign not in {"h", before}:
            kept.append(sign)
    return "".join(kept)


def name_keys(name: str) -> Iterator[str]:
    """Yield what a name is filed under, so that names alike share something: the sound of each word, bands of bigrams."""
    written = latin(name)
    spelled = " ".join(sorted(written.split()))
    for word in spelled.split():
        if len(heard := sound(word)) > 1:
            yield f"sound {heard}"
    if len(bones := skeleton(written)) > 2:
        yield f"bones {bones}"
    bigrams = {spelled[at : at + 2] for at in range(len(spelled) - 1)}
    if len(bigrams) < 4:
        return
    for band in range(BANDS):
        yield f"band {band} {_smallest(bigrams, 2 * band)} {_smallest(bigrams, 2 * band + 1)}"


def _smallest(bigrams: set[str], number: int) -> str:
    """Return the bigram that comes first in an order that only `number` decides (min-hash)."""
    return min(bigrams, key=lambda one: hashlib.blake2b(one.encode(), digest_size=8, salt=bytes([number])).digest())
