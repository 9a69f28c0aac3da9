"""Which key and certificate an organisation signs PDF with: its city's own, or one that is made when it is first needed."""

from datetime import datetime

from cryptography import x509
from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.models import Organisation
from proximity.audit.operations import Origin, record_event
from proximity.dossier.models import SigningCertificate
from proximity.dossier.signing.certificates import Identity, NotACertificate, check_valid, reopened, self_signed
from proximity.foundation.keyrings import staff_keyring

LENGTH_BYTES = 4


@transaction.atomic
def identity_of(organisation: Organisation, *, origin: Origin, now: datetime | None = None) -> Identity:
    """Return what an organisation signs with, in its own context; a self-signed certificate is made and renewed by itself.

    Raises `NotACertificate` where the city's own certificate is not valid now: nobody replaces that in silence.
    """
    now = now or timezone.now()
    known = _locked(organisation)
    if known is None:
        # Two packs that are made at once ask for the first certificate at once: the second waits, and takes the first one's.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_context(organisation)])
        known = _locked(organisation)
    if known is not None:
        identity = _opened(known)
        try:
            check_valid(identity, now=now)
        except NotACertificate:
            if known.given:
                raise
        else:
            return identity
    city = organisation.city
    identity = self_signed(organisation=organisation.name, city=city.name, country=city.country.upper(), now=now)
    _store(organisation, identity, given=False, now=now)
    record_event("signing_certificate.made", origin=origin, target=organisation.pk, label=identity.sha256[:16], now=now)
    return identity


@transaction.atomic
def give_certificate(
    *, organisation: Organisation, identity: Identity, by: Origin, purpose: str = "", now: datetime | None = None
) -> None:  # fmt: skip
    """Let an organisation sign with its city's own certificate from now on. Raises `NotACertificate` unless it is valid now."""
    now = now or timezone.now()
    check_valid(identity, now=now)
    _store(organisation, identity, given=True, now=now)
    record_event(
        "signing_certificate.given",
        origin=by,
        target=organisation.pk,
        label=identity.sha256[:16],
        purpose=purpose,
        now=now,
    )


def given_until() -> list[tuple[str, datetime]]:
    """Return until when each city's own certificate is valid, with its organisation's name. Ours are renewed by themselves."""
    rows = SigningCertificate.objects.filter(given=True).select_related("organisation")
    return [
        (row.organisation.name, x509.load_der_x509_certificate(_parted(bytes(row.certificates))[0]).not_valid_after_utc)
        for row in rows
    ]


def rewrap_certificates() -> int:
    """Wrap every private key by the newest master key, and return how many: runs as the owner, while nothing else does."""
    rows = SigningCertificate.objects.select_related("organisation").select_for_update(of=("self",))
    for row in rows:
        row.private_key = staff_keyring().master.rewrap(bytes(row.private_key), context=_context(row.organisation))
        row.save(update_fields=["private_key"])
    return len(rows)


def _locked(organisation: Organisation) -> SigningCertificate | None:
    return SigningCertificate.objects.select_for_update().filter(pk=organisation.pk).first()


def _store(organisation: Organisation, identity: Identity, *, given: bool, now: datetime) -> None:
    wrapped = staff_keyring().master.wrap(identity.key, context=_context(organisation))
    values = {"certificates": _joined(identity.certificates), "private_key": wrapped, "given": given, "set_at": now}
    if not SigningCertificate.objects.filter(pk=organisation.pk).update(**values):
        SigningCertificate.objects.create(organisation=organisation, city_id=organisation.city_id, **values)


def _opened(row: SigningCertificate) -> Identity:
    key = staff_keyring().master.unwrap(bytes(row.private_key), context=_context(row.organisation))
    return reopened(key, _parted(bytes(row.certificates)))


def _context(organisation: Organisation) -> str:
    return f"proximity/signing-certificate/1/{organisation.pk}"


def _joined(certificates: tuple[bytes, ...]) -> bytes:
    return b"".join(len(one).to_bytes(LENGTH_BYTES, "big") + one for one in certificates)


def _parted(joined: bytes) -> tuple[bytes, ...]:
    found = []
    while joined:
        length = int.from_bytes(joined[:LENGTH_BYTES], "big")
        found.append(joined[LENGTH_BYTES : LENGTH_BYTES + length])
        joined = joined[LENGTH_BYTES + length :]
    return tuple(found)
