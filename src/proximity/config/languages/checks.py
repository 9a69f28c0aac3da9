"""What is wrong with a language's folder. A language with any fault is refused whole: half a sentence can hurt."""

import re
from collections.abc import Iterator
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from proximity.config.languages.heads import Language
from proximity.config.languages.parts import NEEDED, PARTS, Message, messages_of

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|<[^>]+>")
NAME = re.compile(r"%\(\w+\)s")
MARKUP = re.compile(r"<[^>]+>")
# FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE: without them a Latin name drags the Arabic words beside it to its other side.
ISOLATED = re.compile("\u2068%\\(\\w+\\)s\u2069")
MOST_NAMED = 5


def problems(language: Language) -> Iterator[str]:
    """Yield each fault of a language; none: it can be offered."""
    if not language.is_complete:
        unknown = language.covers - PARTS.keys()
        if unknown or not language.covers >= NEEDED:
            yield f"covers must name {', '.join(sorted(NEEDED))}, and may name {', '.join(sorted(PARTS.keys() - NEEDED))}"
            return
    try:
        catalogue = read_catalogue(language)
    except (OSError, ValueError, PoFileError) as fault:
        yield f"the catalogue cannot be read: {fault}"
        return
    yield from _faulty_entries(catalogue)
    if language.direction == "rtl":
        yield from _unsheltered(catalogue)
    missing = [] if language.is_complete else sorted(_missing(language, catalogue), key=str)
    if missing:
        named = "; ".join(repr(one) for _context, one, _more in missing[:MOST_NAMED])
        yield f"{len(missing)} messages of what it covers are not translated, such as: {named}"


def read_catalogue(language: Language) -> Catalog:
    """Read the words of a language. Raises `OSError`, `ValueError` or `PoFileError`."""
    with language.source.open("rb") as source:
        return read_po(source, locale=language.code.partition("-")[0], domain="django", abort_invalid=True)


def compiled(language: Language) -> bytes:
    """Return the words of a language as gettext reads them."""
    out = BytesIO()
    write_mo(out, read_catalogue(language))
    return out.getvalue()


def unsaid(language: Language) -> set[Message]:
    """Return the messages of what a language covers that it does not say yet."""
    return _missing(language, read_catalogue(language))


def _missing(language: Language, catalogue: Catalog) -> set[Message]:
    spoken = {_key(entry) for entry in _entries(catalogue) if all(_words(entry)) and not entry.fuzzy}
    return messages_of(language.covers) - spoken


def _entries(catalogue: Catalog) -> Iterator[Entry]:
    return (entry for entry in catalogue if entry.id)


def _key(entry: Entry) -> Message:
    one, more = (entry.id[0], entry.id[1]) if isinstance(entry.id, (list, tuple)) else (entry.id, None)
    return entry.context, str(one), more


def _words(entry: Entry) -> tuple[str, ...]:
    said = entry.string
    return tuple(said) if isinstance(said, (list, tuple)) else (str(said or ""),)


def _faulty_entries(catalogue: Catalog) -> Iterator[str]:
    for entry in _entries(catalogue):
        _context, one, more = _key(entry)
        words = _words(entry)
        allowed = [_placeholders(english) for english in (one, more) if english]
        if more and len(words) != catalogue.num_plurals:
            yield f"{one!r} needs {catalogue.num_plurals} forms, one for each kind of number"
        elif any(word and not _keeps(_placeholders(word), allowed) for word in words):
            yield f"{one!r} must keep its placeholders and markup: {', '.join(allowed[-1]) or 'none'}"


def _unsheltered(catalogue: Catalog) -> Iterator[str]:
    for entry in _entries(catalogue):
        if any(NAME.search(ISOLATED.sub("", MARKUP.sub("", words))) for words in _words(entry)):
            yield f"{_key(entry)[1]!r}: each placeholder must stand between U+2068 and U+2069, or names turn the words around"


def _keeps(held: list[str], allowed: list[list[str]]) -> bool:
    """Say whether a form of a message holds what one of the English forms holds."""
    return held in allowed


def _placeholders(words: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(words))
