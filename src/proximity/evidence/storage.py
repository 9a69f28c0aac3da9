"""Where the sealed bytes of files lie, and how they get there: written aside, flushed, then named.

The public process writes to `PUBLIC_DATA/incoming`; it is given no other folder. All else lies in `DATA/files/<city>`:
`<id>.sealed` the original, `<id>.clean` the copy. Names hold nothing but ids.
"""

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid5

from django.conf import settings

PART, SEALED, CLEAN = ".part", ".sealed", ".clean"
STALE_SECONDS = 3600
"""After this long without a write nobody is sending any more, and every row that was to come has come."""


class PartFile:
    """A sealed file while it is written. `keep()` flushes it and gives it its name; `discard()` leaves nothing."""

    def __init__(self, folder: Path, file_id: UUID, suffix: str) -> None:
        """Open `<id>.part` in the folder, readable by this process's user only. Raises OSError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / f"{file_id}{suffix}"
        self._part = folder / f"{file_id}{PART}"
        handle = os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        self._stream = os.fdopen(handle, "wb")

    def write(self, sealed: bytes) -> None:
        """Write sealed bytes. Raises OSError, for example on a full disk."""
        self._stream.write(sealed)

    def keep(self) -> None:
        """Flush the bytes to the disk, then the name. What comes after this survives a power cut. Raises OSError."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        self._part.replace(self.path)
        flush_folder(self.path.parent)

    def discard(self) -> None:
        """Delete what was written, also after `keep`, and also when the disk refused the last bytes."""
        # Bytes still in the buffer may not be writable any more; the file goes anyway.
        with contextlib.suppress(OSError):
            self._stream.close()
        self._part.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def incoming_folder() -> Path:
    """Return where the public process puts what it sealed."""
    return Path(settings.PUBLIC_DATA) / "incoming"


def city_folder(city_id: UUID) -> Path:
    """Return where the files of a city stay."""
    return Path(settings.PROXIMITY_DATA) / "files" / str(city_id)


def free_bytes(folder: Path) -> int:
    """Return how much room the disk of a folder has, for a process without privileges."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def clean_id(file_id: UUID) -> UUID:
    """Return the id that the clean copy is sealed for. Were it the file's own, original and copy could be exchanged unseen."""
    return uuid5(file_id, "clean copy")


def open_original(city_id: UUID, file_id: UUID) -> BinaryIO:
    """Open the sealed original, wherever it lies. Raises FileNotFoundError."""
    return _existing(city_folder(city_id), incoming_folder(), name=f"{file_id}{SEALED}").open("rb")


def open_clean(city_id: UUID, file_id: UUID) -> BinaryIO:
    """Open the sealed clean copy. Raises FileNotFoundError."""
    return (city_folder(city_id) / f"{file_id}{CLEAN}").open("rb")


def has_original(city_id: UUID, file_id: UUID) -> bool:
    """Say whether the sealed original lies on the disk."""
    return _existing(city_folder(city_id), incoming_folder(), name=f"{file_id}{SEALED}").exists()


def has_clean(city_id: UUID, file_id: UUID) -> bool:
    """Say whether the sealed clean copy lies on the disk."""
    return (city_folder(city_id) / f"{file_id}{CLEAN}").exists()


def take_in(city_id: UUID, file_id: UUID) -> None:
    """Move an original from the incoming folder to its city's. Does nothing when it is there already."""
    source = incoming_folder() / f"{file_id}{SEALED}"
    target = city_folder(city_id) / source.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if target.exists():
        return
    try:
        source.replace(target)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        _copy(source, city_id, file_id)
    flush_folder(target.parent)


def delete_file(city_id: UUID, file_id: UUID) -> None:
    """Delete all that lies of a file. The bytes were sealed; with the key gone, a copy in a backup stays unreadable."""
    for folder in (city_folder(city_id), incoming_folder()):
        for suffix in (PART, SEALED, CLEAN):
            (folder / f"{file_id}{suffix}").unlink(missing_ok=True)


def stale_files() -> Iterator[tuple[UUID, Path]]:
    """Yield each file that nothing has written to for an hour, with the id in its name: the candidates of a sweep."""
    before = time.time() - STALE_SECONDS
    folders: Iterable[Path] = (incoming_folder(), *(Path(settings.PROXIMITY_DATA) / "files").glob("*"))
    for folder in folders:
        for path in folder.glob("*.*"):
            if path.stat().st_mtime < before:
                yield UUID(path.stem), path


def _existing(*folders: Path, name: str) -> Path:
    return next((folder / name for folder in folders if (folder / name).exists()), folders[0] / name)


def _copy(source: Path, city_id: UUID, file_id: UUID) -> None:
    """Carry a file to another disk, flushed there before it is deleted here."""
    part = PartFile(city_folder(city_id), file_id, SEALED)
    with source.open("rb") as stream:
        while chunk := stream.read(1024 * 1024):
            part.write(chunk)
    part.keep()
    source.unlink()
