"""Reading a table out of a sealed file: text with any sign between cells, or a spreadsheet, within limits that no bomb passes.

The plaintext is opened piece by piece in memory and never written anywhere.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from proximity.bulk.rules.cells import tidy
from proximity.bulk.rules.checking import FORMULA
from proximity.bulk.rules.encodings import DELIMITERS, ENCODINGS, HEAD_BYTES, guess_header, guess_of
from proximity.foundation.pure.json import JSONObject, JSONValue

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what a spreadsheet's cell holds
MAX_UNPACKED = 256 * 1024 * 1024
MAX_PARTS = 1000
MAX_BLANK = 5000
"""Empty rows after one another, past which nothing comes: a formatted sheet has a million of them."""
SCANNED_LINES = 30
# What the archive's and the spreadsheet's readers raise about bytes that are no spreadsheet.
BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, IndexError, TypeError,
    AttributeError, SyntaxError, NotImplementedError, OverflowError, RuntimeError,
)  # fmt: skip
DAY_LENGTH = len("2025-12-31")
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOG = 64 * 1024


class Fault(StrEnum):
    """Why a file cannot be read as a table."""

    ENCODING = "encoding"
    NO_TABLE = "no_table"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LONG = "cell_too_long"
    BOMB = "bomb"
    BROKEN = "broken"
    DAMAGED = "damaged"


class Unreadable(ValueError):
    """A file is no table that can be read; `fault` says why, `how` what was guessed and what there is to choose from."""

    def __init__(self, fault: Fault) -> None:
        """Keep the reason."""
        super().__init__(fault.value)
        self.fault = fault
        self.how: How | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How a file is read: what was guessed and what a person changed. `sheet` names a sheet of a spreadsheet.

    `header` is the line (from 1) of the headings.
    """

    encoding: str = ""
    delimiter: str = ""
    header: int = 0
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def as_json(self) -> JSONObject:
        """Return it as JSON."""
        return {
            "encoding": self.encoding, "delimiter": self.delimiter, "header": self.header, "sheet": self.sheet,
            "sheets": list(self.sheets),
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: JSONValue) -> "How":
        """Return it from JSON that `as_json` made."""
        found = value if isinstance(value, dict) else {}
        sheets = found.get("sheets")
        return cls(
            str(found.get("encoding", "")), str(found.get("delimiter", "")), int(str(found.get("header", 0))),
            str(found.get("sheet", "")), tuple(map(str, sheets)) if isinstance(sheets, list) else (),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the headings: its number in the file, as a spreadsheet counts, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is being read: how, its headings, and its lines, which can be gone through once."""

    how: How
    headings: tuple[str, ...]
    lines: Iterator[Line]


class _Pieces(io.RawIOBase):
    """A stream over pieces of plaintext as they are opened."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._ready = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any buffer
        while not self._ready:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._ready = piece
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


@contextmanager
def text_table(pieces: Iterator[bytes], how: How, *, country: str) -> Iterator[Table]:
    """Open a table of text; what `how` leaves open is guessed. Raises `Unreadable`, also while its lines are read."""
    head = _head(pieces)
    guess = guess_of(head[:HEAD_BYTES], country=country)
    encoding = how.encoding if how.encoding in ENCODINGS else guess.encoding
    delimiter = how.delimiter if how.delimiter in DELIMITERS else guess.delimiter
    stream = io.BufferedReader(_Pieces(chain([head], pieces)), HEAD_BYTES)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")
    with _telling(How(encoding, delimiter, how.header)) as read:
        yield _table(_guarded(_text_rows(text, delimiter)), read)


@contextmanager
def sheet_table(content: bytes, how: How) -> Iterator[Table]:
    """Open a sheet of a spreadsheet: the one that `how` names, else the first with a table on it.

    Raises `Unreadable`, also while its lines are read.
    """
    # Brings the decoders of pictures along, which no process that answers people is to have loaded.
    from openpyxl import load_workbook  # noqa: PLC0415  (see above)

    with _as_unreadable():
        check_archive(content)
        # Cached values of formulas are what some program computed once: the formulas are read, and refused cell by cell.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        names = tuple(sheet.title for sheet in book.worksheets)
        wanted = (how.sheet,) if how.sheet in names else names
        if not wanted:
            raise Unreadable(Fault.NO_TABLE)
        with _telling(How(header=how.header, sheet=wanted[0], sheets=names)) as read:
            yield _first_table(book, wanted, read)
    finally:
        book.close()


def _first_table(book: "Workbook", wanted: Sequence[str], how: How) -> Table:
    """Return the table of the first of some sheets that holds one: a title page or notes may stand before it."""
    *before, last = wanted
    for sheet in before:
        try:
            return _table(_guarded(_sheet_rows(book[sheet])), replace(how, sheet=sheet))
        except Unreadable as problem:
            if problem.fault is not Fault.NO_TABLE:
                raise
    return _table(_guarded(_sheet_rows(book[last])), replace(how, sheet=last))


@contextmanager
def _telling(how: How) -> Iterator[How]:
    """Let what cannot be read say how it was tried, so that somebody can choose another way."""
    try:
        yield how
    except Unreadable as problem:
        problem.how = how
        raise


def _head(pieces: Iterator[bytes]) -> bytes:
    """Take as many pieces as the guesses need."""
    taken = b""
    while len(taken) < HEAD_BYTES and (piece := next(pieces, None)) is not None:
        taken += piece
    return taken


def _sheet_rows(sheet: "ReadOnlyWorksheet") -> Iterator[list[str]]:
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1):
        yield [_sheet_cell(cell) for cell in row]


