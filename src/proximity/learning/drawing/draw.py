"""From what a certificate says to a PDF of one page that is PDF/UA-1. Raises where it could not keep that promise."""

from importlib.resources import files

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.foundation.typesetting.qr import qr_code
from proximity.foundation.typesetting.setting import Standard, runs_of, typeset

STANDARDS: tuple[Standard, ...] = ("ua-1",)


def draw(document: JSONObject) -> bytes:
    """Return the PDF of a certificate (see `operations.certificates.document_of`)."""
    template = files("proximity.learning.drawing").joinpath("certificate.typ").read_bytes()
    data = {name: _in_runs(part) for name, part in document.items()}
    statement = str(document["statement"])
    code = qr_code(statement, dense=True) if statement else ""
    return typeset(
        template, data, standards=STANDARDS, made_at=int(str(document["made_at"])), qr=code
    )  # fmt: skip


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
