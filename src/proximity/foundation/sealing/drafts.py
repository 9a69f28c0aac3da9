"""What travels through the browser sealed: the wizard's draft in a hidden field, the mailbox cookie.

The server keeps no state for either. A token is URL-safe base 64 without padding of: version (1 byte), salt (16), and
the AES-256-GCM ciphertext. Key and nonce of each token are derived from the ring's key and the salt, so that no number
of tokens, as in a flood of requests, ever comes near the limit of random nonces under one key.

Compression before sealing, and why it leaks nothing here: attacks of the CRIME kind need the secret and the attacker's
guesses in one message, again and again, with the exact length visible. Nobody but the reporter can add to a draft: no
cookie carries it and no other site can read it. And after compression the content is padded to buckets of 256 bytes.

A token can be sent again (nothing is remembered). Sending one report twice is made harmless by the receipt inside it.
"""

import base64
import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from proximity.foundation.pure.json import JSONValue
from proximity.foundation.sealing.boxes import KEY_BYTES, NONCE_BYTES, VERSION, Hidden, SealBroken, derive
from proximity.foundation.sealing.encoding import (
    context,
    decode_json,
    encode_json,
    pad,
    require_length,
    unpad,
)

_SALT_BYTES = 16
_TIME_BYTES = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class DraftRefused(Exception):
    """The draft was altered, cut, or sealed under a key that is no longer in the ring."""


class TokenRefused(Exception):
    """The token was altered, made for another purpose, or sealed under a key that is no longer in the ring."""


class TokenExpired(TokenRefused):
    """The token is genuine, but older than it may be."""


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft as it was sealed, at the instant `sealed_at` (UTC), and its `age` when opened, never negative."""

    payload: JSONValue
    sealed_at: datetime
    age: timedelta


class DraftSealer(Hidden):
    """Seals the wizard's answers between two pages. Age is told, never refused: a day-old draft opens with its text."""

    __slots__ = ("_tokens",)

    def __init__(self, *keys: bytes) -> None:
        """Take the ring's keys (32 bytes each): the first seals, all open. Raises ValueError without a key."""
        self._tokens = _Tokens("proximity/draft/1", keys)

    def seal(self, payload: JSONValue, now: datetime) -> str:
        """Return the token. `now` carries its time zone; a naive one raises TypeError."""
        return self._tokens.seal(payload, now)

    def open(self, token: str, now: datetime) -> OpenedDraft:
        """Return the draft in `token`. Raises DraftRefused when it is not one of ours, whole and unaltered."""
        try:
            return self._tokens.open(token, now)
        except SealBroken:
            message = "The draft was altered or is not one of ours."
            raise DraftRefused(message) from None


class TokenSealer(Hidden):
    """Seals short-lived tokens for one `purpose`, such as the mailbox cookie, which holds the receipt."""

    __slots__ = ("_tokens",)

    def __init__(self, purpose: str, *keys: bytes) -> None:
        """Take the ring's keys (32 bytes each): the first seals, all open. Raises ValueError without a key."""
        self._tokens = _Tokens(f"proximity/token/1/{purpose}", keys)

    def seal(self, payload: JSONValue, now: datetime) -> str:
        """Return the token. `now` carries its time zone; a naive one raises TypeError."""
        return self._tokens.seal(payload, now)

    def open(self, token: str, now: datetime, *, max_age: timedelta) -> JSONValue:
        """Return the payload. Raises TokenExpired past `max_age`, TokenRefused when it is not one of ours."""
        try:
            opened = self._tokens.open(token, now)
        except SealBroken:
            message = "The token was altered or is not one of ours."
            raise TokenRefused(message) from None
        if opened.age > max_age:
            message = "The token is too old."
            raise TokenExpired(message)
        return opened.payload


class _Tokens(Hidden):
    """What both sealers share: sealed, dated JSON under the first of several keys."""

    __slots__ = ("_keys", "_purpose")

    def __init__(self, purpose: str, keys: tuple[bytes, ...]) -> None:
        if not keys:
            message = "a sealer needs at least one key"
            raise ValueError(message)
        for key in keys:
            require_length(key, KEY_BYTES, "a key")
        self._keys = keys
        self._purpose = purpose

    def seal(self, payload: JSONValue, now: datetime) -> str:
        ticks = (now - _EPOCH) // _TICK
        content = ticks.to_bytes(_TIME_BYTES, "big", signed=True) + zlib.compress(encode_json(payload))
        salt = os.urandom(_SALT_BYTES)
        cipher, nonce = self._cipher(self._keys[0], salt)
        return _to_text(VERSION + salt + cipher.encrypt(nonce, pad(content), self._place()))

    def open(self, token: str, now: datetime) -> OpenedDraft:
        sealed = _from_text(token)
        salt = sealed[1 : 1 + _SALT_BYTES]
        if sealed[:1] != VERSION or len(salt) < _SALT_BYTES:
            raise SealBroken
        content = unpad(self._decrypt(salt, sealed[1 + _SALT_BYTES :]))
        sealed_at = _EPOCH + int.from_bytes(content[:_TIME_BYTES], "big", signed=True) * _TICK
        payload = decode_json(zlib.decompress(content[_TIME_BYTES:]))
        # A clock set back must not make a draft come from the future.
        return OpenedDraft(payload, sealed_at, max(now - sealed_at, timedelta()))

    def _decrypt(self, salt: bytes, ciphertext: bytes) -> bytes:
        for key in self._keys:
            cipher, nonce = self._cipher(key, salt)
            try:
                return cipher.decrypt(nonce, ciphertext, self._place())
            except InvalidTag:
                continue
        raise SealBroken

    def _cipher(self, key: bytes, salt: bytes) -> tuple[AESGCM, bytes]:
        material = derive(key, self._purpose, salt=salt, length=KEY_BYTES + NONCE_BYTES)
        return AESGCM(material[:KEY_BYTES]), material[KEY_BYTES:]

    def _place(self) -> bytes:
        return context(self._purpose)


def _to_text(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _from_text(token: str) -> bytes:
    """Return the bytes of `token`. Raises SealBroken unless it is spelled exactly as `_to_text` would."""
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise SealBroken from None
    # Base 64 leaves up to four bits unused at the end: two spellings of one token would let "any change" pass.
    if _to_text(sealed) != token:
        raise SealBroken
    return sealed
