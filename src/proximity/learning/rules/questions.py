"""The questions before and after a course: how sure people feel, from 1 to 5, and what they know; and what came of them.

The answers that count as right are the program's own principles: perception is enough to record, indicators suggest, evidence
against is noted, motives may stand beside each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LOWEST, HIGHEST = 1, 5
FEWEST = 5
"""Below so many who answered both times nothing is shown. The database holds this number, too."""


class Moment(StrEnum):
    """When the questions are asked."""

    BEFORE = "before"
    AFTER = "after"


class Sure(StrEnum):
    """How sure somebody feels of something."""

    RECOGNISE = "recognise"
    SPEAK = "speak"
    CALL_IN = "call_in"
    WRITE_DOWN = "write_down"


class Known(StrEnum):
    """A sentence that is right or wrong."""

    PERCEPTION = "perception"
    ONE_SIGN = "one_sign"
    MONEY = "money"
    AGAINST = "against"


class Verdict(StrEnum):
    """What somebody says of a sentence."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"


KEY: Mapping[str, Verdict] = {
    Known.PERCEPTION: Verdict.RIGHT,
    Known.ONE_SIGN: Verdict.WRONG,
    Known.MONEY: Verdict.WRONG,
    Known.AGAINST: Verdict.RIGHT,
}
ITEMS = (*Sure, *Known)
"""All questions, in their order."""


class NotAnswered(ValueError):
    """A question has no answer that is one of its own; `field` names it."""

    def __init__(self, field: str) -> None:
        """Take the name of the question."""
        super().__init__(field)
        self.field = field


def check_answers(answers: Mapping[str, str]) -> None:
    """Raise `NotAnswered` unless each question has one of its answers, and nothing else is there."""
    steps = {str(step) for step in range(LOWEST, HIGHEST + 1)}
    for item in ITEMS:
        allowed = steps if item in Sure else set(Verdict)
        if answers.get(item) not in allowed:
            raise NotAnswered(item)
    if extra := sorted(set(answers) - set(ITEMS)):
        raise NotAnswered(extra[0])


def is_open(moment: Moment, *, first: datetime | None, last: datetime | None, closed: bool, now: datetime) -> bool:
    """Say whether the questions may be answered: before the first session begins, and once the last has begun."""
    if closed:
        return False
    if moment is Moment.BEFORE:
        return first is None or now < first
    return last is not None and now >= last


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question, of those who answered it both times.

    `before` and `after` are means from 1 to 5, or of a sentence the share who were right; `difference` is after less before.
    """

    item: str
    people: int
    before: float
    after: float

    @property
    def difference(self) -> float:
        """Return by how much it rose."""
        return self.after - self.before


type Told = tuple[str, str, str, int]
"""Moment, question, answer, and how many gave it."""


def results(told: Iterable[Told]) -> list[Result]:
    """Return what came of each question that enough people answered both times, in their order."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for moment, item, value, times in told:
        counts.setdefault((moment, item), {})[value] = times
    found = []
    for item in ITEMS:
        before, after = (counts.get((moment, item), {}) for moment in Moment)
        people = sum(before.values())
        if people >= FEWEST and people == sum(after.values()):
            found.append(Result(item, people, _worth(item, before), _worth(item, after)))
    return found


def _worth(item: str, counts: Mapping[str, int]) -> float:
    people = sum(counts.values())
    if item in KEY:
        return counts.get(KEY[item], 0) / people
    return sum(int(value) * times for value, times in counts.items()) / people
