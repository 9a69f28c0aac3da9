"""The master key of an instance and the two key pairs of each organisation.

The master key lies outside the database. It wraps the private halves of the organisations' keys, which lie in the
database; the public halves lie there in the clear, and are all that the public process needs.
"""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from proximity.foundation.sealing import crockford
from proximity.foundation.sealing.boxes import KEY_BYTES, Box, Hidden, SealBroken, derive
from proximity.foundation.sealing.encoding import context, require_length
from proximity.foundation.sealing.keyfiles import read_keys, replace_keys, write_key

MASTER_KIND = "master"
FINGERPRINT_SYMBOLS = 20
"""Symbols of a fingerprint, without the hyphens between groups."""


class MasterKey(Hidden):
    """The key over all others: 32 bytes, held by the staff side only.

    While it is being replaced there are two: what is wrapped from now on is wrapped by the newest, and both open.
    """

    __slots__ = ("_boxes", "_secrets")

    def __init__(self, secret: bytes, *older: bytes) -> None:
        """Take the 32 bytes of a key that exists, and of those it replaces. Raises ValueError for another length."""
        self._secrets = (secret, *older)
        self._boxes = tuple(Box(one, "proximity/master/1") for one in self._secrets)

    @classmethod
    def generate(cls) -> Self:
        """Return a new random master key."""
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the key in the file `path`. Raises KeyMissing, KeyTooOpen or KeyDamaged."""
        return cls(*read_keys(path, MASTER_KIND))

    def save(self, path: Path) -> None:
        """Write the key to the new file `path` with mode 0600. Raises KeyExists rather than overwrite."""
        write_key(path, self.reveal(), MASTER_KIND)

    @property
    def is_being_replaced(self) -> bool:
        """Say whether an older key still opens what the newest has not wrapped yet."""
        return len(self._secrets) > 1

    def succeeded_by(self, fresh: Self) -> Self:
        """Return a key that wraps as `fresh` does and opens what both have wrapped."""
        return type(self)(fresh.reveal(), *self._secrets)

    def newest(self) -> Self:
        """Return the newest key without those it replaced."""
        return type(self)(self._secrets[0])

    def replace_in(self, path: Path) -> None:
        """Let the key file `path` hold these keys from now on, whole or not at all."""
        replace_keys(path, self._secrets, MASTER_KIND)

    def wrap(self, data: bytes, *, context: str) -> bytes:
        """Return `data` sealed; only `unwrap` with the same `context` opens it."""
        return self._boxes[0].seal(data, context.encode())

    def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        """Return the data. Raises SealBroken for another master key, another context or altered bytes."""
        for box in self._boxes[:-1]:
            with suppress(SealBroken):
                return box.open(wrapped, context.encode())
        return self._boxes[-1].open(wrapped, context.encode())

    def rewrap(self, wrapped: bytes, *, context: str) -> bytes:
        """Return the same data wrapped by the newest key. Raises SealBroken as `unwrap`."""
        return self.wrap(self.unwrap(wrapped, context=context), context=context)

    def subkey(self, *purpose: str | bytes) -> bytes:
        """Return 32 bytes derived for one `purpose`, for what is not sealing: keyed hashes of words."""
        return derive(self.reveal(), *purpose)

    def reveal(self) -> bytes:
        """Return the 32 bytes of the newest, for sealing them under the restore code and for nothing else."""
        return self._secrets[0]


@dataclass(frozen=True, slots=True, repr=False)
class SealKeys(Hidden):
    """An X25519 key pair: what is sealed to `public` (32 bytes) is opened with `private`."""

    private: X25519PrivateKey

    @classmethod
    def of(cls, secret: bytes) -> Self:
        """Return the pair that belongs to the 32 bytes of a private key."""
        return cls(X25519PrivateKey.from_private_bytes(secret))

    @property
    def public(self) -> bytes:
        """Return the public half, 32 bytes."""
        return self.private.public_key().public_bytes_raw()


class OrganisationKeys(Hidden):
    """The two key pairs of an organisation: X25519, to which records are sealed, and Ed25519, with which it signs."""

    __slots__ = ("_seal", "_sign")

    def __init__(self, secret: bytes) -> None:
        """Take the 64 bytes of both private keys, X25519 first. Raises ValueError for another length."""
        require_length(secret, 2 * KEY_BYTES, "an organisation's keys")
        self._seal = SealKeys.of(secret[:KEY_BYTES])
        self._sign = Ed25519PrivateKey.from_private_bytes(secret[KEY_BYTES:])

    @classmethod
    def generate(cls) -> Self:
        """Return two new random key pairs."""
        return cls(os.urandom(2 * KEY_BYTES))

    @classmethod
    def open(cls, master: MasterKey, wrapped: bytes, organisation_id: UUID) -> Self:
        """Return the keys that `wrapped_by` wrapped. Raises SealBroken for another master key or organisation."""
        return cls(master.unwrap(wrapped, context=_wrap_context(organisation_id)))

    @classmethod
    def rewrapped(cls, master: MasterKey, wrapped: bytes, organisation_id: UUID) -> bytes:
        """Return the same private keys wrapped by the newest master key. Raises SealBroken as `open`."""
        return master.rewrap(wrapped, context=_wrap_context(organisation_id))

    def wrapped_by(self, master: MasterKey, organisation_id: UUID) -> bytes:
        """Return both private keys wrapped for storage, bound to `organisation_id`."""
        secret = self._seal.private.private_bytes_raw() + self._sign.private_bytes_raw()
        return master.wrap(secret, context=_wrap_context(organisation_id))

    @property
    def public_seal(self) -> bytes:
        """Return the public key to seal to: 32 bytes, X25519."""
        return self._seal.public

    @property
    def public_sign(self) -> bytes:
        """Return the public key that checks signatures: 32 bytes, Ed25519."""
        return self._sign.public_key().public_bytes_raw()

    @property
    def private_seal(self) -> X25519PrivateKey:
        """Return the private key that opens this organisation's wraps."""
        return self._seal.private

    def sign(self, message: bytes, *, purpose: str) -> bytes:
        """Return the signature (64 bytes) over `message`, valid for `purpose` only."""
        return self._sign.sign(context(purpose, message))

    def sign_manifest(self, manifest: bytes) -> bytes:
        """Return the plain Ed25519 signature (64 bytes) over a JSON object, as any tool outside can check it.

        All that `sign` signs begins with a zero byte, so neither can be taken for the other. Raises ValueError for what does not
        begin as a JSON object.
        """
        if not manifest.startswith(b"{"):
            message = "only a JSON object is signed without a purpose"
            raise ValueError(message)
        return self._sign.sign(manifest)


def signature_holds(public_sign: bytes, signature: bytes, message: bytes, *, purpose: str) -> bool:
    """Return whether the owner of `public_sign` signed `message` for `purpose`.

    Raises ValueError when `public_sign` is not 32 bytes.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public_sign).verify(signature, context(purpose, message))
    except InvalidSignature:
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Return 20 symbols in groups of four (100 bits of SHA-256) by which two people compare a public key aloud."""
    bits = crockford.BITS * FINGERPRINT_SYMBOLS
    digest = int.from_bytes(hashlib.sha256(public).digest(), "big")
    return crockford.groups(crockford.encode(digest >> 256 - bits, FINGERPRINT_SYMBOLS))


def _wrap_context(organisation_id: UUID) -> str:
    return f"proximity/organisation-keys/1/{organisation_id}"
