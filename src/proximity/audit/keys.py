"""The HMAC keys of the chains. They lie outside the database; each side writes with its own."""

from functools import lru_cache

from django.conf import settings

from proximity.foundation.keyrings import public_keyring, staff_keyring
from proximity.foundation.sealing.chain import chain_key


@lru_cache(maxsize=256)
def key_of(chain: str) -> bytes:
    """Return the key of a chain. The staff side knows both sides' keys, to verify them; the public side only its own."""
    if settings.SIDE == "public":
        return chain_key(public_keyring().audit, chain)
    ring = staff_keyring()
    return chain_key(ring.public_audit if chain.endswith("/public") else ring.audit, chain)
