"""The questions of the public form: which there are, in which order, when each is asked, which needs an answer. Pure data.

A person can leave out whatever is not needed. What is needed is what a report cannot go anywhere without: where it happened,
what happened, and who may read it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from proximity.reporting.rules.answers import Answers

ELSEWHERE = "elsewhere"
"""The answer to "where?" of whom no city of this instance fits."""

GROWS_OLD = timedelta(hours=20)
"""A page left open for longer is asked about before anything more is done with it: somebody else may sit there now."""


class Step(StrEnum):
    """One page of the form."""

    SAFE = "safe"
    WHERE = "where"
    COUNTRY = "country"
    WHAT = "what"
    WHEN = "when"
    BEFORE = "before"
    TARGETS = "targets"
    BECAUSE = "because"
    OFFICER = "officer"
    WHO = "who"
    WISHES = "wishes"
    READERS = "readers"
    CONTACT = "contact"
    CHECK = "check"
    GATE = "gate"
    """One plain question before sending, only while very many reports arrive (`rules.flood`)."""


def _always(_answers: Answers) -> bool:
    return True


def _is_elsewhere(answers: Answers) -> bool:
    return answers.city == ELSEWHERE


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its page, whether a report needs the answer, and after which answers it is asked."""

    step: Step
    needed: bool = False
    asked_when: Callable[[Answers], bool] = _always


QUESTIONS = (
    Question(Step.SAFE),
    Question(Step.WHERE, needed=True),
    Question(Step.COUNTRY, needed=True, asked_when=_is_elsewhere),
    Question(Step.WHAT, needed=True),
    Question(Step.WHEN),
    Question(Step.BEFORE),
    Question(Step.TARGETS),
    Question(Step.BECAUSE),
    Question(Step.OFFICER),
    Question(Step.WHO),
    Question(Step.WISHES),
    Question(Step.READERS, needed=True),
    Question(Step.CONTACT),
)
PLACE_STEPS = frozenset({Step.SAFE, Step.WHERE, Step.COUNTRY})
"""Pages that come before it is known whether anybody here can take the report."""

# Longest texts in characters. Generous: an officer rather reads too much than asks again what was cut off.
LONGEST = {
    "what": 10_000,
    "why": 4_000,
    "place": 500,
    "when_text": 500,
    "reported_where": 500,
    "reported_number": 100,
    "person_consent_how": 500,
    "contact_address": 300,
    "contact_when": 300,
    "contact_hide_from": 500,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far along a page is: `step` of `steps`, the page to check everything included."""

    step: int
    steps: int


def asked(answers: Answers) -> tuple[Step, ...]:
    """Return the pages that this person is shown, in order; the last one is where she checks her answers."""
    return (*(question.step for question in QUESTIONS if question.asked_when(answers)), Step.CHECK)


def may_skip(step: Step) -> bool:
    """Say whether a report can do without the answer."""
    return any(question.step is step and not question.needed for question in QUESTIONS)


def comes_after(step: Step, other: Step) -> bool:
    """Say whether a page comes after another."""
    order = list(Step)
    return order.index(step) > order.index(other)


def following(step: Step, answers: Answers) -> Step:
    """Return the page after `step`; after the last one there is none but itself."""
    return next((later for later in asked(answers) if comes_after(later, step)), Step.CHECK)


def preceding(step: Step, answers: Answers) -> Step:
    """Return the page before `step`; before the first one there is none but itself."""
    earlier = [other for other in asked(answers) if comes_after(step, other)]
    return earlier[-1] if earlier else Step.SAFE


def after_answering(step: Step, answers: Answers, *, faults: Collection[Step], to_check: bool) -> Step:
    """Return where an answered question leads.

    On the way through: the next question. Changed from the last page (`to_check`): straight back to it, unless the change
    left a question open, as another city does with "who may read it".
    """
    if not to_check:
        return following(step, answers)
    return next((open_ for open_ in asked(answers) if open_ in faults), Step.CHECK)


def progress(step: Step, answers: Answers) -> Progress:
    """Return how far along a page is."""
    steps = asked(answers)
    return Progress(steps.index(step) + 1, len(steps))


def has_grown_old(age: timedelta) -> bool:
    """Say whether a page was left open for so long that it asks before going on."""
    return age > GROWS_OLD
