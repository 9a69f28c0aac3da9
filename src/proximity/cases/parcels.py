"""The age file on the disk: a ZIP encrypted under a passphrase (age-encryption.org/v1). Only what is encrypted is written.

The ZIP is put together in memory, where `MAX_BYTES` keeps it small: the library encrypts in one piece.
"""

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pyrage
from django.conf import settings

SUFFIX = ".age"
MAX_BYTES = 64 * 1024**2
"""Of all files together. More is handed over in several referrals, or on a medium of its own."""
NAME_LENGTH = 80


class TooLarge(ValueError):
    """The files are too large for one encrypted file."""


@dataclass(frozen=True, slots=True)
class Written:
    """Hash (SHA-256, hexadecimal) and size (bytes) of the encrypted file."""

    sha256: str
    size: int


def path_of(city_id: UUID, parcel_id: UUID) -> Path:
    """Return where a file lies."""
    return Path(settings.PROXIMITY_DATA) / "parcels" / str(city_id) / f"{parcel_id}{SUFFIX}"


def write(
    city_id: UUID, parcel_id: UUID, parts: Iterable[tuple[str, Iterator[bytes]]], passphrase: str
) -> Written:  # fmt: skip
    """Encrypt parts (path in the ZIP, content) and write the file, readable by this process's user only.

    Raises `TooLarge`, and OSError, for example on a full disk.
    """
    encrypted = pyrage.passphrase.encrypt(_zipped(parts), passphrase)
    path = path_of(city_id, parcel_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600), "wb") as stream:
        stream.write(encrypted)
        stream.flush()
        os.fsync(stream.fileno())
    return Written(hashlib.sha256(encrypted).hexdigest(), len(encrypted))


def delete(city_id: UUID, parcel_id: UUID) -> None:
    """Delete a file; nothing happens where it is gone."""
    path_of(city_id, parcel_id).unlink(missing_ok=True)


def plain_name(name: str) -> str:
    """Return a file's name without anything that a path or a terminal would read as more than a name."""
    kept = re.sub(r"[^\w. -]", "_", name).strip(" .") or "file"
    stem, dot, suffix = kept.rpartition(".")
    return kept if len(kept) <= NAME_LENGTH else f"{(stem or kept)[: NAME_LENGTH - 10]}{dot}{suffix[:9]}"


def _zipped(parts: Iterable[tuple[str, Iterator[bytes]]]) -> bytes:
    out, size = io.BytesIO(), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            with archive.open(name, "w") as entry:
                for chunk in content:
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise TooLarge
                    entry.write(chunk)
    return out.getvalue()
