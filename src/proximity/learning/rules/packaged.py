"""The scenarios that come with the program: six stories in eight languages, written by the project and reviewed by nobody yet."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from proximity.assessment.rules import BiasAnswer
from proximity.learning.rules.scenarios import KeySign, Scenario

FOLDER = Path(__file__).parent.parent / "data"
ORIGINAL = "en"


@dataclass(frozen=True, slots=True)
class Packaged:
    """One of them, in each language that it has."""

    code: str
    words: Mapping[str, Scenario]

    @property
    def original(self) -> Scenario:
        """Return it in the language that it was written in first."""
        return self.words[ORIGINAL]

    @property
    def translations(self) -> Mapping[str, Scenario]:
        """Return it in the others."""
        return {language: one for language, one in self.words.items() if language != ORIGINAL}


@lru_cache(maxsize=1)
def packaged() -> tuple[Packaged, ...]:
    """Return them in the order of their files. Raises `KeyError` where a language lacks a reason."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def _read(path: Path) -> Packaged:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    code, bias = path.stem.partition("-")[2], BiasAnswer(told["bias"])
    words = {
        language: Scenario(
            title=said["title"], story=said["story"].strip(), bias=bias, reasons=said["reasons"].strip(), code=code,
            key=tuple(KeySign(sign, said["why"][sign]) for sign in told["key"]),
        )
        for language, said in told["words"].items()
    }  # fmt: skip
    return Packaged(code, words)
