"""Which words each part of the public site says, read from its own source: what a language must say to cover that part.

A part is the name of a page, or the name under which an area's pages stand together (`report:`, `mailbox:`). Words that are no
part of any page alone, such as the frame and the pages that say what went wrong, belong to every part.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]
WELCOME = "welcome/templates/welcome"
FRAME = (
    "config/settings/base.py", "config/formats/months.py",
    *(f"foundation/ui/templates/{name}.html" for name in (400, 403, "403_csrf", 404, 500)),
    *(f"foundation/ui/templates/ui/{name}.html" for name in (
        "base", "error_summary", "field", "field_label", "field_notes", "leave", "notice", "pack_text", "plain", "progress",
        "public", "public_footer", "why",
    )),
    f"{WELCOME}/not_translated.html",
)  # fmt: skip
PARTS: dict[str, tuple[str, ...]] = {
    "home": (*(f"{WELCOME}/{name}.html" for name in ("choose_language", "cities", "danger", "home")), "welcome/queries.py"),
    **dict.fromkeys(("help", "help_city", "help_country", "help_places"), (
        f"{WELCOME}/help", f"{WELCOME}/danger.html", f"{WELCOME}/cities.html", "welcome/queries_help.py", "welcome/views/help.py",
        "welcome/forms.py", "directory/queries/words.py", "directory/templates/directory/map.html",
    )),
    "privacy": (f"{WELCOME}/privacy.html", f"{WELCOME}/privacy_channels.html", f"{WELCOME}/cities.html"),
    "report": (
        "reporting/templates/reporting/report", "reporting/forms/fields.py", "reporting/forms/offers.py",
        "reporting/forms/gate.py", "reporting/forms/report.py",
    ),
    # What happens at the desks reaches her here too, in her language: the messages of `telling`, refusals of files.
    "mailbox": (
        "reporting/templates/reporting/mailbox", "reporting/forms/mailbox.py", "reporting/forms/files.py",
        "reporting/views/files.py", "reporting/queries/labels.py", "evidence/forms.py", "evidence/refusals.py",
        "cases/queries/telling.py",
    ),
}  # fmt: skip
NEEDED = frozenset({"home", "report", "mailbox"})
"""What every language must cover: a person who was led in must be able to report, and to read the answer."""

type Message = tuple[str | None, str, str | None]
"""Context, English words, English words for more than one."""

PLAIN = (1,)
KEYWORDS = {
    "_": PLAIN, "gettext": PLAIN, "gettext_lazy": PLAIN, "gettext_noop": PLAIN,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
STRING = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
CALL_IN_TEMPLATE = re.compile(
    rf"\b(gettext|ngettext|pgettext|npgettext|_)\((\s*{STRING}(?:\s*,\s*{STRING})*)", re.DOTALL
)


def said_in_module(path: Path) -> Iterator[Message]:
    """Yield the messages of a Python module."""
    with path.open("rb") as module:
        for _line, words, _comments, context in extract("python", module, keywords=KEYWORDS):
            one, more = (words[0], words[1]) if isinstance(words, tuple) else (words, None)
            yield context, one, more


def said_in_template(text: str) -> Iterator[Message]:
    """Yield the messages of a template: Django turns it into calls of gettext, and those are read like Python."""
    for name, arguments in CALL_IN_TEMPLATE.findall(templatize(text)):
        words = list(ast.literal_eval(f"[{arguments}]"))
        context = words.pop(0) if name in {"pgettext", "npgettext"} else None
        yield context, words[0], words[1] if len(words) > 1 else None


def said_in(path: Path) -> Iterator[Message]:
    """Yield the messages of a file, or of every template in a folder."""
    if path.is_dir():
        for template in sorted(path.glob("*.html")):
            yield from said_in(template)
    elif path.suffix == ".py":
        yield from said_in_module(path)
    else:
        yield from said_in_template(path.read_text(encoding="utf-8"))


def messages_of(parts: Iterable[str]) -> set[Message]:
    """Return what the parts and the frame around them say. Raises KeyError for a part that does not exist."""
    names = {*FRAME, *(name for part in parts for name in PARTS[part])}
    said = {message for name in names for message in said_in(PACKAGE / name)}
    # One entry of a catalogue serves a message that is said both alone and with a plural.
    with_plural = {message[:2] for message in said if message[2]}
    return {message for message in said if message[2] or message[:2] not in with_plural}
