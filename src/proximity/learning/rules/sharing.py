"""What leaves an installation of the answers to a scenario: counts of five people or more, and what others make of them.

No person, no text. Whom a count is made of is decided in the database (`learning_share`): answers leave in lots of at least five,
so that of two versions nobody reads the difference of few.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from proximity.assessment.rules import BiasAnswer
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.learning.rules.agreement import FEWEST_IN_A_PART, Counts
from proximity.learning.rules.scenarios import KEY_PATTERN
from proximity.network.rules.audience import NETWORK, Audience, Reach
from proximity.network.rules.markings import Marking

COUNT_FOR, RENEW_AT = timedelta(days=180), timedelta(days=90)
"""For how long counts are believed where nobody hears of their city any more; how much is left when they are said again."""
MOST_PEOPLE, MOST_INDICATORS = 1_000_000, 200

_HOW_MANY: JSONObject = {"type": "integer", "minimum": 0, "maximum": MOST_PEOPLE}
_BIAS: list[JSONValue] = [answer.value for answer in BiasAnswer]
_JUDGED: JSONObject = {
    "type": "object",
    "required": ["chosen", "not_chosen"],
    "additionalProperties": False,
    "properties": {"chosen": _HOW_MANY, "not_chosen": _HOW_MANY},
}
_COUNTS: JSONObject = {
    "people": _HOW_MANY | {"minimum": FEWEST_IN_A_PART},
    "bias": {
        "type": "object", "required": _BIAS, "additionalProperties": False,
        "properties": {answer.value: _HOW_MANY for answer in BiasAnswer},
    },
    "indicators": {
        "type": "object", "minProperties": 1, "maxProperties": MOST_INDICATORS, "propertyNames": {"pattern": KEY_PATTERN},
        "additionalProperties": _JUDGED,
    },
}  # fmt: skip
SCHEMA: JSONObject = {
    "type": "object",
    "required": ["scenario", "true_until", "people", "bias", "indicators", "kinds"],
    "additionalProperties": False,
    "properties": {
        "scenario": {"type": "string", "format": "uuid", "pattern": "^[0-9a-f-]{36}$"},
        "true_until": {"type": "string", "format": "date"},
        **_COUNTS,
        "kinds": {
            "type": "object", "maxProperties": 40, "propertyNames": {"pattern": "^[a-z_]{2,20}$"},
            "additionalProperties": {
                "type": "object", "required": ["people", "bias", "indicators"], "additionalProperties": False,
                "properties": _COUNTS,
            },
        },
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shared:
    """What a city shares of the answers to one scenario. `codes` are the indicators that its people judged, in their order."""

    scenario: UUID
    codes: tuple[str, ...]
    whole: Counts
    kinds: Mapping[str, Counts]

    def as_json(self, *, until: date) -> JSONObject:
        """Return it as it travels; it counts until a day."""
        kinds: JSONObject = {kind: _written(self.kinds[kind], self.codes) for kind in sorted(self.kinds)}
        return {
            "scenario": str(self.scenario),
            "true_until": until.isoformat(),
            **_written(self.whole, self.codes),
            "kinds": kinds,
        }

    @classmethod
    def from_json(cls, content: JSONObject, *, today: date) -> "Shared | None":
        """Return what a content that meets the schema says; None where it counts no longer, or its numbers do not go together."""
        scenario, kinds = uuid_or_none(str(content["scenario"])), content["kinds"]
        if scenario is None or not isinstance(kinds, dict) or date.fromisoformat(str(content["true_until"])) < today:
            return None
        whole = _read(content)
        parts = {kind: _read(said) for kind, said in kinds.items() if isinstance(said, dict)}
        if whole is None or any(part is None or not _lies_in(part, whole) for part in parts.values()):
            return None
        found = {kind: part for kind, part in parts.items() if part is not None}
        if sum(part.people for part in found.values()) > whole.people:
            return None
        return cls(scenario, _codes(content), whole, found)


def _written(counts: Counts, codes: Iterable[str]) -> JSONObject:
    ticked = {code: counts.ticked.get(code, 0) for code in codes}
    return {
        "people": counts.people,
        "bias": {answer.value: counts.bias.get(answer.value, 0) for answer in BiasAnswer},
        "indicators": {code: {"chosen": times, "not_chosen": counts.people - times} for code, times in ticked.items()},
    }


def _read(content: JSONObject) -> Counts | None:
    """Return the counts of a content; None where they do not add up: each judged the question and each indicator once."""
    people, bias, indicators = content["people"], content["bias"], content["indicators"]
    if not isinstance(people, int) or not isinstance(bias, dict) or not isinstance(indicators, dict):
        return None
    said = {answer: _number(times) for answer, times in bias.items()}
    judged = {code: one for code, one in indicators.items() if isinstance(one, dict)}
    all_judged = all(_number(one["chosen"]) + _number(one["not_chosen"]) == people for one in judged.values())
    if sum(said.values()) != people or not all_judged:
        return None
    return Counts(people, said, {code: _number(one["chosen"]) for code, one in judged.items()})


def _number(value: JSONValue) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _lies_in(part: Counts, whole: Counts) -> bool:
    """Say whether a part may be one of a whole: the same indicators, and none counted oftener."""
    inside = all(times <= whole.ticked.get(code, -1) for code, times in part.ticked.items())
    return inside and part.ticked.keys() == whole.ticked.keys() and part.people <= whole.people


def _codes(content: JSONObject) -> tuple[str, ...]:
    indicators = content["indicators"]
    return tuple(indicators) if isinstance(indicators, dict) else ()


def asked_by_all(codes: Sequence[str], shared: Iterable[Shared]) -> list[str]:
    """Return which indicators of a list every city asks: only there everybody judged, so only there people are compared."""
    each = [frozenset(one.codes) for one in shared]
    return [code for code in codes if all(code in asked for asked in each)]


def next_until(said: date | None, *, today: date, same: bool) -> date | None:
    """Return until when counts are to count; None where they were said already and there is time left."""
    if same and said is not None and said - today > RENEW_AT:
        return None
    return today + COUNT_FOR


def way_with(marking: Marking, audience: Audience) -> tuple[Marking, Audience] | None:
    """Return how counts travel, which is where their scenario travels and never to everybody; None where it stays in its city."""
    if audience.reach is Reach.CITY:
        return None
    return (Marking.GREEN, NETWORK) if audience.reach is Reach.PUBLIC else (marking, audience)
