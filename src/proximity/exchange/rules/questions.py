"""Questions and answers between people of cities, and the practice that may grow from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from proximity.exchange.rules import reading
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.vocabulary import MAX_TEXT, MAX_TITLE
from proximity.foundation.pure.json import JSONObject


@dataclass(frozen=True, slots=True)
class Question:
    """What an office asks others; `practice` where it is about one; `accepted` the answers that helped, as the asker says."""

    title: str
    text: str
    practice: UUID | None = None
    accepted: tuple[UUID, ...] = ()

    def as_json(self) -> JSONObject:
        """Return it as it travels."""
        return {
            "title": self.title, "text": self.text, "practice": str(self.practice or ""),
            "accepted": reading.listed(self.accepted),
        }  # fmt: skip

    @classmethod
    def from_json(cls, content: JSONObject) -> "Question":
        """Return the question of a content."""
        return cls(
            title=reading.text_of(content, "title"),
            text=reading.text_of(content, "text"),
            practice=reading.id_of(content, "practice"),
            accepted=reading.ids_of(content, "accepted"),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What an office answers."""

    question: UUID | None
    text: str

    def as_json(self) -> JSONObject:
        """Return it as it travels."""
        return {"question": str(self.question), "text": self.text}

    @classmethod
    def from_json(cls, content: JSONObject) -> "Answer":
        """Return the answer of a content."""
        return cls(reading.id_of(content, "question"), reading.text_of(content, "text"))


def practice_from(question: Question, answers: Iterable[str]) -> Practice:
    """Return what a draft of a practice may begin with: the question as its aim, the accepted answers as its steps."""
    return Practice(title=question.title[:MAX_TITLE], objectives=question.text, steps="\n\n".join(answers)[:MAX_TEXT])
