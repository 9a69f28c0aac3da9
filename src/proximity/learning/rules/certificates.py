"""A certificate: its number, and how the name on it is checked by who holds it in her hand."""

import hashlib
import secrets
import unicodedata

from proximity.foundation.sealing import crockford

SYMBOLS = 16
"""80 random bits: nobody finds a number by trying."""


def new_number() -> str:
    """Return a number that nobody can guess, as it is stored."""
    return crockford.encode(secrets.randbits(SYMBOLS * crockford.BITS), SYMBOLS)


def shown(number: str) -> str:
    """Return a number as it is printed, in groups of four."""
    return crockford.groups(number)


def read(text: str) -> str | None:
    """Return the number that somebody typed or followed, or None where it is none."""
    try:
        return crockford.encode(crockford.decode(text, SYMBOLS), SYMBOLS)
    except ValueError:
        return None


def name_mark(number: str, name: str) -> str:
    """Return what is kept for checking a name: it tells nothing to who does not have the number and the name already."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return hashlib.sha256(f"proximity/certificate/1\n{number}\n{plain}".encode()).hexdigest()
