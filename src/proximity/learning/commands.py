"""`proximity certificate verify`: with a card, it needs no database, no DATA, no network and no Django."""

import json
from collections.abc import Callable
from pathlib import Path

import pikepdf

from proximity.learning.rules.certificates import shown
from proximity.learning.rules.statements import FILE, LONGEST, Checked, Keys, Statement, Verdict, check, keys_of
from proximity.network.rules.cards import NotACard, read_card

WRONG_ARGUMENT = 2
LARGEST = 20 * 1024 * 1024
LONGEST_LINE = 400
# What the library raises over a document that is broken; anything else is our own mistake and is to be seen.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, pikepdf.PdfError)

type Say = Callable[[str], None]


class NotToRead(ValueError):
    """What was given cannot be read as what it should be."""


def verify(path: Path, say: Say, *, keys: Keys) -> int:
    """Check a certificate, a PDF or the text of its code; return the exit code: 0 valid, 3 key unknown, 1 changed, 2 misuse."""
    try:
        found = check(token_of(path), keys)
    except (NotToRead, OSError) as problem:
        say(_line(str(problem)))
        return WRONG_ARGUMENT
    for line in _lines(found):
        say(_line(line))
    return int(found.verdict)


def keys_from(path: Path, say: Say) -> Keys:
    """Return the keys of an installation's card, and say its fingerprint. Raises `NotToRead`."""
    try:
        card = read_card(json.loads(path.read_bytes()[:LARGEST]))
    except (OSError, NotACard, ValueError, RecursionError):
        raise NotToRead("The key file is no card of an installation (`proximity exchange card`).") from None
    say(_line(f"card: {card.name}, {', '.join(city.name for city in card.cities)}; fingerprint {card.fingerprint}"))
    return keys_of(card)


def token_of(path: Path) -> str:
    """Return the signed statement of a certificate: what its PDF embeds, or what its code says. Raises `NotToRead`."""
    content = path.read_bytes()[:LARGEST]
    if not content.startswith(b"%PDF-"):
        return content[: LONGEST + 1].decode("ascii", "replace").strip()
    try:
        with pikepdf.open(path) as opened:
            return bytes(opened.attachments[FILE].get_file().read_bytes()).decode("ascii", "replace")
    except _BROKEN:
        raise NotToRead(
            "This PDF embeds no signed statement: no certificate, or one of before they were signed."
        ) from None


def _lines(found: Checked) -> list[str]:
    said = _said(found.statement) if found.statement else []
    if found.verdict is Verdict.VALID:
        return [
            "VALID: this is what the city signed.", *said,
            "Compare each line with the paper: what is printed there and not here was not checked.",
            "Whether it was taken back is not known without a network; its page says so:",
            f"  {found.statement.check_at if found.statement else ''}",
        ]  # fmt: skip
    if found.verdict is Verdict.KEY_UNKNOWN:
        return [f"NOT CHECKED: {found.problem}. It says of itself:", *said]
    return [f"NOT VALID: {found.problem}."]


def _said(one: Statement) -> list[str]:
    return [
        f"  name: {one.name}", f"  course: {one.course}", f"  held by: {one.office}, {one.city}",
        f"  from {one.first_on} until {one.last_on}, given on {one.given_on}", f"  number: {shown(one.number)}",
    ]  # fmt: skip


def _line(text: str) -> str:
    """Return a line that says what it says: nothing in a file may move the reader's cursor or colour its words."""
    return "".join(one if one.isprintable() else "?" for one in text)[:LONGEST_LINE]
