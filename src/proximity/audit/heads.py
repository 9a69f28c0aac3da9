"""The head of each chain, written beside the data: whoever cuts the tail of the table has to find this file too."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from proximity.foundation.sealing.chain import Head


def folder() -> Path:
    """Return the folder of this process's side."""
    base: Path = settings.PUBLIC_DATA if settings.SIDE == "public" else settings.PROXIMITY_DATA
    return base / "audit-heads"


def note_head(chain: str, head: Head) -> None:
    """Write the head of `chain` unless the file already names a later one. Several processes may do so at once."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / f"{chain.replace('/', '.')}.json"
    with _locked(place / ".lock"):
        if (known := read_head(path)) is not None and known.count >= head.count:
            return
        temporary = path.with_suffix(".new")
        temporary.write_text(json.dumps({"count": head.count, "hash": head.hash.hex()}))
        temporary.replace(path)


def read_head(path: Path) -> Head | None:
    """Return the head that a file names, or None where there is no file."""
    if not path.exists():
        return None
    content = json.loads(path.read_text())
    return Head(count=int(content["count"]), hash=bytes.fromhex(content["hash"]))


def outside_head(chain: str, places: list[Path]) -> Head | None:
    """Return the head noted for `chain` in the first of `places` that has one."""
    found = (read_head(place / f"{chain.replace('/', '.')}.json") for place in places)
    return next((head for head in found if head is not None), None)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
