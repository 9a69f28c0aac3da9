"""Saying that an entry is still true, that it is not, and asking its owner."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.rules import Capability
from proximity.audit.operations import Origin, record_event
from proximity.directory.access import check, get_entry, lock_entry, may_coordinate, may_keep
from proximity.directory.models import Entry, EntryNote, Note
from proximity.directory.operations.keeping import VOUCHING, check_seen, note, shut, vouch
from proximity.directory.rules.entries import NotSound
from proximity.directory.rules.verifying import How


@transaction.atomic
def confirm_entry(*, entry_id: UUID, seen: int, how: How, by: Actor, now: datetime | None = None) -> Entry:
    """Say that all of an entry is still true, as its owner saw it. It is public again from now on.

    Raises `ChangedMeanwhile` where somebody changed it since, `NotAllowed`, `EntryNotFound`.
    """
    now = now or timezone.now()
    entry = lock_entry(by, entry_id)
    check(may_keep(by, entry))
    check_seen(entry, seen)
    vouch(entry, how=how, by=by, now=now)
    entry.save(update_fields=[*VOUCHING])
    note(Note.CONFIRMED, entry, by=by, now=now, text=how.value)
    return entry


@transaction.atomic
def doubt_entry(*, entry_id: UUID, text: str, hide: bool = False, by: Actor, now: datetime | None = None) -> None:
    """Say what of an entry is not true: its owner is asked at once. A coordinator may shut it until the owner has answered.

    Raises `NotSound` (`text`), `NotAllowed`, `EntryNotFound`.
    """
    now = now or timezone.now()
    by.check_may(Capability.KEEP_DIRECTORY)
    if not text.strip():
        raise NotSound("text")
    if not hide:
        entry = get_entry(by, entry_id)
        check(entry.ended_at is None)
        note(Note.DOUBTED, entry, by=by, now=now, text=text)
        return
    entry = lock_entry(by, entry_id)
    check(may_coordinate(by) or may_keep(by, entry))
    shut(entry)
    entry.save(update_fields=[*VOUCHING])
    note(Note.HIDDEN, entry, by=by, now=now, text=text)


@transaction.atomic
def ask_owners(*, organisation: Organisation, now: datetime | None = None) -> int:
    """Note that an organisation is asked whether its entries are still true: those that are due, once each round.

    Runs in the organisation's own context, where nobody acts. The entry stands on the first page of everybody who keeps entries
    there. Return how many were asked after.
    """
    now = now or timezone.now()
    asked = EntryNote.objects.filter(entry=OuterRef("pk"), what=Note.ASKED, at__gte=OuterRef("ask_at"))
    due = Entry.objects.filter(organisation=organisation, ended_at=None, ask_at__lte=now).exclude(Exists(asked))
    origin = Origin(actor="system", city=organisation.city_id, organisation=organisation.pk)
    entries = list(due)
    for entry in entries:
        EntryNote.objects.create(
            city_id=entry.city_id, entry=entry, organisation=organisation, what=Note.ASKED, by=None, at=now
        )
        record_event("directory.asked", origin=origin, target=entry.pk, label=entry.kind, now=now)
    return len(entries)
