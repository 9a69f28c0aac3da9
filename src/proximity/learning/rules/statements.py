"""What a city signs of a certificate, so that it is checked without asking anybody: a JWS (RFC 7515) that holds what it signs.

It is made by the key with which the city signs what it publishes; `type` tells it from everything else that key signs.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from uuid import UUID

from proximity.foundation.pure.json import JSONObject
from proximity.network.rules.cards import Card, KeyState
from proximity.network.rules.signing import NotCanonical, NotSigned, PublicKey, SigningKey, canonical, key_id_of

TYPE = "proximity-certificate/1"
FILE = "certificate.jws"
LONGEST = 8_192
"""Bytes of a signed statement; a course has 200 letters and a name 120."""

type Keys = Mapping[str, tuple[UUID, PublicKey, KeyState]]
"""Which city has which key, by the key's identifier."""


class Verdict(IntEnum):
    """What came of a check; the number is the exit code of the command, as for a pack."""

    VALID = 0
    CHANGED = 1
    KEY_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """That somebody took part in a course. Days as ISO 8601; `city_id` is the author in the network whose key signs."""

    number: str
    name: str
    course: str
    office: str
    city: str
    city_id: str
    first_on: str
    last_on: str
    given_on: str
    check_at: str

    def signed(self, key: SigningKey) -> str:
        """Return it with its signature, in one line."""
        content: JSONObject = {"type": TYPE, **{one.name: getattr(self, one.name) for one in fields(self)}}
        return _with_content(key.sign(canonical(content)), canonical(content))


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check: what it says, where that can be read, and why it is not valid."""

    verdict: Verdict
    statement: Statement | None = None
    problem: str = ""


def check(token: str, keys: Keys) -> Checked:
    """Say whether a signed statement is what the city of one of these keys signed."""
    try:
        bare, content = _without_content(token)
        found = _read(content)
        kid = key_id_of(bare)
    except (NotSigned, ValueError):
        return Checked(Verdict.CHANGED, problem="this is no signed statement of a certificate")
    if kid not in keys:
        return Checked(Verdict.KEY_UNKNOWN, found, "signed with a key that is not among those you know")
    city, key, state = keys[kid]
    try:
        key.check(bare, content)
    except NotSigned:
        return Checked(Verdict.CHANGED, problem="something in it was changed after it was signed")
    if str(city) != found.city_id:
        return Checked(Verdict.CHANGED, problem="it was signed by another city than it names")
    if state is KeyState.REVOKED:
        return Checked(Verdict.CHANGED, problem="its key was declared stolen: what it signed proves nothing")
    return Checked(Verdict.VALID, found)


def keys_of(card: Card) -> Keys:
    """Return the keys that a card lists."""
    return {
        kid: (city.id, PublicKey(bytes.fromhex(raw)), state)
        for city in card.cities
        for kid, (raw, state) in city.keys.items()
    }


def _with_content(token: str, content: bytes) -> str:
    header, _none, signature = token.split(".")
    return f"{header}.{urlsafe_b64encode(content).decode().rstrip('=')}.{signature}"


def _without_content(token: str) -> tuple[str, bytes]:
    """Return a token without what it holds, and that. Raises `ValueError`."""
    header, content, signature = token.strip().split(".")
    if len(token) > LONGEST or not content:
        raise ValueError("no statement")
    try:
        return f"{header}..{signature}", urlsafe_b64decode(content + "=" * (-len(content) % 4))
    except NotBase64:
        raise ValueError("no statement") from None


def _read(content: bytes) -> Statement:
    """Return what a content says. Raises `ValueError` unless it is written as we write it."""
    try:
        said = json.loads(content)
        is_ours = (
            isinstance(said, dict) and said.pop("type", "") == TYPE and canonical({"type": TYPE, **said}) == content
        )
    except (NotCanonical, RecursionError):
        raise ValueError("no statement") from None
    if not is_ours or said.keys() != {one.name for one in fields(Statement)}:
        raise ValueError("no statement")
    if not all(isinstance(value, str) for value in said.values()):
        raise ValueError("no statement")
    return Statement(**said)
