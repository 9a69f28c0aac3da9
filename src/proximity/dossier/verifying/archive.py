"""Reading a ZIP that somebody else made: names that lead nowhere, each once, sizes bounded, never unpacked to disk."""

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from proximity.dossier.rules.paths import MANIFEST, is_safe

MAX_FILES = 2000
MAX_SMALL = 8 * 1024**2
"""Bytes of a manifest or a signature."""
MAX_DOCUMENT = 256 * 1024**2
"""Bytes of the PDF, and of `evidence.json`."""
MAX_FILE = 2 * 1024**3
MAX_TOTAL = 64 * 1024**3
"""Bytes of all files together, unpacked: more than any case may hold, few enough to end."""

_CHUNK = 256 * 1024
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
# What a damaged or hostile archive makes the standard library raise.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, OverflowError, UnicodeError,
)  # fmt: skip


class NotIntact(Exception):
    """The pack is not what was signed, or was never signed. `what` is the file it is about, the text says what is wrong."""

    def __init__(self, what: str, why: str) -> None:
        """Keep both."""
        super().__init__(f"{what}: {why}")
        self.what = what


class Archive:
    """The files of a ZIP by path. Opening checks every name before anything is read."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        """Take an open ZIP. Raises `NotIntact`."""
        self._zip = opened
        self._entries = _checked(opened)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file. Raises `NotIntact` where it is no ZIP that can be trusted to be read, OSError where it is not there."""
        with path.open("rb"):
            pass
        try:
            opened = zipfile.ZipFile(path)
        except _BROKEN:
            raise NotIntact(path.name, "this is no ZIP file, or not all of it") from None
        return cls(opened)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    @property
    def paths(self) -> frozenset[str]:
        """Return the paths of all files."""
        return frozenset(self._entries)

    def read(self, path: str, *, most: int = MAX_SMALL) -> bytes:
        """Return a whole file. Raises `NotIntact` where it is missing, broken, or longer than `most` bytes."""
        return b"".join(self.parts(path, most=most))

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file, however long. Raises `NotIntact` where it is broken."""
        digest = hashlib.sha256()
        for part in self.parts(path, most=MAX_FILE):
            digest.update(part)
        return digest.hexdigest()

    def parts(self, path: str, *, most: int) -> Iterator[bytes]:
        """Yield a file part by part. Raises `NotIntact` as `read`."""
        if path not in self._entries:
            raise NotIntact(path, "it is missing")
        length = 0
        try:
            with self._zip.open(self._entries[path]) as entry:
                while part := entry.read(_CHUNK):
                    length += len(part)
                    if length > most:
                        raise NotIntact(path, "it is longer than a pack may hold")
                    yield part
        except _BROKEN:
            raise NotIntact(path, "it cannot be read") from None


def _checked(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = opened.infolist()
    if len(infos) > MAX_FILES or sum(info.file_size for info in infos) > MAX_TOTAL:
        raise NotIntact(MANIFEST, "the ZIP holds more than a pack may hold")
    if opened.comment:
        raise NotIntact(MANIFEST, "the ZIP holds a comment, which nobody signed")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.is_dir() and not info.file_size:
            continue  # some programs add folders when they pack again; nothing stands in them
        _check_entry(info)
        if info.filename.lower() in {path.lower() for path in found}:
            raise NotIntact(info.filename, "it is there twice")
        found[info.filename] = info
    return found


def _check_entry(info: zipfile.ZipInfo) -> None:
    if info.filename != info.orig_filename or not is_safe(info.filename):
        raise NotIntact(info.orig_filename, "its name leads outside of the pack")
    if info.flag_bits & _ENCRYPTED:
        raise NotIntact(info.filename, "it is encrypted")
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
        raise NotIntact(info.filename, "it is a link or a device, not a file")
    if info.compress_type not in _METHODS:
        raise NotIntact(info.filename, "it is packed in a way that packs are not")
