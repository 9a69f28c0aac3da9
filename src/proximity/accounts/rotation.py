"""Replacing keys, while nothing else runs: what the master key wraps, and the key pairs of one organisation.

Runs with the database owner's connection, whom no wall binds. The act is the operator's.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.db import transaction

from proximity.accounts.adapters import CONTEXT
from proximity.accounts.keys import organisation_keys
from proximity.accounts.models import KeyWrap, Organisation, OrganisationSecret
from proximity.audit.operations import Origin, record_event
from proximity.foundation.keyrings import staff_keyring
from proximity.foundation.sealing.keys import OrganisationKeys, fingerprint
from proximity.foundation.sealing.records import RecordKey

OPERATOR = Origin(actor="operator")
_AT_ONCE = 1000
_SECRET_FIELDS = ("secret", "seed", "migrated_codes")
"""Where allauth keeps what our adapter sealed: of an app, of codes on paper, of codes from before they had a seed."""


def rewrap_secrets() -> int:
    """Wrap the organisations' keys and the second factors by the newest master key; return how many secrets.

    Raises `SealBroken` where something was not wrapped by a master key of this installation. Call it in a transaction.
    """
    master = staff_keyring().master
    secrets = list(OrganisationSecret.objects.select_for_update())
    for secret in secrets:
        secret.private_keys = OrganisationKeys.rewrapped(master, bytes(secret.private_keys), secret.organisation_id)
        secret.save(update_fields=["private_keys"])
    factors = list(Authenticator.objects.select_for_update())
    for factor in factors:
        factor.data = {name: _rewrapped(name, value) for name, value in _fields(factor).items()}
        factor.save(update_fields=["data"])
    return len(secrets) + len(factors)


def _fields(factor: Authenticator) -> Mapping[str, object]:
    found: Mapping[str, object] = factor.data
    return found


def _rewrapped(name: str, value: object) -> object:
    if name not in _SECRET_FIELDS:
        return value
    if isinstance(value, list):
        return [_rewrapped(name, one) for one in value]
    wrapped = staff_keyring().master.rewrap(b64decode(str(value)), context=CONTEXT)
    return b64encode(wrapped).decode()


@transaction.atomic
def replace_organisation_keys(*, organisation: Organisation, purpose: str, by: Origin = OPERATOR) -> int:
    """Draw new key pairs for an organisation and seal its record keys to them; return how many.

    What lies in older backups stays sealed to the old pair, which those backups hold. What was signed keeps its signature,
    and the fingerprint it was told with. Raises `SealBroken` where a record key does not open; nothing is changed then.
    """
    old, fresh = organisation_keys(organisation.pk), OrganisationKeys.generate()
    wraps = KeyWrap.objects.filter(organisation=organisation).select_for_update()
    changed: list[KeyWrap] = []
    count = 0
    for wrap in wraps.iterator(chunk_size=_AT_ONCE):
        wrap.wrapped = _moved(wrap, old, fresh)
        changed.append(wrap)
        count += 1
        if len(changed) == _AT_ONCE:
            KeyWrap.objects.bulk_update(changed, ["wrapped"])
            changed.clear()
    KeyWrap.objects.bulk_update(changed, ["wrapped"])
    OrganisationSecret.objects.filter(pk=organisation.pk).update(
        private_keys=fresh.wrapped_by(staff_keyring().master, organisation.pk)
    )
    Organisation.objects.filter(pk=organisation.pk).update(seal_key=fresh.public_seal, sign_key=fresh.public_sign)
    organisation_keys.cache_clear()
    record_event(
        "keys.organisation_replaced", origin=by, target=organisation.pk, label=fingerprint(fresh.public_sign),
        purpose=purpose,
    )  # fmt: skip
    return count


def _moved(wrap: KeyWrap, old: OrganisationKeys, fresh: OrganisationKeys) -> bytes:
    reader = str(wrap.organisation_id)
    key = RecordKey.open_wrap(bytes(wrap.wrapped), old.private_seal, record_id=wrap.record_id, reader=reader)
    return key.wrap_for(fresh.public_seal, record_id=wrap.record_id, reader=reader)
