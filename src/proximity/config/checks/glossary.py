"""What the words of Proximity are in each language, made from the catalogues and from what was decided about them."""

import gettext
import tomllib
from io import BytesIO
from pathlib import Path
from typing import TypedDict

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

from proximity.config.checks.text import page, table
from proximity.config.languages.heads import read_head, signatures

PACKAGE = Path(__file__).resolve().parents[2]


class Official(TypedDict):
    """A word of a country's own offices, with where and when it was seen."""

    word: str
    meaning: str
    source: str
    date: str


class Choices(TypedDict):
    """What was decided about one language."""

    address: str
    typography: str
    choice: str
    official: list[Official]


def document() -> str:
    """Return docs/reference/glossary.md."""
    terms = tomllib.loads((PACKAGE / "locale" / "terms.toml").read_text(encoding="utf-8"))
    words = (
        "For whoever translates or reviews a catalogue. The words stand in the catalogues, the reasons in "
        "`src/proximity/locale/terms.toml`, and who vouches for a language in `src/proximity/locale/reviews.toml`. "
        "Words with legal or safety meaning stand in the country packs instead, with their sources."
    )
    return page("Glossary", words, *(_section(code, one, terms["terms"]) for code, one in terms["language"].items()))


def _section(code: str, choices: Choices, terms: list[str]) -> str:
    signed, name, said = signatures([PACKAGE / "locale"]).get(code), _own_name(code), _catalogue(code).gettext
    state = f"Reviewed by {signed}." if signed else "Not yet reviewed by a native speaker."
    parts = [
        f"## {name} ({code})", f"{state} Address: {choices['address']}. Writing: {choices['typography']}.", choices["choice"],
    ]  # fmt: skip
    if choices["official"]:
        parts.append("\n".join(_official(one) for one in choices["official"]))
    rows = [[term, said(term)] for term in terms if said(term) != term]
    return "\n\n".join([*parts, table(["English", name], rows)])


def _official(one: Official) -> str:
    return f"- **{one['word']}** ({one['meaning']}): {one['source']}, seen {one['date']}"


def _own_name(code: str) -> str:
    further = PACKAGE / "locale_more" / code
    return read_head(further).own_name if further.exists() else dict(settings.LANGUAGES)[code]


def _catalogue(code: str) -> gettext.GNUTranslations:
    """Return the words of a language, read from its source: a document must not depend on what was compiled last."""
    (path,) = PACKAGE.glob(f"locale*/{code}/LC_MESSAGES/django.po")
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, domain="django"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
