"""What the text tool points at in the report of a case: read anew each time in memory, beside what people made of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.assessment.queries.assessments import bias_is_answered
from proximity.assessment.queries.suggestions import Decided, decisions_of
from proximity.assessment.suggesting import Pointed, direction_of
from proximity.cases.models import Case
from proximity.cases.queries.dossier_reported import report_of
from proximity.dossier.rules.values import Coded, SuggestionRow, Words
from proximity.packs import codes
from proximity.reporting.access import OpenReport
from proximity.reporting.queries.suggestions import Open, language_read, read_reported, text_of

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
    open_questions: tuple[Open, ...]

    @property
    def telling(self) -> tuple[Pointed, ...]:
        """Return what waits and says something by itself."""
        return tuple(one for one in self.waiting if not one.is_weak)

    @property
    def weak(self) -> tuple[tuple[str, tuple[Pointed, ...]], ...]:
        """Return what waits and says little by itself, by family, in the order of the text."""
        found: dict[str, list[Pointed]] = {}
        for one in self.waiting:
            if one.is_weak:
                found.setdefault(one.suggestion.family, []).append(one)
        return tuple((family, tuple(those)) for family, those in found.items())


def suggestions_page(case: Case, *, by: Actor) -> SuggestionsPage:
    """Return what the tool points at in a case. Nothing is read before the bias question has an answer."""
    answered, decided, reported = bias_is_answered(case.pk), decisions_of(case.pk, by=by), report_of(case, by=by)
    pointed, questions = read_reported(reported) if answered and reported else ([], ())
    places, language = [one.place for one in decided], _language(reported)
    names = names_of(one.by for one in decided)
    return SuggestionsPage(
        is_answered=answered, is_readable=reported is not None,
        waiting=tuple(one for one in pointed if not one.place.is_among(places)),
        decided=tuple(
            DecidedLine(one, _words(one, reported), language, name=names.get(one.by, "") if one.by else "") for one in decided
        ),
        open_questions=questions,
    )  # fmt: skip


def suggestion_rows(case: Case, reported: OpenReport | None, *, by: Actor, language: str) -> tuple[SuggestionRow, ...]:
    """Return the decisions on suggestions as rows of a dossier, in the language that is switched on."""
    spoken = _language(reported)
    return tuple(_row(one, Words(_words(one, reported), spoken), language) for one in decisions_of(case.pk, by=by))


def _row(one: Decided, words: Words, language: str) -> SuggestionRow:
    opinion = _("accepted: %(reason)s") if one.accepted else _("rejected: %(reason)s")
    return SuggestionRow(
        indicator=Coded(one.code, codes.indicator(one.code).label(language)), direction=direction_of(one.code),
        words=words, rule=one.rule, tool=TOOL,
        became=Coded("accepted" if one.accepted else "rejected", opinion % {"reason": one.reason}),
    )  # fmt: skip


def _words(one: Decided, reported: OpenReport | None) -> str:
    """Return the words that a decision is about; nothing where the report is no longer readable."""
    return text_of(one.part, reported)[one.start : one.end] if reported else ""


def _language(reported: OpenReport | None) -> str:
    """Return the language that words are said to be in, decided on or not: the one in which the tool reads the report."""
    return language_read(reported) if reported else ""
