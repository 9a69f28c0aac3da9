"""The one symmetric box that everything else is made of: AES-256-GCM under a key derived for one purpose."""

import os
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from proximity.foundation.sealing.encoding import context, require_length

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
VERSION = b"\x01"
"""First byte of everything sealed, so that a later format can be told apart."""


class SealBroken(Exception):
    """The sealed bytes were altered, cut, moved to another place, or sealed for someone else."""

    def __init__(self) -> None:
        """Take no argument, so that no caller can put content into the message."""
        super().__init__("The seal is broken: altered, moved, or sealed for another reader.")


class Hidden:
    """Base of what holds a secret: shows only its type, and refuses to be copied or pickled into a queue or a cache."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the type's name and nothing of the value."""
        return f"<{type(self).__name__}: hidden>"

    def __reduce__(self) -> NoReturn:
        """Raise TypeError: a secret leaves the process only by the methods that seal it."""
        message = f"{type(self).__name__} holds a secret and is neither copied nor pickled"
        raise TypeError(message)


def derive(secret: bytes, *purpose: str | bytes, salt: bytes | None = None, length: int = KEY_BYTES) -> bytes:
    """Return `length` bytes derived from `secret` for one `purpose` (HKDF with SHA-256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=context(*purpose)).derive(secret)


class Box(Hidden):
    """Seals short values under a key derived from `secret` (32 bytes) for one `purpose`.

    Sealed form: version (1 byte), nonce (12 random bytes), ciphertext, tag (16). With random nonces one key may seal
    2**32 values (NIST SP 800-38D, 8.3); a box seals the columns of one record or the key pairs of one instance.
    """

    __slots__ = ("_cipher",)

    def __init__(self, secret: bytes, purpose: str) -> None:
        """Derive the key. Raises ValueError when `secret` is not 32 bytes."""
        require_length(secret, KEY_BYTES, "a key")
        self._cipher = AESGCM(derive(secret, purpose))

    def seal(self, content: bytes, place: bytes) -> bytes:
        """Return `content` sealed and bound to `place` (built by `encoding.context`)."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, content, place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Return the content. Raises SealBroken unless `sealed` is whole, unaltered and was sealed for `place`."""
        if len(sealed) < len(VERSION) + NONCE_BYTES + TAG_BYTES or sealed[:1] != VERSION:
            raise SealBroken
        nonce = sealed[1 : 1 + NONCE_BYTES]
        try:
            return self._cipher.decrypt(nonce, sealed[1 + NONCE_BYTES :], place)
        except InvalidTag:
            raise SealBroken from None
