"""In which language a text is, guessed by its small words and its script. Says nothing of who wrote it."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from proximity.foundation.words.stops import STOPS
from proximity.foundation.words.tokens import fold, tokens

_LOOKED_AT = 120
"""Words of a text that are looked at."""
_WHOLE = 6
"""What a small word tells that only one language has. Languages share many: such a word tells each of them its part."""


def _speakers() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, stops in STOPS.items():
        for stop in stops:
            found[stop] = (*found.get(stop, ()), language)
    return found


_SPOKEN_IN = _speakers()


def guess(text: str, *, likely: str = "") -> str:
    """Return the language of a text; `likely`, or nothing, where it has too few small words to tell."""
    return guess_of((token.text for token in tokens(text)), likely=likely)


def guess_of(words: Iterable[str], *, likely: str = "") -> str:
    """Return the language of words as they stand in a text. `likely` wins where it is as good as another."""
    found: Counter[str] = Counter()
    for word in islice(words, _LOOKED_AT):
        speakers = _SPOKEN_IN.get(fold(word), ())
        for language in speakers:
            found[language] += _WHOLE // len(speakers)
    most = max(found.values(), default=0)
    if found[likely] == most or (most < _WHOLE and likely):
        return likely
    return max(found, key=lambda language: found[language])
