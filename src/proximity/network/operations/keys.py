"""Replacing a city's key, also when it was stolen: everything of the city is signed anew, at the same version."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.audit.operations import Origin
from proximity.network.keys import replace_key
from proximity.network.models import Author, Outgoing, SharedObject
from proximity.network.rules.envelope import read, signed
from proximity.network.rules.signing import SigningKey, canonical
from proximity.network.store import item_of, send_all


@transaction.atomic
def replace_city_key(*, author_id: UUID, stolen: bool, by: Origin, now: datetime | None = None) -> int:
    """Draw another key for a city and sign all that it says with it; return how many objects that were.

    Whoever held them by a stolen key drops them and takes them again.
    """
    now = now or timezone.now()
    author = Author.objects.get(pk=author_id, city__isnull=False)
    key = replace_key(author, stolen=stolen, origin=by, now=now)
    rows = list(SharedObject.objects.select_for_update().filter(author=author).order_by("held_at", "id"))
    for row in rows:
        row.wire, row.kid = canonical(signed(item_of(row), key)).decode(), key.public.kid
        row.save(update_fields=["wire", "kid"])
    send_all(rows)
    for place in Outgoing.objects.filter(object__in=[row.pk for row in rows]).exclude(notice=""):
        _again(place, key)
    return len(rows)


def _again(place: Outgoing, key: SigningKey) -> None:
    """Let a notice go out once more, signed by the new key."""
    text = canonical(signed(read(json.loads(place.notice)), key)).decode()
    object_id, scope = place.object_id, place.scope
    place.delete()
    Outgoing.objects.create(object_id=object_id, scope=scope, notice=text)
