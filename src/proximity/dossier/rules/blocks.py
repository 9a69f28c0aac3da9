"""The parts that a drawn document is made of, as JSON for the drawing process. A part says what it is, never how it looks."""

import re
from collections.abc import Iterable, Sequence

from proximity.dossier.rules.values import UNKNOWN_LANGUAGE, Words
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.foundation.typesetting.glyphs import is_right_to_left

type Cell = str | JSONObject | list[JSONObject]

# BCP 47, as far as a document can be marked: a language of two or three letters and perhaps a region.
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?", re.DOTALL)


def plain(text: str, *, style: str = "") -> JSONObject:
    """Return text in the language of the document; `style` is empty, `strong`, `small` or `code`."""
    return {"text": text, "style": style}


def literal(words: Words, *, style: str = "") -> JSONObject:
    """Return literal words marked with their language, in the direction in which they read."""
    return spoken(words.text, words.language, style=style)


def spoken(text: str, language: str, *, style: str = "") -> JSONObject:
    """Return a text marked with its language."""
    found = _LANGUAGE.fullmatch(language)
    code, region = (found[1].lower(), (found[2] or "").upper()) if found else (UNKNOWN_LANGUAGE, "")
    direction = "rtl" if is_right_to_left(text) else "ltr"
    return {"text": text, "style": style, "lang": code, "region": region, "dir": direction}


def heading(text: str, *, level: int = 1) -> JSONObject:
    """Return a heading. Levels come one after the other: nothing of level 2 before a level 1.

    A heading without words would be refused: nobody who listens to the document could find it. It says a dash instead.
    """
    return {"kind": "heading", "level": level, "text": text if text.strip() else f"{text}-"}


def paragraph(said: Cell) -> JSONObject:
    """Return a paragraph of one text or several, each on a line of its own."""
    return {"kind": "paragraph", "parts": _cell(said)}


def note(text: str) -> JSONObject:
    """Return a remark about the document, set apart from what the case says."""
    return {"kind": "note", "parts": [plain(text)]}


def quote(words: Words, *, caption: str = "", translations: Iterable[tuple[str, JSONObject]] = ()) -> JSONObject:
    """Return literal words, set apart, with what they are and each translation under its own mark."""
    return {
        "kind": "quote", "caption": caption, "said": literal(words),
        "translations": [{"mark": mark, "said": said} for mark, said in translations],
    }  # fmt: skip


def pairs(rows: Iterable[tuple[str, Cell]]) -> JSONObject:
    """Return names with their values, one below the other."""
    return {"kind": "pairs", "rows": [{"name": name, "value": _cell(value)} for name, value in rows]}


def table(head: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> JSONObject:
    """Return a table with a head; `widths` are shares of the page's width."""
    return {
        "kind": "table", "head": list(head), "widths": list(widths),
        "rows": [[_cell(value) for value in row] for row in rows],
    }  # fmt: skip


def _cell(value: Cell) -> list[JSONValue]:
    parts = value if isinstance(value, list) else [value]
    return [plain(part) if isinstance(part, str) else part for part in parts]
