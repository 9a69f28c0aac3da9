"""What was made of suggestions, opened, and whether a city uses them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.assessment.access import open_assessment
from proximity.assessment.models import SuggestionDecision, SuggestionSwitch
from proximity.assessment.rules import Part

SUGGESTION = "assessment_suggestiondecision"


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
    def key(self) -> str:
        """Return what names the suggestion in its record."""
        return f"{self.part}:{self.start}:{self.end}:{self.rule}:{self.code}"


def are_on(city_id: UUID) -> bool:
    """Say whether a city uses suggestions. Nobody does until somebody switched them on."""
    newest = SuggestionSwitch.objects.filter(city_id=city_id).order_by("-changed_at", "-id").first()
    return newest is not None and newest.is_on


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
