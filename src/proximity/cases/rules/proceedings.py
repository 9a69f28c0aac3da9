"""What can follow a referral, step by step: who may enter which, what each needs, what it means for figures. Pure decisions."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from proximity.accounts.rules import OrganisationKind
from proximity.assessment.rules import NotNow, NotSound
from proximity.insight.rules.facts import Stage

MAX_SOURCE = 200


class StepKind(StrEnum):
    """One step of the proceedings. The first three are made by the referral itself, the others are entered (R31)."""

    REFERRED = "referred"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    INVESTIGATION_OPENED = "investigation"
    CHARGED = "charged"
    NOT_CHARGED = "not_charged"
    BIAS_KEPT = "bias_kept"
    BIAS_DROPPED = "bias_dropped"
    DISMISSED = "dismissed"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    SENTENCED = "sentenced"
    UPLIFT = "uplift"
    NO_UPLIFT = "no_uplift"
    APPEALED = "appealed"
    MISTAKE = "mistake"


BY_REFERRAL = frozenset({StepKind.REFERRED, StepKind.ACCEPTED, StepKind.RETURNED})
ENTERED = tuple(kind for kind in StepKind if kind not in BY_REFERRAL and kind is not StepKind.MISTAKE)
BY_POLICE = (StepKind.INVESTIGATION_OPENED,)
# With these a matter has come to its end, unless somebody appeals.
ENDINGS = frozenset({StepKind.NOT_CHARGED, StepKind.DISMISSED, StepKind.ACQUITTED, StepKind.SENTENCED})
NEEDS_REASONS = frozenset({
    StepKind.NOT_CHARGED, StepKind.BIAS_KEPT, StepKind.BIAS_DROPPED, StepKind.DISMISSED, StepKind.SENTENCED,
    StepKind.UPLIFT, StepKind.NO_UPLIFT, StepKind.MISTAKE,
})  # fmt: skip
# Sent back is work between two offices; whatever is decided of her matter, the person hears.
NOT_TOLD = frozenset({StepKind.RETURNED})
# With these the person hears what the law of the country lets her do about it, where the pack knows.
TO_BE_REVIEWED = frozenset({StepKind.DISMISSED})
STAGES = {
    StepKind.REFERRED: Stage.REFERRED,
    StepKind.CHARGED: Stage.PROSECUTED,
    StepKind.CONVICTED: Stage.PROSECUTED,
    StepKind.ACQUITTED: Stage.PROSECUTED,
    StepKind.SENTENCED: Stage.SENTENCED,
}


class Step(Protocol):
    """A step as the rules look at it."""

    @property
    def id(self) -> UUID:
        """Which step."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def replaces_id(self) -> UUID | None:
        """Which earlier step it corrects."""


def kinds_open_to(kind: str, *, outside: bool) -> tuple[StepKind, ...]:
    """Return which steps an organisation of a kind may enter.

    `outside`: it handed the matter to a body without an account, and enters what it learns from there. A prosecution enters
    every step; police that took the matter over say that they investigate, and leave the rest to who decides it.
    """
    return ENTERED if outside or kind == OrganisationKind.PROSECUTION else BY_POLICE


def check_step(
    kind: StepKind, *, open_to: Iterable[StepKind], on: date, today: date, source: str, reasons: str
) -> None:
    """Raise `NotNow` for a step that is not the organisation's to enter, `NotSound` for a field that does not hold.

    A step has a day that has come, and a source: the document that says so. Where something is decided, it has reasons too.
    """
    if kind not in set(open_to):
        raise NotNow(f"{kind} is not entered here")
    if on > today:
        raise NotSound("on")
    if not source.strip() or len(source) > MAX_SOURCE:
        raise NotSound("source")
    if kind in NEEDS_REASONS and not reasons.strip():
        raise NotSound("reasons")


def standing[S: Step](steps: Iterable[S]) -> tuple[S, ...]:
    """Return the steps that hold: none that a later one corrects, and none that only says that another was a mistake."""
    found = tuple(steps)
    replaced = {step.replaces_id for step in found}
    return tuple(step for step in found if step.id not in replaced and step.kind != StepKind.MISTAKE)


def stage_of(steps: Iterable[Step], *, complaint: bool) -> Stage:
    """Return how far an incident has come by the steps that hold; a formal complaint is the least of them."""
    order = list(Stage)
    reached = [STAGES[StepKind(step.kind)] for step in standing(steps) if step.kind in STAGES]
    return max(reached, key=order.index, default=Stage.COMPLAINT if complaint else Stage.RECORDED)
