"""Questions, and the page of one."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.exchange.access import MODERATE, get_object, is_own, objects_for
from proximity.exchange.models import Hidden
from proximity.exchange.queries.objects import Choice, hidden_by, readers_of, whose
from proximity.exchange.rules.questions import Answer, Question
from proximity.network.rules.kinds import Kind

MOST = 100
"""Questions in the list: the newest; older ones are found from their practice."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in the list."""

    id: UUID
    title: str
    language: str
    whose: str
    modified: datetime
    answers: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer, and whether the asker said that it helped."""

    id: UUID
    text: str
    language: str
    whose: str
    accepted: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything that the page of a question shows."""

    id: UUID
    question: Question
    language: str
    whose: str
    practice_id: UUID | None
    answers: tuple[ShownAnswer, ...]
    readers: Choice
    hidden: Hidden | None
    is_own: bool
    may_hide: bool

    @property
    def has_accepted(self) -> bool:
        """Say whether an answer helped, so that a practice can be made of it."""
        return any(one.accepted for one in self.answers)


def question_rows(by: Actor) -> list[QuestionRow]:
    """Return the newest questions that the actor's city may read."""
    found = list(objects_for(by, Kind.QUESTION).order_by("-created", "-id")[:MOST])
    ids = [str(one.pk) for one in found]
    counts = Counter(
        objects_for(by, Kind.ANSWER).filter(content__question__in=ids).values_list("content__question", flat=True)
    )
    return [
        QuestionRow(
            one.pk, question.title, one.language, whose(one), one.modified, counts[str(one.pk)], bool(question.accepted)
        )
        for one, question in ((one, Question.from_json(one.content)) for one in found)
    ]


def question_page(object_id: UUID, *, by: Actor) -> QuestionPage:
    """Return the page of a question. Raises `NotHere`."""
    one = get_object(by, object_id, Kind.QUESTION)
    question = Question.from_json(one.content)
    answers = objects_for(by, Kind.ANSWER).filter(content__question=str(object_id)).order_by("created", "id")
    shown = tuple(
        ShownAnswer(
            answer.pk, Answer.from_json(answer.content).text, answer.language, whose(answer),
            answer.pk in question.accepted, is_own(answer, by),
        )
        for answer in answers
    )  # fmt: skip
    own = is_own(one, by)
    return QuestionPage(
        object_id, question, one.language, whose(one), question.practice, shown, readers_of(one, by),
        hidden_by(object_id, by), own, by.may(MODERATE) and one.author_id != by.city_id,
    )  # fmt: skip
