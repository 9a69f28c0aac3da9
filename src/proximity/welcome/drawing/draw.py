"""From what a leaflet says to a PDF of two pages that is PDF/UA-1. Raises where it could not keep that promise."""

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.foundation.typesetting.qr import qr_code
from proximity.foundation.typesetting.setting import Standard, runs_of, typeset
from proximity.welcome.drawing.template import template

STANDARDS: tuple[Standard, ...] = ("ua-1",)


def draw(leaflet: JSONObject) -> bytes:
    """Return the PDF of a leaflet (see `welcome.leaflets`).

    Raises `typst.TypstError` where its words do not fit on two pages in a size that can be read.
    """
    data = {name: _in_runs(part) for name, part in leaflet.items()}
    made_at, code = int(str(leaflet["made_at"])), qr_code(str(leaflet["address"]))
    return typeset(template(), data, standards=STANDARDS, made_at=made_at, qr=code)


def _in_runs(value: JSONValue) -> JSONValue:
    """Return the parts with each `text` split into lines and runs."""
    if isinstance(value, list):
        return [_in_runs(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: runs_of(part) if name == "text" and isinstance(part, str) else _in_runs(part)
        for name, part in value.items()
    }
