"""Two languages that nobody speaks, made from English words, so that faults of layout show before a translation does.

`accented` writes every letter with a mark and makes the text 40 % longer, between brackets: what stands on a page without marks
was never given to gettext, what lacks its closing bracket was cut off. `mirrored` turns each word from right to left.
"""

import re

KEPT = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{\{.*?\}\}|\{\w*\}|<[^>]+>|&\w+;|https?://\S+)")
LONGER = 0.4
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKED = "áƀçđéƒğĥíĵķļɱñóþɋřšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĻṀÑÓÞɊŘŠŢÚṼŴẊÝŽ"
MARKS = str.maketrans(PLAIN, MARKED)
FILLING = "ļöñğéř ţĥáñ ýöú ţĥíñķ "
RIGHT_TO_LEFT, END = "\u202e", "\u202c"
SHELTER, SHELTER_END = "\u2068", "\u2069"


def accented(words: str) -> str:
    """Return words with marks on all letters, longer, in brackets; placeholders and markup stay as they are."""
    if not words.strip():
        return words
    marked = "".join(part if KEPT.fullmatch(part) else part.translate(MARKS) for part in KEPT.split(words))
    letters = len(KEPT.sub("", words))
    filling = (FILLING * (1 + letters // len(FILLING)))[: max(1, round(letters * LONGER))].rstrip()
    return f"[{marked} {filling}]"


def mirrored(words: str) -> str:
    """Return words of which each is written from right to left; placeholders and markup stay as they are."""
    return "".join(_sheltered(part) if KEPT.fullmatch(part) else _turned(part) for part in KEPT.split(words))


def _sheltered(kept: str) -> str:
    """Return a placeholder so that what is put there does not turn the words around; markup as it is."""
    return f"{SHELTER}{kept}{SHELTER_END}" if kept.startswith("%(") else kept


def _turned(words: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: f"{RIGHT_TO_LEFT}{word.group()}{END}", words)
