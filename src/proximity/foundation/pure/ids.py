"""Identifiers: time-ordered UUIDs, made here so that PostgreSQL 17 serves as well as 18."""

import os
import re
import secrets
import time
import uuid


def new_id() -> uuid.UUID:
    """Return a UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, 12 of what is left of the instant, 62 random bits.

    So lists that are ordered by identifier show what one process made in the order in which it did, also within a millisecond.
    """
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    fraction = (nanoseconds << 12) // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | fraction << 64
    value |= 0b10 << 62 | int.from_bytes(os.urandom(8), "big") & (2**62 - 1)
    return uuid.UUID(int=value)


_READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(prefix: str) -> str:
    """Return a short random reference such as `R-7K3QXM`, without letters that are misread for digits."""
    return f"{prefix}-{''.join(secrets.choice(_READABLE) for _ in range(6))}"


def uuid_or_none(text: str) -> uuid.UUID | None:
    """Return the identifier that a text from outside names, or None where it names none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


_REFERENCE = re.compile(r"[0-9A-Za-z-]{1,40}")


def may_be_reference(text: str) -> bool:
    """Say whether a text from outside has the form of a reference, as PostgreSQL can look it up: it takes no NUL."""
    return _REFERENCE.fullmatch(text) is not None
