"""Record keys: make one, open one, share it, take it back. The wrap is the permission, here and in the database's policies."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from proximity.accounts.actors import Actor
from proximity.accounts.keys import organisation_keys
from proximity.accounts.models import BarredReader, KeyWrap, Organisation
from proximity.foundation.sealing.records import RecordKey

# Written out: nothing is read or written of a record without asking this first.
OWN_WRAP = "SELECT wrapped FROM accounts_keywrap WHERE record_id = %s AND organisation_id = %s"


class RecordNotFound(LookupError):
    """There is no such record for this organisation: absent and forbidden look the same."""


def new_record(
    record_id: UUID,
    *,
    city_id: UUID,
    readers: Iterable[Organisation],
    barred: Iterable[Organisation] = (),
    key: RecordKey | None = None,
) -> RecordKey:
    """Draw a key for a new record and seal it to each reader. Needs no private key, so the public side can do it.

    `key` is given where something was sealed before its readers were known: a file, sealed while it was still coming.

    Must come before the record's rows: the wall refuses a row that nobody may read. Who is `barred` can never be given
    a key of this record, by anybody; the bars come first, since only the first comer may set them without a key.
    """
    key = key or RecordKey.generate()
    BarredReader.objects.bulk_create(
        BarredReader(city_id=city_id, record_id=record_id, organisation=body) for body in barred
    )
    KeyWrap.objects.bulk_create(_wrap(key, record_id, city_id, reader) for reader in readers)
    return key


def barred_of(record_id: UUID) -> list[Organisation]:
    """Return who is barred from a record that the organisation in context may read, to bar them from what belongs to it."""
    return [bar.organisation for bar in BarredReader.objects.filter(record_id=record_id).select_related("organisation")]


def open_record(record_id: UUID, *, by: Actor) -> RecordKey:
    """Return the key of a record that the actor's organisation may read. Raises `RecordNotFound`."""
    return open_record_of(by.organisation, record_id)


def open_record_of(organisation: Organisation, record_id: UUID) -> RecordKey:
    """Return the key of a record for an organisation's own background work, where nobody acts. Raises `RecordNotFound`."""
    return _open(_own_wrap(organisation, record_id), record_id, organisation)


def open_records(record_ids: Iterable[UUID], *, by: Actor) -> dict[UUID, RecordKey]:
    """Return the keys of those records among `record_ids` that the actor's organisation may read, in one query."""
    wraps = KeyWrap.objects.filter(record_id__in=list(record_ids), organisation=by.organisation)
    return {wrap.record_id: _open(bytes(wrap.wrapped), wrap.record_id, by.organisation) for wrap in wraps}


def note_opened(record_id: UUID, *, by: Actor, now: datetime) -> bool:
    """Note the first reading of a record by the actor's organisation; say whether it was the first."""
    return bool(KeyWrap.objects.filter(
        record_id=record_id, organisation=by.organisation, opened_at__isnull=True
    ).update(opened_at=now))  # fmt: skip


def note_all_opened(record_ids: Iterable[UUID], *, by: Actor, now: datetime) -> int:
    """Note the first reading of several records at once; return of how many it was the first."""
    unread = KeyWrap.objects.filter(
        record_id__in=list(record_ids), organisation=by.organisation, opened_at__isnull=True
    )  # fmt: skip
    return unread.update(opened_at=now)


def share_record(record_id: UUID, *, reader: Organisation, by: Actor) -> None:
    """Give one more organisation the key of a record. Raises `RecordNotFound` where the actor has none herself."""
    key = open_record(record_id, by=by)
    KeyWrap.objects.bulk_create([_wrap(key, record_id, by.city_id, reader)], ignore_conflicts=True)


def give_key(key: RecordKey, record_id: UUID, *, city_id: UUID, reader: Organisation) -> None:
    """Give one more organisation a key that the caller has opened otherwise: with the receipt code of who told it."""
    KeyWrap.objects.bulk_create([_wrap(key, record_id, city_id, reader)])


def take_back_unopened(record_ids: Iterable[UUID], *, reader: Organisation) -> int:
    """Delete those wraps of an organisation that it has never opened; return how many. The policies say whose they may be."""
    found = KeyWrap.objects.filter(record_id__in=list(record_ids), organisation=reader, opened_at__isnull=True)
    return found.delete()[0]


def give_up_records(record_ids: Iterable[UUID], *, by: Actor) -> int:
    """Delete the actor's organisation's own keys of records: from here on it neither sees nor opens them."""
    return KeyWrap.objects.filter(record_id__in=list(record_ids), organisation=by.organisation).delete()[0]


def _wrap(key: RecordKey, record_id: UUID, city_id: UUID, reader: Organisation) -> KeyWrap:
    wrapped = key.wrap_for(bytes(reader.seal_key), record_id=record_id, reader=str(reader.pk))
    return KeyWrap(city_id=city_id, record_id=record_id, organisation=reader, wrapped=wrapped)


def _own_wrap(organisation: Organisation, record_id: UUID) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(OWN_WRAP, [record_id, organisation.pk])
        found = cursor.fetchone()
    if found is None:
        raise RecordNotFound
    return bytes(found[0])


def _open(wrapped: bytes, record_id: UUID, organisation: Organisation) -> RecordKey:
    private = organisation_keys(organisation.pk).private_seal
    return RecordKey.open_wrap(wrapped, private, record_id=record_id, reader=str(organisation.pk))
