"""The kinds of object that travel, and the schema that the content of each must meet.

The area that owns a kind writes its schema; `config` lists them. Two kinds are the network's own: who is in a group, and a
translation, which is a `language-content` of STIX and follows the schema of what it translates.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID, uuid5

import jsonschema_rs

from proximity.foundation.pure.json import JSONObject

NAMESPACE = UUID("5e0c4b52-3f0e-4d8e-9f57-6a1b1c9d2e70")
"""Under it the identifiers of our extension definitions are made (RFC 9562, version 5): the same on every instance."""


class Kind(StrEnum):
    """A kind of object. `plan` and `protocol` are reserved: nothing of them is taken or sent yet."""

    PRACTICE = "practice"
    REVIEW = "review"
    ADOPTION = "adoption"
    QUESTION = "question"
    ANSWER = "answer"
    UNIT = "unit"
    VISIT = "visit"
    SCENARIO = "scenario"
    COUNTS = "counts"
    ALERT = "alert"
    PLAN = "plan"
    PROTOCOL = "protocol"
    PLACE = "place"
    GROUP = "group"
    TRANSLATION = "translation"

    @property
    def stix_type(self) -> str:
        """Return how STIX calls it."""
        return "language-content" if self is Kind.TRANSLATION else f"x-proximity-{self.value}"


OF_STIX = {kind.stix_type: kind for kind in Kind}
OURS = frozenset({Kind.GROUP, Kind.TRANSLATION})
_OF_OURS = re.compile("x-proximity-[a-z]{1,12}")
RESERVED = frozenset({Kind.PLAN, Kind.PROTOCOL})

GROUP_SCHEMA: JSONObject = {
    "type": "object",
    "required": ["name", "members", "hub"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 120},
        "members": {
            "type": "array",
            "maxItems": 10_000,
            "uniqueItems": True,
            "items": {"type": "string", "format": "uuid"},
        },
        "hub": {"type": ["string", "null"], "format": "uuid"},
    },
}


def extension_of(kind: Kind) -> str:
    """Return the identifier of the extension definition that describes a kind."""
    return f"extension-definition--{uuid5(NAMESPACE, kind.value)}"


def is_of_later(stix_type: object) -> bool:
    """Say whether a type is one of ours that this version does not know: a later one may, so it is not malformed."""
    return isinstance(stix_type, str) and stix_type not in OF_STIX and bool(_OF_OURS.fullmatch(stix_type))


class NotItsKind(ValueError):
    """The content does not meet the schema of its kind. Says where, never what."""


class UnknownKind(ValueError):
    """Nothing here says what the content of this kind looks like."""


class Schemas:
    """The schemas that this installation knows, ready to be asked many times."""

    def __init__(self, schemas: Mapping[Kind, JSONObject]) -> None:
        """Compile them. Raises `ValueError` for a schema of a kind that is reserved or the network's own."""
        if taken := sorted(kind.value for kind in schemas if kind in OURS | RESERVED):
            raise ValueError(f"not to be described by an area: {', '.join(taken)}")
        known = {**schemas, Kind.GROUP: GROUP_SCHEMA}
        self._validators = {
            kind: jsonschema_rs.Draft202012Validator(schema, validate_formats=True) for kind, schema in known.items()
        }

    def check(self, kind: Kind, content: JSONObject) -> None:
        """Raise `UnknownKind`, or `NotItsKind` unless the content meets the schema of its kind."""
        validator = self._validators.get(kind)
        if validator is None:
            raise UnknownKind(kind.value)
        if not validator.is_valid(content):
            first = next(iter(validator.iter_errors(content)))
            # The path and the keyword, not the message: that one quotes the content.
            raise NotItsKind("/".join(map(str, first.instance_path)) or "(whole)")
