"""Taking in a file that lies sealed on the disk: its key to its readers, its row, its first line of custody."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import new_record
from proximity.accounts.rules import Capability
from proximity.evidence.access import REPORTER, TABLE
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.custody import hand_of, note_custody
from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import MAX_FILES, Refusal, Refused, Sender
from proximity.evidence.uploads import Sealed
from proximity.foundation.pure.json import JSONObject


@transaction.atomic
def receive_file(
    *,
    upload: Sealed,
    subject_id: UUID,
    city_id: UUID,
    readers: Iterable[Organisation],
    barred: Iterable[Organisation] = (),
    reporter_key: bytes | None = None,
    note: str = "",
    source: EvidenceFile | None = None,
    by: Actor | None = None,
    now: datetime | None = None,
) -> EvidenceFile:
    """Store what tells of an upload, for `readers`, and return it. The caller then says `keep()` to the upload's handler.

    `by` is None where the person herself adds it. `reporter_key` is the public key of her receipt code (32 bytes), where she may
    see the file's name. `source` is what it was made from, or the web capture that it shows. `subject_id` is the report or case,
    which the caller has authorised. Raises `NotAllowed`, `Refused` past the number of pieces that one subject holds, `ValueError`
    without a reader.
    """
    readers = list(readers)
    if not readers:
        raise ValueError("a file needs somebody who may read it")
    if by is not None:
        by.check_may(Capability.ENTER_REPORTS)
    check_room(subject_id)
    now = now or timezone.now()
    new_record(upload.file_id, city_id=city_id, readers=readers, barred=barred, key=upload.key)
    file = _row(upload, subject_id, city_id, reporter_key, note, by, now)
    file.source_id = source.pk if source else None
    file.save(force_insert=True)
    note_custody(file, Act.RECEIVED, key=upload.key, hand=hand_of(by), sha256=upload.sha256, now=now)
    return file


def check_room(subject_id: UUID) -> None:
    """Raise `Refused` where a report or case holds as many pieces as it may."""
    if EvidenceFile.objects.filter(subject_id=subject_id).count() >= MAX_FILES:
        raise Refused(Refusal.TOO_MANY)


def _row(
    upload: Sealed, subject_id: UUID, city_id: UUID, reporter_key: bytes | None, note: str, by: Actor | None, now: datetime
) -> EvidenceFile:  # fmt: skip
    key, row = upload.key, upload.file_id
    original: JSONObject = {
        "sha256": upload.sha256, "size": upload.size, "name": upload.name, "declared": upload.declared,
    }  # fmt: skip
    return EvidenceFile(
        id=row, city_id=city_id, subject_id=subject_id, kind=upload.kind.mime, added_at=now,
        sender=Sender.STAFF if by else Sender.REPORTER, organisation=by.organisation if by else None,
        added_by=by.person_id if by else None,
        name=key.seal_text(upload.name, table=TABLE, column="name", row=row),
        note=key.seal_text(note, table=TABLE, column="note", row=row),
        original=key.seal_json(original, table=TABLE, column="original", row=row),
        reporter_wrap=key.wrap_for(reporter_key, record_id=row, reader=REPORTER) if reporter_key else None,
    )  # fmt: skip
