"""What the text tool points at in a report that was opened: read anew each time in memory. Nothing is kept of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import get_language

from proximity.assessment.identify.reading import language_of, slurs
from proximity.assessment.identify.results import Reading, Span
from proximity.assessment.identify.telling import read_account
from proximity.assessment.queries.labels import OPEN_QUESTION, STRENGTH, Words
from proximity.assessment.queries.suggestion_labels import CAVEAT, REASON
from proximity.assessment.rules import Part
from proximity.assessment.suggesting import Pointed
from proximity.packs import codes
from proximity.reporting.access import OpenReport

_BETWEEN = "\n\n"
"""What parts the texts of a report where they are read as one: a sentence ends there."""


@dataclass(frozen=True, slots=True)
class Open:
    """A question that nothing in the report answers, for who works on it, and to be put to the person in her own language.

    `asked` is empty where the tool has no words in that language.
    """

    words: Words
    asked: str
    language: str


def read_reported(reported: OpenReport) -> tuple[list[Pointed], tuple[Open, ...]]:
    """Return all that the tool points at in a report, in the order of its texts, and the questions that stay open in all.

    Its texts are read as one: why somebody thinks that it happened makes clear what the rest may mean.
    """
    texts = {part: text_of(part, reported) for part in Part}
    spoken = reported.report.language
    pointed: list[Pointed] = []
    asked: dict[str, str] = {}
    if any(texts.values()):
        read = read_account(_as_one(texts), language=spoken)
        start = 0
        for part, text in texts.items():
            pointed += _pointed(part, text, start, read)
            start += len(text) + len(_BETWEEN)
        asked = {one.family: one.question for one in read.open_questions if read.language == spoken}
    answered = {one.suggestion.family for one in pointed}
    return pointed, tuple(
        Open(words, asked.get(family, ""), spoken) for family, words in OPEN_QUESTION.items() if family not in answered
    )


def language_read(reported: OpenReport) -> str:
    """Return the language in which the tool reads a report: its own, or the likeliest where it reads no such language."""
    return language_of(_as_one({part: text_of(part, reported) for part in Part}), language=reported.report.language)


def _as_one(texts: Mapping[Part, str]) -> str:
    return _BETWEEN.join(texts.values())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what is shown of a text: pointed at or around it, and whether it is a slur, which is covered until wished."""

    text: str
    is_pointed_at: bool
    is_slur: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """One suggestion whose slurs can be covered. The rule is not named where its name is the slur."""

    pointed: Pointed
    pieces: tuple[Piece, ...]

    @property
    def rule(self) -> str:
        """Return the rule's name; nothing where it names a slur."""
        found = self.pointed.suggestion
        return "" if found.reason == "slur" else found.rule

    @property
    def reason(self) -> Words:
        """Return why the words may matter."""
        return REASON[self.pointed.suggestion.reason]

    @property
    def caveats(self) -> tuple[Words, ...]:
        """Return what to mind."""
        return tuple(CAVEAT[one] for one in self.pointed.suggestion.caveats)

    @property
    def indicator(self) -> str:
        """Return what the indicator is called, in the language of the page."""
        return codes.indicator(self.pointed.suggestion.indicator).label(get_language() or "en")

    @property
    def weight(self) -> Words:
        """Return how much the rule weighs."""
        return STRENGTH[self.pointed.suggestion.weight]


def covered(pointed: Iterable[Pointed]) -> tuple[Covered, ...]:
    """Return suggestions in pieces, so that every slur that the lexicons know can be covered, whatever points at it."""
    known: dict[str, tuple[Span, ...]] = {}
    found = []
    for one in pointed:
        if one.text not in known:
            known[one.text] = slurs(one.text, language=one.language)
        found.append(Covered(one, tuple(_pieces(one, known[one.text]))))
    return tuple(found)


def _pieces(one: Pointed, known: Iterable[Span]) -> Iterator[Piece]:
    shown, span = one.shown, one.span
    inside = [Span(max(slur.start, shown.start), min(slur.end, shown.end)) for slur in known]
    inside = [slur for slur in inside if slur.start < slur.end]
    edges = {
        shown.start,
        shown.end,
        span.start,
        span.end,
        *(edge for slur in inside for edge in (slur.start, slur.end)),
    }
    if shown.start:
        yield Piece("… ", is_pointed_at=False, is_slur=False)
    for start, end in pairwise(sorted(edges)):
        yield Piece(
            one.text[start:end], is_pointed_at=span.start <= start < span.end,
            is_slur=any(slur.start <= start < slur.end for slur in inside),
        )  # fmt: skip
    if shown.end < len(one.text):
        yield Piece(" …", is_pointed_at=False, is_slur=False)


def _pointed(part: Part, text: str, start: int, read: Reading) -> list[Pointed]:
    """Return what is pointed at in one of the texts, which begins at a place of what was read; places count in itself."""
    found = (
        replace(one, spans=tuple(_moved(span, -start) for span in one.spans), words=_moved(one.words, -start))
        for one in (*read.suggestions, *read.against)
        if start <= one.words.start < start + len(text)
    )
    return sorted(
        (Pointed(part, text, read.language, one) for one in found), key=lambda one: (one.span, one.suggestion.indicator)
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def text_of(part: Part, reported: OpenReport) -> str:
    """Return one of the texts of a report, verbatim."""
    return reported.answers.what if part is Part.WHAT else reported.answers.why
