"""What a scenario is: a story that somebody made up, the answer and the indicators of its trainer, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from proximity.assessment.rules import BiasAnswer
from proximity.foundation.pure.json import JSONObject, JSONValue

MAX_TITLE, MAX_TEXT, MAX_CODE, MAX_KEY = 200, 4000, 40, 40
KEY_PATTERN = "^[A-Z0-9-]{1,10}$"


class Origin(StrEnum):
    """Who wrote a scenario: this project, whose scenarios come with the program, or a trainer."""

    PROJECT = "project"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class KeySign:
    """An indicator that the trainer finds in the story, and where."""

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One of them, in one language. `code` names one that comes with the program, the same everywhere."""

    title: str
    story: str
    bias: BiasAnswer
    key: tuple[KeySign, ...]
    reasons: str
    code: str = ""

    @property
    def origin(self) -> Origin:
        """Return who wrote it."""
        return Origin.PROJECT if self.code else Origin.TRAINER

    @property
    def codes(self) -> frozenset[str]:
        """Return the indicators of the key."""
        return frozenset(sign.code for sign in self.key)

    def as_json(self) -> JSONObject:
        """Return it as it travels."""
        key: list[JSONValue] = [{"code": sign.code, "why": sign.why} for sign in self.key]
        return {
            "title": self.title, "story": self.story, "bias": self.bias.value, "key": key, "reasons": self.reasons,
            "code": self.code,
        }  # fmt: skip

    @classmethod
    def from_json(cls, content: JSONObject) -> "Scenario":
        """Read one that the schema let through."""
        key = content["key"]
        signs = (one for one in key if isinstance(one, dict)) if isinstance(key, list) else ()
        return cls(
            title=str(content["title"]), story=str(content["story"]), bias=BiasAnswer(str(content["bias"])),
            key=tuple(KeySign(str(sign["code"]), str(sign["why"])) for sign in signs), reasons=str(content["reasons"]),
            code=str(content.get("code", "")),
        )  # fmt: skip

    def without_key(self) -> "Scenario":
        """Return only what who has not answered may read: the story."""
        return replace(self, bias=BiasAnswer.NOT_KNOWN, key=(), reasons="")

    def in_words_of(self, content: JSONObject) -> "Scenario":
        """Return it in the words of a translation: what counts as right stays the original's."""
        said = Scenario.from_json(content)
        whys = {sign.code: sign.why for sign in said.key}
        key = tuple(KeySign(sign.code, whys.get(sign.code, sign.why)) for sign in self.key)
        return replace(self, title=said.title, story=said.story, reasons=said.reasons, key=key)


class NotSound(ValueError):
    """Something in a scenario or an answer does not fit; `field` names it."""

    def __init__(self, field: str) -> None:
        """Take the name of the field."""
        super().__init__(field)
        self.field = field


def check_codes(found: Iterable[str], known: Iterable[str], *, field: str) -> None:
    """Raise `NotSound` where an indicator stands in no list."""
    if not set(found) <= set(known):
        raise NotSound(field)
