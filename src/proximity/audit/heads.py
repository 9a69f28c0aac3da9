"""The head of each chain, written beside the data: whoever cuts the tail of the table has to find this file too."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from proximity.foundation.sealing.chain import Head


def folder_of(side: str) -> Path:
    """Return the folder of one side, `staff` or `public`; the public process neither has nor knows the other's."""
    base: Path = settings.PUBLIC_DATA if side == "public" else settings.PROXIMITY_DATA
    return base / "audit-heads"


@dataclass(slots=True)
class _Noting:
    """What remains to be done once a transaction stands: to write down the head that it has reached."""

    chain: str
    head: Head
    is_superseded: bool = False

    def __call__(self) -> None:
        if not self.is_superseded:
            note_head(self.chain, self.head)


def note_on_commit(chain: str, head: Head) -> None:
    """Write the head of `chain` once the open transaction stands; of several that it reaches only the last, unless undone.

    Undone means rolled back to a savepoint. Two heads noted under the same savepoints that may still be undone stand or fall
    together, so the earlier of them need not be written.
    """
    connection = transaction.get_connection()
    transaction.on_commit(_Noting(chain, head))
    may_be_undone = set(connection.savepoint_ids)
    last: dict[frozenset[str], _Noting] = {}
    for savepoints, told, _ in connection.run_on_commit:
        if isinstance(told, _Noting) and told.chain == chain and not told.is_superseded:
            fate = frozenset(savepoints & may_be_undone)
            if fate in last:
                last[fate].is_superseded = True
            last[fate] = told


def note_head(chain: str, head: Head) -> None:
    """Write the head of `chain` unless the file already names a later one. Several processes may do so at once."""
    place = _folder_for(chain)
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


def outside_head(chain: str) -> Head | None:
    """Return the head noted for `chain`, from the folder of the side that writes it and from no other."""
    return read_head(_folder_for(chain) / f"{chain.replace('/', '.')}.json")


def noted_chains() -> set[str]:
    """Return the names of all chains that have a head beside the data, both sides'. Only the staff side can ask."""
    found = [path for side in ("staff", "public") for path in folder_of(side).glob("*.json")]
    return {"/".join(path.stem.rsplit(".", 1)) for path in found}


def _folder_for(chain: str) -> Path:
    return folder_of(chain.rpartition("/")[2])


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
