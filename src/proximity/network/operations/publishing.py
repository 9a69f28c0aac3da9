"""Publishing an object in the name of one's city, changing it, taking it back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.foundation.pure.json import JSONObject
from proximity.network.access import lock_own
from proximity.network.keys import author_of, signing_key
from proximity.network.models import SharedObject
from proximity.network.registry import schemas
from proximity.network.rules.audience import Audience, Reach, check_may_be_for, readers
from proximity.network.rules.envelope import Form, Item, fits, in_milliseconds, narrows, signed
from proximity.network.rules.ids import object_id as own_id
from proximity.network.rules.kinds import OURS, Kind, UnknownKind
from proximity.network.rules.markings import Marking
from proximity.network.store import item_of, row_of, send, show, world

MAX_OFFICE = 120
VALUES = [
    field.attname for field in SharedObject._meta.concrete_fields if field.name not in {"id", "kind", "author"}
]  # fmt: skip


class TooLarge(ValueError):
    """The content is larger or more deeply nested than may travel."""


class UnknownAudience(ValueError):
    """There is no such group, or the actor's city does not belong to it: this would reach nobody."""


@transaction.atomic
def publish(
    *, kind: Kind, content: JSONObject, language: str, marking: Marking, audience: Audience, by: Actor,
    now: datetime | None = None,
) -> UUID:  # fmt: skip
    """Publish an object in the name of the actor's city and office, and return its identifier.

    Raises `NotAllowed`, `NotItsKind`, `UnknownKind`, `TooLarge`, `NotForThem`, `UnknownAudience`.
    """
    by.check_may(Capability.PUBLISH_EXCHANGE)
    if kind in OURS:
        raise UnknownKind(kind.value)
    check(kind, content, marking=marking, audience=audience, by=by)
    now = now or timezone.now()
    item = new_item(kind, content, language=language, marking=marking, audience=audience, by=by, now=now)
    put(item, by=by, now=now)
    record_event("exchange.published", origin=by.origin, target=item.id, label=label_of(item), now=now)
    return item.id


@transaction.atomic
def revise(
    *, object_id: UUID, content: JSONObject, by: Actor, language: str | None = None, marking: Marking | None = None,
    audience: Audience | None = None, now: datetime | None = None,
) -> None:  # fmt: skip
    """Publish the next version of an object; what is not given stays as it was.

    Who is not in the audience any more is told that it has ended, and not what it says now. Raises what `publish` raises, and
    `ObjectNotFound` unless the actor's office wrote it and it has not ended.
    """
    row = lock_own(by, object_id)
    old = item_of(row)
    now = now or timezone.now()
    item = old.revised(
        content=content, language=language or old.language, marking=marking or old.marking,
        audience=audience or old.audience, now=now,
    )  # fmt: skip
    check(item.kind, content, marking=item.marking, audience=item.audience, by=by)
    put(item, by=by, now=now, was=old, lost=[old.scope] if narrows(old.audience, item.audience) else [])
    _follow(old, item, by=by, now=now)
    record_event("exchange.revised", origin=by.origin, target=item.id, label=label_of(item), now=now)


@transaction.atomic
def withdraw(*, object_id: UUID, by: Actor, purpose: str = "", now: datetime | None = None) -> None:
    """Take an object back, for good and for everybody; its content is deleted here at once, and elsewhere as they hear of it.

    The city's own translations of it end with it. Raises `NotAllowed`, `ObjectNotFound`.
    """
    item = item_of(lock_own(by, object_id))
    now = now or timezone.now()
    for one in [item, *(item_of(row) for row in _own_translations(item.id, by))]:
        put(one.ended(Form.TOMBSTONE, now=now), by=by, now=now)
        record_event(
            "exchange.withdrawn", origin=by.origin, target=one.id, label=label_of(one), purpose=purpose, now=now
        )


def check(kind: Kind, content: JSONObject, *, marking: Marking, audience: Audience, by: Actor) -> None:
    """Raise unless this content may be published for this audience by the actor's city."""
    if not fits(content):
        raise TooLarge(kind.value)
    schemas().check(kind, content)
    check_may_be_for(marking, audience)
    if by.city_id not in readers(audience, author=by.city_id, world=world()):
        raise UnknownAudience(audience.reach.value)


def new_item(
    kind: Kind, content: JSONObject, *, language: str, marking: Marking, audience: Audience, by: Actor, now: datetime,
    identifier: UUID | None = None,
) -> Item:  # fmt: skip
    """Return the first version of an object that the actor's city writes."""
    moment = in_milliseconds(now)
    return Item(
        id=identifier or own_id(by.city_id), kind=kind, author=by.city_id, version=1, created=moment, modified=moment,
        language=language, marking=marking, audience=audience, office=by.organisation.name[:MAX_OFFICE],
        office_kind=by.organisation.kind, content=content,
    )  # fmt: skip


def put(
    item: Item, *, by: Actor, now: datetime, was: Item | None = None, lost: Iterable[str] = (),
    seen: frozenset[UUID] | None = None, organisation: UUID | None = None,
) -> None:  # fmt: skip
    """Sign a version, hold it, let this instance's cities see it, and give it its place in what goes out.

    `lost` are the scopes that may no longer read what it `was`: they get the end of that, signed beside the content. `seen`
    are its readers where they do not follow from what is held, as for a group; `organisation` is the office, where it is not
    the actor's.
    """
    key = signing_key(author_of(by.organisation.city), origin=by.origin, now=now)
    allowed = seen if seen is not None else readers(item.audience, author=item.author, world=world())
    row = row_of(
        item, signed(item, key), kid=key.public.kid, organisation=organisation or by.organisation.pk, now=now,
        issued_to=allowed if item.audience.reach is Reach.GROUP else None,
    )  # fmt: skip
    changed = SharedObject.objects.filter(pk=item.id).update(**{name: getattr(row, name) for name in VALUES})
    if not changed:
        row.save(force_insert=True)
    if item.form is Form.TOMBSTONE:
        # Who saw it sees that it has ended.
        allowed |= set(row.sights.values_list("city", flat=True))
    show(item.id, allowed)
    notice = signed(item.beside(was), key) if was is not None and lost else None
    send(row, notice=notice, notice_for=lost)


def _own_translations(object_id: UUID, by: Actor) -> list[SharedObject]:
    found = SharedObject.objects.select_for_update().filter(about=object_id, author=by.city_id, form=Form.CONTENT)
    return list(found.order_by("id"))


def _follow(old: Item, item: Item, *, by: Actor, now: datetime) -> None:
    """Let the city's own translations go where the object goes now."""
    if (old.audience, old.marking) == (item.audience, item.marking):
        return
    for row in _own_translations(item.id, by):
        was = item_of(row)
        moved = was.revised(
            content=was.content, language=was.language, marking=item.marking, audience=item.audience, now=now
        )
        put(moved, by=by, now=now, was=was, lost=[was.scope] if narrows(was.audience, moved.audience) else [])


def label_of(item: Item) -> str:
    """Return what the log says of an object: its kind and how far it goes, not what it says."""
    return f"{item.kind} {item.audience.reach} v{item.version}"
