"""Record keys: one per report, case or file, wrapped once for each reader. The wraps are the access list.

To share a record is to add a wrap, to withdraw is to delete one, to erase is to delete them all. What is sealed under
the key is bound to its table, column and row, so that a value copied elsewhere refuses to open.
"""

import os
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from proximity.foundation.pure.json import JSONValue
from proximity.foundation.sealing.boxes import KEY_BYTES, VERSION, Box, Hidden, SealBroken, derive
from proximity.foundation.sealing.encoding import (
    context,
    decode_json,
    encode_json,
    encode_text,
    pad,
    unpad,
)

# RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class RecordKey(Hidden):
    """The key of one record: 32 random bytes that exist in the clear only while a request works on the record."""

    __slots__ = ("_box", "_secret")

    def __init__(self, secret: bytes) -> None:
        """Take the 32 bytes of a key that exists. Raises ValueError for another length."""
        self._box = Box(secret, "proximity/record/1")
        self._secret = secret

    @classmethod
    def generate(cls) -> Self:
        """Return a new random record key."""
        return cls(os.urandom(KEY_BYTES))

    def wrap_for(self, public_seal: bytes, *, record_id: UUID, reader: str) -> bytes:
        """Return this key sealed to `public_seal` (HPKE; 81 bytes), for this record and this reader only.

        `reader` names whom the wrap is for, e.g. `organisation:<id>` or `reporter`. Needs no private key: the public
        process calls it. Raises ValueError when `public_seal` is no usable X25519 key.
        """
        public = X25519PublicKey.from_public_bytes(public_seal)
        return VERSION + _HPKE.encrypt(self._secret, public, info=_wrap_info(record_id, reader))

    @classmethod
    def open_wrap(cls, wrapped: bytes, private: X25519PrivateKey, *, record_id: UUID, reader: str) -> Self:
        """Return the record key. Raises SealBroken for another private key, record or reader, or altered bytes."""
        if wrapped[:1] != VERSION:
            raise SealBroken
        try:
            return cls(_HPKE.decrypt(wrapped[1:], private, info=_wrap_info(record_id, reader)))
        except InvalidTag:
            raise SealBroken from None

    def seal(self, value: bytes, *, table: str, column: str, row: UUID) -> bytes:
        """Return `value` sealed for one place, 29 bytes longer. The length shows: use `seal_text` for words."""
        return self._box.seal(value, _place("bytes", table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: UUID) -> bytes:
        """Return the value. Raises SealBroken for another key, kind or place, or altered bytes."""
        return self._box.open(sealed, _place("bytes", table, column, row))

    def seal_text(self, text: str, *, table: str, column: str, row: UUID) -> bytes:
        """Return `text` padded (`encoding.bucket`) and sealed for one place. Lone surrogates become U+FFFD."""
        return self._box.seal(pad(encode_text(text)), _place("text", table, column, row))

    def open_text(self, sealed: bytes, *, table: str, column: str, row: UUID) -> str:
        """Return the text. Raises SealBroken as `open`."""
        return unpad(self._box.open(sealed, _place("text", table, column, row))).decode()

    def seal_json(self, value: JSONValue, *, table: str, column: str, row: UUID) -> bytes:
        """Return `value` as JSON, padded and sealed for one place. Raises ValueError for NaN and infinities."""
        return self._box.seal(pad(encode_json(value)), _place("json", table, column, row))

    def open_json(self, sealed: bytes, *, table: str, column: str, row: UUID) -> JSONValue:
        """Return the value. Raises SealBroken as `open`."""
        return decode_json(unpad(self._box.open(sealed, _place("json", table, column, row))))

    def subkey(self, *purpose: str | bytes, salt: bytes) -> bytes:
        """Return 32 bytes derived for one `purpose` and random `salt`, for sealing that cannot be done in one piece."""
        return derive(self._secret, *purpose, salt=salt)


def _wrap_info(record_id: UUID, reader: str) -> bytes:
    return context("proximity/wrap/1", record_id.bytes, reader)


def _place(kind: str, table: str, column: str, row: UUID) -> bytes:
    return context("proximity/value/1", kind, table, column, row.bytes)
