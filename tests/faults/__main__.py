"""`python -m tests.faults [KILLS] [SEED]`: kill at random moments, a thousand times unless told, and say what was lost."""

import sys
import time

from tests.faults.ground import pull_plugs, victim


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    kills = int(arguments[0]) if arguments else 1000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    begun = time.monotonic()
    with victim() as one:
        pull_plugs(one, kills, seed=seed, say=say)
    say(f"{kills} kills in {time.monotonic() - begun:.0f} s")
    say(f"{len(one.receipts)} receipts of {one.tries} tries, none lost, none half there")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
