"""What an attacker does to bytes, for the tests of every module."""

from collections.abc import Iterator

from hypothesis import settings

calm = settings(deadline=None, max_examples=60)
"""For properties: a loaded machine is no failure."""


def every_bit_flip(whole: bytes) -> Iterator[bytes]:
    """Yield `whole` with one bit flipped, for every bit."""
    for position in range(len(whole) * 8):
        yield flip(whole, position)


def flip(whole: bytes, position: int) -> bytes:
    """Return `whole` with the bit at `position` flipped."""
    altered = bytearray(whole)
    altered[position // 8] ^= 1 << position % 8
    return bytes(altered)


def every_cut(whole: bytes) -> Iterator[bytes]:
    """Yield every beginning of `whole`, the empty one first, and `whole` with one byte added at either end."""
    for length in range(len(whole)):
        yield whole[:length]
    yield whole + b"\0"
    yield b"\1" + whole
