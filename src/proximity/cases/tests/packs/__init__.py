"""Packs for tests alone: Italian law as it was seen, and an Estonian law that does not exist. They hold law and nothing else."""

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from proximity.packs.loader import FILES, read_pack
from proximity.packs.pack import Pack

HERE = Path(__file__).parent


@lru_cache
def pack_for_tests(country: str) -> Pack:
    """Return a pack of this folder; the files of a country that it has not are empty."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(HERE / country, Path(place) / country))
        for name in FILES:
            (folder / f"{name}.toml").touch()
        return read_pack(folder)
