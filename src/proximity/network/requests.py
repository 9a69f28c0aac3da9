"""Signed requests between instances (RFC 9421): signed by the worker, checked by the public process, which holds no key.

Covered are method, address and a digest of the body, which is empty. A signature lives two minutes and is taken once.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)  # fmt: skip
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from proximity.foundation.pure.ids import uuid_or_none
from proximity.network.rules.cards import Card, KeyState
from proximity.network.rules.signing import SigningKey

TAG = "proximity-exchange"
LIVES = timedelta(minutes=2)
REMEMBERED = timedelta(minutes=10)
"""How long an answered request is remembered: longer than its signature could be taken."""
COVERED = ("@method", "@target-uri")


@dataclass(slots=True)
class Message:
    """A request as it is signed."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class NotAuthentic(ValueError):
    """The request is not signed by who it says, or too old, or for another address."""


class _Resolver(HTTPSignatureKeyResolver):
    def __init__(self, *, private: Ed25519PrivateKey | None = None, card: Card | None = None) -> None:
        self._private, self._card = private, card

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        if self._private is None:
            raise NotAuthentic
        return self._private

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        keys = self._card.request_keys if self._card else {}
        raw, state = keys.get(key_id.partition("/")[2], ("", KeyState.REVOKED))
        if state is not KeyState.ACTIVE:
            raise NotAuthentic
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(raw))


def sign_request(url: str, *, key: SigningKey, instance: UUID, now: datetime, method: str = "GET") -> dict[str, str]:
    """Return the headers that make a request this instance's."""
    message = Message(method, url)
    private = Ed25519PrivateKey.from_private_bytes(key.reveal())
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Resolver(private=private))
    signer.sign(
        message, key_id=f"{instance}/{key.public.kid}", created=now, expires=now + LIVES, nonce=secrets.token_urlsafe(16),
        label="sig1", tag=TAG, covered_component_ids=COVERED,
    )  # fmt: skip
    return message.headers


def asked_by(headers: dict[str, str]) -> UUID | None:
    """Return which instance a request says it is from; whether it is, `check_request` says."""
    given = headers.get("Signature-Input", "")
    key_id = given.partition('keyid="')[2].partition('"')[0]
    return uuid_or_none(key_id.partition("/")[0])


def check_request(message: Message, *, card: Card) -> str:
    """Return what tells this request from every other, to be remembered. Raises `NotAuthentic`."""
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_Resolver(card=card))
    try:
        (result,) = verifier.verify(message, max_age=LIVES, expect_tag=TAG, require_components=COVERED)
    except (HTTPMessageSignaturesException, InvalidSignature, NotAuthentic, ValueError, KeyError, TypeError):
        raise NotAuthentic from None
    if not result.nonce:
        raise NotAuthentic
    return hashlib.sha256(f"{card.instance}/{result.nonce}".encode()).hexdigest()
