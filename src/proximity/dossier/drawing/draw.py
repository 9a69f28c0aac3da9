"""From parts to a PDF that is PDF/UA-1 and PDF/A-3a at once. Raises where it could not keep either promise."""

from importlib.resources import files

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.foundation.typesetting.setting import Standard, runs_of, typeset

STANDARDS: tuple[Standard, ...] = ("a-3a", "ua-1")
TEMPLATE = "document.typ"


def draw(document: JSONObject) -> bytes:
    """Return the PDF of a document: `head`, `parts`, `made_at` (Unix seconds), and `attached`, the text that is embedded.

    Raises `typst.TypstError`: no text can cause it, for what no font shows is printed by its name.
    """
    template = files("proximity.dossier.drawing").joinpath(TEMPLATE).read_bytes()
    data = {name: _in_runs(part) for name, part in document.items() if name != "attached"}
    made_at, attached = int(str(document["made_at"])), str(document["attached"])
    return typeset(template, data, standards=STANDARDS, made_at=made_at, attached=attached)


def _in_runs(value: JSONValue) -> JSONValue:
    """Return the parts with each text split into lines and runs."""
    if isinstance(value, list):
        return [_in_runs(part) for part in value]
    if not isinstance(value, dict):
        return value
    runs = {name: _in_runs(part) for name, part in value.items()}
    for name in ("text", "name", "mark", "caption", "title"):
        text = value.get(name)
        if isinstance(text, str):
            runs[name] = runs_of(text)
    if isinstance(head := value.get("head"), list):
        runs["head"] = [runs_of(str(one)) for one in head]
    return runs
