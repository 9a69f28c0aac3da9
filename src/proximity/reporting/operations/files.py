"""Files of a report: added by the person with her code, or by staff; given on and taken back as the report is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import give_key
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.receive import receive_file
from proximity.evidence.queries.files import own_files, own_key
from proximity.evidence.rules.kinds import Sender
from proximity.evidence.uploads import Sealed
from proximity.foundation.sealing.receipts import Receipt
from proximity.reporting.access import barred_from, get_report_by_receipt, own_recipient_to_change, still_reading
from proximity.reporting.models import Report
from proximity.reporting.rules.states import MAY_READ, NotNow


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding a file: the name it has now, and whether it had been there before."""

    name: str
    again: bool


@transaction.atomic
def add_own_file(*, by: Receipt, upload: Sealed, note: str = "", now: datetime | None = None) -> Added:
    """Add a file to the report that the code opens, for all who may still read it; the same file again is not stored twice.

    Raises `ReportNotFound` for an unknown code, `NotNow` when nobody may read any more, `Refused` past the number of files.
    """
    report = get_report_by_receipt(by).report
    keys = by.reader_keys()
    for known in own_files(report.pk, private=keys.private):
        if known.sha256 == upload.sha256:
            return Added(known.name, again=True)
    readers = still_reading(report)
    if not readers:
        raise NotNow("nobody may read this report any more")
    receive_file(
        upload=upload, subject_id=report.pk, city_id=report.city_id, readers=readers, barred=barred_from(report),
        reporter_key=keys.public, note=note, now=now,
    )  # fmt: skip
    return Added(upload.name, again=False)


@transaction.atomic
def add_staff_file(
    *, report: Report, upload: Sealed, for_all: bool, note: str = "", by: Actor, now: datetime | None = None
) -> EvidenceFile:
    """Add a file to a report: for all its readers and the person (`for_all`), or for the actor's own organisation alone.

    Raises `NotAllowed`, `NotNow` where the person has taken the report back, `Refused` past the number of files.
    """
    if own_recipient_to_change(report, by=by).status not in MAY_READ:
        raise NotNow("the person has taken this report back")
    return receive_file(
        upload=upload, subject_id=report.pk, city_id=report.city_id,
        readers=still_reading(report) if for_all else [by.organisation], barred=barred_from(report),
        reporter_key=bytes(report.reader_key) if for_all else None, note=note, by=by, now=now,
    )  # fmt: skip


def files_of_person(report: Report) -> list[UUID]:
    """Return the ids of the files that the person added herself, in the context of her code."""
    return [file.pk for file in _added_by_her(report)]


def give_own_files(report: Report, *, by: Receipt, reader: Organisation) -> None:
    """Give one more reader the files that the person added; a part of `operations.mailbox.add_recipient`, which tells the log."""
    private = by.reader_keys().private
    for file in _added_by_her(report):
        give_key(own_key(file, private=private), file.pk, city_id=report.city_id, reader=reader)


def _added_by_her(report: Report) -> list[EvidenceFile]:
    return list(EvidenceFile.objects.filter(subject_id=report.pk, sender=Sender.REPORTER))
