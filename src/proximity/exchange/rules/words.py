"""Under which words a practice is found: dictionary forms of its texts, each text in the language that it is in."""

from collections.abc import Iterable

from proximity.exchange.rules.practices import TEXTS, Practice
from proximity.foundation.words.lemmas import stem, stems
from proximity.foundation.words.stops import ALL_STOPS, STOPS
from proximity.foundation.words.tokens import fold, tokens

SHORTEST = 2
MOST_WORDS = 12
"""Words of one search that are looked for."""


def terms_of(practice: Practice, *, language: str) -> frozenset[str]:
    """Return the words of a record, as it stands in a language; its English title is in English."""
    texts = [practice.title, practice.organisation, *(getattr(practice, name) for name in TEXTS)]
    return _terms("\n".join(texts), language) | _terms(practice.english_title, "en")


def _terms(text: str, language: str) -> frozenset[str]:
    # Whoever wrote it said in which language: a guess by few words is worse.
    written = [token.text for token in tokens(text)]
    small = STOPS.get(language, frozenset())
    found = (stem(word, language) for word in written if fold(word) not in small)
    return frozenset(form for form in found if len(form) >= SHORTEST and form not in small)


def wanted_in(text: str) -> tuple[frozenset[str], ...]:
    """Return, for each word that somebody looks for, the forms under which it may stand; small words are passed over."""
    found: dict[str, frozenset[str]] = {}
    for token in tokens(text):
        folded = fold(token.text)
        if len(folded) >= SHORTEST and folded not in ALL_STOPS:
            found.setdefault(folded, stems(token.text))
    return tuple(list(found.values())[:MOST_WORDS])


def fits(terms: Iterable[str], wanted: Iterable[frozenset[str]]) -> bool:
    """Say whether each word that is looked for stands in a text."""
    there = frozenset(terms)
    return all(there & forms for forms in wanted)
