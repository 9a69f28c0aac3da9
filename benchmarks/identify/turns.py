"""`python -m benchmarks.identify.turns FOLDER [LANGUAGE …]`: the time of 1,000 characters beside that of another checkout.

Each text is asked of both in turn, so that a machine whose speed changes changes it for both. `again`: the least of four times.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.identify.scores import MEASURING, rows

from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.reading import identify

HERE = Path(__file__).parents[2]
SUITES = Path(__file__).parent / "suites"
_CHARACTERS, _TEXTS, _AGAIN = 1000, 200, 4
_BEGIN = """
import runpy, sys
sys.path[:0] = sys.argv.pop(1), sys.argv.pop(1)
runpy.run_module("benchmarks.identify.turns", run_name="__main__")
"""
"""This script for both states, each with its own program."""


def main() -> None:
    """Print a row for each language."""
    options = _options()
    if options.serve:
        _serve(*options.language)
        return
    print(
        "| language | | other, median | p95 | this, median | p95 | this to other, median of the texts |",
        "|---|---|---|---|---|---|---|",
        sep="\n",
    )
    for language in options.language or LANGUAGES:
        first, *again = _rounds(options.folder, language)
        least = [tuple(map(min, zip(*times, strict=True))) for times in zip(*again, strict=True)]
        for name, times in (("first read", first), ("again", least)):
            print(f"| {language} | {name} | {_row(times)} |", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("folder", type=Path, help="another checkout; its dictionaries are this one's")
    parser.add_argument("language", nargs="*")
    return parser.parse_args()


def _rounds(folder: Path, language: str) -> list[list[tuple[float, ...]]]:
    """Return for each round and text how many milliseconds the other state took, and this one."""
    states = [_State(root, language) for root in (folder.resolve(), HERE)]
    found = []
    for turn in range(1 + _AGAIN):
        times = []
        for number in range(len(_texts(language))):
            order = states if (turn + number) % 2 else states[::-1]
            taken = {state: state.read(number) for state in order}
            times.append(tuple(taken[state] for state in states))
        found.append(times)
    for state in states:
        state.end()
    return found


class _State:
    """A process that reads texts with the program of one checkout."""

    def __init__(self, root: Path, language: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN, str(root / "src"), str(HERE), "--serve", str(root), language],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip

    def read(self, number: int) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{number}\n")
        return float(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate()


def _serve(language: str) -> None:
    """Read the texts whose numbers come in, and write how many milliseconds each took."""
    texts = _texts(language)
    identify(texts[0][:100], language=language)
    for line in sys.stdin:
        start = time.process_time()
        identify(texts[int(line)], language=language)
        print((time.process_time() - start) * 1000, flush=True)


def _texts(language: str) -> list[str]:
    accounts = (row for half in MEASURING for row in rows(SUITES / language / f"narratives.{half}.jsonl"))
    text = " ".join(str(row["text"]) for row in accounts)
    return [text[start : start + _CHARACTERS] for start in range(0, len(text) - _CHARACTERS, _CHARACTERS)][:_TEXTS]


def _row(times: Sequence[tuple[float, ...]]) -> str:
    cells = []
    for taken in zip(*times, strict=True):
        ordered = sorted(taken)
        cells += [f"{statistics.median(ordered):.1f} ms", f"{ordered[len(ordered) * 95 // 100]:.1f} ms"]
    ratio = statistics.median(this / other for other, this in times)
    return " | ".join([*cells, f"{ratio:.2f}"])


if __name__ == "__main__":
    main()
