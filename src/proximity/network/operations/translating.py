"""Translating: any city that reads an object may give it another language, by hand or by machine, and says which."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.foundation.pure.json import JSONObject
from proximity.network.access import get_seen
from proximity.network.models import SharedObject
from proximity.network.operations.publishing import TooLarge, label_of, put
from proximity.network.registry import schemas
from proximity.network.rules.envelope import About, Form, Item, Made, fits, in_milliseconds, later, narrows
from proximity.network.rules.ids import object_id as own_id
from proximity.network.rules.kinds import OURS, Kind, NotItsKind
from proximity.network.store import item_of


@transaction.atomic
def translate(
    *, object_id: UUID, language: str, content: JSONObject, made: Made, by: Actor, now: datetime | None = None
) -> UUID:
    """Give an object another language, for exactly those who may read it; the city's own earlier translation is replaced.

    Raises `NotAllowed`, `ObjectNotFound`, `NotItsKind`, `TooLarge`.
    """
    by.check_may(Capability.PUBLISH_EXCHANGE)
    original = item_of(get_seen(by, object_id))
    if original.kind in OURS or language == original.language:
        raise NotItsKind(original.kind.value)
    if not fits(content):
        raise TooLarge(original.kind.value)
    schemas().check(original.kind, content)
    now = now or timezone.now()
    about = About(original.id, original.kind, original.modified)
    before = SharedObject.objects.select_for_update().filter(
        about=object_id, language=language, author=by.city_id, form=Form.CONTENT
    ).first()  # fmt: skip
    old = item_of(before) if before is not None else None
    moment = in_milliseconds(now)
    item = Item(
        id=own_id(by.city_id), kind=Kind.TRANSLATION, author=by.city_id, version=1, created=moment, modified=moment,
        language=language, marking=original.marking, audience=original.audience, office=by.organisation.name,
        office_kind=by.organisation.kind, content=content, about=about, made=made,
    )  # fmt: skip
    if old is not None:
        modified = later(now, old.modified)
        item = replace(item, id=old.id, version=old.version + 1, created=old.created, modified=modified)
    lost = [old.scope] if old and narrows(old.audience, item.audience) else []
    put(item, by=by, now=now, was=old, lost=lost)
    record_event(
        "exchange.translated", origin=by.origin, target=item.id, label=f"{label_of(original)} {language}", now=now
    )
    return item.id
