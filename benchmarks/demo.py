"""How long `make demo` takes to be ready: run `python -m benchmarks.demo [CITIES]` from the project's root, on a quiet machine.

Starts a demo in an empty folder, prints each step's line and the seconds until it says that it is ready, then starts it again on
the same data. CITIES are slugs with commas between, or `all`; without, the two of every demo. What the figures mean stands in
docs/decisions/0020-filling-the-demo.md.
"""

import os
import sys
import time
from pathlib import Path

from tests.running import demo_folder, running_demo


def ready(data: Path) -> float:
    """Start a demo, stop it once it is ready, and return the seconds until then."""
    started = time.perf_counter()
    with running_demo(data) as demo:
        took = time.perf_counter() - started
    for line in demo.printed:
        if line.endswith(" s"):
            sys.stdout.write(f"  {line}\n")
    return took


def main() -> None:
    """Measure a first start and one on the same data."""
    os.environ["DEMO_CITIES"] = sys.argv[1] if len(sys.argv) > 1 else ""
    with demo_folder() as folder:
        for name in ("first start", "started again"):
            took = ready(folder / "data")
            sys.stdout.write(f"{name}: ready after {took:.0f} s on {os.cpu_count()} cores\n")


if __name__ == "__main__":
    main()
