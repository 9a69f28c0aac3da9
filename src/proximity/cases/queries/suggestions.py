"""What the text tool points at in the report of a case: read anew each time in memory, beside what people made of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.results import Reading
from proximity.assessment.queries.assessments import bias_is_answered
from proximity.assessment.queries.labels import OPEN_QUESTION, Words
from proximity.assessment.queries.suggestions import Decided, decisions_of
from proximity.assessment.rules import Part
from proximity.assessment.suggesting import Pointed, direction_of
from proximity.cases.models import Case
from proximity.cases.queries.dossier_reported import report_of
from proximity.dossier.rules.values import Coded, SuggestionRow
from proximity.dossier.rules.values import Words as Said
from proximity.packs import codes
from proximity.reporting.access import OpenReport

TOOL = "proximity identify"


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """One decision with the words it is about, which are empty where the report is no longer readable, and who decided."""

    decided: Decided
    words: str
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class SuggestionsPage:
    """What waits for a decision, in the order of the text; what was decided; which families nothing points at.

    `is_answered`: the bias question has an answer, and so the tool may be looked at. `is_readable`: there is a report to read.
    """

    is_answered: bool
    is_readable: bool
    waiting: tuple[Pointed, ...]
    decided: tuple[DecidedLine, ...]
    open_questions: tuple[Words, ...]


def suggestions_page(case: Case, *, by: Actor) -> SuggestionsPage:
    """Return what the tool points at in a case. Nothing is read before the bias question has an answer."""
    answered, decided, reported = bias_is_answered(case.pk), decisions_of(case.pk, by=by), report_of(case, by=by)
    pointed, families = _read(reported) if answered and reported else ([], set[str]())
    seen = {one.key for one in decided}
    names = names_of(one.by for one in decided)
    return SuggestionsPage(
        is_answered=answered, is_readable=reported is not None,
        waiting=tuple(one for one in pointed if one.key not in seen),
        decided=tuple(
            DecidedLine(one, *_words(one, reported), name=names.get(one.by, "") if one.by else "") for one in decided
        ),
        open_questions=tuple(words for family, words in OPEN_QUESTION.items() if answered and family not in families),
    )  # fmt: skip


def pointed_at(case: Case, key: str, *, by: Actor) -> Pointed | None:
    """Return what the tool points at under a key, read anew; None where it points at no such thing."""
    reported = report_of(case, by=by)
    found = _read(reported)[0] if reported else []
    return next((one for one in found if one.key == key), None)


def suggestion_rows(case: Case, reported: OpenReport | None, *, by: Actor, language: str) -> tuple[SuggestionRow, ...]:
    """Return the decisions on suggestions as rows of a dossier, in the language that is switched on."""
    return tuple(_row(one, reported, language) for one in decisions_of(case.pk, by=by))


def _row(one: Decided, reported: OpenReport | None, language: str) -> SuggestionRow:
    words, spoken = _words(one, reported)
    opinion = _("accepted: %(reason)s") if one.accepted else _("rejected: %(reason)s")
    return SuggestionRow(
        indicator=Coded(one.code, codes.indicator(one.code).label(language)), direction=direction_of(one.code),
        words=Said(words, spoken), rule=one.rule, tool=TOOL,
        became=Coded("accepted" if one.accepted else "rejected", opinion % {"reason": one.reason}),
    )  # fmt: skip


def _read(reported: OpenReport) -> tuple[list[Pointed], set[str]]:
    """Return all that the tool points at in a report, and the families that it says something of."""
    pointed: list[Pointed] = []
    for part in Part:
        text = _text(part, reported)
        if text:
            read = identify(text, language=reported.report.language)
            pointed += _pointed(part, text, read)
    return pointed, {one.suggestion.family for one in pointed}


def _pointed(part: Part, text: str, read: Reading) -> list[Pointed]:
    found = (*read.suggestions, *read.against)
    return sorted(
        (Pointed(part, text, read.language, one) for one in found), key=lambda one: (one.span, one.suggestion.indicator)
    )


def _text(part: Part, reported: OpenReport) -> str:
    return reported.answers.what if part is Part.WHAT else reported.answers.why


def _words(one: Decided, reported: OpenReport | None) -> tuple[str, str]:
    """Return the words that a decision is about and their language; nothing where the report is no longer readable."""
    return (_text(one.part, reported)[one.start : one.end], reported.report.language) if reported else ("", "")
