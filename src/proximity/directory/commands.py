"""The register at the command line: a city's districts, from its own file. Runs with the database owner's connection."""

import json
from collections.abc import Callable
from pathlib import Path

from proximity.accounts.models import City
from proximity.directory import operations
from proximity.directory.rules.boundaries import BadBoundaries, read_boundaries

LONGEST_FILE = 20_000_000


def load_districts(say: Callable[[str], None], *, slug: str, file: Path, name_in: str, purpose: str) -> None:
    """Put the districts of a GeoJSON file on a city's map. Raises `BadBoundaries` with a sentence for whoever typed it."""
    city = City.objects.filter(slug=slug).first()
    if city is None:
        raise BadBoundaries(f"There is no city {slug!r}; `proximity city list` shows them.")
    try:
        if file.stat().st_size > LONGEST_FILE:
            raise BadBoundaries("The file is longer than 20 MB: simplify its outlines first.")
        content: object = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        if isinstance(problem, BadBoundaries):
            raise
        raise BadBoundaries(f"{file} cannot be read as JSON.") from None
    count = operations.load_districts(city=city, outlines=read_boundaries(content, name_in=name_in), purpose=purpose)
    say(f"{city.name}: {count} districts on its map, in the place of those before.")
