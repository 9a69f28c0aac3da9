"""The only ways to a file: the key wraps of one's organisation. Absent and forbidden look the same."""

from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.evidence.models import EvidenceFile
from proximity.evidence.rules import State

TABLE = "evidence_evidencefile"
CUSTODY_TABLE = "evidence_custodyentry"
REPORTER = "reporter"


class EvidenceNotFound(LookupError):
    """There is no such file for whoever asks."""


def files_visible_to(by: Actor) -> QuerySet[EvidenceFile]:
    """Return the files that the actor's organisation holds a key to; none without the capability to read files."""
    if not by.may(Capability.READ_FILES):
        return EvidenceFile.objects.none()
    return EvidenceFile.objects.filter(city_id=by.city_id)


def files_of(subject_id: UUID, *, by: Actor) -> QuerySet[EvidenceFile]:
    """Return the files of one report or case that the actor may see, oldest first."""
    return files_visible_to(by).filter(subject_id=subject_id).order_by("added_at", "pk")


def get_file_for(by: Actor, file_id: UUID) -> EvidenceFile:
    """Return one file. Raises `EvidenceNotFound`, the same for absent, forbidden and walled."""
    found = files_visible_to(by).filter(pk=file_id).first()
    if found is None:
        raise EvidenceNotFound
    return found


def waiting_files() -> QuerySet[EvidenceFile]:
    """Return the files without a clean copy yet that the organisation in context may read: the worker's list."""
    return EvidenceFile.objects.filter(state=State.RECEIVED).order_by("added_at")
