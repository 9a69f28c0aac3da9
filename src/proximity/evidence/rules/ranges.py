"""Parts of a recording that a browser asks for (RFC 9110, 14), so that it can jump to a place without fetching all before it."""

import re
from dataclasses import dataclass

_ASKED = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: its first byte, the one after its last, and how large the whole is."""

    start: int
    stop: int
    whole: int

    @property
    def size(self) -> int:
        """Return how many bytes the part has."""
        return self.stop - self.start

    @property
    def header(self) -> str:
        """Return what `Content-Range` says of it."""
        return f"bytes {self.start}-{self.stop - 1}/{self.whole}"


def part_asked(header: str, size: int) -> Part | None:
    """Return the part that a `Range` header asks for; None for none, several, or one that is not there: then all is sent."""
    asked = _ASKED.fullmatch(header)
    if asked is None or size == 0:
        return None
    start = int(asked[1])
    stop = min(int(asked[2]) + 1 if asked[2] else size, size)
    return Part(start, stop, size) if start < stop else None
