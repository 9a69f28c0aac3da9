"""Groups: founded by a city for some cities, changed by the office that founded them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.foundation.jobs import ask_for
from proximity.network.access import ObjectNotFound, lock_own
from proximity.network.models import SharedObject
from proximity.network.operations.publishing import new_item, put
from proximity.network.rules.audience import group
from proximity.network.rules.envelope import Form, Item
from proximity.network.rules.groups import UNDETERMINED, Group
from proximity.network.rules.ids import object_id as own_id
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking
from proximity.network.store import item_of, world

SETTLE = "network.settle"
"""The job by which what other cities have for a group reaches who has joined it."""


class NotInGroup(ValueError):
    """A group has its founder and at least one other city, and only cities that are known."""


@transaction.atomic
def found_group(
    *, name: str, members: Collection[UUID], by: Actor, hub: UUID | None = None, now: datetime | None = None
) -> UUID:
    """Found a group of cities, the actor's own among them, and return its identifier. Raises `NotAllowed`, `NotInGroup`."""
    by.check_may(Capability.PUBLISH_EXCHANGE)
    wanted = Group(name.strip(), frozenset(members) | {by.city_id}, hub)
    _check(wanted)
    now = now or timezone.now()
    identifier = own_id(by.city_id)
    item = new_item(
        Kind.GROUP, wanted.to_content(), language=UNDETERMINED, marking=Marking.AMBER, audience=group(identifier), by=by, now=now,
        identifier=identifier,
    )  # fmt: skip
    put_group(item, wanted, by=by, now=now)
    record_event("exchange.group_founded", origin=by.origin, target=identifier, label=str(len(wanted.members)), now=now)
    return identifier


@transaction.atomic
def change_group(
    *, group_id: UUID, members: Collection[UUID], by: Actor, name: str | None = None, hub: UUID | None = None,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Say anew who belongs to a group. Who leaves is told that it has ended, with everything of this city that was for it.

    Raises `NotAllowed`, `ObjectNotFound`, `NotInGroup`.
    """
    row = lock_own(by, group_id)
    if row.kind != Kind.GROUP:
        raise ObjectNotFound
    old = Group.from_content(row.content)
    wanted = Group((name or old.name).strip(), frozenset(members) | {by.city_id}, hub)
    _check(wanted)
    now = now or timezone.now()
    was = item_of(row)
    item = was.revised(
        content=wanted.to_content(), language=UNDETERMINED, marking=was.marking, audience=was.audience, now=now
    )
    left = [f"city:{city}" for city in sorted(old.members - wanted.members)]
    put_group(item, wanted, by=by, now=now, was=was, lost=left)
    reissue(group_id, left=left, by=by, now=now)
    ask_for(SETTLE)
    record_event("exchange.group_changed", origin=by.origin, target=group_id, label=str(len(wanted.members)), now=now)


def reissue(group_id: UUID, *, left: Collection[str], by: Actor, now: datetime) -> int:
    """Write the next version of everything that the actor's city has for a group, for its members of today, and return how many.

    Whoever joined gets its history by it, whoever left the end of each.
    """
    own = SharedObject.objects.select_for_update().filter(
        author=by.city_id, scope=f"group:{group_id}", form=Form.CONTENT
    ).exclude(kind=Kind.GROUP)  # fmt: skip
    rows = list(own.order_by("id"))
    for row in rows:
        was = item_of(row)
        item = was.revised(
            content=was.content, language=was.language, marking=was.marking, audience=was.audience, now=now
        )
        put(item, by=by, now=now, was=was, lost=left, organisation=row.organisation_id)
    return len(rows)


def put_group(
    item: Item, wanted: Group, *, by: Actor, now: datetime, was: Item | None = None, lost: Collection[str] = ()
) -> None:
    """Write a group, seen by its members of today: not by those of the version that is held while it is written."""
    put(item, by=by, now=now, was=was, lost=lost, seen=wanted.members)


def _check(wanted: Group) -> None:
    if len(wanted.members) < 2 or not wanted.members <= world().countries.keys() or not wanted.name:
        raise NotInGroup
