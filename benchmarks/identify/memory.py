"""What `identify` adds to a process that has Python, Django and all areas loaded: run `python -m benchmarks.identify.memory`.

Each row is a process of its own, so that nothing is counted that an earlier one left behind. PSS shares what several processes
map (the dictionaries) among them; here nobody shares, so that it is the most that one process answers for. The program's own
code counts as beside it: the workspace loads it in any case.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import django

from proximity.assessment.identify.compiling import machine
from proximity.assessment.identify.reading import identify

ROLLUP = Path("/proc/self/smaps_rollup")
EVERY = ("en", "es", "it", "pt", "fi", "et", "lv", "bg")
TEXT = "Me llamaron «moro de mierda». They shouted at my wife to go back to her country. Huusivat meille bussissa."
ROWS: Sequence[tuple[str, str, Sequence[str]]] = (
    *((f"{language} compiled", "compile", (language,)) for language in EVERY),
    ("en, one text", "read", ("en",)),
    ("all eight compiled", "compile", EVERY),
    ("all eight, one text each", "read", EVERY),
)


def used() -> dict[str, float]:
    """Return what this process holds, in MB (10^6 bytes): PSS, RSS, and what it alone has written to."""
    rows = (line.split() for line in ROLLUP.read_text().splitlines()[1:])
    found = {row[0].rstrip(":"): int(row[1]) * 1024 / 1e6 for row in rows}
    return {"pss": found["Pss"], "rss": found["Rss"], "own": found["Private_Dirty"]}


def measure(what: str, languages: Sequence[str]) -> None:
    """Set Django up, note what is held, do it, and print by how much more is held afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proximity.config.testing.mypy_settings")
    django.setup()
    gc.collect()
    before = used()
    for language in languages:
        if what == "read":
            identify(TEXT, language=language)
        else:
            machine(language)
    gc.collect()
    after = used()
    print(f"{before['pss']:.1f} " + " ".join(f"{after[name] - before[name]:.1f}" for name in ("pss", "rss", "own")))


def main() -> None:
    """Print a table, one fresh process a row."""
    print(
        "| what is loaded | beside it: Python, Django, all areas (PSS) | PSS | RSS | written to |\n|---|---|---|---|---|"
    )
    for name, what, languages in ROWS:
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.identify.memory", what, *languages], capture_output=True, text=True, check=True
        )  # fmt: skip
        print(f"| {name} | " + " | ".join(f"{number} MB" for number in told.stdout.split()) + " |", flush=True)


if __name__ == "__main__":
    measure(sys.argv[1], sys.argv[2:]) if sys.argv[1:] else main()