def _guarded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield rows; what the libraries raise about them becomes `Unreadable`, what is raised by who reads them does not."""
    with _as_unreadable():
        yield from rows


def check_archive(content: bytes) -> None:
    """Raise `Unreadable` for an archive that unpacks to too much, or holds entities, before any of it is parsed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unreadable(Fault.BOMB)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    start = stream.read(_PROLOG).replace(b"\0", b"")
                if _ENTITIES.search(start):
                    raise Unreadable(Fault.BOMB)


@contextmanager
def _as_unreadable() -> Iterator[None]:
    """Turn what the libraries raise about a file that is not what it should be into `Unreadable`."""
    try:
        yield
    except Unreadable:
        raise
    except (UnicodeError, csv.Error) as problem:
        raise Unreadable(Fault.CELL_TOO_LONG if "field larger" in str(problem) else Fault.ENCODING) from None
    except BROKEN:
        raise Unreadable(Fault.BROKEN) from None


def _text_rows(text: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    for number, row in enumerate(csv.reader(text, delimiter=delimiter)):
        if number == 0 and len(row) <= 2 and row and row[0].lower().startswith("sep="):
            yield []
        else:
            yield [tidy(cell) for cell in row]


def _sheet_cell(cell: "ReadOnlyCell | EmptyCell") -> str:
    """Return what a cell says: a day as a day, a whole number without a point, a formula as such."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return f"{FORMULA}{value}"
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()[:DAY_LENGTH]
    whole = isinstance(value, bool) or (isinstance(value, float) and value.is_integer())
    return str(int(value)) if whole else tidy(str(value))


def _table(rows: Iterator[list[str]], how: How) -> Table:
    first: list[list[str]] = []
    for row in rows:
        first.append(row)
        if len(first) == SCANNED_LINES:
            break
    header = how.header if 0 < how.header <= len(first) else guess_header(first)
    if len(first) < header:
        raise Unreadable(Fault.NO_TABLE)
    headings = _headings(first[header - 1])
    lines = _lines(first[header:], rows, header, len(headings))
    return Table(How(how.encoding, how.delimiter, header, how.sheet, how.sheets), headings, lines)


def _headings(row: list[str]) -> tuple[str, ...]:
    """Return the headings, each once; a column without one is called by its letter."""
    while row and not row[-1]:
        row = row[:-1]
    if len(row) < 2:
        raise Unreadable(Fault.NO_TABLE)
    if len(row) > MAX_COLUMNS:
        raise Unreadable(Fault.TOO_MANY_COLUMNS)
    found: list[str] = []
    for index, cell in enumerate(row):
        heading = " ".join(cell.removeprefix(FORMULA).split())[:80] or _letter(index)
        number = 2
        while heading in found:
            heading, number = f"{heading.removesuffix(f' ({number - 1})')} ({number})", number + 1
        found.append(heading)
    return tuple(found)


def _letter(index: int) -> str:
    return chr(65 + index) if index < 26 else f"{chr(64 + index // 26)}{chr(65 + index % 26)}"


def _lines(first: list[list[str]], rows: Iterator[list[str]], header: int, width: int) -> Iterator[Line]:
    taken = blank = 0
    for number, row in enumerate(_both(first, rows), header + 1):
        if not any(row):
            blank += 1
            if blank > MAX_BLANK:
                return
            continue
        blank, taken = 0, taken + 1
        if taken > MAX_ROWS:
            raise Unreadable(Fault.TOO_MANY_ROWS)
        if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
            raise Unreadable(Fault.TOO_MANY_COLUMNS)
        if any(len(cell) > MAX_CELL for cell in row):
            raise Unreadable(Fault.CELL_TOO_LONG)
        while len(row) > width and not row[-1]:
            row.pop()
        yield Line(number, tuple(row))


def _both(first: list[list[str]], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from first
    yield from rows
