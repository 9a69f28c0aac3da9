"""`python -m benchmarks.identify`: the first development half; with `--measuring` all halves that only measure, totals only."""

import argparse
import math
import resource
import statistics
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.identify.scores import (
    DEVELOPMENT,
    MEASURING,
    NEUTRAL,
    TURNED,
    Functional,
    Narratives,
    Share,
    functional,
    narratives,
    rows,
)

from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.reading import identify

TABLES = {"recall": "signs found", "shown": "families shown that were marked", "by_ground": "signs found, by ground"}
SUITES = Path(__file__).parent / "suites"
_CHARACTERS = 1000


def main() -> None:
    options = _options()
    halves = MEASURING if options.measuring else (options.half,)
    unread = not set(halves).isdisjoint(MEASURING)
    folders = options.suites or [SUITES]
    told, shorts, quick = {}, {}, []
    for language in options.language or LANGUAGES:
        folder = next((one / language for one in folders if (one / language).is_dir()), None)
        if folder is None:
            continue
        accounts, sentences = (
            [*_rows(folder, kind, halves, untold=options.untold)] for kind in ("narratives", "functional")
        )
        if not accounts and not sentences:
            continue
        quick += _speed(language, accounts) if accounts else ()
        told[language] = narratives(accounts)
        shorts[language] = functional(sentences)
    _show(", ".join(halves), told, shorts)
    _show_families(told)
    needless = sum((score.needless for score in told.values()), Share())
    print(f"\nAnother motive is shown where nobody marked one in {needless} of the accounts of hate.")
    if options.misses and not unread:
        for language, score in told.items():
            print(f"\n## {language}", *score.misses, *shorts[language].misses, sep="\n")
    print(
        "\n| 1,000 characters of accounts | first read, median | p95 | read again, median | p95 |\n|---|---|---|---|---|",
        *quick,
        f"\nLargest resident size of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB",
        sep="\n",
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measuring", action="store_true", help="all halves that only measure, together: totals only")
    parser.add_argument("--half", choices=(*DEVELOPMENT, *MEASURING), default="dev", help="which set; dev unless told")
    parser.add_argument(
        "--untold", action="store_true", help="as if nobody had told what is an account and what a post"
    )
    parser.add_argument("--misses", action="store_true", help="what was missed, of the development half")
    parser.add_argument("--suites", type=Path, action="append", metavar="FOLDER")
    parser.add_argument("language", nargs="*")
    return parser.parse_args()


def _rows(folder: Path, kind: str, halves: Iterable[str], *, untold: bool) -> Iterator[dict]:
    for half in halves:
        for row in rows(folder / f"{kind}.{half}.jsonl"):
            yield {key: value for key, value in row.items() if key != "mode"} if untold else row


HEADS = (
    "language", "family recall", "any suggestion", "hard negatives quiet", "families a narrative", "precision of family",
    "ground", "BI-80", "short: hateful", "short: macro-F1", "neutral quiet", "turned", "ground F1", "language guessed",
)  # fmt: skip


def _show(half: str, told: dict[str, Narratives], shorts: dict[str, Functional]) -> None:
    print(f"Halves: {half}\n\n| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    for language, score in told.items():
        short = shorts[language]
        neutral = sum((short.functions[name] for name in NEUTRAL), Share())
        turned = sum((short.functions[name] for name in TURNED), Share())
        mean = f"{statistics.mean(score.families):.1f}" if score.families else "-"
        cells = (
            language, score.total, score.answered, score.quiet, mean, score.precise, score.ground, score.contra, short.hateful,
            _number(short.macro_f1, 2), neutral, turned, _number(short.ground_f1, 3), score.language,
        )  # fmt: skip
        print(f"| {' | '.join(str(cell) for cell in cells)} |")


def _number(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def _show_families(told: dict[str, Narratives]) -> None:
    for name, title in TABLES.items():
        keys = sorted({key for score in told.values() for key in getattr(score, name)})
        if not keys:
            continue
        print(f"\n| {title} | {' | '.join(keys)} |\n|---|{'---|' * len(keys)}")
        for language, score in told.items():
            print(f"| {language} | " + " | ".join(str(getattr(score, name)[key]) for key in keys) + " |")


def _speed(language: str, accounts: Iterable[dict]) -> Iterator[str]:
    """Yield how long 1,000 characters of the suite's own accounts take: first with words that are met newly, then again."""
    text = " ".join(str(row["text"]) for row in accounts)
    pieces = [text[start : start + _CHARACTERS] for start in range(0, len(text) - _CHARACTERS, _CHARACTERS // 2)]
    identify(pieces[0][:100], language=language)
    taken = [[_taken(piece, language) for piece in pieces] for _time in range(2)]
    cells = (f"{one:.1f} ms" for times in taken for one in _middle_and_p95(times))
    yield f"| {language} ({len(pieces)} pieces) | {' | '.join(cells)} |"


def _taken(text: str, language: str) -> float:
    start = time.process_time()
    identify(text, language=language)
    return (time.process_time() - start) * 1000


def _middle_and_p95(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]


main()
