"""The age file on the disk: a pack encrypted under a passphrase (age-encryption.org/v1). Only what is encrypted is written.

The pack is put together in memory, where `MAX_BYTES` keeps it small: the library encrypts in one piece.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pyrage
from django.conf import settings

SUFFIX = ".age"
MAX_BYTES = 64 * 1024**2
"""Of all files together. More is handed over in several referrals, or on a medium of its own."""


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


def add(content: BinaryIO, chunk: bytes) -> None:
    """Add a piece to a pack in memory. Raises `TooLarge` where it grows beyond what is encrypted in one piece."""
    if content.tell() + len(chunk) > MAX_BYTES:
        raise TooLarge
    content.write(chunk)


def write(city_id: UUID, parcel_id: UUID, content: bytes, passphrase: str) -> Written:
    """Encrypt a pack and write the file, readable by this process's user only. Raises OSError, for example on a full disk."""
    encrypted = pyrage.passphrase.encrypt(content, passphrase)
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
