"""The two languages that nobody speaks, as folders like any other: `en-xa` is longer, `ar-xb` runs from right to left.

They are made from the English words themselves, Django's own included, and only where PSEUDO_LANGUAGES asks for them.
"""

from collections.abc import Callable
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from proximity.config.languages.heads import EVERYTHING, HEAD, SOURCE, folder_name
from proximity.config.languages.parts import PACKAGE
from proximity.foundation.pure.pseudo import accented, mirrored

CODES: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "en-xa": ("Ļöñğéř", "ltr", accented),
    "ar-xb": ("Mirrored", "rtl", mirrored),
}
# Any catalogue holds all English words; the Spanish one is as good as another.
OURS = PACKAGE / "locale" / "es" / SOURCE
DJANGOS = Path(django.__file__).parent / "conf" / "locale" / "en" / SOURCE


def write(root: Path) -> None:
    """Write both folders below `root`."""
    for code, (own_name, direction, turn) in CODES.items():
        folder = root / folder_name(code)
        (folder / SOURCE).parent.mkdir(parents=True, exist_ok=True)
        head = f'code = "{code}"\nown_name = "{own_name}"\ndirection = "{direction}"\ncovers = ["{EVERYTHING}"]\n'
        (folder / HEAD).write_text(head, encoding="utf-8")
        with (folder / SOURCE).open("wb") as out:
            write_po(out, _turned(code, turn))


def _turned(code: str, turn: Callable[[str], str]) -> Catalog:
    catalogue = Catalog(locale=code.partition("-")[0], domain="django")
    for path in (DJANGOS, OURS):
        with path.open("rb") as source:
            for entry in read_po(source):
                if not entry.id or (path is DJANGOS and not _is_words(entry.id)):
                    continue
                catalogue.add(
                    entry.id, _said(entry.id, turn, catalogue.num_plurals), context=entry.context,
                    flags=entry.flags - {"fuzzy"},
                )  # fmt: skip
    return catalogue


def _said(words: str | list[str] | tuple[str, ...], turn: Callable[[str], str], forms: int) -> str | tuple[str, ...]:
    """Return a message turned, with as many forms for numbers as the language has."""
    if isinstance(words, str):
        return turn(words)
    one, more = map(turn, words)
    return (one, *(more for _ in range(forms - 1)))


def _is_words(said: object) -> bool:
    """Say whether a message of Django's is words: some are patterns, such as "m/d/Y", which only a number format needs."""
    return isinstance(said, (list, tuple)) or " " in str(said) or str(said).isalpha()
