"""Opening a file: the clean copy for daily work, the original with a purpose. Both leave a line in custody and log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import note_opened, open_record
from proximity.accounts.rules import Capability
from proximity.evidence import storage
from proximity.evidence.details import Details, cleaned_details, name_of, original_details
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.operations.custody import hand_of, note_custody
from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import BY_MIME, State, clean_name, has_bytes
from proximity.evidence.rules.ranges import Part, part_asked
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.files import SEGMENT_BYTES, open_file, sealed_size
from proximity.foundation.sealing.records import RecordKey

PLAYING = timedelta(hours=4)
"""For how long after somebody began to play a recording her jumps inside it are the same opening."""


class FileDamaged(Exception):
    """What lies on the disk is not what was sealed: missing, cut off or altered."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file being read: its name, kind and size, and its content, each part authenticated before it is handed out.

    `size` is that of the whole; where only a part was asked for, `content` is that part. Reading raises `SealBroken` where the
    rest was altered: break the connection then, so that nobody takes a beginning for all.
    """

    name: str
    kind: str
    size: int
    content: Iterator[bytes]
    part: Part | None = None


@transaction.atomic
def open_clean(
    *, file: EvidenceFile, by: Actor, asked: str = "", purpose: str = "", now: datetime | None = None
) -> OpenFile:  # fmt: skip
    """Open the clean copy, or the part of it that a `Range` header asks for.

    A player that jumps inside a recording which somebody began to play is not another opening. Raises `NotAllowed`,
    `LookupError` where there is none, `FileDamaged`.
    """
    if file.state != State.CLEAN:
        raise LookupError("this file has no clean copy")
    key = _key(file, by)
    found = cleaned_details(file, key)
    now, part = now or timezone.now(), part_asked(asked, found.size)
    if part is None or part.start == 0 or not _plays(file, by, now):
        _note(file, Act.VIEWED, key, found, by=by, purpose=purpose, now=now)
    content = _checked(storage.open_clean, storage.clean_id(file.pk), file, key, found.size, part)
    kind = BY_MIME[file.kind].cleaned
    return OpenFile(clean_name(name_of(file, key), file.kind, kind), kind, found.size, content, part)


@transaction.atomic
def open_original(*, file: EvidenceFile, by: Actor, purpose: str, now: datetime | None = None) -> OpenFile:
    """Open the original, with traces of place and author, for a purpose that is kept.

    Raises as `open_clean` (`LookupError` for a thing, which has no bytes), and `ValueError` without a purpose.
    """
    if not has_bytes(file.kind):
        raise LookupError("a thing has no bytes")
    if not purpose.strip():
        raise ValueError("an original is opened with a purpose")
    key = _key(file, by)
    found = original_details(file, key)
    _note(file, Act.ORIGINAL_OPENED, key, found, by=by, purpose=purpose.strip(), now=now)
    content = _checked(storage.open_original, file.pk, file, key, found.size)
    return OpenFile(name_of(file, key), file.kind, found.size, content)


def is_whole(file: EvidenceFile, *, by: Actor) -> bool:
    """Say whether all sealed bytes of a file are there as they were sealed, the clean copy's too. Hands nothing out."""
    key = _key(file, by)
    places = [(storage.open_original, file.pk)]
    if file.state == State.CLEAN:
        places.append((storage.open_clean, storage.clean_id(file.pk)))
    return all(_is_unaltered(opener, sealed_for, file, key) for opener, sealed_for in places)


def _is_unaltered(
    opener: Callable[[UUID, UUID], BinaryIO], sealed_for: UUID, file: EvidenceFile, key: RecordKey
) -> bool:  # fmt: skip
    try:
        with opener(file.city_id, file.pk) as sealed:
            for _part in open_file(sealed, key, sealed_for):
                pass
    except (FileNotFoundError, SealBroken):
        return False
    return True


def _key(file: EvidenceFile, by: Actor) -> RecordKey:
    by.check_may(Capability.READ_FILES)
    return open_record(file.pk, by=by)


def _plays(file: EvidenceFile, by: Actor, now: datetime) -> bool:
    """Say whether somebody opened the clean copy herself a short while ago."""
    return CustodyEntry.objects.filter(
        file=file, act=Act.VIEWED, person_id=by.person_id, at__gte=now - PLAYING
    ).exists()


def _note(
    file: EvidenceFile, act: Act, key: RecordKey, found: Details, *, by: Actor, purpose: str, now: datetime | None
) -> None:  # fmt: skip
    now = now or timezone.now()
    note_opened(file.pk, by=by, now=now)
    note_custody(file, act, key=key, hand=hand_of(by), sha256=found.sha256, purpose=purpose, now=now)


def _checked(
    opener: Callable[[UUID, UUID], BinaryIO], sealed_for: UUID, file: EvidenceFile, key: RecordKey, size: int,
    part: Part | None = None,
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
        start = part.start if part else 0
        parts = open_file(stream, key, sealed_for, first=start // SEGMENT_BYTES)
        first = next(parts)
    except (SealBroken, FileDamaged):
        stream.close()
        raise FileDamaged from None
    return _reading(stream, first[start % SEGMENT_BYTES :], parts, part.size if part else size)


def _reading(stream: BinaryIO, first: bytes, parts: Iterator[bytes], left: int) -> Iterator[bytes]:
    """Yield `left` bytes; of a whole file also the last segment, which says that nothing is missing."""
    with stream:
        for piece in chain([first], parts):
            yield piece[:left]
            left -= len(piece)
            if left < 0:
                return
