"""What an operator can set: every name that the settings read from the environment, found in their source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proximity.config.checks.text import page, table

SOURCES = Path(__file__).resolve().parents[1] / "settings"
READERS = {
    "text": "text",
    "number": "whole number",
    "yes": "switch: `1` is on",
    "folder": "folder",
    "names": "comma-separated",
    "mailers": "mail server",
}
REQUIRED = "none: must be set"
# Read by the launcher rather than by the settings.
BESIDES = (
    (
        "DATABASE_URL_OWNER", "text", "our own server",
        "With DATABASE_URL_STAFF and DATABASE_URL_PUBLIC: an outside PostgreSQL, one address for each role.",
    ),
    (
        "LISTEN", "text", "`127.0.0.1`",
        "The network address that both sites listen on; another one only where a proxy stands on another machine.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """One name: its kind, its default as the source writes it, the comment above it, and which settings read it."""

    name: str
    kind: str
    default: str
    words: str
    module: str


def settings_read() -> list[Setting]:
    """Return every setting, by name."""
    found = [setting for path in sorted(SOURCES.glob("*.py")) for setting in _in_file(path)]
    return sorted(found, key=lambda one: one.name)


def _in_file(path: Path) -> Iterator[Setting]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        for call in ast.walk(statement):
            if (reader := _reader(call)) is not None and isinstance(call, ast.Call):
                name = ast.literal_eval(call.args[0])
                yield Setting(
                    name, READERS[reader], _default(call, reader), _comment(lines, statement.lineno), path.stem
                )


def _reader(node: ast.AST) -> str | None:
    """Return which function of `config.env` a node calls, or None."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="env"), attr=name)) if name in READERS:
            return name
    return None


def _default(call: ast.Call, reader: str) -> str:
    if len(call.args) > 1:
        return f"`{ast.unparse(call.args[1])}`"
    return {"yes": "off", "names": "none", "mailers": "none"}.get(reader, REQUIRED)


def _comment(lines: list[str], line: int) -> str:
    """Return the comment that stands directly above a line (counted from 1)."""
    above = []
    for text in reversed(lines[: line - 1]):
        if not text.startswith("# "):
            break
        above.append(text.removeprefix("# "))
    return " ".join(reversed(above))


def document() -> str:
    """Return docs/reference/settings.md."""
    words = (
        "Set in the environment of `proximity run`, which hands to each process only what that process needs. Keys and "
        "passwords are drawn at set-up and lie under DATA; `*_SECRET_KEY` and `DATABASE_URL_*` are filled in from there."
    )
    rows = [[f"`{one.name}`", one.kind, one.default, one.words, one.module] for one in settings_read()]
    rows += [[f"`{name}`", kind, default, what, "launcher"] for name, kind, default, what in BESIDES]
    return page("Settings", words, table(["Name", "Kind", "Default", "What it is for", "Read by"], rows))
