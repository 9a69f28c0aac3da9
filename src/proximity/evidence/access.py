"""The only ways to a file: the key wraps of one's organisation. Absent and forbidden look the same."""

from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.evidence.models import EvidenceFile, PreservationRequest
from proximity.evidence.rules.kinds import State

TABLE = "evidence_evidencefile"
CUSTODY_TABLE = "evidence_custodyentry"
PRESERVATION_TABLE = "evidence_preservationrequest"
REPORTER = "reporter"


class EvidenceNotFound(LookupError):
    """There is no such file for whoever asks."""


class RequestNotFound(LookupError):
    """There is no such preservation request in this case."""


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


def lock_file(file: EvidenceFile) -> EvidenceFile:
    """Return the file as it stands now, locked until the transaction ends. Raises `EvidenceNotFound`."""
    found = EvidenceFile.objects.select_for_update().filter(pk=file.pk).first()
    if found is None:
        raise EvidenceNotFound
    return found


def lock_request(request_id: UUID, *, subject_id: UUID, by: Actor) -> PreservationRequest:
    """Return one request that the actor's organisation made, locked. Raises `RequestNotFound`."""
    found = PreservationRequest.objects.select_for_update().filter(
        pk=request_id, subject_id=subject_id, organisation=by.organisation
    ).first()  # fmt: skip
    if found is None:
        raise RequestNotFound
    return found


def waiting_files() -> QuerySet[EvidenceFile]:
    """Return the files without a clean copy yet that the organisation in context may read: the worker's list."""
    return EvidenceFile.objects.filter(state=State.RECEIVED).order_by("added_at")
