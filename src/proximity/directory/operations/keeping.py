"""Adding, changing and ending entries. Who owns an entry vouches for it by saving it; whoever else adds it waits for her word."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.directory.access import check, lock_entry, may_change, may_coordinate, may_keep
from proximity.directory.models import Entry, EntryNote, Note, Sharing
from proximity.directory.rules.entries import MAX_TEXT, EntryWords, NotSound
from proximity.directory.rules.verifying import How, Period
from proximity.foundation.jobs import ask_for

FOLLOW = "directory.follow_shared"
"""The job by which other cities read what stands here now."""
ONE_NAME = "an_entry_is_named_once_in_a_city"
VOUCHING = ("verified_at", "verified_by", "verified_how", "ask_at", "public_until")


class ChangedMeanwhile(ValueError):
    """Somebody else changed this since the page was read. Nothing was written."""


class NameTaken(ValueError):
    """An entry of the city has this name already."""


def period() -> Period:
    """Return how long an entry counts as true on this installation."""
    return Period(settings.DIRECTORY_ASK_AFTER_DAYS, settings.DIRECTORY_GRACE_DAYS)


def vouch(entry: Entry, *, how: How, by: Actor, now: datetime) -> None:
    """Note on an entry, not saved yet, that its owner says all of it is true."""
    counts = period()
    entry.verified_at, entry.verified_by, entry.verified_how = now, by.person_id, how.value
    entry.ask_at, entry.public_until = counts.ask_at(now), counts.public_until(now)


def shut(entry: Entry) -> None:
    """Take back on an entry, not saved yet, that anybody says it is true: the public no longer sees it."""
    entry.verified_at = entry.verified_by = entry.ask_at = entry.public_until = None
    entry.verified_how = ""


def check_seen(entry: Entry, seen: int) -> None:
    """Raise `ChangedMeanwhile` unless a locked entry is still as the actor read it."""
    if entry.version != seen:
        raise ChangedMeanwhile


def note(
    what: Note, entry: Entry, *, by: Actor, now: datetime, text: str = "", content: EntryWords | None = None
) -> None:  # fmt: skip
    """Add a line to an entry's history and tell the log of it; the log learns no content."""
    if len(text) > MAX_TEXT:
        raise NotSound("text")
    EntryNote.objects.create(
        city_id=entry.city_id, entry=entry, organisation=by.organisation, what=what.value, by=by.person_id, at=now,
        text=text.strip(), content=content.as_json() if content else None,
    )  # fmt: skip
    record_event(f"directory.{what.value}", origin=by.origin, target=entry.pk, label=entry.kind, now=now)
    if what is not Note.DOUBTED and Sharing.objects.filter(entry=entry).exists():
        ask_for(FOLLOW)


@transaction.atomic
def add_entry(
    *, words: EntryWords, owner: UUID | None = None, how: How = How.OWN, by: Actor, now: datetime | None = None
) -> Entry:  # fmt: skip
    """Add an entry: one's own, which is public at once, or as the city's coordinator one that another organisation answers for.

    Raises `NotSound` (`owner` where it is none of the city), `NameTaken`, `NotAllowed`.
    """
    now = now or timezone.now()
    by.check_may(Capability.KEEP_DIRECTORY)
    body = _owner(owner, by)
    own = body.pk == by.organisation.pk
    words = words.checked()
    entry = Entry(
        city_id=by.city_id, organisation=body, kind=words.kind.value, name=words.name, content=words.as_json()
    )
    if own:
        vouch(entry, how=how, by=by, now=now)
    _write(entry, force_insert=True)
    note(Note.ADDED, entry, by=by, now=now, content=words)
    return entry


@transaction.atomic
def change_entry(
    *, entry_id: UUID, words: EntryWords, seen: int, how: How = How.OWN, by: Actor, now: datetime | None = None
) -> Entry:  # fmt: skip
    """Change what an entry says. Its owner vouches for it by that; a coordinator's change waits for the owner.

    Raises `NotSound`, `NameTaken`, `ChangedMeanwhile`, `NotAllowed`, `EntryNotFound`.
    """
    now = now or timezone.now()
    entry = lock_entry(by, entry_id)
    check(may_change(by, entry))
    check_seen(entry, seen)
    words = words.checked()
    entry.kind, entry.name, entry.content, entry.version = words.kind.value, words.name, words.as_json(), seen + 1
    if may_keep(by, entry):
        vouch(entry, how=how, by=by, now=now)
    _write(entry, update_fields=["kind", "name", "content", "version", *VOUCHING])
    note(Note.CHANGED, entry, by=by, now=now, content=words)
    return entry


@transaction.atomic
def end_entry(*, entry_id: UUID, seen: int, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Say that a place is no longer there. It leaves the register at once; its history stays.

    Raises `NotSound` (`text`), `ChangedMeanwhile`, `NotAllowed`, `EntryNotFound`.
    """
    now = now or timezone.now()
    entry = lock_entry(by, entry_id)
    check(may_change(by, entry))
    check_seen(entry, seen)
    if not reason.strip():
        raise NotSound("text")
    shut(entry)
    entry.ended_at, entry.version = now, seen + 1
    entry.save(update_fields=["ended_at", "version", *VOUCHING])
    note(Note.ENDED, entry, by=by, now=now, text=reason)


def _owner(owner: UUID | None, by: Actor) -> Organisation:
    """Return who answers for a new entry: the actor's own organisation, or for a coordinator any of the city."""
    if owner is None or owner == by.organisation.pk:
        return by.organisation
    check(may_coordinate(by))
    found = Organisation.objects.filter(pk=owner, city_id=by.city_id).first()
    if found is None:
        raise NotSound("owner")
    return found


def _write(entry: Entry, *, force_insert: bool = False, update_fields: list[str] | None = None) -> None:
    """Write an entry. Raises `NameTaken`; of two who take a name at once, one succeeds."""
    try:
        with transaction.atomic():
            entry.save(force_insert=force_insert, update_fields=update_fields)
    except IntegrityError as fault:
        if ONE_NAME in str(fault):
            raise NameTaken from None
        raise
