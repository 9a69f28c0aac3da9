"""What was made of suggestions, opened, and whether a city uses them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.rules import POLICE_KINDS, OrganisationKind
from proximity.assessment.access import open_assessment
from proximity.assessment.models import SuggestionDecision, SuggestionSwitch
from proximity.assessment.rules import Part

SUGGESTION = "assessment_suggestiondecision"


class Place(NamedTuple):
    """Words of a report, and what a rule pointed out there: an indicator's code.

    Of one indicator no two suggestions share words. Lexicons are written on: after an upgrade another rule may point at these
    words, or at one more of them, and what a person decided is not asked again.
    """

    part: Part
    start: int
    end: int
    code: str

    def is_among(self, others: Iterable["Place"]) -> bool:
        """Say whether any of others is of the same indicator and shares words with it."""
        return any(
            (other.part, other.code) == (self.part, self.code) and other.start < self.end and self.start < other.end
            for other in others
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision on a suggestion: where the words stand, by which rule, what was decided and why."""

    part: Part
    start: int
    end: int
    rule: str
    code: str
    accepted: bool
    reason: str
    by: UUID | None
    at: datetime

    @property
    def place(self) -> Place:
        """Return what it was about."""
        return Place(self.part, self.start, self.end, self.code)


def are_on(city_id: UUID) -> bool:
    """Say whether a city's police use suggestions. Nobody does until somebody switched them on."""
    return _is_on(SuggestionSwitch.objects.filter(city_id=city_id, organisation__kind__in=POLICE_KINDS))


def are_on_at(organisation: Organisation) -> bool:
    """Say whether an NGO switched suggestions on for itself: what the police do says nothing of it."""
    return organisation.kind == OrganisationKind.NGO and _is_on(
        SuggestionSwitch.objects.filter(organisation=organisation)
    )


def _is_on(switched: QuerySet[SuggestionSwitch]) -> bool:
    newest = switched.order_by("-changed_at", "-id").first()
    return newest is not None and newest.is_on


def decided_places(record_ids: Iterable[UUID]) -> dict[UUID, list[Place]]:
    """Return on what somebody decided in records; nothing where the wall hides the record."""
    rows = SuggestionDecision.objects.filter(record_id__in=list(record_ids))
    found: dict[UUID, list[Place]] = {}
    for record, part, start, end, code in rows.values_list("record_id", "part", "start", "end", "code"):
        found.setdefault(record, []).append(Place(Part(part), start, end, code))
    return found


def decisions_of(record_id: UUID, *, by: Actor) -> tuple[Decided, ...]:
    """Return what was decided on suggestions of a record, the first first. Raises `NotAllowed`, `RecordNotFound`."""
    key = open_assessment(record_id, by=by)
    return tuple(
        Decided(
            part=Part(row.part), start=row.start, end=row.end, rule=row.rule, code=row.code, accepted=row.accepted,
            reason=key.open_text(bytes(row.reason), table=SUGGESTION, column="reason", row=row.pk),
            by=row.decided_by, at=row.decided_at,
        )
        for row in SuggestionDecision.objects.filter(record_id=record_id).order_by("decided_at", "id")
    )  # fmt: skip
