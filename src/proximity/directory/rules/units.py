"""What another city learns of an entry: a post or place, how to reach it at work, and until when that counts. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from proximity.directory.rules.entries import MAX_LINE, MAX_NAME, MAX_TEXT, NEEDS, Access, EntryWords, Kind
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.network.rules.kinds import Kind as NetworkKind
from proximity.packs.vocabulary import HelpNeed

LINES = ("name", "about", "run_by", "phone", "email", "web", "address", "district")
_LINE: JSONObject = {"type": "string", "maxLength": MAX_LINE}
_CODES: JSONObject = {"type": "array", "uniqueItems": True, "maxItems": 60}


def _codes(*found: str) -> JSONObject:
    listed: list[JSONValue] = list(found)
    return _CODES | {"items": {"enum": listed}}


_PATTERNED: JSONObject = _CODES | {"items": {"type": "string", "pattern": "^[a-zA-Z_]{2,30}$"}}
SCHEMA: JSONObject = {
    "type": "object",
    "required": ["what", "true_until", "needs", "grounds", "languages", "access", "without_name", *LINES],
    "additionalProperties": False,
    "properties": {
        "what": {"enum": [kind.value for kind in Kind]}, "true_until": {"type": "string", "format": "date"},
        "name": {"type": "string", "minLength": 1, "maxLength": MAX_NAME}, "run_by": {"type": "string", "maxLength": MAX_NAME},
        "about": {"type": "string", "maxLength": MAX_TEXT},
        "phone": {"type": "string", "pattern": "^([+]?[0-9][0-9 ()/.\u2013-]{1,38})?$"},
        "email": _LINE, "web": {"type": "string", "maxLength": MAX_LINE, "pattern": "^(https?://.+)?$"}, "address": _LINE,
        "district": {"type": "string", "maxLength": MAX_NAME}, "needs": _codes(*(need.value for need in NEEDS)),
        "grounds": _PATTERNED, "languages": _PATTERNED, "access": _codes(*(one.value for one in Access)),
        "without_name": {"type": "boolean"},
    },
}  # fmt: skip
SCHEMAS: dict[NetworkKind, JSONObject] = {NetworkKind.UNIT: SCHEMA}
"""What this area sends: it is for the cities of the network and never for everybody, so that no telephone number that only
another city vouches for stands on a public page."""


def content_of(words: EntryWords, *, lapses_on: date) -> JSONObject:
    """Return an entry as it travels. It counts to the last whole day before it lapses, also where nobody hears any more."""
    codes: JSONObject = {
        "needs": list(words.needs), "grounds": list(words.grounds), "languages": list(words.languages),
        "access": list(words.access), "without_name": words.without_name,
    }  # fmt: skip
    until = (lapses_on - timedelta(days=1)).isoformat()
    return {"what": words.kind.value, "true_until": until, **{name: getattr(words, name) for name in LINES}} | codes


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of another city, as its owner there describes it."""

    what: Kind
    true_until: date
    name: str
    about: str
    run_by: str
    phone: str
    email: str
    web: str
    address: str
    district: str
    needs: tuple[HelpNeed, ...]
    languages: tuple[str, ...]
    access: tuple[Access, ...]

    @classmethod
    def from_content(cls, content: JSONObject) -> "Unit":
        """Return the unit of a content that meets the schema."""
        return cls(
            what=Kind(str(content["what"])), true_until=date.fromisoformat(str(content["true_until"])),
            **{name: str(content[name]) for name in LINES},
            needs=tuple(HelpNeed(one) for one in _listed(content["needs"])), languages=_listed(content["languages"]),
            access=tuple(Access(one) for one in _listed(content["access"])),
        )  # fmt: skip

    def is_true(self, today: date) -> bool:
        """Say whether its owner's word still counts."""
        return self.true_until >= today


def _listed(value: JSONValue) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
