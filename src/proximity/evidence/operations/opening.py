"""Opening a file: the clean copy for daily work, the original with a purpose. Both leave a line in custody and log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import note_opened, open_record
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.evidence import storage
from proximity.evidence.details import Details, cleaned_details, name_of, original_details
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.custody import Hand, note_custody
from proximity.evidence.rules import Act, State
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.files import open_file, sealed_size
from proximity.foundation.sealing.records import RecordKey


class FileDamaged(Exception):
    """What lies on the disk is not what was sealed: missing, cut off or altered."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file being read: its name, kind and size, and its content, each part authenticated before it is handed out.

    Reading raises `SealBroken` where the rest was altered: break the connection then, so that nobody takes a beginning for all.
    """

    name: str
    kind: str
    size: int
    content: Iterator[bytes]


@transaction.atomic
def open_clean(*, file: EvidenceFile, by: Actor, purpose: str = "", now: datetime | None = None) -> OpenFile:
    """Open the clean copy. Raises `NotAllowed`, `LookupError` where there is none, `FileDamaged`."""
    if file.state != State.CLEAN:
        raise LookupError("this file has no clean copy")
    key = _key(file, by)
    found = cleaned_details(file, key)
    _note(file, Act.VIEWED, key, found, by=by, purpose=purpose, now=now)
    content = _checked(storage.open_clean, storage.clean_id(file.pk), file, key, found.size)
    return OpenFile(name_of(file, key), file.kind, found.size, content)


@transaction.atomic
def open_original(*, file: EvidenceFile, by: Actor, purpose: str, now: datetime | None = None) -> OpenFile:
    """Open the original, with traces of place and author, for a purpose that is kept.

    Raises as `open_clean`, and `ValueError` without a purpose.
    """
    if not purpose.strip():
        raise ValueError("an original is opened with a purpose")
    key = _key(file, by)
    found = original_details(file, key)
    _note(file, Act.ORIGINAL_OPENED, key, found, by=by, purpose=purpose.strip(), now=now)
    content = _checked(storage.open_original, file.pk, file, key, found.size)
    return OpenFile(name_of(file, key), file.kind, found.size, content)


def _key(file: EvidenceFile, by: Actor) -> RecordKey:
    by.check_may(Capability.READ_FILES)
    return open_record(file.pk, by=by)


def _note(
    file: EvidenceFile, act: Act, key: RecordKey, found: Details, *, by: Actor, purpose: str, now: datetime | None
) -> None:  # fmt: skip
    now = now or timezone.now()
    note_opened(file.pk, by=by, now=now)
    note_custody(file, act, key=key, hand=Hand.of(by), sha256=found.sha256, purpose=purpose, now=now)
    record_event(f"file.{act}", origin=by.origin, target=file.pk, label=file.kind, purpose=purpose, now=now)


def _checked(
    opener: Callable[[UUID, UUID], BinaryIO], sealed_for: UUID, file: EvidenceFile, key: RecordKey, size: int
) -> Iterator[bytes]:  # fmt: skip
    """Return the content after its first part was authenticated and its length is right. Raises `FileDamaged`.

    So what is missing or cut off is said on a page; only an alteration further in breaks the connection.
    """
    try:
        stream = opener(file.city_id, file.pk)
    except FileNotFoundError:
        raise FileDamaged from None
    try:
        if stream.seek(0, 2) != sealed_size(size):
            raise FileDamaged
        stream.seek(0)
        parts = open_file(stream, key, sealed_for)
        first = next(parts)
    except (SealBroken, FileDamaged):
        stream.close()
        raise FileDamaged from None
    return _reading(stream, first, parts)


def _reading(stream: BinaryIO, first: bytes, parts: Iterator[bytes]) -> Iterator[bytes]:
    with stream:
        yield first
        yield from parts
