"""An organisation's own keys, opened with the master key. Only the staff side has the file that this reads."""

from functools import lru_cache
from uuid import UUID

from proximity.accounts.models import OrganisationSecret
from proximity.foundation.keyrings import staff_keyring
from proximity.foundation.sealing.boxes import derive
from proximity.foundation.sealing.keys import OrganisationKeys


@lru_cache(maxsize=512)
def organisation_keys(organisation_id: UUID) -> OrganisationKeys:
    """Return an organisation's private keys, opened once per process. Raises `SealBroken` with the wrong master key."""
    secret = OrganisationSecret.objects.get(pk=organisation_id)
    return OrganisationKeys.open(staff_keyring().master, bytes(secret.private_keys), organisation_id)


@lru_cache(maxsize=512)
def search_secret(organisation_id: UUID) -> bytes:
    """Return the key of an organisation's index of words, 32 bytes. It is derived from the master key and stored nowhere."""
    return staff_keyring().master.subkey("proximity/search/1", organisation_id.bytes)


@lru_cache(maxsize=512)
def import_secret(organisation_id: UUID) -> bytes:
    """Return the key by which an organisation knows again what it brought in from older registers, 32 bytes.

    Derived from the key of the log, which is not replaced: after a new master key nothing is brought in twice.
    """
    return derive(staff_keyring().audit, "proximity/import/1", organisation_id.bytes)
