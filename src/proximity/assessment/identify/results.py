"""What comes out: suggestions with places and reasons, what was merely mentioned, what stays open. Never a verdict. Pure."""

from dataclasses import dataclass
from enum import StrEnum

FAMILY_OF = {
    "BI-0": "perception", "BI-1": "expression", "BI-2": "difference", "BI-3": "group", "BI-40": "location", "BI-41": "location",
    "BI-42": "timing", "BI-43": "timing", "BI-5": "pattern", "BI-6": "violence", "BI-7": "motive", "BI-8": "contra",
}  # fmt: skip
AGAINST = "BI-80"
"""Another motive, told or denied."""


def family_of(indicator: str) -> str:
    """Return the family of an indicator: the question that it answers."""
    return FAMILY_OF.get(indicator) or FAMILY_OF[indicator[:4]]


def is_perceived(indicator: str | None) -> bool:
    """Say whether an indicator is what the victim or another person takes for the motive."""
    return indicator is not None and family_of(indicator) == "perception"


class Caveat(StrEnum):
    """What makes a suggestion less sure, or changes who speaks."""

    NEGATED = "negated"
    QUOTED = "quoted"
    DENOUNCED = "denounced"
    QUESTION = "question"
    IN_GROUP_USE = "in_group_use"
    INNOCENT_READING = "innocent_reading"
    HOMONYM = "homonym"


class Weight(StrEnum):
    """How much a suggestion says, by its points."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in the text: code points from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that may match an indicator. `reason` names a sentence; `points` are shown beside it.

    `spans` is what is to be read, the sentence or at most 200 signs of it; `words` is what the rule found in it.
    """

    indicator: str
    ground: str | None
    spans: tuple[Span, ...]
    words: Span
    rule: str
    reason: str
    points: int
    caveats: tuple[Caveat, ...]
    meaning: str = ""
    innocent: str = ""

    @property
    def weight(self) -> Weight:
        """Return the points in words."""
        return Weight.STRONG if self.points >= 3 else Weight.MODERATE if self.points == 2 else Weight.WEAK

    @property
    def family(self) -> str:
        """Return the family of the indicator."""
        return family_of(self.indicator)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A family of indicators that the text says nothing of, and how to ask the person, in the language of the text."""

    family: str
    question: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, read. That nothing was found never means that there is nothing."""

    language: str
    mentioned: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    against: tuple[Suggestion, ...]
    open_questions: tuple[OpenQuestion, ...]
    denounces: bool
    """Whether words of it speak against hate, whatever they are said of."""

    @property
    def grounds(self) -> tuple[str, ...]:
        """Return the grounds of what is suggested."""
        return tuple(sorted({one.ground for one in self.suggestions if one.ground is not None}))
