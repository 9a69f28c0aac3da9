"""The key rings of this process, read once from disk. The public side has no staff ring: the file is not given to it."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from proximity.foundation.sealing.keyring import PublicKeyring, StaffKeyring


@lru_cache(maxsize=1)
def _public(folder: Path) -> PublicKeyring:
    return PublicKeyring.load(folder)


@lru_cache(maxsize=1)
def _staff(folder: Path, public: Path) -> StaffKeyring:
    return StaffKeyring.load(folder, public=public)


def read_anew() -> None:
    """Forget the rings that this process has read: a command has just replaced a key."""
    _public.cache_clear()
    _staff.cache_clear()


def public_keyring() -> PublicKeyring:
    """Return the ring that seals drafts and finds mailboxes; the staff side, which enters reports too, may read it."""
    return _public(settings.PUBLIC_DATA / "keys")


def staff_keyring() -> StaffKeyring:
    """Return the ring with the master key. Raises `KeyMissing` where there is none, as on the public side."""
    return _staff(settings.PROXIMITY_DATA / "keys", settings.PUBLIC_DATA / "keys")
