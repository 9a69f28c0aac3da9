"""Reading content that came from elsewhere: what is not of the expected shape is taken as not there, never as a fault."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

from proximity.foundation.pure.json import JSONObject, JSONValue


def text_of(content: JSONObject, name: str) -> str:
    """Return a text, or nothing."""
    found = content.get(name)
    return found if isinstance(found, str) else ""


def texts_of(content: JSONObject, name: str) -> tuple[str, ...]:
    """Return the texts of a list."""
    found = content.get(name)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def part_of(content: JSONObject, name: str) -> JSONObject:
    """Return a part that is an object itself."""
    found = content.get(name)
    return found if isinstance(found, dict) else {}


def number_of(content: JSONObject, name: str, *, otherwise: int = 0) -> int:
    """Return a whole number that is not below nought."""
    found = content.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else otherwise


def code_of[C: StrEnum](content: JSONObject, name: str, codes: type[C]) -> C | None:
    """Return a code of a closed list; None where none is told, or one of a later version."""
    found = content.get(name)
    return codes(found) if found in [code.value for code in codes] else None


def codes_of[C: StrEnum](content: JSONObject, name: str, codes: type[C]) -> tuple[C, ...]:
    """Return the codes of a closed list, in its order."""
    found = texts_of(content, name)
    return tuple(code for code in codes if code.value in found)


def day_of(content: JSONObject, name: str) -> date | None:
    """Return a day."""
    try:
        return date.fromisoformat(text_of(content, name))
    except ValueError:
        return None


def id_of(content: JSONObject, name: str) -> UUID | None:
    """Return what object is meant."""
    try:
        return UUID(text_of(content, name))
    except ValueError:
        return None


def ids_of(content: JSONObject, name: str) -> tuple[UUID, ...]:
    """Return what objects are meant."""
    return tuple(one for one in (id_of({name: text}, name) for text in texts_of(content, name)) if one is not None)


def said(day: date | None) -> str:
    """Return a day as content says it; nothing where it is not known."""
    return day.isoformat() if day else ""


def listed(codes: Iterable[object]) -> list[JSONValue]:
    """Return codes or identifiers as content says them."""
    return [str(one) for one in codes]
