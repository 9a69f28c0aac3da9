"""How a centre looks at itself (R34): what it was asked, under which heading, and what follows.

The four headings are those under which third-party reporting centres were found weak; the questions under them are ours. A result
is kept as answers, so that another year can be compared question by question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Heading(StrEnum):
    """What a centre needs."""

    AWARENESS = "awareness"
    CAPABILITY = "capability"
    CAPACITY = "capacity"
    OVERSIGHT = "oversight"


class Answer(StrEnum):
    """What a centre says of one point."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class Question(StrEnum):
    """One point to look at. Append only: kept answers name them."""

    KNOWN_BY_PEOPLE = "known_by_people"
    NOTICE_RIGHT = "notice_right"
    KNOWN_BY_PARTNERS = "known_by_partners"
    TRAINED = "trained"
    KNOWS_INDICATORS = "knows_indicators"
    KNOWS_CONSENT = "knows_consent"
    LANGUAGES = "languages"
    SOMEBODY_THERE = "somebody_there"
    PRIVATE_ROOM = "private_room"
    TIME_AND_MONEY = "time_and_money"
    STAND_IN = "stand_in"
    ONE_ANSWERS = "one_answers"
    HEARS_BACK = "hears_back"
    NUMBERS_LOOKED_AT = "numbers_looked_at"
    STAFF_CARED_FOR = "staff_cared_for"


QUESTIONS: Mapping[Heading, tuple[Question, ...]] = {
    Heading.AWARENESS: (Question.KNOWN_BY_PEOPLE, Question.NOTICE_RIGHT, Question.KNOWN_BY_PARTNERS),
    Heading.CAPABILITY: (Question.TRAINED, Question.KNOWS_INDICATORS, Question.KNOWS_CONSENT, Question.LANGUAGES),
    Heading.CAPACITY: (
        Question.SOMEBODY_THERE, Question.PRIVATE_ROOM, Question.TIME_AND_MONEY, Question.STAND_IN,
    ),
    Heading.OVERSIGHT: (
        Question.ONE_ANSWERS, Question.HEARS_BACK, Question.NUMBERS_LOOKED_AT, Question.STAFF_CARED_FOR,
    ),
}  # fmt: skip
MOST_STAFF = 2000


@dataclass(frozen=True, slots=True)
class Source:
    """Where the headings were seen."""

    title: str
    address: str
    seen_on: date


SOURCE = Source(
    "Wong, Christmann, Rogerson, Monk: Reality versus rhetoric (International Review of Victimology 26, 2020), abstract",
    "https://vlex.co.uk/vid/reality-versus-rhetoric-assessing-875450388",
    date(2026, 11, 26),
)


class NotAnswered(ValueError):
    """An assessment that cannot be; says of which field."""

    def __init__(self, field: str) -> None:
        """Take the field's name."""
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Looked:
    """What a centre says of itself: an answer to every question, how many take reports, how many are trained, since when."""

    answers: Mapping[Question, Answer]
    staff: int
    trained: int
    trained_on: date | None = None

    def check(self, *, today: date) -> None:
        """Raise `NotAnswered` unless every question has an answer and the numbers fit together."""
        if set(self.answers) != set(Question):
            raise NotAnswered("answers")
        if not 0 <= self.staff <= MOST_STAFF:
            raise NotAnswered("staff")
        if not 0 <= self.trained <= self.staff:
            raise NotAnswered("trained")
        if (self.trained_on is None) != (self.trained == 0) or (self.trained_on and self.trained_on > today):
            raise NotAnswered("trained_on")


@dataclass(frozen=True, slots=True)
class Result:
    """One heading of one assessment: how many points are met, partly met, not met, and not known."""

    heading: Heading
    yes: int
    partly: int
    no: int
    unknown: int

    @property
    def of(self) -> int:
        """Return how many points the heading has in this assessment."""
        return self.yes + self.partly + self.no + self.unknown


def results(answers: Mapping[str, str]) -> tuple[Result, ...]:
    """Return what kept answers come to, heading by heading; a question that was not asked yet counts nowhere."""
    found = []
    for heading, questions in QUESTIONS.items():
        given = [answers[question] for question in questions if question in answers]
        found.append(Result(heading, *(given.count(answer.value) for answer in Answer)))
    return tuple(found)


def to_do(answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the points that are not met or not known, what is missing wholly first."""
    weight = {Answer.NO.value: 0, Answer.UNKNOWN.value: 1, Answer.PARTLY.value: 2}
    open_ones = [question for question in Question if answers.get(question) in weight]
    return tuple(sorted(open_ones, key=lambda question: weight[answers[question]]))
