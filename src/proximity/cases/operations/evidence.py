"""Evidence of a case: added, passed on and made from one another while the case is open; what others are asked to keep."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import barred_of
from proximity.audit.operations import record_event
from proximity.cases.access import get_piece, lock_open_case
from proximity.cases.models import Case
from proximity.evidence.models import EvidenceFile, PreservationRequest
from proximity.evidence.operations.collecting import note_collection, note_place
from proximity.evidence.operations.deriving import note_derivation
from proximity.evidence.operations.describing import Captured, add_capture, add_thing
from proximity.evidence.operations.preserving import Asked, ask_to_keep, set_camera_days, settle_request
from proximity.evidence.operations.receive import receive_file
from proximity.evidence.rules.clocks import Standing
from proximity.evidence.rules.custody import Collected, Derivation
from proximity.evidence.uploads import Sealed

ADDED = "case.evidence_added"


@transaction.atomic
def add_case_files(
    *, case: Case, uploads: Iterable[Sealed], note: str = "", collected: Collected | None = None, source_id: UUID | None = None,
    how: Derivation = Derivation.OTHER, tool: str = "", by: Actor, now: datetime | None = None,
) -> list[EvidenceFile]:  # fmt: skip
    """Add files for who reads the case; with `source_id` they were made from another piece of it, `how` and with which `tool`.

    Raises as `receive_file`, `NotNow` when the case is closed, `CaseNotFound`, `EvidenceNotFound` for an unknown source.
    """
    case, now = lock_open_case(case, by=by), now or timezone.now()
    source = get_piece(case, source_id, by=by) if source_id else None
    added = []
    for upload in uploads:
        file = receive_file(
            upload=upload, subject_id=case.pk, city_id=case.city_id, readers=[by.organisation], barred=barred_of(case.pk),
            note=note, source=source, by=by, now=now,
        )  # fmt: skip
        if collected is not None:
            note_collection(file=file, collected=collected, by=by, now=now)
        if source is not None:
            note_derivation(file=file, source=source, how=how, tool=tool, by=by, now=now)
        _note_added(case, file, by, now)
        added.append(file)
    return added


@transaction.atomic
def add_case_thing(
    *, case: Case, name: str, description: str, place: str = "", collected: Collected | None = None, by: Actor,
    now: datetime | None = None,
) -> EvidenceFile:  # fmt: skip
    """Add a thing that is kept as evidence. Raises as `add_thing`, `NotNow` when the case is closed, `CaseNotFound`."""
    case, now = lock_open_case(case, by=by), now or timezone.now()
    piece = add_thing(
        subject_id=case.pk, name=name, description=description, readers=[by.organisation], barred=barred_of(case.pk), by=by,
        now=now,
    )  # fmt: skip
    if collected is not None:
        note_collection(file=piece, collected=collected, by=by, now=now)
    if place.strip():
        note_place(file=piece, place=place, by=by, now=now)
    _note_added(case, piece, by, now)
    return piece


@transaction.atomic
def add_case_capture(
    *, case: Case, captured: Captured, collected: Collected | None = None, note: str = "", by: Actor,
    now: datetime | None = None,
) -> EvidenceFile:  # fmt: skip
    """Keep what stood on a page. Raises as `add_capture`, `NotNow` when the case is closed, `CaseNotFound`."""
    case, now = lock_open_case(case, by=by), now or timezone.now()
    piece = add_capture(
        subject_id=case.pk, captured=captured, note=note, readers=[by.organisation], barred=barred_of(case.pk), by=by, now=now
    )  # fmt: skip
    if collected is not None:
        note_collection(file=piece, collected=collected, by=by, now=now)
    _note_added(case, piece, by, now)
    return piece


@transaction.atomic
def work_on_piece[T](*, case: Case, piece_id: UUID, do: Callable[[EvidenceFile], T], by: Actor) -> T:
    """Do one thing with a piece of an open case; `do` is the operation of evidence, which tells custody and log.

    Raises `NotNow` when the case is closed, `CaseNotFound`, `EvidenceNotFound`, and what `do` raises.
    """
    return do(get_piece(lock_open_case(case, by=by), piece_id, by=by))


@transaction.atomic
def ask_for_recordings(
    *, case: Case, asked: Asked, remember: bool = False, by: Actor, now: datetime | None = None
) -> PreservationRequest:  # fmt: skip
    """Note that a holder was asked to keep recordings or online content; with `remember` its days are proposed from now on.

    Raises as `ask_to_keep`, `NotNow` when the case is closed, `CaseNotFound`.
    """
    case = lock_open_case(case, by=by)
    request = ask_to_keep(subject_id=case.pk, asked=asked, by=by, now=now)
    if remember:
        set_camera_days(days=asked.days, by=by, now=now)
    return request


@transaction.atomic
def settle_recordings(
    *, case: Case, request_id: UUID, standing: Standing, outcome: str, by: Actor, now: datetime | None = None
) -> PreservationRequest:  # fmt: skip
    """Note what came of a request. Raises as `settle_request`, `NotNow` when the case is closed, `CaseNotFound`."""
    case = lock_open_case(case, by=by)
    return settle_request(request_id=request_id, subject_id=case.pk, standing=standing, outcome=outcome, by=by, now=now)


def _note_added(case: Case, piece: EvidenceFile, by: Actor, now: datetime) -> None:
    """Tell the log of the case which piece it has now: so a piece that somebody takes away from under us is missed."""
    record_event(ADDED, origin=by.origin, target=case.pk, label=str(piece.pk), now=now)
