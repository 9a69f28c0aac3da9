"""In which encoding and with which sign between cells a text was written: a guess that a person can change. Pure."""

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

ENCODINGS = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "cp1257",
    "cp1251",
    "iso8859-15",
    "iso8859-13",
    "cp850",
    "mac-roman",
)
DELIMITERS = (";", ",", "\t", "|")
# What a program on that country's machines writes where it writes no Unicode.
USUAL = {"bg": "cp1251", "ee": "cp1257", "lv": "cp1257"}
HEAD_BYTES = 256 * 1024
_LINES = 40
_HEAD_LINES = 30


@dataclass(frozen=True, slots=True)
class Guess:
    """How a text is read: encoding, sign between cells, the line (from 1) that holds the headings."""

    encoding: str
    delimiter: str
    header: int


def guess_of(head: bytes, *, country: str) -> Guess:
    """Return how a file of text that begins with `head` was probably written."""
    encoding = guess_encoding(head, country=country)
    text = decoded_head(head, encoding)
    delimiter = guess_delimiter(text)
    return Guess(encoding, delimiter, guess_header(_first_rows(text, delimiter, _HEAD_LINES)))


def guess_encoding(head: bytes, *, country: str) -> str:
    """Return the encoding of a text by its mark, by zero bytes, by being sound UTF-8, else by the country and its letters."""
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb\xbf": "utf-8"}
    marked = next((name for mark, name in marks.items() if head.startswith(mark)), None)
    return marked or _by_zeros(head) or _by_letters(head, country)


def _by_zeros(head: bytes) -> str | None:
    """Return which UTF-16 it is, if every other byte of Latin text is zero."""
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    if max(even, odd) * 4 < len(head[:4096]):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _by_letters(head: bytes, country: str) -> str:
    for cut in range(4):  # the head may end inside a letter
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8"
    high = len(re.findall(rb"[\xc0-\xff]", head))
    letters = high + len(re.findall(rb"[A-Za-z]", head))
    if high * 2 > letters:  # words wholly of high letters: a Cyrillic text
        return "cp1251"
    usual = USUAL.get(country, "cp1252")
    return "cp1252" if usual == "cp1251" else usual


def decoded_head(head: bytes, encoding: str) -> str:
    """Return the beginning of a text; what cannot be read shows as such."""
    return head.decode(encoding, errors="replace").lstrip("\ufeff")


def guess_delimiter(text: str) -> str:
    """Return the sign between cells: that which parts the most lines into the same number of cells, more than one."""
    announced = re.match(r'"?sep=(.)"?\r?\n', text)
    if announced:
        return announced[1]
    return max(DELIMITERS, key=lambda sign: _evenness(text, sign))


def guess_header(lines: list[list[str]]) -> int:
    """Return in which line (from 1) the headings stand: the first that is nearly as wide as most lines."""
    filled = [sum(1 for cell in line if cell.strip()) for line in lines]
    usual = Counter(cells for cells in filled if cells > 1).most_common(1)
    width = usual[0][0] if usual else 0
    return next((number for number, cells in enumerate(filled, 1) if cells > 1 and cells * 10 >= width * 7), 1)


def _evenness(text: str, sign: str) -> tuple[int, int]:
    rows = _first_rows(text, sign, _LINES)
    widths = Counter(len(row) for row in rows if any(row) and len(row) > 1)
    if not widths:
        return (0, 0)
    width, often = widths.most_common(1)[0]
    return (often, width)


def _first_rows(text: str, sign: str, most: int) -> list[list[str]]:
    """Return the first rows of a text, up to one that is none."""
    found: list[list[str]] = []
    with suppress(csv.Error):
        found.extend(islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), most))
    return found
