"""Cards for the point of work (R47): per family the question, indicators with an example, what speaks against, what to secure."""

from dataclasses import dataclass

from django.utils.translation import override

from proximity.assessment.queries.labels import OPEN_QUESTION
from proximity.packs import codes
from proximity.packs.codes import Direction


@dataclass(frozen=True, slots=True)
class CardLine:
    """One indicator in words: its code, what it is, how to note it, and a made-up example."""

    code: str
    label: str
    hint: str
    example: str
    against: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One family of indicators. `against` tells of a case in which the same thing had another reason."""

    family: str
    label: str
    question: str
    lines: tuple[CardLine, ...]
    against: str
    secure: str


def indicator_cards(lang: str) -> tuple[Card, ...]:
    """Return a card for each family, in the order of the list, all in one language."""
    with override(lang):
        questions = {family: str(question) for family, question in OPEN_QUESTION.items()}
    return tuple(
        Card(
            family=family.code, label=family.label(lang), question=questions[family.code],
            lines=tuple(_line(one, lang) for one in codes.indicators() if one.family == family.code),
            against=family.against.label(lang), secure=family.secure.label(lang),
        )
        for family in codes.indicator_families()
    )  # fmt: skip


def _line(indicator: codes.Indicator, lang: str) -> CardLine:
    return CardLine(
        indicator.code, indicator.label(lang), indicator.help(lang), indicator.example.label(lang),
        indicator.direction is Direction.AGAINST,
    )  # fmt: skip
