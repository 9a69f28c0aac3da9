"""What an individual assessment of needs holds, when it is looked at again, and the states of measures. Pure decisions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from proximity.assessment.rules import MAX_TEXT, NotNow, NotSound
from proximity.foundation.pure.json import JSONObject

MOST_REVIEW_DAYS = 365


class Risk(StrEnum):
    """How pressing protection is, as the assessor judges it."""

    IMMEDIATE = "immediate"
    RAISED = "raised"
    ORDINARY = "ordinary"
    NOT_KNOWN = "not_known"


class Sign(StrEnum):
    """The answer to a question that may be open."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class Document(StrEnum):
    """In which form documents can be read."""

    EASY = "easy"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    AUDIO = "audio"
    SIGN_LANGUAGE = "sign_language"


class MeasureState(StrEnum):
    """Where a protection measure stands."""

    PLANNED = "planned"
    IN_PLACE = "in_place"
    ENDED = "ended"
    REFUSED = "refused"


MEASURE_TRANSITIONS: dict[MeasureState, frozenset[MeasureState]] = {
    MeasureState.PLANNED: frozenset({MeasureState.IN_PLACE, MeasureState.ENDED, MeasureState.REFUSED}),
    MeasureState.IN_PLACE: frozenset({MeasureState.ENDED}),
    MeasureState.ENDED: frozenset(),
    MeasureState.REFUSED: frozenset({MeasureState.PLANNED}),
}
# Proposed, never imposed: after how many days somebody looks again. No law gives them.
REVIEW_DAYS: Mapping[Risk, int] = {Risk.IMMEDIATE: 1, Risk.RAISED: 7, Risk.NOT_KNOWN: 7, Risk.ORDINARY: 30}


@dataclass(frozen=True, slots=True)
class Needs:
    """One version of an assessment, as it is sealed: what Directive 2012/29/EU, 22 and 23, asks for, and what followed.

    Texts are empty where nothing was said. `special` is about special protection needs and rests on no list of grounds.
    """

    personal: str = ""
    crime: str = ""
    circumstances: str = ""
    bias: str = ""
    fear: str = ""
    repeated: str = ""
    dependent: str = ""
    children: str = ""
    risk: str = Risk.NOT_KNOWN
    risk_why: str = ""
    special: str = Sign.NOT_KNOWN
    special_why: str = ""
    wishes: str = ""
    interpreter: str = ""
    facilitator: str = ""
    documents: tuple[str, ...] = ()
    place: str = ""
    body: str = ""
    mind: str = ""
    money: str = ""
    behaviour: str = ""
    situation: str = ""
    conflict: str = ""
    community: str = ""
    notes: str = ""

    def as_json(self) -> JSONObject:
        """Return what is sealed."""
        return asdict(self) | {"documents": list(self.documents)}

    @classmethod
    def from_json(cls, values: JSONObject) -> Self:
        """Return the assessment that was sealed; what an older version did not ask for is empty."""
        known = {one.name: values[one.name] for one in fields(cls) if one.name in values}
        documents = known.pop("documents", [])
        texts = {name: str(value) for name, value in known.items()}
        return cls(documents=tuple(map(str, documents)) if isinstance(documents, list) else (), **texts)


# What belongs together on the page, in the form and in the export, in this order.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "person": ("personal", "crime", "circumstances", "bias"),
    "risk": ("risk", "risk_why", "fear", "repeated", "dependent", "children", "special", "special_why"),
    "wishes": ("wishes",),
    "access": ("interpreter", "facilitator", "documents", "place"),
    "impact": ("body", "mind", "money", "behaviour"),
    "followed": ("situation", "conflict", "community", "notes"),
}
TEXTS = frozenset({
    "personal", "interpreter", "crime", "circumstances", "bias", "risk_why", "special_why", "wishes", "place", "body", "mind",
    "money",     "behaviour", "situation", "conflict", "community", "notes",
})  # fmt: skip


def proposed_review(risk: Risk, today: date) -> date:
    """Return the day that is proposed for looking again."""
    return today + timedelta(days=REVIEW_DAYS[risk])


def check_needs(needs: Needs, review_on: date | None, *, ends: bool, today: date) -> None:
    """Raise `NotSound`: a text too long, a need said and not reasoned, no day to look again although it does not end."""
    for name in sorted(TEXTS):
        if len(getattr(needs, name)) > MAX_TEXT:
            raise NotSound(name)
    if needs.special == Sign.YES and not needs.special_why.strip():
        raise NotSound("special_why")
    if ends and needs.risk in {Risk.IMMEDIATE, Risk.RAISED}:
        raise NotSound("ends")
    if not ends and (review_on is None or not today <= review_on <= today + timedelta(days=MOST_REVIEW_DAYS)):
        raise NotSound("review_on")


def check_measure_may_become(current: MeasureState, wanted: MeasureState) -> None:
    """Raise `NotNow` unless the step is allowed."""
    if wanted not in MEASURE_TRANSITIONS[current]:
        raise NotNow(f"{current} → {wanted}")
