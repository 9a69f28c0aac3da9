"""A copy of the shipped packs that a test may break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from proximity.packs.codes import DATA

type Break = Callable[[str, str, str], None]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Return a folder with a copy of every pack and code list."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def change(packs: Path) -> Break:
    """Return a function that replaces a text which stands in a file of the copy: `change("es/help.toml", old, new)`.

    Of two countries' packs the other is taken away: neither knows of the other, and reading both takes twice as long.
    """

    def replace(file: str, old: str, new: str) -> None:
        path = packs / file
        before = path.read_text(encoding="utf-8")
        assert old in before, f"{file} no longer holds {old!r}"
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        if (country := Path(file).parts[0]) != "codes":
            for other in {"es", "gb"} - {country}:
                shutil.rmtree(packs / other, ignore_errors=True)

    return replace
