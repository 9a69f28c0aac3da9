"""What others choose from and wait for: files to send along, hand-overs that wait for somebody, what vanishes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record, open_records
from proximity.accounts.rules import Capability
from proximity.evidence.access import PRESERVATION_TABLE
from proximity.evidence.details import name_of
from proximity.evidence.models import CustodyEntry, PreservationDefault, PreservationRequest
from proximity.evidence.rules.clocks import Kept, Standing
from proximity.evidence.rules.custody import ANSWERS, Act
from proximity.foundation.sealing.records import RecordKey


@dataclass(frozen=True, slots=True)
class Offered:
    """One piece to choose: its id, name, kind (a media type, `thing` or `web-capture`) and size in bytes."""

    id: UUID
    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class WaitingHandOver:
    """A hand-over that waits for somebody's word: the piece, the record it belongs to, since when."""

    piece: UUID
    name: str
    subject: UUID
    offer: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """A preservation request, opened. `outcome` is empty until somebody noted what came of it."""

    id: UUID
    what: Kept
    standing: Standing
    holder: str
    place: str
    reference: str
    asked_on: date
    until: date
    asked_by: UUID | None
    outcome: str


def hand_overs_for(by: Actor, *, limit: int = 20) -> list[WaitingHandOver]:
    """Return the hand-overs that wait for the actor's word, the oldest first."""
    if not by.may(Capability.READ_REPORTS):
        return []
    answered = CustodyEntry.objects.filter(about=OuterRef("pk"), act__in=ANSWERS)
    to_me = Q(to_person_id=by.person_id) | Q(to_person_id__isnull=True)
    offers = (
        CustodyEntry.objects.filter(to_me, act=Act.OFFERED, to_organisation=by.organisation)
        .filter(~Exists(answered)).select_related("file").order_by("at", "pk")[:limit]
    )  # fmt: skip
    keys = open_records([offer.file_id for offer in offers], by=by)
    return [
        WaitingHandOver(
            offer.file_id, name_of(offer.file, keys[offer.file_id]), offer.file.subject_id, offer.pk, offer.at
        )
        for offer in offers
        if offer.file_id in keys
    ]


def requests_of(subject_id: UUID, *, by: Actor) -> list[Request]:
    """Return what was asked to be kept for a case, what is gone first at the front."""
    found = list(PreservationRequest.objects.filter(subject_id=subject_id).order_by("until", "pk"))
    if not found:
        return []
    key = open_record(subject_id, by=by)
    return [_request(one, key) for one in found]


def open_requests(subject_ids: Iterable[UUID], *, before: date) -> QuerySet[PreservationRequest]:
    """Return the requests of cases that nobody answered yet and that run out by a day, what is gone first at the front."""
    found = PreservationRequest.objects.filter(
        subject_id__in=list(subject_ids), standing=Standing.ASKED, until__lte=before
    )
    return found.order_by("until", "pk")


def camera_days(by: Actor) -> int | None:
    """Return after how many days the actor's organisation reckons that cameras overwrite; None where it has not said."""
    return (
        PreservationDefault.objects.filter(organisation=by.organisation).values_list("camera_days", flat=True).first()
    )


def _request(one: PreservationRequest, key: RecordKey) -> Request:
    opened = key.open_json(bytes(one.details), table=PRESERVATION_TABLE, column="details", row=one.pk)
    details = opened if isinstance(opened, dict) else {}
    outcome = (
        key.open_text(bytes(one.outcome), table=PRESERVATION_TABLE, column="outcome", row=one.pk) if one.outcome else ""
    )
    return Request(
        id=one.pk, what=Kept(one.what), standing=Standing(one.standing), holder=str(details.get("holder", "")),
        place=str(details.get("place", "")), reference=str(details.get("reference", "")), asked_on=one.asked_on,
        until=one.until, asked_by=one.asked_by, outcome=outcome,
    )  # fmt: skip
