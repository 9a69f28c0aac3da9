"""Where an export is written: a new folder or a new ZIP, readable by its owner alone, each file with its hash.

A ZIP may be encrypted to somebody while it is written (age-encryption.org/v1): nothing of it is then on the disk in the clear.
"""

import contextlib
import errno
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Recipient

from proximity.foundation.pure.json import JSONValue

ZIP, ENCRYPTED = ".zip", ".zip.age"


class TargetExists(ValueError):
    """There is something where the export was to be written."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file of an export."""

    path: str
    size: int
    sha256: str
    rows: int | None
    about: str


@dataclass(slots=True)
class Target:
    """An export while it is written; `files` are those that are whole."""

    open: Callable[[str], contextlib.AbstractContextManager[BinaryIO]]
    files: list[Made] = field(default_factory=list)

    def write(self, path: str, pieces: Iterable[bytes], *, about: str, rows: int | None = None) -> None:
        """Write one file piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self.open(path) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.files.append(Made(path, size, digest.hexdigest(), rows, about))

    def write_json(self, path: str, value: JSONValue, *, about: str) -> None:
        """Write one file of JSON, readable by a person too."""
        self.write(path, [json.dumps(value, ensure_ascii=False, indent=1).encode()], about=about)

    def write_lines(self, path: str, rows: Iterable[Mapping[str, JSONValue]], *, about: str) -> int:
        """Write one file of JSON Lines, and return how many; without a row no file is written."""
        counted = _Counted(rows)
        first = next(counted, None)
        if first is None:
            return 0
        self.write(path, _both(first, counted), about=about)
        self.files[-1] = Made(path, self.files[-1].size, self.files[-1].sha256, counted.number, about)
        return counted.number

    def write_text(self, path: str, text: str, *, about: str) -> None:
        """Write one file of text."""
        self.write(path, [text.encode()], about=about)


class _Counted(Iterator[bytes]):
    """Lines of JSON, counted while they go by."""

    def __init__(self, rows: Iterable[Mapping[str, JSONValue]]) -> None:
        self._rows, self.number = iter(rows), 0

    def __next__(self) -> bytes:
        row = next(self._rows)
        self.number += 1
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _both(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


@contextlib.contextmanager
def new_target(to: Path, *, recipients: Sequence[Recipient] = ()) -> Iterator[Target]:
    """Open a new folder, or a new archive where the name ends in `.zip`; for recipients an encrypted one, whatever its name.

    Raises `TargetExists`, OSError. An export that breaks off leaves no archive; of a folder it leaves what was written, without a
    manifest.
    """
    if to.exists():
        raise TargetExists(str(to))
    if recipients or to.suffix.lower() == ZIP:
        with _archive(to, recipients) as target:
            yield target
    else:
        to.mkdir(mode=0o700, parents=True)
        yield Target(lambda path: _in_folder(to, path))


@contextlib.contextmanager
def _archive(to: Path, recipients: Sequence[Recipient]) -> Iterator[Target]:
    part = to.with_name(f".{to.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as raw:
            place = _encrypted(raw, recipients) if recipients else contextlib.nullcontext(raw)
            with place as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                yield Target(lambda path: _in_archive(archive, path))
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _encrypted(raw: BinaryIO, recipients: Sequence[Recipient]) -> Iterator[BinaryIO]:
    """Open a place to write to: what is written comes out in `raw` encrypted, piece by piece, by a thread of its own."""
    beginning, end = os.pipe()
    with ThreadPoolExecutor(1) as helper:
        encrypted = helper.submit(_encrypt, beginning, raw, recipients)
        try:
            with os.fdopen(end, "wb") as stream:
                yield stream
        except BrokenPipeError:
            # Nobody reads any more: what went wrong there is the reason.
            encrypted.result()
            raise
        encrypted.result()


def _encrypt(beginning: int, raw: BinaryIO, recipients: Sequence[Recipient]) -> None:
    with os.fdopen(beginning, "rb") as stream:
        try:
            pyrage.encrypt_io(stream, raw, list(recipients))
        except pyrage.EncryptError as problem:
            raise OSError(errno.EIO, str(problem)) from None


@contextlib.contextmanager
def _in_archive(archive: zipfile.ZipFile, path: str) -> Iterator[BinaryIO]:
    with archive.open(path, "w", force_zip64=True) as file, io.BufferedWriter(file) as buffered:
        yield buffered


@contextlib.contextmanager
def _in_folder(folder: Path, path: str) -> Iterator[BinaryIO]:
    place = folder / path
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
