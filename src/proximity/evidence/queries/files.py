"""What pages show of files: for staff with custody, for the person her own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db.models import QuerySet
from django.utils.functional import Promise

from proximity.accounts.actors import Actor
from proximity.accounts.models import Person
from proximity.accounts.records import open_records
from proximity.evidence.access import CUSTODY_TABLE, REPORTER, files_of, files_visible_to
from proximity.evidence.details import name_of, note_of, original_details
from proximity.evidence.models import CustodyEntry, EvidenceFile
from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import Reason, State
from proximity.evidence.sentences import ACTS, REASONS, STATES, kind_in_words
from proximity.foundation.sealing.records import RecordKey


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One thing that was done with a file; `who` and `where` are empty where the person herself did it."""

    act: Promise
    who: str
    where: str
    at: datetime
    purpose: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file as staff see it in a list."""

    id: UUID
    name: str
    note: str
    mime: str
    kind: Promise
    size: int
    sha256: str
    state: State
    state_in_words: Promise
    reason: Promise | str
    who: str
    where: str
    added_at: datetime
    custody: tuple[CustodyLine, ...]


@dataclass(frozen=True, slots=True)
class OwnFile:
    """One file as the person sees it, by her code: enough to know that it came, and which it was."""

    id: UUID
    name: str
    size: int
    sha256: str
    added_at: datetime


def files_listed(subject_id: UUID, *, by: Actor) -> list[FileLine]:
    """Return the files of a report or case for a list, names opened, in five queries however many there are."""
    return _listed(files_of(subject_id, by=by), by)


def files_by_id(file_ids: Iterable[UUID], *, by: Actor) -> list[FileLine]:
    """Return those of these files that the actor may see, whatever report or case they belong to, as `files_listed` does."""
    return _listed(files_visible_to(by).filter(pk__in=list(file_ids)).order_by("added_at", "pk"), by)


def _listed(found: QuerySet[EvidenceFile], by: Actor) -> list[FileLine]:
    files = list(found.select_related("organisation").prefetch_related("custody__organisation"))
    keys = open_records([file.pk for file in files], by=by)
    people = _names(files)
    return [_line(file, keys[file.pk], people) for file in files if file.pk in keys]


def own_files(subject_id: UUID, *, private: X25519PrivateKey) -> list[OwnFile]:
    """Return the files of a report that its person may see, with the private key of her receipt code, in her own context."""
    files = EvidenceFile.objects.filter(subject_id=subject_id, reporter_wrap__isnull=False).order_by("added_at", "pk")
    return [_own(file, own_key(file, private=private)) for file in files]


def own_key(file: EvidenceFile, *, private: X25519PrivateKey) -> RecordKey:
    """Return the key of a file that the person may see. Raises `SealBroken` for another code."""
    return RecordKey.open_wrap(bytes(file.reporter_wrap or b""), private, record_id=file.pk, reader=REPORTER)


def _own(file: EvidenceFile, key: RecordKey) -> OwnFile:
    original = original_details(file, key)
    return OwnFile(file.pk, name_of(file, key), original.size, original.sha256, file.added_at)


def _names(files: Iterable[EvidenceFile]) -> dict[UUID, str]:
    found = [file.added_by for file in files] + [entry.person_id for file in files for entry in file.custody.all()]
    ids = {person_id for person_id in found if person_id is not None}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


def _line(file: EvidenceFile, key: RecordKey, people: dict[UUID, str]) -> FileLine:
    original, state = original_details(file, key), State(file.state)
    entries = sorted(file.custody.all(), key=lambda entry: (entry.at, entry.pk))
    return FileLine(
        id=file.pk, name=name_of(file, key), note=note_of(file, key), mime=file.kind,
        kind=kind_in_words(file.kind), size=original.size, sha256=original.sha256,
        state=state, state_in_words=STATES[state],
        reason=REASONS[Reason(file.reason)] if file.reason else "",
        who=_who(file.added_by, people), where=file.organisation.name if file.organisation else "",
        added_at=file.added_at, custody=tuple(_custody_line(entry, key, people) for entry in entries),
    )  # fmt: skip


def _custody_line(entry: CustodyEntry, key: RecordKey, people: dict[UUID, str]) -> CustodyLine:
    return CustodyLine(
        act=ACTS[Act(entry.act)], who=_who(entry.person_id, people),
        where=entry.organisation.name if entry.organisation else "", at=entry.at,
        purpose=key.open_text(bytes(entry.purpose), table=CUSTODY_TABLE, column="purpose", row=entry.pk),
        sha256=key.open_text(bytes(entry.sha256), table=CUSTODY_TABLE, column="sha256", row=entry.pk),
    )  # fmt: skip


def _who(person_id: UUID | None, people: dict[UUID, str]) -> str:
    return people.get(person_id, "") if person_id else ""
