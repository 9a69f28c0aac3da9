"""`python -m benchmarks.identify`: the development half of the suites; with `--test` the other half, totals only."""

import argparse
import resource
import statistics
import time
from pathlib import Path

from benchmarks.identify.scores import NEUTRAL, TURNED, Functional, Narratives, Share, functional, narratives, rows

from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.reading import identify

SUITES = Path(__file__).parent / "suites"


def main() -> None:
    options = _options()
    half = "test" if options.test else options.half
    unread = half.startswith("test")
    folders = options.suites or [SUITES]
    told, shorts = {}, {}
    for language in options.language or LANGUAGES:
        folder = next((one / language for one in folders if (one / language).is_dir()), None)
        if folder is None:
            continue
        if not (folder / f"narratives.{half}.jsonl").exists():
            continue
        told[language] = narratives(rows(folder / f"narratives.{half}.jsonl"))
        shorts[language] = functional(rows(folder / f"functional.{half}.jsonl"))
    _show(half, told, shorts)
    _show_families(told)
    if options.misses and not unread:
        for language, score in told.items():
            print(f"\n## {language}", *score.misses, *shorts[language].misses, sep="\n")
    _speed()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="the half that is not for development: totals only")
    parser.add_argument(
        "--half",
        choices=("dev", "dev2", "dev3", "dev4", "dev5", "test3", "test5"),
        default="dev",
        help="which set; dev unless told",
    )
    parser.add_argument("--misses", action="store_true", help="what was missed, of the development half")
    parser.add_argument("--suites", type=Path, action="append", metavar="FOLDER")
    parser.add_argument("language", nargs="*")
    return parser.parse_args()


HEADS = (
    "language", "family recall", "any suggestion", "hard negatives quiet", "families a narrative", "precision of family",
    "ground", "BI-80", "short: hateful", "short: macro-F1", "neutral quiet", "turned", "ground F1", "language guessed",
)  # fmt: skip


def _show(half: str, told: dict[str, Narratives], shorts: dict[str, Functional]) -> None:
    print(f"Half: {half}\n\n| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    for language, score in told.items():
        short = shorts[language]
        neutral = sum((short.functions[name] for name in NEUTRAL), Share())
        turned = sum((short.functions[name] for name in TURNED), Share())
        mean = f"{statistics.mean(score.families):.1f}" if score.families else "-"
        cells = (
            language, score.total, score.answered, score.quiet, mean, score.precise, score.ground, score.contra, short.hateful,
            f"{short.macro_f1:.2f}", neutral, turned, f"{short.ground_f1:.3f}", score.language,
        )  # fmt: skip
        print(f"| {' | '.join(str(cell) for cell in cells)} |")


def _show_families(told: dict[str, Narratives]) -> None:
    for name in ("recall", "by_ground"):
        keys = sorted({key for score in told.values() for key in getattr(score, name)})
        print(f"\n| language | {' | '.join(keys)} |\n|---|{'---|' * len(keys)}")
        for language, score in told.items():
            print(f"| {language} | " + " | ".join(str(getattr(score, name)[key]) for key in keys) + " |")


def _speed() -> None:
    text = (
        "Two men shouted something at us near the bus stop when we came out of the mosque, and one of them pushed my brother. "
        * 9
    )[:1000]
    identify(text)
    taken = []
    for number in range(200):
        start = time.process_time()
        identify(f"{text[number:]}{text[:number]}")
        taken.append((time.process_time() - start) * 1000)
    taken.sort()
    print(
        f"\n1,000 characters: median {taken[100]:.1f} ms, p95 {taken[190]:.1f} ms; largest resident size of this process "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )


main()
