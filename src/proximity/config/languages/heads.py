"""Reading `language.toml`: a language's own name, its direction, which parts it covers, and who vouches for its words."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HEAD = "language.toml"
SIGNATURES = "reviews.toml"
SOURCE = Path("LC_MESSAGES", "django.po")
COMPILED = Path("LC_MESSAGES", "django.mo")
EVERYTHING = "everything"
DIRECTIONS = ("ltr", "rtl")
CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
SIGNATURE = re.compile(r".+, .+, \d{4}-\d{2}-\d{2}")
FIELDS = {"code", "own_name", "direction", "covers"}


class HeadUnreadable(ValueError):
    """A `language.toml` that does not say what it must; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language as its folder describes it. `covers` names parts of the public site (`parts`), or everything."""

    code: str
    own_name: str
    direction: str
    covers: frozenset[str]
    folder: Path

    @property
    def is_complete(self) -> bool:
        """Whether it says every word of the interface, so that the workspace may speak it too."""
        return EVERYTHING in self.covers

    @property
    def is_pseudo(self) -> bool:
        """Whether nobody speaks it: `en-xa` and `ar-xb`, after the custom of others who translate."""
        return self.code.endswith(("-xa", "-xb"))

    @property
    def source(self) -> Path:
        """Where its words stand."""
        return self.folder / SOURCE

    @property
    def compiled(self) -> Path:
        """Where its words stand, ready to be spoken."""
        return self.folder / COMPILED


def folder_name(code: str) -> str:
    """Return the name Django gives the folder of a language: `ar-xb` lies in `ar_XB`."""
    base, _, variant = code.partition("-")
    return f"{base}_{variant.upper()}" if variant else base


def folders_in(root: Path) -> list[Path]:
    """Return the folders below `root` that claim to be a language, by name; none where there is no such folder."""
    return sorted(path.parent for path in root.glob(f"*/{HEAD}"))


def read_head(folder: Path) -> Language:
    """Read one folder. Raises `HeadUnreadable`."""
    try:
        values = tomllib.loads((folder / HEAD).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise HeadUnreadable(f"{HEAD} cannot be read: {fault}") from None
    if set(values) != FIELDS:
        raise HeadUnreadable(f"{HEAD} must say exactly: {', '.join(sorted(FIELDS))}")
    code, own_name, direction, covers = (values[name] for name in ("code", "own_name", "direction", "covers"))
    if not (isinstance(code, str) and CODE.fullmatch(code)):
        raise HeadUnreadable("code must be a language code in small letters, such as ar or fa-af")
    if folder.name != folder_name(code):
        raise HeadUnreadable(f"the folder of {code} must be called {folder_name(code)}")
    if not (isinstance(own_name, str) and own_name.strip()):
        raise HeadUnreadable("own_name must be the language's name as its speakers write it")
    if direction not in DIRECTIONS:
        raise HeadUnreadable("direction must be ltr or rtl")
    if not (isinstance(covers, list) and covers and all(isinstance(part, str) for part in covers)):
        raise HeadUnreadable("covers must list what of the public site it says")
    return Language(code, own_name.strip(), direction, frozenset(covers), folder)


def languages_offered(roots: Iterable[Path], wanted: str, *, taken: Iterable[str], pseudo: bool) -> list[Language]:
    """Return the languages that are compiled below the roots, each once, the first root's before the next one's.

    `wanted` is "all", "none" or codes with commas between; `taken` are languages that the interface is complete in already.
    A folder that cannot be read is not offered: `prepare` has said why.
    """
    found: dict[str, Language] = {}
    for language in (one for root in roots for one in _readable(root)):
        if language.compiled.exists() and language.code not in taken:
            found.setdefault(language.code, language)
    codes = set(found) if wanted == "all" else {code.strip() for code in wanted.split(",")}
    return [one for one in found.values() if (pseudo if one.is_pseudo else one.code in codes)]


def _readable(root: Path) -> Iterator[Language]:
    for folder in folders_in(root):
        try:
            yield read_head(folder)
        except HeadUnreadable:
            continue


def signatures(roots: Iterable[Path]) -> dict[str, str]:
    """Return who vouches for the words of which language, as `reviews.toml` of the roots says; the first root's word counts.

    Only what reads "name, office, 2027-01-31" is a signature.
    """
    found: dict[str, str] = {}
    for path in (root / SIGNATURES for root in roots):
        values = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for code, signed in values.items():
            if isinstance(signed, str) and SIGNATURE.fullmatch(signed):
                found.setdefault(code, signed)
    return found
