"""The only ways to an entry: for staff of its city, for its owner to change, for everybody while it is true."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.rules import Capability
from proximity.directory.models import CentreAssessment, Entry
from proximity.directory.rules.entries import ASSESSED

# All that the public role is granted: who vouches for an entry by name is not among it.
PUBLIC_FIELDS = ("id", "city", "organisation", "kind", "name", "content", "verified_at", "verified_how", "public_until")


class EntryNotFound(LookupError):
    """There is no such entry, or not for this actor: the two look the same."""


def entries_of(by: Actor) -> QuerySet[Entry]:
    """Return the entries of the actor's city that are still there. Raises `NotAllowed`."""
    by.check_may(Capability.READ_DIRECTORY)
    found = Entry.objects.filter(city_id=by.city_id, ended_at=None)
    return found.select_related("organisation").order_by("kind", "name", "id")


def get_entry(by: Actor, entry_id: UUID) -> Entry:
    """Return an entry of the actor's city, ended or not. Raises `EntryNotFound`, `NotAllowed`."""
    by.check_may(Capability.READ_DIRECTORY)
    found = Entry.objects.filter(city_id=by.city_id, pk=entry_id).select_related("organisation").first()
    if found is None:
        raise EntryNotFound
    return found


def may_coordinate(by: Actor) -> bool:
    """Say whether an actor adds entries that others answer for, and may shut what is not true."""
    return by.may(Capability.COORDINATE_DIRECTORY)


def may_keep(by: Actor, entry: Entry) -> bool:
    """Say whether an actor answers for an entry: it is her organisation's, and her role keeps entries."""
    return by.may(Capability.KEEP_DIRECTORY) and entry.organisation_id == by.organisation.pk and entry.ended_at is None


def may_change(by: Actor, entry: Entry) -> bool:
    """Say whether an actor changes an entry: its owner, and the coordinator as long as its owner has confirmed nothing of it."""
    untouched = may_coordinate(by) and entry.verified_at is None and entry.ended_at is None
    return may_keep(by, entry) or untouched


def may_share(by: Actor, entry: Entry) -> bool:
    """Say whether an actor shares an entry with other cities: she answers for it, and her role publishes there."""
    return may_keep(by, entry) and by.may(Capability.PUBLISH_EXCHANGE)


def may_assess(by: Actor, entry: Entry) -> bool:
    """Say whether an actor notes how a centre looks at itself."""
    return may_keep(by, entry) and entry.kind in ASSESSED


def lock_entry(by: Actor, entry_id: UUID) -> Entry:
    """Return an entry of the city that is still there, locked. Raises `EntryNotFound`, `NotAllowed`."""
    get_entry(by, entry_id)
    # Behind the wall a row is locked only where it may be written: who may not, finds nothing.
    found = Entry.objects.select_for_update().filter(pk=entry_id, ended_at=None).first()
    if found is None:
        raise EntryNotFound
    return found


def check(allowed: bool) -> None:
    """Raise `NotAllowed` unless something is allowed."""
    if not allowed:
        raise NotAllowed(Capability.KEEP_DIRECTORY.value)


def assessments_of(by: Actor, entry: Entry) -> QuerySet[CentreAssessment]:
    """Return how a centre looked at itself, newest first, for its own organisation and the city's coordinator."""
    found = CentreAssessment.objects.filter(entry=entry)
    return found if may_keep(by, entry) or may_coordinate(by) else found.none()


def public_entries() -> QuerySet[Entry]:
    """Return what the public reads today, of every city. The database says the same, also to whoever asks it otherwise."""
    found = Entry.objects.only(*PUBLIC_FIELDS, "city__slug", "organisation__name")
    found = found.filter(public_until__gt=timezone.now()).select_related("city", "organisation")
    return found.order_by("kind", "name", "id")
