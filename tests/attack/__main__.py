"""`make attack`: start a demo, attack it, print what each attack got, fail if anything got through."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.attack import custody, disk, exchange, inside, log, names, needs, packs, referrals, retention, walls, web
from tests.attack.ground import Ground, Result
from tests.running import running_demo

SUITES: tuple[Callable[[Ground], Iterator[Result]], ...] = (
    walls.attacks,
    names.attacks,
    web.attacks,
    inside.attacks,
    referrals.attacks,
    disk.attacks,
    needs.attacks,
    custody.attacks,
    packs.attacks,
    retention.attacks,
    exchange.attacks,
    log.attacks,
)


def main() -> int:
    """Run every attack and return the exit code."""
    with tempfile.TemporaryDirectory(prefix="proximity-attack-") as folder:
        Path(folder).chmod(0o755)
        say("Starting a demo to attack …")
        with running_demo(Path(folder) / "data") as demo:
            results = [told(result) for suite in SUITES for result in suite(Ground(demo))]
    through = sum(not result.held for result in results)
    say(f"{len(results) - through} held, {through} through")
    return 1 if through else 0


def told(result: Result) -> Result:
    """Print one row of the table."""
    say(f"{'held   ' if result.held else 'THROUGH'}  {result.name}  ·  {result.how}")
    if not result.held:
        say(f"         got: {result.got}")
    return result


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
