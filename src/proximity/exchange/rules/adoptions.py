"""Who took a practice up, what was changed, what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from proximity.exchange.rules import reading
from proximity.exchange.rules.vocabulary import Outcome, Uptake
from proximity.foundation.pure.json import JSONObject


@dataclass(frozen=True, slots=True)
class Adoption:
    """A practice in another city."""

    practice: UUID | None
    edition: int = 0
    uptake: Uptake = Uptake.PLANNED
    since: date | None = None
    changed: str = ""
    outcome: Outcome | None = None
    result: str = ""

    def as_json(self) -> JSONObject:
        """Return it as it travels."""
        return {
            "practice": str(self.practice), "edition": self.edition, "uptake": self.uptake.value,
            "since": reading.said(self.since), "changed": self.changed,
            "outcome": self.outcome.value if self.outcome else "", "result": self.result,
        }  # fmt: skip

    @classmethod
    def from_json(cls, content: JSONObject) -> "Adoption":
        """Return the adoption of a content."""
        return cls(
            practice=reading.id_of(content, "practice"),
            edition=reading.number_of(content, "edition"),
            uptake=reading.code_of(content, "uptake", Uptake) or Uptake.PLANNED,
            since=reading.day_of(content, "since"),
            changed=reading.text_of(content, "changed"),
            outcome=reading.code_of(content, "outcome", Outcome),
            result=reading.text_of(content, "result"),
        )


def fault_of(adoption: Adoption) -> str:
    """Return the field that does not fit with the rest, or nothing: what ended has an outcome, and an outcome is explained."""
    if adoption.uptake == Uptake.ENDED and adoption.outcome is None:
        return "outcome"
    if adoption.uptake == Uptake.PLANNED and adoption.outcome not in {None, Outcome.TOO_EARLY}:
        return "outcome"
    told = adoption.outcome not in {None, Outcome.TOO_EARLY}
    return "result" if told and not adoption.result else ""


@dataclass(frozen=True, slots=True)
class Travelled:
    """How far a practice has travelled: cities that took it up, and where it helped or did not."""

    cities: int = 0
    helped: int = 0
    failed: int = 0


def travelled(adoptions: Iterable[Adoption]) -> Travelled:
    """Count what became of a practice. Partly is neither: its page says more."""
    found = list(adoptions)
    return Travelled(
        cities=len(found),
        helped=sum(one.outcome == Outcome.HELPED for one in found),
        failed=sum(one.outcome == Outcome.DID_NOT_HELP for one in found),
    )
