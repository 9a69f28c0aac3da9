"""The persons of a case: roles, age bands, children, and when somebody may be named as a suspect. Pure decisions."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from proximity.assessment.rules import MAX_TEXT, NotNow, NotSound
from proximity.cases.rules.states import MAX_TITLE, OffenceState
from proximity.foundation.pure.json import JSONObject

# How long a name is kept where no offence is suspected, unless a pack gives a period: set by the service, not by law.
PROPOSED_DAYS = 90
MOST_DAYS = 365
# What a name still has once an offence is no longer suspected: time enough for a test, and no more.
GRACE_DAYS = 14


class PersonRole(StrEnum):
    """What somebody is in a case."""

    VICTIM = "victim"
    INDIRECT_VICTIM = "indirect_victim"
    WITNESS = "witness"
    CHILD = "child"
    GUARDIAN = "guardian"
    SUPPORT_PERSON = "support_person"
    SUSPECT = "suspect"
    THIRD_PERSON = "third_person"


class SubjectCategory(StrEnum):
    """The categories that data about persons are told apart by (Directive (EU) 2016/680, article 6)."""

    SUSPECT = "suspect"
    VICTIM = "victim"
    OTHER = "other"


class AgeBand(StrEnum):
    """How old somebody is, as coarsely as the work needs it; never a day of birth."""

    UNKNOWN = "unknown"
    UNDER_14 = "under_14"
    FROM_14 = "14_17"
    PERHAPS_CHILD = "perhaps_child"
    FROM_18 = "18_24"
    FROM_25 = "25_64"
    FROM_65 = "65_up"


class Question(StrEnum):
    """What is asked before a name is stored where no offence is suspected."""

    PURPOSE = "purpose"
    LESS = "less"
    FAIRNESS = "fairness"
    RISK = "risk"
    TOLD = "told"


# Asked everywhere; a country's rule may add the others.
GENERAL_QUESTIONS = (Question.PURPOSE, Question.LESS, Question.FAIRNESS)
CHILD_BANDS = frozenset({AgeBand.UNDER_14, AgeBand.FROM_14, AgeBand.PERHAPS_CHILD})
_CATEGORIES: Mapping[PersonRole, SubjectCategory] = {
    PersonRole.VICTIM: SubjectCategory.VICTIM,
    PersonRole.INDIRECT_VICTIM: SubjectCategory.VICTIM,
    PersonRole.CHILD: SubjectCategory.VICTIM,
    PersonRole.SUSPECT: SubjectCategory.SUSPECT,
}


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What is written about a person, sealed as one. All of it may be empty: "the reporter" needs no name."""

    name: str = ""
    relation: str = ""
    language: str = ""
    need: str = ""
    trusted: str = ""

    def as_json(self) -> JSONObject:
        """Return what is sealed."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: JSONObject) -> Self:
        """Return the details that were sealed."""
        return cls(**{one.name: str(values.get(one.name, "")) for one in fields(cls)})

    def stripped(self) -> Self:
        """Return the details without space around them."""
        return type(self)(**{one.name: getattr(self, one.name).strip() for one in fields(self)})


@dataclass(frozen=True, slots=True)
class NecessityAnswers:
    """Why a name has to be stored, as somebody answered: a reason for each question, and until when it is to be kept."""

    reasons: Mapping[Question, str]
    keep_until: date | None


@dataclass(frozen=True, slots=True)
class PassedTest:
    """A necessity test that was found sound: the reasons for what was asked, and until when the name is kept."""

    reasons: Mapping[Question, str]
    keep_until: date


def category_of(role: PersonRole) -> SubjectCategory:
    """Return the category of data subject that a role belongs to."""
    return _CATEGORIES.get(role, SubjectCategory.OTHER)


def is_treated_as_child(role: PersonRole, band: AgeBand) -> bool:
    """Say whether somebody is protected as a child: whoever may be one is, until it is known (Directive 2012/29/EU, 24)."""
    return role == PersonRole.CHILD or band in CHILD_BANDS


def check_person(role: PersonRole, band: AgeBand, details: PersonDetails, *, in_conflict: bool) -> None:
    """Raise `NotSound`: texts too long, a third person without need, a guardian in conflict of somebody who is no child."""
    for name, limit in (
        ("name", MAX_TITLE),
        ("language", MAX_TITLE),
        ("relation", MAX_TEXT),
        ("need", MAX_TEXT),
        ("trusted", MAX_TEXT),
    ):
        if len(getattr(details, name)) > limit:
            raise NotSound(name)
    if role == PersonRole.THIRD_PERSON and not details.need:
        raise NotSound("need")
    if in_conflict and not is_treated_as_child(role, band):
        raise NotSound("in_conflict")


def needs_test(role: PersonRole, details: PersonDetails, offence: OffenceState) -> bool:
    """Say whether a necessity test comes before this is stored: a suspect's name where no offence is suspected (R20)."""
    return role == PersonRole.SUSPECT and bool(details.name) and offence != OffenceState.SUSPECTED


def passed_test(given: NecessityAnswers | None, asked: Collection[Question], *, today: date, most: int) -> PassedTest:
    """Return a test that holds: a reason for each question that is asked, and a day at most `most` days off.

    Raises `NotSound` for the first question without a reason, and for the day.
    """
    answers = given or NecessityAnswers({}, None)
    for question in asked:
        reason = answers.reasons.get(question, "")
        if not reason.strip() or len(reason) > MAX_TEXT:
            raise NotSound(question.value)
    if answers.keep_until is None or not today < answers.keep_until <= today + timedelta(days=most):
        raise NotSound("keep_until")
    return PassedTest({question: answers.reasons[question].strip() for question in asked}, answers.keep_until)


def check_second_person(before: object, now: object) -> None:
    """Raise `NotNow` where whoever made the last test would extend it herself, or where nobody can be told."""
    if now is None or before == now:
        raise NotNow("a second person extends")


def delete_on(offence: OffenceState, *, named: bool, kept_until: date | None, today: date) -> date | None:
    """Return on which day a suspect deletes herself, or None where she does not.

    Once an offence is suspected the general periods apply instead. Where it no longer is, the last test holds on, and a name
    that never passed one has `GRACE_DAYS` left.
    """
    if offence == OffenceState.SUSPECTED or not named:
        return None
    if kept_until is not None and kept_until >= today:
        return kept_until
    return today + timedelta(days=GRACE_DAYS)
