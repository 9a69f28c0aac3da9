"""Schemas for the tests of the machinery: what the areas above say of their kinds is theirs."""

from proximity.network.rules.kinds import Kind

NOTE = {
    "type": "object", "required": ["title"], "additionalProperties": False,
    "properties": {"title": {"type": "string", "maxLength": 300_000}, "more": {}},
}  # fmt: skip
SCHEMAS = {Kind.PRACTICE: NOTE, Kind.QUESTION: NOTE}
