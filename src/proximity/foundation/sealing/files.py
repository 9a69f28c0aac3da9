"""Streamed sealing of files: an upload goes to disk sealed as it comes, and is never whole in memory or in the clear.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): segments of 64 KiB, each sealed by
AES-256-GCM with a nonce of 7 random bytes, a 4-byte counter and a 1-byte flag for the last segment. So segments can be
neither cut off, added, reordered nor repeated. The key is derived from the record key, the file's id and a salt in the
header, so that none can be moved to another file either.

Sealed form: version (1 byte), salt (16), nonce prefix (7), then the segments, each 16 bytes longer than its plaintext.
Every file has a last segment, an empty file an empty one. The size of a file can be told from its sealed size.
"""

import hashlib
import os
from collections.abc import Iterator
from enum import Enum, auto
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from proximity.foundation.sealing.boxes import TAG_BYTES, VERSION, Hidden, SealBroken
from proximity.foundation.sealing.encoding import context
from proximity.foundation.sealing.records import RecordKey

SEGMENT_BYTES = 64 * 1024
"""Plaintext bytes in every segment but the last, which holds 0 to as many."""

HEADER_BYTES = 24
_SALT_BYTES = 16
_PREFIX_BYTES = 7
_COUNTER_BYTES = 4
_SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES


class _State(Enum):
    NEW = auto()
    OPEN = auto()
    DONE = auto()


class FileSealer(Hidden):
    """Seals one file: `start()`, `update(chunk)` for every chunk, `finish()`; write what each returns, in order.

    Holds less than one segment beyond the chunk at hand. Raises RuntimeError when called out of turn.
    """

    __slots__ = ("_buffer", "_digest", "_header", "_segments", "_size", "_state")

    def __init__(self, key: RecordKey, *, file_id: UUID) -> None:
        """Draw a fresh salt and nonce prefix for the file `file_id`, sealed under the record key `key`."""
        self._header = VERSION + os.urandom(_SALT_BYTES + _PREFIX_BYTES)
        self._segments = _Segments(key, file_id, self._header)
        self._buffer = bytearray()
        self._digest = hashlib.sha256()
        self._size = 0
        self._state = _State.NEW

    def start(self) -> bytes:
        """Return the header."""
        self._require(_State.NEW)
        self._state = _State.OPEN
        return self._header

    def update(self, chunk: bytes) -> bytes:
        """Take more plaintext and return the segments that it completed, often none."""
        self._require(_State.OPEN)
        self._digest.update(chunk)
        self._size += len(chunk)
        self._buffer += chunk
        # A full segment waits until more comes: it might be the last.
        full = max(len(self._buffer) - 1, 0) // SEGMENT_BYTES
        sealed = [
            self._segments.seal(bytes(self._buffer[start : start + SEGMENT_BYTES]), last=False)
            for start in range(0, full * SEGMENT_BYTES, SEGMENT_BYTES)
        ]
        del self._buffer[: full * SEGMENT_BYTES]
        return b"".join(sealed)

    def finish(self) -> bytes:
        """Return the last segment; from now on `sha256` and `size` hold for the whole file."""
        self._require(_State.OPEN)
        self._state = _State.DONE
        return self._segments.seal(bytes(self._buffer), last=True)

    @property
    def sha256(self) -> bytes:
        """Return the SHA-256 of the plaintext, 32 bytes. Raises RuntimeError before `finish`."""
        self._require(_State.DONE)
        return self._digest.digest()

    @property
    def size(self) -> int:
        """Return how many plaintext bytes were taken so far, so that the caller can stop at its limit."""
        return self._size

    def _require(self, state: _State) -> None:
        if self._state is not state:
            message = f"the file sealer is {self._state.name.lower()}, this needs it {state.name.lower()}"
            raise RuntimeError(message)


def sealed_size(size: int) -> int:
    """Return how many bytes a file of `size` plaintext bytes has once it is sealed, so that a cut one is known at a look."""
    segments = max(1, -(-size // SEGMENT_BYTES))
    return HEADER_BYTES + size + segments * TAG_BYTES


def open_file(source: BinaryIO, key: RecordKey, file_id: UUID, *, first: int = 0) -> Iterator[bytes]:
    """Yield the plaintext of the sealed file `source`, segment by segment, each authenticated before it is yielded.

    Begins with segment `first`, for which `source` must be seekable: each segment is bound to its number, wherever one begins.
    Raises SealBroken at the first segment that was altered, moved or added, or after which the rest is missing. What
    came before is genuine but may be only the beginning: discard it, or do not call it the file, when this raises.
    """
    header = _read(source, HEADER_BYTES)
    if len(header) < HEADER_BYTES or header[:1] != VERSION:
        raise SealBroken
    segments = _Segments(key, file_id, header, first=first)
    if first:
        source.seek(HEADER_BYTES + first * _SEALED_SEGMENT_BYTES)
    sealed = _read(source, _SEALED_SEGMENT_BYTES)
    while following := _read(source, _SEALED_SEGMENT_BYTES):
        yield segments.open(sealed, last=False)
        sealed = following
    yield segments.open(sealed, last=True)


def open_file_bytes(source: BinaryIO, key: RecordKey, file_id: UUID) -> bytes:
    """Return the whole plaintext of `source`, in memory. Raises SealBroken as `open_file`, and then returns nothing."""
    return b"".join(open_file(source, key, file_id))


class _Segments(Hidden):
    """Seals or opens the segments of one file in their order."""

    __slots__ = ("_cipher", "_count", "_place", "_prefix")

    def __init__(self, key: RecordKey, file_id: UUID, header: bytes, *, first: int = 0) -> None:
        salt = header[len(VERSION) : len(VERSION) + _SALT_BYTES]
        self._place = context("proximity/file/1", file_id.bytes)
        self._cipher = AESGCM(key.subkey("proximity/file/1", file_id.bytes, salt=salt))
        self._prefix = header[-_PREFIX_BYTES:]
        self._count = first

    def seal(self, segment: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(last=last), segment, self._place)

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(last=last), sealed, self._place)
        except InvalidTag:
            raise SealBroken from None

    def _nonce(self, *, last: bool) -> bytes:
        """Return the next nonce. Raises OverflowError past 2**32 segments (256 TiB)."""
        nonce = self._prefix + self._count.to_bytes(_COUNTER_BYTES, "big") + bytes([last])
        self._count += 1
        return nonce


def _read(source: BinaryIO, size: int) -> bytes:
    """Return `size` bytes, fewer only at the end: one `read` of a pipe or a socket may bring less."""
    parts = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
