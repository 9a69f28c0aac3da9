"""Write the generated documents, or say which are out of date: `python -m proximity.config.checks.generated [--check]`.

Needs no database. Each document has its own module here, which turns what the code declares into one text.
"""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "reference"


def documents() -> dict[str, Callable[[], str]]:
    """Return the functions that write each document, by file name. Django must be set up."""
    from proximity.config.checks import (  # noqa: PLC0415  (need Django)
        countries,
        deadlines,
        glossary,
        inventory,
        processing,
        roles,
        settings_table,
        states,
    )

    return {
        "roles.md": roles.document,
        "states.md": states.document,
        "data-inventory.md": inventory.document,
        "settings.md": settings_table.document,
        "deadlines.md": deadlines.document,
        "record-of-processing.md": processing.record,
        "../dpia.md": processing.assessment,
        **{name: partial(str, text) for name, text in countries.documents().items()},
        "glossary.md": glossary.document,
    }


def outdated(folder: Path = FOLDER) -> list[str]:
    """Return the names of documents that are missing or differ from what the code says."""
    return [name for name, write in documents().items() if _stored(folder / name) != write()]


def rewrite(folder: Path = FOLDER) -> list[str]:
    """Write those documents that differ, and return their names."""
    names = outdated(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(documents()[name](), encoding="utf-8")
    return names


def _stored(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str]) -> int:
    """Rewrite, or with `--check` only compare; return 1 where a document is out of date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proximity.config.testing.mypy_settings")
    django.setup()
    if "--check" not in arguments:
        for name in rewrite():
            sys.stdout.write(f"written: docs/reference/{name}\n")
        return 0
    names = outdated()
    for name in names:
        sys.stdout.write(f"out of date: docs/reference/{name}; run python -m proximity.config.checks.generated\n")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
