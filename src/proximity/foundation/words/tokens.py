"""Cutting a text into words, and folding a word to the form in which it is compared."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Letters and digits of any script, with the marks that stand on or under them: combining accents, Arabic vowel signs.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670"
_WORD = re.compile(f"[^\\W_](?:[^\\W_]|[{_MARKS}])*")
# What Unicode does not take apart though people type it apart, or leave out.
_LETTERS = str.maketrans({
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "þ": "th", "ґ": "г",
    "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "\u0640": None,
})  # fmt: skip
LONGEST = 60
"""Symbols of a word that are looked at: longer ones are no words."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it was written, and where it stands in its text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text, in order. Hyphens and apostrophes part words."""
    for found in _WORD.finditer(text):
        yield Token(found[0], found.start())


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Return a word without case, accents and marks. What is folded twice stays the same."""
    folded = word[:LONGEST]
    if folded.isascii():
        return folded.lower()
    # Taking marks off may leave letters that fold further, as a dotted capital I does.
    for _round in range(4):
        before = folded
        apart = unicodedata.normalize("NFKD", folded.casefold())
        folded = "".join(sign for sign in apart if unicodedata.category(sign) != "Mn").translate(_LETTERS)
        if folded == before:
            break
    return folded
