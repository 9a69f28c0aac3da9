"""A city's review of another city's practice: each condition and each quality, with reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from proximity.exchange.rules import reading
from proximity.exchange.rules.vocabulary import Criterion, Quality
from proximity.foundation.pure.json import JSONObject

Looked = Criterion | Quality


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a reviewer finds something met, and why."""

    met: bool
    why: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a city found of one edition of a practice. It recommends it where everything is met."""

    practice: UUID | None
    edition: int
    found: Mapping[Looked, Judgement] = field(default_factory=dict)

    @property
    def recommends(self) -> bool:
        """Say whether all was found met: a review that leaves something out recommends nothing."""
        return not any(self.missing()) and all(one.met for one in self.found.values())

    def missing(self) -> Iterator[Looked]:
        """Yield what the review says nothing of, or gives no reason for."""
        yield from (one for one in LOOKED_AT if one not in self.found or not self.found[one].why)

    def as_json(self) -> JSONObject:
        """Return the review as it travels."""
        found: JSONObject = {one.value: {"met": said.met, "why": said.why} for one, said in self.found.items()}
        return {"practice": str(self.practice), "edition": self.edition, "found": found}

    @classmethod
    def from_json(cls, content: JSONObject) -> "Review":
        """Return the review of a content."""
        said = reading.part_of(content, "found")
        parts = {one: reading.part_of(said, one.value) for one in LOOKED_AT if one.value in said}
        return cls(
            practice=reading.id_of(content, "practice"),
            edition=reading.number_of(content, "edition"),
            found={
                one: Judgement(part.get("met") is True, reading.text_of(part, "why")) for one, part in parts.items()
            },
        )


LOOKED_AT: tuple[Looked, ...] = (*Criterion, *Quality)
"""What every review looks at, in this order."""
