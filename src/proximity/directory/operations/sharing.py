"""Sharing an entry with other cities, while it counts as true: published, changed and withdrawn with the entry."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, machine_of
from proximity.accounts.models import Organisation
from proximity.audit.operations import record_event
from proximity.directory.access import check, lock_entry, may_share
from proximity.directory.models import Entry, Sharing
from proximity.directory.rules.units import content_of
from proximity.directory.rules.verifying import PUBLIC
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.pure.spans import local_day
from proximity.network.access import ObjectNotFound, get_seen
from proximity.network.operations import publish, revise, withdraw
from proximity.network.rules.audience import NETWORK
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking


@transaction.atomic
def share_entry(*, entry_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Share an entry of one's own with the cities of the network, for as long as one vouches for it.

    Raises `NotAllowed`, `EntryNotFound`.
    """
    now = now or timezone.now()
    entry = lock_entry(by, entry_id)
    check(may_share(by, entry))
    sharing, is_new = Sharing.objects.get_or_create(
        entry=entry, defaults={"city_id": by.city_id, "organisation": by.organisation, "at": now}
    )
    if is_new:
        record_event("directory.shared", origin=by.origin, target=entry.pk, label=entry.kind, now=now)
    _follow(sharing, by=by, now=now)


@transaction.atomic
def keep_entry(*, entry_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Share an entry no more: it is withdrawn from the other cities. Raises `NotAllowed`, `EntryNotFound`."""
    now = now or timezone.now()
    entry = lock_entry(by, entry_id)
    check(may_share(by, entry))
    for sharing in Sharing.objects.select_for_update().filter(entry=entry):
        _end(sharing, by=by, now=now)
        sharing.delete()
        record_event("directory.kept", origin=by.origin, target=entry.pk, label=entry.kind, now=now)


@transaction.atomic
def follow_shared(*, organisation: Organisation, now: datetime | None = None) -> int:
    """Let what other cities read of an organisation's entries be what stands here today; return how many that changed.

    Runs in the organisation's own context, where nobody acts: an entry lapsed, was changed, shut or ended.
    """
    now, by = now or timezone.now(), machine_of(organisation)
    rows = Sharing.objects.select_for_update(of=("self",)).filter(organisation=organisation).select_related("entry")
    return sum(_follow(sharing, by=by, now=now) for sharing in rows)


def _follow(sharing: Sharing, *, by: Actor, now: datetime) -> bool:
    """Publish an entry, change what is published, or withdraw it; say whether anything was to be done."""
    entry = sharing.entry
    if (
        entry.public_until is None
        or entry.standing(now) not in PUBLIC
        or entry.organisation_id != sharing.organisation_id
    ):
        done = _end(sharing, by=by, now=now)
        if entry.ended_at is not None:
            sharing.delete()
        return done
    content = content_of(entry.words, lapses_on=local_day(entry.public_until, by.organisation.city.time_zone))
    there = _there(sharing, by)
    if there is None:
        sharing.shared_as = publish(
            kind=Kind.UNIT, content=content, language=entry.words.language, marking=Marking.GREEN, audience=NETWORK, by=by,
            now=now,
        )  # fmt: skip
        sharing.save(update_fields=["shared_as"])
        return True
    object_id, said = there
    if said == content:
        return False
    revise(object_id=object_id, content=content, language=entry.words.language, by=by, now=now)
    return True


def _there(sharing: Sharing, by: Actor) -> tuple[UUID, JSONObject] | None:
    """Return what stands in other cities; None where nothing does."""
    if sharing.shared_as is None:
        return None
    try:
        found = get_seen(by, sharing.shared_as)
    except ObjectNotFound:
        return None
    return found.pk, found.content


def _end(sharing: Sharing, *, by: Actor, now: datetime) -> bool:
    there = _there(sharing, by)
    if there is not None:
        withdraw(object_id=there[0], by=by, now=now)
    if sharing.shared_as is not None:
        sharing.shared_as = None
        sharing.save(update_fields=["shared_as"])
    return there is not None


def is_shared(entry: Entry) -> bool:
    """Say whether an entry is shared with other cities."""
    return Sharing.objects.filter(entry=entry).exists()
