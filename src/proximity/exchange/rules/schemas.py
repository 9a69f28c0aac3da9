"""What the content of each kind looks like, as JSON Schema: what does not meet it is neither sent nor taken.

PROXIMITY's three conditions are part of it, each with its reason, so that no instance takes a practice without them.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from proximity.exchange.rules.practices import NEEDED, TEXTS
from proximity.exchange.rules.reviews import LOOKED_AT
from proximity.exchange.rules.visits import COMING, MOST_PEOPLE
from proximity.exchange.rules.vocabulary import (
    MAX_TEXT,
    MAX_TITLE,
    Area,
    Category,
    Criterion,
    Evidence,
    Outcome,
    PlaceKind,
    PracticeType,
    Scope,
    Sign,
    Uptake,
    VisitKind,
    VisitRole,
)
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.network.rules.kinds import Kind

MOST_IN_A_LIST = 40
_TITLE: JSONObject = {"type": "string", "minLength": 1, "maxLength": MAX_TITLE}
_LINE: JSONObject = {"type": "string", "maxLength": MAX_TITLE}
_WORDS: JSONObject = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
_TEXT: JSONObject = {"type": "string", "maxLength": MAX_TEXT}
_COUNTRY: JSONObject = {"type": "string", "pattern": "^([a-z]{2})?$"}
_GROUND: JSONObject = {"type": "string", "pattern": "^[A-Z_]{1,30}$"}
_ID: JSONObject = {"type": "string", "format": "uuid"}
_DAY: JSONObject = {"type": "string", "format": "date"}
_MAYBE_DAY: JSONObject = {"anyOf": [_DAY, {"const": ""}]}
_EDITION: JSONObject = {"type": "integer", "minimum": 0, "maximum": 1_000_000}


def _code(codes: type[StrEnum], *, maybe: bool = False) -> JSONObject:
    found: list[JSONValue] = [code.value for code in codes]
    return {"enum": [*found, ""] if maybe else found}


def _codes(codes: type[StrEnum]) -> JSONObject:
    return {"type": "array", "uniqueItems": True, "items": _code(codes)}


def _object(required: Iterable[str], properties: Mapping[str, JSONObject]) -> JSONObject:
    needed: list[JSONValue] = list(required)
    named: JSONObject = dict(properties)
    return {"type": "object", "required": needed, "additionalProperties": False, "properties": named}


_PRACTICE = _object(
    (*NEEDED, "type", "categories", "grounds", "criteria", "edition"),
    dict.fromkeys(TEXTS, _TEXT) | {
        "title": _TITLE, "english_title": _TITLE, "organisation": _TITLE, "summary": _WORDS, "objectives": _WORDS,
        "steps": _WORDS, "country": _COUNTRY, "type": _code(PracticeType), "categories": _codes(Category) | {"minItems": 1},
        "grounds": {"type": "array", "minItems": 1, "maxItems": MOST_IN_A_LIST, "uniqueItems": True, "items": _GROUND},
        "starts_on": _MAYBE_DAY, "ends_on": _MAYBE_DAY, "scope": _code(Scope, maybe=True),
        "evidence": _code(Evidence, maybe=True), "edition": _EDITION | {"minimum": 1}, "source": _LINE, "source_url": _LINE,
        "seen_on": _MAYBE_DAY,
        "criteria": _object([one.value for one in Criterion], {one.value: _WORDS for one in Criterion}),
    },
)  # fmt: skip
_JUDGEMENT = _object(("met", "why"), {"met": {"type": "boolean"}, "why": _WORDS})
_REVIEW = _object(
    ("practice", "edition", "found"),
    {
        "practice": _ID, "edition": _EDITION,
        "found": _object([one.value for one in LOOKED_AT], {one.value: _JUDGEMENT for one in LOOKED_AT}),
    },
)  # fmt: skip
_ADOPTION = _object(
    ("practice", "uptake", "changed"),
    {
        "practice": _ID, "edition": _EDITION, "uptake": _code(Uptake), "since": _MAYBE_DAY, "changed": _WORDS,
        "outcome": _code(Outcome, maybe=True), "result": _TEXT,
    },
)  # fmt: skip
_QUESTION = _object(
    ("title", "text"),
    {
        "title": _TITLE, "text": _WORDS, "practice": {"anyOf": [_ID, {"const": ""}]},
        "accepted": {"type": "array", "maxItems": MOST_IN_A_LIST, "uniqueItems": True, "items": _ID},
    },
)  # fmt: skip
_ANSWER = _object(("question", "text"), {"question": _ID, "text": _WORDS})
_ALERT = _object(
    ("sign", "ground", "place", "area", "since", "until", "expires_on"),
    {
        "sign": _code(Sign), "ground": _GROUND, "place": _code(PlaceKind), "area": _code(Area), "since": _DAY, "until": _DAY,
        "expires_on": _DAY,
    },
)  # fmt: skip
_PEOPLE: JSONObject = {"type": "integer", "minimum": 1, "maximum": MOST_PEOPLE}
_VISIT = _object(
    ("what", "title", "agenda"),
    {
        "what": _code(VisitKind), "title": _TITLE, "agenda": _WORDS, "place": _LINE, "starts_on": _MAYBE_DAY,
        "ends_on": _MAYBE_DAY, "roles": _codes(VisitRole), "outcome": _TEXT,
    },
)  # fmt: skip
_COMING = _object(
    ("what", "visit", "people"),
    {"what": {"const": COMING}, "visit": _ID, "people": _object((), {role.value: _PEOPLE for role in VisitRole})},
)
_PLACE = _object(
    ("latitude", "longitude"),
    {
        "latitude": {"type": "number", "minimum": -90, "maximum": 90},
        "longitude": {"type": "number", "minimum": -180, "maximum": 180}, "source": _LINE, "seen_on": _MAYBE_DAY,
    },
)  # fmt: skip

SCHEMAS: Mapping[Kind, JSONObject] = {
    Kind.PRACTICE: _PRACTICE,
    Kind.REVIEW: _REVIEW,
    Kind.ADOPTION: _ADOPTION,
    Kind.QUESTION: _QUESTION,
    Kind.ANSWER: _ANSWER,
    Kind.ALERT: _ALERT,
    Kind.VISIT: {"oneOf": [_VISIT, _COMING]},
    Kind.PLACE: _PLACE,
}
"""The kinds that this area owns; `config` lists them beside those of others."""
