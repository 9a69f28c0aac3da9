"""What may be said of bias, and what is still to be asked. Pure: codes come from the packs, the rest is data.

Sources: requirements R13 (the question has no default), R15 (indicators, each with what it rests on, for and against), R16
(perception is never overwritten); docs/reference code lists, section 2.2 (indicators) and 4.7 (grounds).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from proximity.packs import codes
from proximity.packs.codes import Direction, UnknownCode

PERCEIVED_BY_TARGET = "BI-01"
MAX_TEXT = 4000
LANGUAGE_LENGTH = 8
RULE_LENGTH = 80


class Part(StrEnum):
    """Which text of a report words stand in: what happened, or why the person thinks of bias."""

    WHAT = "what"
    WHY = "why"


class BiasAnswer(StrEnum):
    """The answer to the question whether there is an indication of bias."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class Strength(StrEnum):
    """How much an indicator weighs, in the view of who noted it."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


class Basis(StrEnum):
    """Whether an indicator rests on a fact or on somebody's assessment (Directive 2016/680, art. 7)."""

    FACT = "fact"
    ASSESSMENT = "assessment"


class GroundBasis(StrEnum):
    """What ties the person to the ground: she belongs, she stands by somebody who does, or she was taken to belong."""

    MEMBERSHIP = "membership"
    ASSOCIATION = "association"
    MISTAKEN = "mistaken"


class AllegedBy(StrEnum):
    """Who says that this ground played a part."""

    TARGET = "target"
    WITNESS = "witness"
    NGO = "ngo"
    OFFICER = "officer"


class GroundStatus(StrEnum):
    """How far a ground has come on the way from perception to judgment."""

    PERCEIVED = "perceived"
    SUSPECTED = "suspected"
    EVIDENCED = "evidenced"
    CHARGED = "charged"
    PROVEN = "proven"
    REJECTED = "rejected"


# Where a ground may begin: a charge and a judgment are steps that somebody else takes later.
FIRST_STATUSES = (GroundStatus.PERCEIVED, GroundStatus.SUSPECTED, GroundStatus.EVIDENCED)

GROUND_TRANSITIONS: dict[GroundStatus, frozenset[GroundStatus]] = {
    GroundStatus.PERCEIVED: frozenset({GroundStatus.SUSPECTED, GroundStatus.EVIDENCED, GroundStatus.REJECTED}),
    GroundStatus.SUSPECTED: frozenset({
        GroundStatus.PERCEIVED, GroundStatus.EVIDENCED, GroundStatus.CHARGED, GroundStatus.REJECTED,
    }),
    GroundStatus.EVIDENCED: frozenset({GroundStatus.SUSPECTED, GroundStatus.CHARGED, GroundStatus.REJECTED}),
    GroundStatus.CHARGED: frozenset({GroundStatus.EVIDENCED, GroundStatus.PROVEN, GroundStatus.REJECTED}),
    GroundStatus.PROVEN: frozenset({GroundStatus.CHARGED}),
    GroundStatus.REJECTED: frozenset({GroundStatus.PERCEIVED, GroundStatus.SUSPECTED, GroundStatus.EVIDENCED}),
}  # fmt: skip


class NotSound(ValueError):
    """What was to be recorded contradicts the code lists or lacks what it rests on; `field` names where."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NotNow(ValueError):
    """The state of the record does not allow this step."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What the rules look at in one indicator that stands (is not withdrawn)."""

    code: str
    direction: Direction
    strength: Strength


@dataclass(frozen=True, slots=True)
class Balance:
    """What speaks for and against, side by side. There is no sum: neither side is taken off the other."""

    perceived: bool
    number_for: int
    strongest_for: Strength | None
    number_against: int
    strongest_against: Strength | None

    @property
    def is_flagged(self) -> bool:
        """Say whether bias must be looked into: perception or any indicator for it is enough, whatever speaks against."""
        return self.perceived or self.number_for > 0


def balance(noted: Iterable[Noted], *, perceived: bool) -> Balance:
    """Return both sides; `perceived` is what the report says, and BI-01 to BI-03 add to it, nothing takes it away."""
    noted = list(noted)
    speaking_for = [one.strength for one in noted if one.direction == Direction.FOR]
    against = [one.strength for one in noted if one.direction == Direction.AGAINST]
    return Balance(
        perceived=perceived or any(_is_perception(one) for one in noted),
        number_for=len(speaking_for), strongest_for=_strongest(speaking_for),
        number_against=len(against), strongest_against=_strongest(against),
    )  # fmt: skip


def open_families(noted: Iterable[Noted], *, perceived: bool = False) -> tuple[str, ...]:
    """Return the families nobody has noted anything of yet, in the order of the list: each is a question still to ask."""
    touched = {codes.indicator(one.code).family for one in noted}
    if perceived:
        touched.add(codes.indicator(PERCEIVED_BY_TARGET).family)
    return tuple(family.code for family in codes.indicator_families() if family.code not in touched)


def check_indicator(code: str, direction: Direction, quote: str) -> None:
    """Raise `NotSound` for an unknown code, for evidence against bias noted as for it, or without what it rests on."""
    try:
        indicator = codes.indicator(code)
    except UnknownCode:
        raise NotSound("code") from None
    if indicator.direction == Direction.AGAINST and direction != Direction.AGAINST:
        raise NotSound("direction")
    check_text(quote, "quote")


def check_ground(code: str, status: GroundStatus) -> None:
    """Raise `NotSound` for a ground that stands in no list, or that would begin as charged, proven or rejected."""
    try:
        codes.ground(code)
    except UnknownCode:
        raise NotSound("code") from None
    if status not in FIRST_STATUSES:
        raise NotSound("status")


def check_text(text: str, field: str) -> None:
    """Raise `NotSound` for a text that is empty or longer than `MAX_TEXT` characters."""
    if not text.strip() or len(text) > MAX_TEXT:
        raise NotSound(field)


def check_may_become(current: GroundStatus, wanted: GroundStatus) -> None:
    """Raise `NotNow` unless a ground may pass from one status to another."""
    if wanted not in GROUND_TRANSITIONS[current]:
        raise NotNow(f"{current} → {wanted}")


def marked(text: str, quotes: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Return `text` in pieces, each with whether a quote rests on it: the literal words, wherever they stand first.

    Nothing is changed: the pieces joined are the text. Quotes that overlap an earlier one, or do not stand there, mark nothing.
    """
    found = sorted((text.find(quote), -len(quote)) for quote in quotes if quote and quote in text)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, minus_length in found:
        if start < at:
            continue
        pieces += [(text[at:start], False), (text[start : start - minus_length], True)]
        at = start - minus_length
    pieces.append((text[at:], False))
    return tuple(piece for piece in pieces if piece[0])


def _is_perception(one: Noted) -> bool:
    return one.direction == Direction.FOR and codes.indicator(one.code).family == "perception"


def _strongest(strengths: Sequence[Strength]) -> Strength | None:
    return max(strengths, key=list(Strength).index, default=None)
