"""The card of an instance: who it is, where, which cities it hosts, and with which keys they sign. Signed by its root key.

The root key signs cards and nothing else. Two people compare its fingerprint once, when they join; from then on a newer card
of the same root takes the place of an older one, so that keys are replaced and declared stolen without meeting again. A hub's
card also lists its members, with the root of each: that is the membership, signed and versioned like all else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

import jsonschema_rs

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.network.rules.signing import NotCanonical, NotSigned, PublicKey, SigningKey, canonical

MAX_CITIES = 2_000
MAX_MEMBERS = 20_000


class KeyState(StrEnum):
    """What a key is worth. What a retired one signed still holds; what a stolen one signed holds no more.

    When it was signed is not asked: whoever stole a key writes any moment she likes.
    """

    ACTIVE = "active"
    RETIRED = "retired"
    REVOKED = "revoked"


class NotACard(ValueError):
    """This is no card, or not one of the instance it says."""


@dataclass(frozen=True, slots=True)
class CardCity:
    """A city that an instance hosts."""

    id: UUID
    name: str
    country: str
    keys: Mapping[str, tuple[str, KeyState]] = field(default_factory=dict)
    """Public halves (hexadecimal) and states, by key identifier."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member as its hub lists it: the root of its cards, and the cities that were accepted, each in its country."""

    instance: UUID
    root: str
    cities: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Card:
    """A card, read and checked."""

    instance: UUID
    name: str
    address: str
    version: int
    root: str
    request_keys: Mapping[str, tuple[str, KeyState]]
    cities: tuple[CardCity, ...]
    is_hub: bool = False
    members: tuple[Member, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Return what two people compare."""
        return PublicKey(bytes.fromhex(self.root)).fingerprint

    def to_json(self) -> JSONObject:
        """Return the card as it is signed."""
        return {
            "instance": str(self.instance), "name": self.name, "address": self.address, "version": self.version,
            "root": self.root, "request_keys": _keys_to_json(self.request_keys), "is_hub": self.is_hub,
            "cities": [
                {"id": str(city.id), "name": city.name, "country": city.country, "keys": _keys_to_json(city.keys)}
                for city in self.cities
            ],
            "members": [
                {
                    "instance": str(one.instance), "root": one.root,
                    "cities": {str(city): code for city, code in sorted(one.cities.items())},
                }
                for one in self.members
            ],
        }  # fmt: skip

    def signed(self, root: SigningKey) -> JSONObject:
        """Return the card as it is handed out."""
        content = self.to_json()
        return content | {"signature": root.sign(canonical(content))}


_ID = {"type": "string", "format": "uuid", "pattern": "^[0-9a-f-]{36}$"}
_HEX = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_COUNTRY = {"type": "string", "pattern": "^[a-z]{2}$"}
# A name is shown on the operator's terminal: nothing in it may steer that.
_NAME = {"type": "string", "minLength": 1, "maxLength": 120, "pattern": r"^[^\p{C}]+$"}
_KEYS = {
    "type": "array", "maxItems": 200,
    "items": {
        "type": "object", "required": ["key", "state"], "additionalProperties": False,
        "properties": {"key": _HEX, "state": {"enum": [state.value for state in KeyState]}},
    },
}  # fmt: skip
_CARD = jsonschema_rs.Draft202012Validator(
    {
        "type": "object", "additionalProperties": False,
        "required": [
            "instance", "name", "address", "version", "root", "request_keys", "is_hub", "cities", "members", "signature",
        ],
        "properties": {
            "instance": _ID, "name": _NAME, "address": {"type": "string", "maxLength": 300, "pattern": "^(https?://.+)?$"},
            "version": {"type": "integer", "minimum": 1, "maximum": 2_000_000_000}, "root": _HEX, "request_keys": _KEYS,
            "is_hub": {"type": "boolean"}, "signature": {"type": "string", "maxLength": 400},
            "cities": {
                "type": "array", "maxItems": MAX_CITIES,
                "items": {
                    "type": "object", "required": ["id", "name", "country", "keys"], "additionalProperties": False,
                    "properties": {"id": _ID, "name": _NAME | {"maxLength": 80}, "country": _COUNTRY, "keys": _KEYS},
                },
            },
            "members": {
                "type": "array", "maxItems": MAX_MEMBERS,
                "items": {
                    "type": "object", "required": ["instance", "root", "cities"], "additionalProperties": False,
                    "properties": {
                        "instance": _ID, "root": _HEX,
                        "cities": {
                            "type": "object", "maxProperties": MAX_CITIES, "propertyNames": _ID,
                            "additionalProperties": _COUNTRY,
                        },
                    },
                },
            },
        },
    },
    validate_formats=True,
)  # fmt: skip


def read_card(content: object) -> Card:
    """Return the card that JSON from outside is. Raises `NotACard` unless its own root signed it."""
    if not isinstance(content, dict) or not _CARD.is_valid(content):
        raise NotACard
    try:
        card = _card(content)
        PublicKey(bytes.fromhex(card.root)).check(content["signature"], canonical(card.to_json()))
    except (NotSigned, NotCanonical, ValueError, RecursionError):
        raise NotACard from None
    return card


def check_succeeds(card: Card, *, root: str, version: int) -> bool:
    """Say whether a card takes the place of the one that is known. Raises `NotACard` where it is another root's."""
    if card.root != root:
        raise NotACard
    return card.version > version


def _card(content: dict) -> Card:  # type: ignore[type-arg]  # its shape was checked by the schema
    cities = [CardCity(UUID(one["id"]), one["name"], one["country"], _keys(one["keys"])) for one in content["cities"]]
    members = [
        Member(UUID(one["instance"]), one["root"], {UUID(city): code for city, code in one["cities"].items()})
        for one in content["members"]
    ]
    return Card(
        instance=UUID(content["instance"]), name=content["name"], address=content["address"], version=content["version"],
        root=content["root"], request_keys=_keys(content["request_keys"]), cities=tuple(cities),
        is_hub=content["is_hub"], members=tuple(members),
    )  # fmt: skip


def keyed(keys: Iterable[tuple[bytes, KeyState]]) -> dict[str, tuple[str, KeyState]]:
    """Return keys by their identifiers."""
    return {PublicKey(raw).kid: (raw.hex(), state) for raw, state in keys}


def _keys(content: list[dict[str, str]]) -> dict[str, tuple[str, KeyState]]:
    return keyed((bytes.fromhex(one["key"]), KeyState(one["state"])) for one in content)


def _keys_to_json(keys: Mapping[str, tuple[str, KeyState]]) -> list[JSONValue]:
    return [{"key": raw, "state": state.value} for _kid, (raw, state) in sorted(keys.items())]
