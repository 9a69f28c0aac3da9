"""What people say in the demo, by language and part: all of it made up, and looking it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def words_of(language: str, part: str) -> Mapping[str, str]:
    """Return the texts of one part in a language. Raises `KeyError` for a part, `FileNotFoundError` for a language."""
    return _all_of(language)[part]


@cache
def _all_of(language: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((HERE / f"words_{language}.toml").read_text(encoding="utf-8"))
