"""Where finished packs lie, sealed: `DATA/packs/<city>/<id>.sealed`, named by nothing but ids."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

SEALED = ".sealed"
STALE_SECONDS = 3600
"""After this long without a write nobody is building any more, and the row that was to come has come."""


def packs_folder(city_id: UUID) -> Path:
    """Return where the packs of a city lie."""
    return Path(settings.PROXIMITY_DATA) / "packs" / str(city_id)


def open_sealed(city_id: UUID, pack_id: UUID) -> BinaryIO:
    """Open a sealed pack. Raises FileNotFoundError."""
    return (packs_folder(city_id) / f"{pack_id}{SEALED}").open("rb")


def delete_pack(city_id: UUID, pack_id: UUID) -> None:
    """Delete what lies of a pack."""
    (packs_folder(city_id) / f"{pack_id}{SEALED}").unlink(missing_ok=True)


def stale_packs() -> Iterator[tuple[UUID, Path]]:
    """Yield each file that nothing has written to for an hour, with the id in its name."""
    before = time.time() - STALE_SECONDS
    for path in (Path(settings.PROXIMITY_DATA) / "packs").glob("*/*.*"):
        if path.stat().st_mtime < before:
            yield UUID(path.stem), path
