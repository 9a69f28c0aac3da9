"""Making the clean copy: opened segment by segment into a process without keys, and sealed again as it comes back."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.models import Organisation
from proximity.accounts.records import open_record_of
from proximity.evidence import storage
from proximity.evidence.access import TABLE
from proximity.evidence.cleaners.__main__ import EXIT_CODES
from proximity.evidence.details import original_details
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.custody import note_custody
from proximity.evidence.rules.custody import Act, Hand
from proximity.evidence.rules.kinds import BY_MIME, CannotClean, Reason, State
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.files import SEGMENT_BYTES, FileSealer, open_file
from proximity.foundation.sealing.records import RecordKey

REASONS = {code: reason for reason, code in EXIT_CODES.items()}
# A process that was stopped for its memory or its time ends by a signal; one that fell over its input, with an error.
STOPPED = frozenset({-9, -24})


@transaction.atomic
def clean_file(*, file_id: UUID, organisation: Organisation, now: datetime | None = None) -> EvidenceFile | None:
    """Make the clean copy of a file that waits for it, or note why there is none; return the file, or None if it waits no more.

    Runs in the context of an organisation that may read the file, in the job worker. May be run again after a crash at any
    point: the row says that it is done last.
    """
    waiting = EvidenceFile.objects.select_for_update(skip_locked=True)
    file = waiting.filter(pk=file_id, state=State.RECEIVED).first()
    if file is None:
        return None
    key = open_record_of(organisation, file.pk)
    hand, now = Hand(organisation.pk), now or timezone.now()
    try:
        sealer = _clean_copy(file, key)
    except CannotClean as problem:
        _note_sealed_only(file, key, hand, problem.reason, now)
    else:
        _note_clean(file, key, hand, sealer, now)
    return file


def _note_clean(file: EvidenceFile, key: RecordKey, hand: Hand, sealer: FileSealer, now: datetime) -> None:
    sha256 = sealer.sha256.hex()
    file.state = State.CLEAN
    file.cleaned = key.seal_json({"sha256": sha256, "size": sealer.size}, table=TABLE, column="cleaned", row=file.pk)
    file.save(update_fields=["state", "cleaned"])
    note_custody(file, Act.CLEANED, key=key, hand=hand, sha256=sha256, now=now)


def _note_sealed_only(file: EvidenceFile, key: RecordKey, hand: Hand, reason: Reason, now: datetime) -> None:
    file.state, file.reason = State.SEALED_ONLY, reason
    file.save(update_fields=["state", "reason"])
    sha256 = original_details(file, key).sha256
    note_custody(file, Act.KEPT_SEALED, key=key, hand=hand, sha256=sha256, label=file.reason, now=now)


def _clean_copy(file: EvidenceFile, key: RecordKey) -> FileSealer:
    """Write the sealed clean copy and return its sealer, with hash and size. Raises `CannotClean`."""
    try:
        storage.take_in(file.city_id, file.pk)
    except FileNotFoundError:
        raise CannotClean(Reason.DAMAGED) from None
    if not BY_MIME[file.kind].cleaned:
        raise CannotClean(Reason.NO_CLEANER)
    sealer = FileSealer(key, file_id=storage.clean_id(file.pk))
    part = storage.PartFile(storage.city_folder(file.city_id), file.pk, storage.CLEAN)
    try:
        part.write(sealer.start())
        for chunk in _cleaned(file, key):
            part.write(sealer.update(chunk))
        part.write(sealer.finish())
        part.keep()
    except BaseException:
        part.discard()
        raise
    return sealer


def _cleaned(file: EvidenceFile, key: RecordKey) -> Iterator[bytes]:
    """Yield the clean copy as it comes from its process. Raises `CannotClean` at the end where it is none."""
    argv = [sys.executable, "-IB", "-m", "proximity.evidence.cleaners", file.kind]
    pipes = subprocess.PIPE
    with subprocess.Popen(argv, stdin=pipes, stdout=pipes, stderr=subprocess.DEVNULL, env={}) as process:
        assert process.stdin is not None  # noqa: S101  (a pipe was asked for)
        assert process.stdout is not None  # noqa: S101  (so was this one)
        _feed(process.stdin, file, key)
        while chunk := process.stdout.read(SEGMENT_BYTES):
            yield chunk
    if process.returncode:
        raise CannotClean(reason_of(process.returncode))


def reason_of(returncode: int) -> Reason:
    """Return why a cleaning process made no copy, from how it ended."""
    if returncode in STOPPED:
        return Reason.TOO_MUCH
    return REASONS.get(returncode, Reason.DAMAGED)


def _feed(pipe: IO[bytes], file: EvidenceFile, key: RecordKey) -> None:
    """Give the original to the process, which reads all before it answers. A process that fell over stops reading."""
    try:
        with pipe, storage.open_original(file.city_id, file.pk) as sealed:
            for segment in open_file(sealed, key, file.pk):
                pipe.write(segment)
    except BrokenPipeError:
        pass
    except SealBroken:
        raise CannotClean(Reason.DAMAGED) from None
