"""In which of the eight languages a text is, by its small words and by which dictionaries know it. Pure.

The dictionaries of Finnish and Estonian hold many more forms than the others: what they alone know counts as much as elsewhere,
what several know tells little. Texts in Cyrillic are Bulgarian here; Russian words in Estonian and Latvian texts are read beside.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from proximity.assessment.identify import inflection
from proximity.assessment.identify.cutting import Word
from proximity.assessment.identify.lexicons import BESIDE, LANGUAGES
from proximity.assessment.identify.transliteration import to_cyrillic
from proximity.foundation.words.stops import STOPS
from proximity.foundation.words.tokens import fold

_LOOKED_AT = 80
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTERS = {
    "es": re.compile("[ñ¿¡]"), "pt": re.compile("[ãç]|õe"), "it": re.compile("[òù]|gli|zz"), "fi": re.compile("[äö]|yy|kk|ää"),
    "et": re.compile("õ|[äöü]"), "lv": re.compile("[āēīūģķļņ]|[šž]"), "en": re.compile("w|th"),
}  # fmt: skip
_ANY = re.compile("|".join(letters.pattern for letters in _LETTERS.values()))
"""Most words have none of these."""
_STOP, _LETTER, _KNOWN = 6, 4, 4
_FEW = 3
_SURELY = 8


def _small_words() -> dict[str, tuple[tuple[str, int], ...]]:
    """Return for each small word the languages that have it, which share what it tells."""
    having = {
        word: [language for language in LANGUAGES if word in STOPS[language]]
        for word in frozenset().union(*(STOPS[language] for language in LANGUAGES))
    }  # fmt: skip
    return {word: tuple((language, _STOP // len(found)) for language in found) for word, found in having.items()}


_SMALL = _small_words()


def guess(words: Sequence[Word], *, likely: str = "en") -> str:
    """Return the likeliest language of words; `likely` where nothing tells.

    Letters that stand alone beside one another are a word that is spelt out, and tell nothing. Where Russian is read beside a
    language, that one's own words are surer than what is in Cyrillic.
    """
    looked_at = _without_spelt(words[:_LOOKED_AT])
    best, score = _best(looked_at, likely)
    if best == "bg":
        own, own_score = _best([word for word in looked_at if not _CYRILLIC.search(word.form)], likely)
        if own in BESIDE and own_score >= _SURELY:
            return own
    return best if score > 0 else likely


def _best(words: Sequence[Word], likely: str) -> tuple[str, int]:
    """Return the language for which most tells, and how much does."""
    scores = _sum(words, _of)
    best = max(LANGUAGES, key=lambda language: (scores[language], language == likely))
    return best, scores[best]


def _without_spelt(words: Sequence[Word]) -> list[Word]:
    alone = [False, *(len(word.form) == 1 for word in words), False]
    return [
        word
        for word, before, here, after in zip(words, alone, alone[1:], alone[2:], strict=False)
        if not (here and (before or after))
    ]


def is_surely(words: Sequence[Word], other_than: str) -> str | None:
    """Return the language of a stretch of words if it is surely another than the text's."""
    looked_at = words[:_LOOKED_AT]
    if len(words) < _FEW or not _may_be_another(looked_at, other_than):
        return None
    scores = _sum(looked_at, _of)
    best = max(LANGUAGES, key=lambda language: scores[language])
    return best if best != other_than and scores[best] >= 2 * scores[other_than] + _STOP else None


def _may_be_another(words: Sequence[Word], own: str) -> bool:
    """Say whether the dictionaries of other languages can make a difference: most often small words have told already.

    A word that its own dictionary knows too tells for both alike, which is no help to the other.
    """
    if sum(_tells_at_most(word.form, own) for word in words) < _STOP:
        return False
    scores = _sum(words, _at_sight)
    unknown = sum(_is_unknown(word.form, own) for word in words)
    return max(scores.values()) + unknown * _KNOWN >= 2 * scores[own] + _STOP


def _is_unknown(form: str, own: str) -> bool:
    return own == "bg" or inflection.lemma(form, own) is None


@lru_cache(maxsize=8192)
def _tells_at_most(form: str, own: str) -> int:
    """Return what one word tells for whichever language it tells most for, less what it tells for its own."""
    scores = dict(_at_sight(form))
    return max(scores.values(), default=0) + _is_unknown(form, own) * _KNOWN - 2 * scores.get(own, 0)


def _sum(words: Sequence[Word], tells: Callable[[str], Iterable[tuple[str, int]]]) -> dict[str, int]:
    scores = dict.fromkeys(LANGUAGES, 0)
    for word in words:
        for language, points in tells(word.form):
            scores[language] += points
    return scores


@lru_cache(maxsize=8192)
def _at_sight(form: str) -> tuple[tuple[str, int], ...]:
    """Return what letters and small words tell, without a dictionary."""
    if _CYRILLIC.search(form):
        return (("bg", _STOP),)
    small = _SMALL.get(fold(form), ())
    if not _ANY.search(form):
        return small
    return (*small, *((language, _LETTER) for language, letters in _LETTERS.items() if letters.search(form)))


@lru_cache(maxsize=8192)
def _of(form: str) -> tuple[tuple[str, int], ...]:
    found = [*_at_sight(form)]
    if _CYRILLIC.search(form):
        return tuple(found)
    known = [language for language in LANGUAGES if language != "bg" and inflection.lemma(form, language) is not None]
    found += [(language, _KNOWN // len(known)) for language in known]
    if not known and not found and any(inflection.lemma(way, "bg") for way in to_cyrillic(form)[:6]):
        found.append(("bg", _KNOWN))
    return tuple(found)
