"""The restore code: shown once at set-up, it opens the master key inside a backup.

28 symbols in seven groups: 26 of 130 random bits, then two check symbols (the number modulo the prime 1021). A wrong
symbol, or two neighbours swapped, is found while typing, not after the restore.
"""

import os
import secrets
from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from proximity.foundation.sealing import crockford
from proximity.foundation.sealing.boxes import KEY_BYTES, VERSION, Box, Hidden, SealBroken
from proximity.foundation.sealing.encoding import context
from proximity.foundation.sealing.keys import MasterKey

_BITS = 130
_SYMBOLS = 28
_CHECK_BITS = 10
_CHECK_PRIME = 1021  # the largest prime that two symbols hold: prime, so that no single slip is a multiple of it
_SALT_BYTES = 16
# 32 MiB and about 0.1 s. The code needs no stretching while secret; it does when half of it was seen on a photograph.
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}


class NotARestoreCode(ValueError):
    """The text is mistyped: wrong length, a symbol that no code has, or check symbols that do not fit."""

    def __init__(self) -> None:
        """Take no argument, so that the typed text cannot reach a log."""
        super().__init__("This is not a restore code: look for a mistyped symbol.")


class WrongRestoreCode(Exception):
    """The code is well-formed, but not the one of this backup, or the sealed key in the backup is damaged."""

    def __init__(self) -> None:
        """Take no argument, so that the code cannot reach a log."""
        super().__init__("This restore code does not open this backup.")


@dataclass(frozen=True, slots=True, repr=False)
class RestoreCode(Hidden):
    """130 random bits with check symbols."""

    _value: int

    @classmethod
    def draw(cls) -> Self:
        """Return a new random code."""
        return cls(secrets.randbits(_BITS))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the code that a person typed, read as tolerantly as `crockford.decode`. Raises NotARestoreCode."""
        try:
            number = crockford.decode(text, _SYMBOLS)
        except ValueError:
            raise NotARestoreCode from None
        value = number >> _CHECK_BITS
        if number & 2**_CHECK_BITS - 1 != value % _CHECK_PRIME:
            raise NotARestoreCode
        return cls(value)

    @property
    def display(self) -> str:
        """Return the code as people see it: seven groups of four symbols with hyphens."""
        return crockford.groups(crockford.encode(self._value << _CHECK_BITS | self._value % _CHECK_PRIME, _SYMBOLS))

    def stretch(self, salt: bytes) -> bytes:
        """Return the 32-byte key that scrypt (RFC 7914) makes of this code and `salt`."""
        scrypt = Scrypt(salt=salt, length=KEY_BYTES, **_SCRYPT)
        return scrypt.derive(context("proximity/restore-code/1", self._value.to_bytes((_BITS + 7) // 8, "big")))


def seal_master(master: MasterKey, code: RestoreCode) -> bytes:
    """Return the master key sealed under `code`, for a backup: version, salt (16 bytes), sealed key."""
    salt = os.urandom(_SALT_BYTES)
    return VERSION + salt + _box(code, salt).seal(master.reveal(), salt)


def open_master(blob: bytes, code: RestoreCode) -> MasterKey:
    """Return the master key in `blob`. Raises WrongRestoreCode when the code does not fit or the blob was altered."""
    salt, sealed = blob[1 : 1 + _SALT_BYTES], blob[1 + _SALT_BYTES :]
    if blob[:1] != VERSION:
        raise WrongRestoreCode
    try:
        return MasterKey(_box(code, salt).open(sealed, salt))
    except SealBroken:
        raise WrongRestoreCode from None


def _box(code: RestoreCode, salt: bytes) -> Box:
    return Box(code.stretch(salt), "proximity/restored-master/1")
