"""`python -m benchmarks.seeding STEP…`: fill the installation of DATA, which must be running and without cases, step by step.

Each step is a number of cases: `1000 10000 100000`. The last is how many are planned over four years; the newest come first.
After each step it says so and waits for a line on standard input. Needs one city with its police, an NGO, and an officer.
"""

import os
import sys
import time
from datetime import timedelta

from proximity.config.installation import Installation
from proximity.foundation.database.passwords import read_passwords
from proximity.foundation.database.paths import find_place
from proximity.foundation.database.urls import SUPERUSER, socket_url, socket_urls

YEARS = timedelta(days=4 * 365)


def put_on_environment(installation: Installation) -> None:
    """Let Django, in this process, be the operator's command, but with the superuser's address: triggers are switched off."""
    passwords, folder = read_passwords(installation.paths), find_place(installation.paths).socket_folder
    environment = installation.operator_environment(socket_urls(passwords, folder))
    os.environ.update(environment | {"DATABASE_URL_STAFF": socket_url(SUPERUSER, passwords.superuser, folder)})


def main(steps: list[int]) -> None:
    put_on_environment(Installation.from_environment())
    import django  # noqa: PLC0415  (the database's address is known only now)

    django.setup()
    from benchmarks.seeding.seeder import Seeder  # noqa: PLC0415

    seeder = Seeder(steps[-1], over=YEARS)
    for number, step in enumerate(steps):
        begun = time.monotonic()
        seeder.fill_to(step)
        sys.stdout.write(f"{step} cases are there after {time.monotonic() - begun:.0f} s\n")
        sys.stdout.flush()
        if number < len(steps) - 1:
            sys.stdin.readline()


if __name__ == "__main__":
    main([int(step) for step in sys.argv[1:]])
