"""Identifiers of objects, bound to their author: nobody can take another's identifier before its object has arrived.

A UUID of version 8 (RFC 9562): 48 bits of time and 12 below the milliseconds as in version 7, then 62 bits of a hash over these
and the author. Who else wanted this identifier would need an author of the same hash.
"""

import hashlib
from uuid import UUID

from proximity.foundation.pure.ids import new_id

_LOW = (1 << 62) - 1


def object_id(author: UUID) -> UUID:
    """Return a new identifier that only this author can own."""
    return _bound(author, new_id().int >> 64)


def owns(author: UUID, identifier: UUID) -> bool:
    """Say whether an identifier is this author's."""
    return _bound(author, identifier.int >> 64) == identifier


def _bound(author: UUID, high: int) -> UUID:
    high = high & ~0xF000 | 0x8000
    found = hashlib.sha256(b"proximity/object-id/1" + author.bytes + high.to_bytes(8, "big")).digest()
    return UUID(int=high << 64 | 0b10 << 62 | int.from_bytes(found[:8], "big") & _LOW)
