"""From data and a template to a PDF that keeps the standards it promises. Raises where it could not."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from typst import Compiler, Fonts

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.foundation.typesetting.fonts import fonts
from proximity.foundation.typesetting.glyphs import lines_of

type Standard = Literal["a-3a", "ua-1"]


def runs_of(text: str) -> JSONValue:
    """Return a text as lines of runs (font, text), so that a template only sets what a font can show."""
    shows = [font.shows for font in fonts()]
    return [[[run.font, run.text] for run in line] for line in lines_of(text, shows)]


def typeset(
    template: bytes, data: JSONObject, *, standards: Sequence[Standard], made_at: int, **inputs: str
) -> bytes:  # fmt: skip
    """Return the PDF of a template. It finds `data`, with the names of the font `families`, and `inputs` in `sys.inputs`.

    Raises `typst.TypstError`: no text can cause it where `runs_of` went over it, for what no font shows is printed by its name.
    """
    shown: JSONObject = {**data, "families": [font.family for font in fonts()]}
    compiler = Compiler(template, font_paths=_provided(), ignore_system_fonts=True)
    given = {**inputs, "data": json.dumps(shown)}
    pdf = compiler.compile(format="pdf", pdf_standards=[*standards], timestamp=made_at, sys_inputs=given)
    assert isinstance(pdf, bytes)  # noqa: S101  (only pictures come page by page)
    return pdf


@lru_cache(maxsize=1)
def _provided() -> Fonts:
    folders = sorted({font.path.parent for font in fonts()})
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders])
