"""The schemas of a scenario and of counts as they travel: what does not meet them is neither sent nor taken."""

from collections.abc import Mapping

from proximity.assessment.rules import BiasAnswer
from proximity.foundation.pure.json import JSONObject
from proximity.learning.rules import sharing
from proximity.learning.rules.scenarios import KEY_PATTERN, MAX_CODE, MAX_KEY, MAX_TEXT, MAX_TITLE
from proximity.network.rules.kinds import Kind

_WORDS: JSONObject = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
_REASON: JSONObject = {"type": "string", "maxLength": MAX_TEXT}
_TITLE: JSONObject = {"type": "string", "minLength": 1, "maxLength": MAX_TITLE}
_SIGN: JSONObject = {
    "type": "object",
    "required": ["code", "why"],
    "additionalProperties": False,
    "properties": {"code": {"type": "string", "pattern": KEY_PATTERN}, "why": _REASON},
}
SCENARIO: JSONObject = {
    "type": "object",
    "required": ["title", "story", "bias", "key", "reasons"],
    "additionalProperties": False,
    "properties": {
        "title": _TITLE,
        "story": _WORDS,
        "bias": {"enum": [answer.value for answer in BiasAnswer]},
        "key": {"type": "array", "maxItems": MAX_KEY, "items": _SIGN},
        "reasons": _WORDS,
        "code": {"type": "string", "pattern": f"^[a-z-]{{0,{MAX_CODE}}}$"},
    },
}
SCHEMAS: Mapping[Kind, JSONObject] = {Kind.SCENARIO: SCENARIO, Kind.COUNTS: sharing.SCHEMA}
"""The kinds that this area owns; `config` lists them beside those of others."""
