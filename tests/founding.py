"""Adds demo cities to a running demo, with their people and without reports: what journeys through many languages need.

`python -m tests.founding riga milan`, in the environment of that demo.
"""

import sys
import tomllib

from proximity.config.commands import as_operator
from proximity.config.installation import Installation
from proximity.foundation.database.urls import Urls


def found(slugs: list[str]) -> int:
    installation = Installation.from_environment()

    def work(_urls: Urls) -> int:
        from proximity.config.demo import seed  # noqa: PLC0415  (Django is set up by now)

        cities = tomllib.loads((seed.HERE / "cities.toml").read_text(encoding="utf-8"))["city"]
        seed._found_cities([one for one in cities if one["slug"] in slugs], installation.accounts_file)
        return 0

    return as_operator(installation, work)


if __name__ == "__main__":
    sys.exit(found(sys.argv[1:]))
