"""Asking others to keep what would vanish, and noting what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.evidence.access import PRESERVATION_TABLE, lock_request
from proximity.evidence.models import PreservationDefault, PreservationRequest
from proximity.evidence.rules.clocks import MAX_DAYS, Kept, NotValid, Standing, check_settles, until
from proximity.foundation.pure.ids import new_id


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked to be kept: by whom, where it is, under which reference, since when, and for how many days it stays."""

    what: Kept
    holder: str
    place: str
    reference: str
    asked_on: date
    days: int
    capture_id: UUID | None = None


@transaction.atomic
def ask_to_keep(
    *, subject_id: UUID, asked: Asked, by: Actor, now: datetime | None = None
) -> PreservationRequest:  # fmt: skip
    """Note that a holder was asked to keep something, sealed with the key of the case, which the caller has authorised.

    Raises `NotAllowed`, `RecordNotFound`, `NotValid` without a holder or for days out of reach.
    """
    by.check_may(Capability.ENTER_REPORTS)
    if not asked.holder.strip():
        raise NotValid("holder")
    now, row, key = now or timezone.now(), new_id(), open_record(subject_id, by=by)
    details = {"holder": asked.holder.strip(), "place": asked.place.strip(), "reference": asked.reference.strip()}
    request = PreservationRequest(
        id=row, city_id=by.city_id, subject_id=subject_id, organisation=by.organisation, what=asked.what,
        capture_id=asked.capture_id, details=key.seal_json(dict(details), table=PRESERVATION_TABLE, column="details", row=row),
        asked_on=asked.asked_on, until=until(asked.asked_on, asked.days), asked_by=by.person_id, added_at=now,
    )  # fmt: skip
    request.save(force_insert=True)
    record_event(f"preservation.asked_{asked.what}", origin=by.origin, target=subject_id, label=str(row), now=now)
    return request


@transaction.atomic
def settle_request(
    *, request_id: UUID, subject_id: UUID, standing: Standing, outcome: str = "", by: Actor, now: datetime | None = None
) -> PreservationRequest:  # fmt: skip
    """Note what came of a request: secured, refused, or lost. Raises `NotAllowed`, `RequestNotFound`, `NotValid` once settled."""
    by.check_may(Capability.ENTER_REPORTS)
    request = lock_request(request_id, subject_id=subject_id, by=by)
    check_settles(Standing(request.standing), standing)
    key, now = open_record(subject_id, by=by), now or timezone.now()
    request.standing, request.settled_by, request.settled_at = standing, by.person_id, now
    request.outcome = key.seal_text(outcome.strip(), table=PRESERVATION_TABLE, column="outcome", row=request.pk)
    request.save(update_fields=["standing", "settled_by", "settled_at", "outcome"])
    record_event(f"preservation.{standing}", origin=by.origin, target=subject_id, label=str(request.pk), now=now)
    return request


@transaction.atomic
def set_camera_days(*, days: int, by: Actor, now: datetime | None = None) -> None:
    """Set after how many days an organisation reckons that cameras overwrite. Raises `NotAllowed`, `NotValid`."""
    by.check_may(Capability.WORK_CASES)
    if not 1 <= days <= MAX_DAYS:
        raise NotValid("days")
    PreservationDefault.objects.update_or_create(
        organisation=by.organisation, defaults={"camera_days": days}, create_defaults={"camera_days": days, "city_id": by.city_id}
    )  # fmt: skip
    record_event(
        "preservation.days_set", origin=by.origin, target=by.organisation.pk, label=str(days), now=now or timezone.now()
    )
