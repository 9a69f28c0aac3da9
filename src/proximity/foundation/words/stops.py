"""The small words of each language: they say nothing of a matter, so they are not indexed, and they tell languages apart."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from proximity.foundation.words.tokens import fold

_WRITTEN: Mapping[str, str] = tomllib.loads((Path(__file__).parent / "stops.toml").read_text(encoding="utf-8"))

STOPS: Mapping[str, frozenset[str]] = {
    language: frozenset(fold(word) for word in words.split()) for language, words in _WRITTEN.items()
}
"""The small words of each language, folded."""
ALL_STOPS: frozenset[str] = frozenset().union(*STOPS.values())
"""Those of all languages."""
