"""Frozen dataclasses to JSON and back, strictly by their declared types: nothing is guessed, dropped or filled in."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeVar, Union, get_args, get_origin, get_type_hints

from proximity.foundation.pure.json import JSONObject, JSONValue

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Shape = TypeVar("Shape", bound=DataclassInstance)


class NotADossier(ValueError):
    """What was to be read has another form; the text of the error is the place, never the content."""


def encode(value: "DataclassInstance") -> JSONObject:
    """Return a dataclass as a JSON object: every field is there, also an empty one."""
    return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}


def decode(shape: "type[Shape]", values: JSONValue, place: str = "dossier") -> "Shape":
    """Return the dataclass that `encode` wrote. Raises `NotADossier` naming the place."""
    hints: Mapping[str, object] = get_type_hints(shape)
    if not isinstance(values, dict) or set(values) != set(hints):
        raise NotADossier(place)
    return shape(**{name: _decoded(hint, values[name], f"{place}.{name}") for name, hint in hints.items()})


def _encoded(value: object) -> JSONValue:
    if isinstance(value, tuple):
        return [_encoded(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        return encode(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    assert value is None or isinstance(value, str | int)  # noqa: S101  (the values declare nothing else)
    return value


def _decoded(hint: object, value: JSONValue, place: str) -> object:
    if get_origin(hint) in {Union, types.UnionType}:
        [inner] = [one for one in get_args(hint) if one is not type(None)]
        return None if value is None else _decoded(inner, value, place)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise NotADossier(place)
        return tuple(_decoded(get_args(hint)[0], part, f"{place}[{number}]") for number, part in enumerate(value))
    if isinstance(hint, type) and is_dataclass(hint):
        return decode(hint, value, place)
    return _plain(hint, value, place)


def _plain(hint: object, value: JSONValue, place: str) -> object:
    if hint is int:
        if type(value) is not int:
            raise NotADossier(place)
        return value
    if not isinstance(value, str):
        raise NotADossier(place)
    return value if hint is str else _read(hint, value, place)


def _read(hint: object, text: str, place: str) -> object:
    """Return an instant, a day or a member of an enumeration from its text, if the text is the one that `encode` writes."""
    readers: dict[object, Callable[[str], object]] = {datetime: _instant, date: date.fromisoformat}
    if isinstance(hint, type) and issubclass(hint, Enum):
        readers[hint] = hint
    try:
        found = readers[hint](text)
    except ValueError:
        raise NotADossier(place) from None
    if _encoded(found) != text:
        raise NotADossier(place)
    return found


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant has an offset")
    return found
