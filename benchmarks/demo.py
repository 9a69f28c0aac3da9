"""How long `make demo` takes to be ready: run `python -m benchmarks.demo [CITIES]` from the project's root, on a quiet machine.

Starts a demo in an empty folder, prints each step's line, the seconds until it says that it is ready and those that all its
processes computed (the database's among them, until it has stopped), then starts it again on the same data. CITIES are slugs with
commas between; without, all eight. Figures measured so far stand in benchmarks/results/demo.md, what they mean in
docs/decisions/0020-filling-the-demo.md.
"""

import os
import resource
import sys
import time
from pathlib import Path

from tests.running import demo_folder, running_demo


def ready(data: Path, cities: str) -> float:
    """Start a demo, stop it once it is ready, and return the seconds until then."""
    started = time.perf_counter()
    with running_demo(data, cities=cities) as demo:
        took = time.perf_counter() - started
    for line in demo.printed:
        if line.endswith(" s"):
            sys.stdout.write(f"  {line}\n")
    return took


def computed() -> float:
    """Return the seconds that all processes started from here, and ended, have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure a first start and one on the same data."""
    cities = sys.argv[1] if len(sys.argv) > 1 else "all"
    with demo_folder() as folder:
        for name in ("first start", "started again"):
            before = computed()
            took = ready(folder / "data", cities)
            spent = computed() - before
            sys.stdout.write(f"{name}: ready after {took:.0f} s on {os.cpu_count()} cores, {spent:.0f} s computed\n")


if __name__ == "__main__":
    main()
