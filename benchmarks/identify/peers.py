"""`python -m benchmarks.identify.peers`: the same short sentences, asked of peers that work offline, where they are installed.

None of them is a dependency: install them into an environment of their own with this repository's packages, as
`pip install better-profanity alt-profanity-check hatesonar`. They say yes or no to a sentence; they name no ground and no place.
"""

import importlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from benchmarks.identify.scores import NEUTRAL, TURNED, Share, functional, rows

from proximity.assessment.identify.entries import Kind
from proximity.assessment.identify.lexicons import LANGUAGES, lexicon
from proximity.assessment.identify.patterns import Choice

SUITES = Path(__file__).parent / "suites"

type Peer = Callable[[dict], bool]


def peers() -> Iterator[tuple[str, Peer]]:
    """Yield our own reading's plainest rival, and what is installed."""
    yield "keyword list", _keywords
    for name, make in (("better-profanity", _better), ("alt-profanity-check", _alt), ("hatesonar", _sonar)):
        try:
            yield name, make()
        except ImportError:
            print(f"{name} is not installed")


def _keywords(row: dict) -> bool:
    """Say yes to any sentence that holds a word of the lexicon's slurs as it is written there."""
    return not _slurs(row["lang"]).isdisjoint(re.findall(r"\w+", row["text"].lower()))


@lru_cache
def _slurs(language: str) -> frozenset[str]:
    return frozenset(
        atom.word
        for entry in lexicon(language).entries
        if entry.kind is Kind.SLUR
        for pattern in entry.patterns
        if pattern.is_single
        for element in pattern.elements
        if isinstance(element, Choice)
        for atom in element.atoms
    )


def _better() -> Peer:
    profanity = importlib.import_module("better_profanity").profanity
    return lambda row: bool(profanity.contains_profanity(row["text"]))


def _alt() -> Peer:
    predict = importlib.import_module("profanity_check").predict
    return lambda row: bool(predict([row["text"]])[0])


def _sonar() -> Peer:
    sonar = importlib.import_module("hatesonar").Sonar()
    return lambda row: sonar.ping(text=row["text"])["top_class"] != "neither"


def main() -> None:
    print(
        "| language | who | hateful found | macro-F1 | neutral or positive quiet | negated, quoted, denounced quiet |"
    )
    print("|---|---|---|---|---|---|")
    for language in LANGUAGES:
        found = rows(SUITES / language / "functional.dev.jsonl")
        for name, peer in peers() if found else []:
            score = functional(found, peer)
            neutral = sum((score.functions[one] for one in NEUTRAL), Share())
            turned = sum((score.functions[one] for one in TURNED), Share())
            print(f"| {language} | {name} | {score.hateful} | {score.macro_f1:.2f} | {neutral} | {turned} |")


if __name__ == "__main__":
    main()
