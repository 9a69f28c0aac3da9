"""Identifiers: time-ordered UUIDs, made here so that PostgreSQL 17 serves as well as 18."""

import os
import re
import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> uuid.UUID:
    """Return a UUID version 7 (RFC 9562), later than every one before it from this process: 60 bits of time, 62 random bits.

    The 12 bits below the milliseconds are fractions of one (section 6.2, method 3), and two of one fraction are told apart by
    moving the second on: what was done in one moment stays in its order.
    """
    global _last  # noqa: PLW0603  (the one moment that this process has named last)
    now = (time.time_ns() << 12) // 1_000_000
    with _lock:
        # A clock set back by more than a second is believed: the rest of the order is not worth a wrong time.
        _last = max(now, _last + 1) if _last - now < 1000 << 12 else now
        moment = _last
    random = int.from_bytes(os.urandom(8), "big")
    value = (moment >> 12 & (2**48 - 1)) << 80 | 0x7 << 76 | (moment & 0xFFF) << 64
    value |= 0b10 << 62 | random & (2**62 - 1)
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
