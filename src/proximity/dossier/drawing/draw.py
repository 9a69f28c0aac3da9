"""From parts to a PDF that is PDF/UA-1 and PDF/A-3a at once. Raises where it could not keep either promise."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from typst import Compiler, Fonts

from proximity.dossier.drawing.fonts import fonts
from proximity.dossier.rules.glyphs import lines_of
from proximity.foundation.pure.json import JSONObject, JSONValue

STANDARDS: tuple[Literal["a-3a"], Literal["ua-1"]] = ("a-3a", "ua-1")
TEMPLATE = "document.typ"


def draw(document: JSONObject) -> bytes:
    """Return the PDF of a document: `head`, `parts`, `made_at` (Unix seconds), and `attached`, the text that is embedded.

    Raises `typst.TypstError`: no text can cause it, for what no font shows is printed by its name.
    """
    found = fonts()
    shown: JSONObject = {**document, "families": [font.family for font in found]}
    data = json.dumps(_in_runs(shown, [font.shows for font in found]))
    template = files("proximity.dossier.drawing").joinpath(TEMPLATE).read_bytes()
    compiler = Compiler(template, font_paths=_provided(), ignore_system_fonts=True)
    inputs, made_at = {"data": data, "attached": str(document["attached"])}, int(str(document["made_at"]))
    pdf = compiler.compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=made_at, sys_inputs=inputs)
    assert isinstance(pdf, bytes)  # noqa: S101  (only pictures come page by page)
    return pdf


@lru_cache(maxsize=1)
def _provided() -> Fonts:
    folders = sorted({font.path.parent for font in fonts()})
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders])


def _in_runs(value: JSONValue, shows: list[frozenset[int]]) -> JSONValue:
    """Return the parts with each text split into lines and runs, so that the template only sets what a font can show."""
    if isinstance(value, list):
        return [_in_runs(part, shows) for part in value]
    if not isinstance(value, dict):
        return value
    runs = {name: _in_runs(part, shows) for name, part in value.items() if name != "attached"}
    for name in ("text", "name", "mark", "caption", "title"):
        text = value.get(name)
        if isinstance(text, str):
            runs[name] = [[[run.font, run.text] for run in line] for line in lines_of(text, shows)]
    if isinstance(head := value.get("head"), list):
        runs["head"] = [[[[run.font, run.text] for run in line] for line in lines_of(str(one), shows)] for one in head]
    return runs
