"""Writing a pack: a ZIP that goes out as it comes, so that no file of the evidence is ever whole in memory or in the clear."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from proximity.dossier.rules.manifest import Manifest, Signature
from proximity.dossier.rules.paths import EVIDENCE, MANIFEST, PDF, SIGNATURE

CHUNK_BYTES = 64 * 1024
# Pictures and films are packed already: little is gained by trying harder.
_COMPRESSION = 1
_EARLIEST, _LATEST = 1980, 2107
_PLAIN_FILE = 0o100644 << 16


class ContentChanged(Exception):
    """The bytes of a file are not those that its hash was taken of; the text is its path in the pack."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file on its way into a pack: where it goes, what its SHA-256 must be, and its bytes as they come."""

    path: str
    sha256: str
    content: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into a pack but the manifest, whose words are in `reference`, `organisation` and `made_at`."""

    reference: str
    organisation: str
    made_at: datetime
    pdf: bytes
    certificate_sha256: str
    evidence: bytes
    files: Iterable[PackedFile]


def write_pack(contents: Contents, *, write: Callable[[bytes], object], sign: Callable[[bytes], Signature]) -> Manifest:
    """Write a pack with `write`, piece by piece; return its manifest, which `sign` signed. Raises `ContentChanged`."""
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(_Outlet(write), "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        put = _Putter(archive, contents.made_at).put
        hashes[PDF] = put(PDF, iter([contents.pdf]))
        hashes[EVIDENCE] = put(EVIDENCE, iter([contents.evidence]))
        for file in contents.files:
            hashes[file.path] = put(file.path, file.content)
            if hashes[file.path] != file.sha256:
                raise ContentChanged(file.path)
        manifest = _manifest(contents, hashes)
        put(MANIFEST, iter([manifest.as_bytes()]))
        put(SIGNATURE, iter([sign(manifest.as_bytes()).as_bytes()]))
    return manifest


def _manifest(contents: Contents, hashes: Mapping[str, str]) -> Manifest:
    return Manifest(
        reference=contents.reference, organisation=contents.organisation, made_at=contents.made_at.isoformat(),
        certificate_sha256=contents.certificate_sha256, files=hashes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Putter:
    archive: zipfile.ZipFile
    made_at: datetime

    def put(self, path: str, content: Iterator[bytes]) -> str:
        """Write one file and return its SHA-256. Time and mode are the same for all: they tell nothing of who packed it."""
        digest = hashlib.sha256()
        with self.archive.open(self._info(path), "w") as entry:
            for part in content:
                digest.update(part)
                entry.write(part)
        return digest.hexdigest()

    def _info(self, path: str) -> zipfile.ZipInfo:
        at = self.made_at.astimezone(UTC)
        moment = (at.year, at.month, at.day, at.hour, at.minute, at.second)
        info = zipfile.ZipInfo(path, moment if _EARLIEST <= at.year <= _LATEST else (_EARLIEST, 1, 1, 0, 0, 0))
        info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, _PLAIN_FILE
        return info


class _Outlet(io.RawIOBase):
    """A stream that only goes out: what the ZIP writes leaves at once."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def write(self, content: object) -> int:
        part = bytes(memoryview(content))  # type: ignore[arg-type]  # the stream's own type is not exported for 3.12
        self._write(part)
        return len(part)
