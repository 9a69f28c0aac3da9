"""What is still found when it is mistyped: `python -m benchmarks.identify.slips [--half dev|test]`.

Of the hateful short sentences of the suites that raise something, each is spoilt in one place of the weightiest words found in
it, in every way below, always the same places; the share says how many still raise something, and how many still name the ground.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.identify.scores import DEVELOPMENT, MEASURING, Share, rows

from proximity.assessment.identify.cutting import Word, words
from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.results import Span

SUITES = Path(__file__).parent / "suites"
HALVES = {"dev": DEVELOPMENT, "test": MEASURING}
WAYS = (
    "letter left out",
    "letters changed over",
    "blank left out",
    "all blanks left out",
    "hashtag",
    "digits",
    "spaced",
)
LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5"}
LEAST_LETTERS, LONGEST, LONGEST_TAG = 5, 60, 50


def main() -> None:
    parser = argparse.ArgumentParser(description="What is still found when it is mistyped.")
    parser.add_argument("--half", choices=list(HALVES), default="dev")
    half = parser.parse_args().half
    print(
        f"Half: {half}. Raises something / names the ground.\n\n| language | {' | '.join(WAYS)} |\n|{'---|' * (len(WAYS) + 1)}"
    )
    for language in LANGUAGES:
        raised, named = _counted(language, HALVES[half])
        cells = (f"{raised[way]} / {named[way].value:.2f}" if raised[way].of else "–" for way in WAYS)
        print(f"| {language} | {' | '.join(cells)} |")


def _counted(language: str, halves: tuple[str, ...]) -> tuple[dict[str, Share], dict[str, Share]]:
    raised, named = ({way: Share() for way in WAYS} for _time in range(2))
    chance = random.Random(7)  # noqa: S311 - no secret, the same places each time
    for half in halves:
        for row in rows(SUITES / language / f"functional.{half}.jsonl"):
            text = str(row["text"])
            found = identify(text, mode=Mode.REPORTED_TEXT, language=language).suggestions
            if not row["hateful"] or not found:
                continue
            weightiest = max(found, key=lambda one: one.points)
            for way, spoilt in _spoilt(text, weightiest.words, chance):
                read = identify(spoilt, mode=Mode.REPORTED_TEXT, language=language)
                raised[way].add(bool(read.suggestions))
                named[way].add(row["ground"] in {*read.mentioned, *read.grounds})
    return raised, named


def _spoilt(text: str, found: Span, chance: random.Random) -> Iterator[tuple[str, str]]:
    cut = words(text)
    inside = [number for number, word in enumerate(cut) if found.start <= word.start and word.end <= found.end]
    if not inside:
        return
    first = max(0, chance.choice(inside) - chance.randint(0, 1))
    if first + 1 < len(cut) and text[cut[first].end : cut[first + 1].start] == " ":
        yield "blank left out", text[: cut[first].end] + text[cut[first + 1].start :]
    if len(text) < LONGEST:
        yield "all blanks left out", text.replace(" ", "")
    if len(text) < LONGEST_TAG:
        yield "hashtag", "#" + "".join(word.text for word in cut)
    long = [cut[number] for number in inside if len(cut[number].text) >= LEAST_LETTERS]
    if long:
        yield from _spoilt_words(text, chance.choice(long), chance)


def _spoilt_words(text: str, word: Word, chance: random.Random) -> Iterator[tuple[str, str]]:
    place, own = chance.randrange(1, len(word.text) - 2), word.text
    ways = {
        "letter left out": own[:place] + own[place + 1 :],
        "letters changed over": own[:place] + own[place + 1] + own[place] + own[place + 2 :],
        "digits": "".join(LEET.get(sign, sign) for sign in own),
        "spaced": " ".join(own),
    }
    for way, written in ways.items():
        if written != own:
            yield way, text[: word.start] + written + text[word.end :]


if __name__ == "__main__":
    main()
