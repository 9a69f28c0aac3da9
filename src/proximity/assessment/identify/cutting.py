"""Cuts a text into words with their places, and says as which word each may be read once disguises are undone. Pure.

Offsets count code points of the original text and never move: what is undone is kept beside the word, not in its place.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from proximity.assessment.identify.patterns import fold_case

_HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
"""Signs that are not seen; a word may not end with one."""
_LEET = "@$!*|€"
_WORD = re.compile(
    f"(?:(?<![^\\W_])[@$](?=[^\\W_]{{2}}))?[^\\W_](?:[^\\W_]|[\u0300-\u036f]|[{_HIDDEN}{_LEET}]+(?=[^\\W_]))*"
)
_HIDDEN_SIGN = re.compile(f"[{_HIDDEN}]")
_LAID_OVER = re.compile("[\u0334-\u0338\u0332\u0333\u0305\u033f]")
"""Strokes and lines over a letter, which make no other letter of it."""
_LEET_SIGN = re.compile(f"[0-9{re.escape(_LEET)}]")
_READ_AS = str.maketrans({
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "€": "e", "|": "l",
    "*": "",
})  # fmt: skip
_ORDINAL = re.compile(r"\d+[^\W\d_]{1,3}|[^\W\d_]{1,2}\d+|[^\W\d_]+\d{2,}")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z\u00df-\u024f]")
_TO_LATIN = str.maketrans("асеорхуіјкмтвнёАСЕОРХУКМТВН", "aceopxyijkmtbhёACEOPXYKMTBH")
_TO_CYRILLIC = str.maketrans("aceopxyikmtbh", "асеорхуикмтвн")
_GREEK = str.maketrans("αεικνορτυχ", "aeikvoptux")
_REPEATED = re.compile(r"(.)\1{2,}")
_PLAIN = re.compile("[A-Za-zÀ-ÖØ-öø-ÿĀ-įĴ-ľŁ-ňŊ-ž]+|[А-Яа-яЀ-џ]+")
"""Letters of one script that are whole and no other's compatible form: nothing of them is a disguise."""
LONGEST = 60


class Word(NamedTuple):
    """One word as it stands in the text. `forms` are as what it may be read, as it is written first, all in lower case."""

    text: str
    start: int
    end: int
    forms: tuple[str, ...]

    @property
    def form(self) -> str:
        """Return the word as it is written, without hidden signs and case."""
        return self.forms[0]


def words(text: str) -> list[Word]:
    """Return the words of a text in order."""
    return [Word(found[0], *found.span(), forms(found[0])) for found in _WORD.finditer(text)]


@lru_cache(maxsize=8192)
def forms(raw: str) -> tuple[str, ...]:
    """Return as what a word may be read: itself, and where it is disguised, without the disguise."""
    if len(raw) <= LONGEST and _PLAIN.fullmatch(raw):
        form = raw.lower()
        return (form, *_shortened(form))
    shown = _LAID_OVER.sub("", unicodedata.normalize("NFKC", _HIDDEN_SIGN.sub("", raw[: 2 * LONGEST])))[:LONGEST]
    plain = unicodedata.normalize("NFC", fold_case(shown))
    found = [one_script(plain)]
    if _LEET_SIGN.search(plain) and _is_disguised(plain):
        found += undisguised(plain)
    if plain not in found:
        found.append(plain)
    found += _shortened(found[0])
    return tuple(dict.fromkeys(form for form in found if form)) or (plain or raw[:LONGEST],)


def undisguised(word: str) -> tuple[str, str]:
    """Return a word with letters for its digits and signs, the 1 once as an i and once as an l."""
    return (
        one_script(word.translate(_READ_AS)),
        one_script(word.replace("1", "l").replace("!", "l").translate(_READ_AS)),
    )


def one_script(word: str) -> str:
    """Return a word of mixed scripts in the script that most of its letters are of."""
    word = word.translate(_GREEK) if _LATIN.search(word) else word
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if not cyrillic or not latin:
        return word
    return word.translate(_TO_LATIN) if latin >= cyrillic else word.translate(_TO_CYRILLIC)


def _is_disguised(word: str) -> bool:
    """Say whether digits and signs stand for letters: not in `4th`, `b2`, `covid19`, `2024`; two of five letters are enough."""
    letters = sum(sign.isalpha() for sign in word)
    return letters >= 2 and letters * 5 >= len(word) * 2 and not _ORDINAL.fullmatch(word)


def _shortened(form: str) -> list[str]:
    """Return a word with letters that are written three times and more, once and twice."""
    if not _REPEATED.search(form):
        return []
    return [_REPEATED.sub(r"\1", form), _REPEATED.sub(r"\1\1", form)]


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """Return a word without accents."""
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
