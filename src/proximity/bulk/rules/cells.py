"""Cells: made harmless on their way out to a spreadsheet, and read back as they were. Pure."""

import re
import unicodedata

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), perhaps behind apostrophes of ours.
_RUNS = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
# What spreadsheets write to keep leading zeros: ="00123".
_KEPT_ZEROS = re.compile(r'="([^"]*)"')
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe in front of what looks like a formula. `as_written` undoes it."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def as_written(cell: str) -> str:
    """Return a cell as somebody wrote it: without the apostrophe that guards it, and without the dress of kept zeros."""
    if _GUARDED.match(cell):
        return cell[1:]
    kept = _KEPT_ZEROS.fullmatch(cell)
    return kept[1] if kept else cell


def tidy(cell: str) -> str:
    """Return the text of a cell that came in: composed letters, no control characters, no blanks around it."""
    text = unicodedata.normalize(
        "NFC", _CONTROLS.sub("", cell.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n"))
    )
    return as_written(text.strip(" ")).strip()


def same(text: str) -> str:
    """Return what two spellings of a heading or a code have in common: small letters, no accents, single blanks."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\s._:;,()/\\\-–—\"'º°ª#№*]+", " ", bare).split())
