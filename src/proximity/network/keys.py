"""The keys of this instance's cities: drawn when they are first needed, opened by the master key, replaced, declared stolen."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.models import City
from proximity.audit.operations import Origin, record_event
from proximity.foundation.jobs import ask_for
from proximity.foundation.keyrings import staff_keyring
from proximity.network.models import Author, AuthorKey
from proximity.network.rules.signing import SigningKey

RENEW = "network.renew_card"
"""The job by which this instance's card tells of a key that was drawn, before others come for what it signed."""


def _context(author: UUID) -> str:
    return f"proximity/exchange-key/1/{author}"


def author_of(city: City) -> Author:
    """Return a city of this instance as an author, in her own context; her row is made when it is first needed."""
    found = Author.objects.filter(pk=city.pk).first()
    if found is None:
        Author.objects.bulk_create(
            [Author(id=city.pk, city=city, name=city.name, country=city.country)], ignore_conflicts=True
        )
        found = Author.objects.get(pk=city.pk)
    return found


def signing_key(author: Author, *, origin: Origin, now: datetime | None = None) -> SigningKey:
    """Return the key that a city signs with, in her own context. The first is drawn when it is first needed."""
    row = _in_use(author)
    if row is None:
        # Two first objects at once: the second waits, and takes the first one's key.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_context(author.pk)])
        row = _in_use(author)
    if row is None:
        return _draw(author, origin=origin, now=now or timezone.now())
    return SigningKey(staff_keyring().master.unwrap(bytes(row.private_key), context=_context(author.pk)))


@transaction.atomic
def replace_key(author: Author, *, stolen: bool, origin: Origin, now: datetime | None = None) -> SigningKey:
    """Draw another key for a city. What the old one signed still holds, unless it was stolen: then it holds no more, anywhere."""
    now = now or timezone.now()
    old = AuthorKey.objects.select_for_update().filter(author=author, retired_at=None, revoked_at=None).first()
    if old is not None:
        old.retired_at, old.revoked_at = (None, now) if stolen else (now, None)
        old.save(update_fields=["retired_at", "revoked_at"])
        if stolen:
            record_event("exchange.key_revoked", origin=origin, target=author.pk, label=old.kid, now=now)
        else:
            record_event("exchange.key_retired", origin=origin, target=author.pk, label=old.kid, now=now)
    return _draw(author, origin=origin, now=now)


def rewrap_keys() -> int:
    """Wrap every private key by the newest master key, and return how many: runs as the owner, while nothing else does."""
    rows = list(AuthorKey.objects.select_for_update())
    for row in rows:
        row.private_key = staff_keyring().master.rewrap(bytes(row.private_key), context=_context(row.author_id))
        row.save(update_fields=["private_key"])
    return len(rows)


def _in_use(author: Author) -> AuthorKey | None:
    return AuthorKey.objects.filter(author=author, retired_at=None, revoked_at=None).first()


def _draw(author: Author, *, origin: Origin, now: datetime) -> SigningKey:
    key = SigningKey.generate()
    wrapped = staff_keyring().master.wrap(key.reveal(), context=_context(author.pk))
    AuthorKey.objects.create(author=author, kid=key.public.kid, public=key.public.raw, private_key=wrapped, made_at=now)
    # Who reads what it signs must find it on the card: the first is drawn while the city publishes.
    ask_for(RENEW)
    record_event("exchange.key_drawn", origin=origin, target=author.pk, label=key.public.kid, now=now)
    return key
