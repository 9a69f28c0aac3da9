"""What is uploaded: real files with bytes changed, cut or put together with another kind's, and bombs."""

import gzip
import io
import random
import struct
import zlib
from functools import cache

import pikepdf

from proximity.evidence.factories import document, photo


@cache
def samples() -> tuple[bytes, ...]:
    """Return real files of each kind that is cheap to make."""
    return (
        photo(),
        photo(format="PNG"),
        photo(format="WEBP"),
        document(),
        pixels(30_000),
        nested(),
        gzip.compress(bytes(10_000_000)),
    )


def pixels(side: int) -> bytes:
    """Return a PNG of a few kilobytes that unpacks to gigabytes: `side` squared pixels of three bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9))
        + chunk(b"IEND", b"")
    )


def nested() -> bytes:
    """Return a PDF whose one stream unpacks to 20 MB of nothing."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.pages[0].Contents = made.make_stream(b" " * 20_000_000)
        made.save(out, compress_streams=True)
    return out.getvalue()


def file(chance: random.Random) -> bytes:
    """Return a file to be sent."""
    content = bytearray(chance.choice(samples()))
    for _ in range(chance.choice((0, 1, 3, 30))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    how = chance.randrange(4)
    if how == 1:
        del content[chance.randrange(len(content)) :]
    elif how == 2:
        # Two kinds in one: each reader finds its own.
        content += chance.choice(samples())
    elif how == 3:
        content[:0] = chance.randbytes(chance.randrange(64))
    return bytes(content)


SUFFIXES = (".jpg", ".png", ".pdf", ".PDF.exe", ".svg", ".html", ".docx", ".heic", ".mp4", "", ".", ".jpg\0.png")


def name(chance: random.Random) -> str:
    """Return a file's name, as short or as long as somebody makes it."""
    base = chance.choice(("a", "../../a", "ñ" * 10_000, "\u202egpj", "con", "a b;c", 'a"b'))
    return base + chance.choice(SUFFIXES)
