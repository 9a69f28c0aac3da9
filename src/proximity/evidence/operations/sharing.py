"""Who else may read the files of a report or case, and their end."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import give_up_records, open_record, share_record
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.evidence import storage
from proximity.evidence.access import files_of
from proximity.evidence.details import original_details
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.custody import hand_of, note_custody
from proximity.evidence.rules.custody import Act, Hand
from proximity.evidence.rules.kinds import Sender


@transaction.atomic
def share_file(*, file: EvidenceFile, reader: Organisation, by: Actor, now: datetime | None = None) -> None:
    """Give one more organisation the key of a file. The caller has the person's word, or the law's. Raises `NotAllowed`."""
    by.check_may(Capability.READ_REPORTS)
    now = now or timezone.now()
    key = open_record(file.pk, by=by)
    share_record(file.pk, reader=reader, by=by)
    sha256 = original_details(file, key).sha256
    note_custody(
        file, Act.SHARED, key=key, hand=hand_of(by), sha256=sha256, purpose=reader.name, label=reader.name, to=Hand(reader.pk),
        now=now,
    )  # fmt: skip


@transaction.atomic
def share_files_of_reporter(*, subject_id: UUID, reader: Organisation, by: Actor, now: datetime | None = None) -> int:
    """Give one more organisation all that the person added to a report herself, and return how many files that were."""
    files = list(files_of(subject_id, by=by).filter(sender=Sender.REPORTER))
    for file in files:
        share_file(file=file, reader=reader, by=by, now=now)
    return len(files)


@transaction.atomic
def erase_file(*, file: EvidenceFile, by: Actor, now: datetime | None = None) -> bool:
    """Give up a file for the actor's organisation; say whether it is gone altogether.

    Where others hold its key too it stays theirs. Otherwise row, custody and sealed bytes go, the bytes once that is certain.
    """
    by.check_may(Capability.ANSWER_REPORTS)
    city_id, file_id = file.city_id, file.pk
    record_event("file.erased", origin=by.origin, target=file_id, label=file.kind, now=now or timezone.now())
    # Two organisations that give a file up at the same moment must not each leave it to the other.
    EvidenceFile.objects.select_for_update().get(pk=file_id)
    last = not _others_hold(file_id)
    if last:
        EvidenceFile.objects.filter(pk=file_id).delete()
        transaction.on_commit(lambda: storage.delete_file(city_id, file_id))
    give_up_records([file_id], by=by)
    return last


@transaction.atomic
def erase_files(*, subject_id: UUID, by: Actor, now: datetime | None = None) -> int:
    """Give up all files of a report or case for the actor's organisation, and return how many files that were."""
    files = list(files_of(subject_id, by=by))
    for file in files:
        erase_file(file=file, by=by, now=now)
    return len(files)


def _others_hold(file_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT others_hold_wrap(%s)", [file_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]
