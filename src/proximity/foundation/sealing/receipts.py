"""The receipt: the code a reporter keeps, and the only way back to the report. It is stored nowhere.

Drawn before sending. The database holds its keyed hash, to find the report by; what the reporter may read back is
sealed to a key pair that follows from the code alone.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Self

from proximity.foundation.sealing import crockford
from proximity.foundation.sealing.boxes import Hidden, derive
from proximity.foundation.sealing.encoding import context
from proximity.foundation.sealing.keys import SealKeys

_BYTES = 16
_SYMBOLS = 26


class NotAReceipt(ValueError):
    """The text is not the shape of a receipt. The message does not repeat it."""

    def __init__(self) -> None:
        """Take no argument, so that the typed text cannot reach a log."""
        super().__init__("This is not a receipt code: 26 letters and digits are needed.")


@dataclass(frozen=True, slots=True, repr=False)
class Receipt(Hidden):
    """128 random bits, shown as 26 symbols of Crockford's base 32."""

    _secret: bytes

    @classmethod
    def draw(cls) -> Self:
        """Return a new random receipt."""
        return cls(secrets.token_bytes(_BYTES))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the receipt that a person typed, read as tolerantly as `crockford.decode`. Raises NotAReceipt."""
        try:
            return cls(crockford.decode(text, _SYMBOLS).to_bytes(_BYTES, "big"))
        except (ValueError, OverflowError):  # 26 symbols hold 130 bits: a first symbol above 7 is none of ours
            raise NotAReceipt from None

    @property
    def display(self) -> str:
        """Return the code as people see it: 4-4-4-4-4-4-2 symbols with hyphens."""
        return crockford.groups(crockford.encode(int.from_bytes(self._secret, "big"), _SYMBOLS))

    def lookup(self, pepper: bytes) -> bytes:
        """Return the 32 bytes under which the report is found: HMAC-SHA256 with the `pepper` kept outside the database.

        A plain keyed hash is enough, and a slow one would only slow the reporter: 128 random bits are not guessed.
        """
        return hmac.digest(pepper, context("proximity/receipt-lookup/1", self._secret), "sha256")

    def reader_keys(self) -> SealKeys:
        """Return the key pair to whose public half everything is sealed that the reporter may read back."""
        return SealKeys.of(derive(self._secret, "proximity/receipt-reader/1"))
