"""The only way to an assessment: the role's capability and the record's key. Absent and forbidden look the same."""

from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.assessment.models import GroundEntry, IndicatorEntry
from proximity.foundation.sealing.records import RecordKey


class EntryNotFound(LookupError):
    """There is no such indicator or ground in this record."""


def open_assessment(record_id: UUID, *, by: Actor) -> RecordKey:
    """Return the key of a record that the actor may assess. Raises `NotAllowed` by role, `RecordNotFound` without a wrap."""
    by.check_may(Capability.WORK_CASES)
    return open_record(record_id, by=by)


def get_indicator(record_id: UUID, entry_id: UUID) -> IndicatorEntry:
    """Return one indicator of a record, locked until the transaction ends. Raises `EntryNotFound`."""
    entry = IndicatorEntry.objects.select_for_update().filter(record_id=record_id, pk=entry_id).first()
    if entry is None:
        raise EntryNotFound
    return entry


def get_ground(record_id: UUID, entry_id: UUID) -> GroundEntry:
    """Return one ground of a record, locked until the transaction ends. Raises `EntryNotFound`."""
    entry = GroundEntry.objects.select_for_update().filter(record_id=record_id, pk=entry_id).first()
    if entry is None:
        raise EntryNotFound
    return entry
