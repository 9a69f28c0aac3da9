"""What is typed: letters of every block of Unicode, lengths, and what has broken other programs."""

import random
import unicodedata
from collections.abc import Callable

# The first code point of blocks has a step of 16; every 64th reaches every block there is, the unassigned ones too.
BLOCKS = range(0, 0x110000, 64)
SURROGATES = range(0xD800, 0xE000)
LENGTHS = (0, 1, 2, 7, 60, 255, 256, 2_000, 10_000, 70_000)
KNOWN = (
    "' OR 1=1 --",
    '"; DROP TABLE cases_case; --',
    "%s%s%n",
    "{{7*7}}",
    "{% load x %}",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "../../etc/passwd",
    "..\\..\\",
    "\r\nSet-Cookie: a=b",
    "=cmd()",
    "\\u0000",
    "\0",
    "NaN",
    "-0",
    "1e999",
    "0x7f",
    "[]",
    "{}",
    "null",
    "true",
    "2026-13-45",
    "0000-00-00",
    "9999-12-31",
    "24:61",
    "-1",
    "9" * 400,
    "1,5",
    "1.5",
    "٣",
    "Ⅷ",
    "½",
    "\u202e\u2066abc",
    "\ufeff",
    "e\u0301" * 50,
    "👩‍👩‍👧‍👦" * 20,
    "ﷺ" * 30,
    "Z" + "\u0300" * 500,
    "İıſß",
    "a@b",
    "tel:112",
    "00000000-0000-0000-0000-000000000007",
)


def character(chance: random.Random) -> str:
    """Return a character of a block drawn at random, surrogates left out: they are no text."""
    point = chance.choice(BLOCKS) + chance.randrange(64)
    return "?" if point in SURROGATES else chr(point)


def letters(chance: random.Random) -> bytes:
    """Return a text of characters from everywhere."""
    length = min(chance.choice(LENGTHS), 10_000)
    some = [character(chance) for _ in range(min(length, 200))]
    return "".join(chance.choices(some, k=length)).encode() if some else b""


def one_block(chance: random.Random) -> bytes:
    """Return every character of one block."""
    first = chance.choice(BLOCKS)
    return "".join(chr(point) for point in range(first, first + 64) if point not in SURROGATES).encode()


def known(chance: random.Random) -> bytes:
    """Return what has broken other programs."""
    return chance.choice(KNOWN).encode()


def long(chance: random.Random) -> bytes:
    """Return one character very often."""
    return character(chance).encode() * chance.choice(LENGTHS)


def bytes_of_any_kind(chance: random.Random) -> bytes:
    """Return bytes that are no text."""
    return chance.randbytes(chance.randrange(40))


def normalised(chance: random.Random) -> bytes:
    """Return letters in one of Unicode's four forms."""
    return unicodedata.normalize(
        chance.choice(["NFC", "NFD", "NFKC", "NFKD"]), letters(chance)[:4000].decode("utf-8", "ignore")
    ).encode()


WORDS: tuple[Callable[[random.Random], bytes], ...] = (
    letters, one_block, known, known, long, bytes_of_any_kind, normalised,
)  # fmt: skip


def word(chance: random.Random) -> bytes:
    """Return something that somebody may type."""
    return chance.choice(WORDS)(chance)
