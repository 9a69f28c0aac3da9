"""Which files are taken as tables, and what they are by their first bytes."""

import re
from collections.abc import Set as AbstractSet

from proximity.evidence.rules.kinds import Family, Kind, Refusal, Refused, suffix_of

MAX_BYTES = 100 * 1024 * 1024
MAX_SHEET_BYTES = 40 * 1024 * 1024
"""A spreadsheet is unpacked in memory; larger ones are saved as text first."""

TEXT = Kind("text/csv", Family.TEXT, re.compile(rb"\A(?!)"), (".csv", ".txt", ".tsv"))
SHEET = Kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Family.DOCUMENT,
    re.compile(rb"PK\x03\x04"),
    (".xlsx",),
)
_NOT_TEXT = (
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
    b"<",
)


def check_table(name: str, head: bytes, *, resembles: AbstractSet[str] = frozenset()) -> Kind:
    """Return what a file is. Raises `Refused` for what is no table: an old `.xls`, a document, a picture."""
    if not head:
        raise Refused(Refusal.EMPTY)
    suffix = suffix_of(name)
    if suffix in SHEET.suffixes:
        if not SHEET.begins.match(head):
            raise Refused(Refusal.NOT_WHAT_IT_SAYS)
        return SHEET
    if suffix not in TEXT.suffixes:
        raise Refused(Refusal.UNKNOWN)
    if head.lstrip().startswith(_NOT_TEXT):
        raise Refused(Refusal.NOT_WHAT_IT_SAYS)
    return TEXT
