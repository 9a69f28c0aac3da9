"""Bytes with one meaning: contexts, padding, JSON and well-formed text. Nothing here is secret."""

import json
from collections.abc import Sequence

from proximity.foundation.pure.json import JSONValue

SMALLEST_BUCKET = 256
"""Bytes. No padded value is shorter, so "yes" and "no" look the same."""

_MARKER = b"\x80"
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def context(*parts: str | bytes) -> bytes:
    """Join `parts` so that two different lists never give the same bytes: each part follows its length (4 bytes)."""
    encoded = [part.encode() if isinstance(part, str) else part for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def bucket(length: int) -> int:
    """Return the padded size in bytes for `length` bytes of content.

    Steps of 256 bytes up to 8 KiB; above, the steps of Padmé (Nikitin et al., PoPETs 2019, "Reducing metadata leakage
    from encrypted files"), which grow with the size: never more than 12 % longer, and few enough sizes to say little.
    """
    needed = length + len(_MARKER)
    exponent = needed.bit_length() - 1
    step = max(SMALLEST_BUCKET, 1 << (exponent - exponent.bit_length()))
    return -(-needed // step) * step


def pad(content: bytes) -> bytes:
    """Return `content`, one marker byte 0x80 and zeros up to the bucket's size (ISO/IEC 7816-4)."""
    return (content + _MARKER).ljust(bucket(len(content)), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the content of `pad`. Raises ValueError where the marker is missing."""
    marked = padded.rstrip(b"\0")
    if not marked.endswith(_MARKER):
        message = "no padding marker"
        raise ValueError(message)
    return marked[:-1]


def encode_text(text: str) -> bytes:
    """Return `text` in UTF-8, each lone surrogate replaced by U+FFFD.

    A lone surrogate is no character, and no page could ever show it: refusing it would lose the report at "Send",
    keeping it would break every page that reads the report.
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def encode_json(value: JSONValue) -> bytes:
    """Return `value` as compact JSON in UTF-8. Raises ValueError for NaN and infinities, TypeError for other types."""
    return encode_text(_COMPACT.encode(value))


def decode_json(content: bytes) -> JSONValue:
    """Return what `encode_json` was given."""
    value: JSONValue = json.loads(content)
    return value


def require_length(content: Sequence[int], length: int, what: str) -> None:
    """Raise ValueError naming `what` (never its value) unless `content` holds exactly `length` bytes."""
    if len(content) != length:
        message = f"{what} must be {length} bytes long"
        raise ValueError(message)
