"""The envelope: how an object stands on the wire, as STIX 2.1 with our documented extension, and back.

`content` is the kind's own; everything around it is the network's. The extension holds what STIX has no word for: a version
that counts (clocks are only shown, never compared), for whom it is, which office wrote it, and the signature over all the rest.
"""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

import jsonschema_rs

from proximity.foundation.pure.json import JSONObject
from proximity.network.rules.audience import Audience, Reach
from proximity.network.rules.kinds import NAMESPACE, OF_STIX, Kind, extension_of
from proximity.network.rules.markings import OF_REF, Marking
from proximity.network.rules.signing import PublicKey, SigningKey, canonical, key_id_of

ENVELOPE = f"extension-definition--{uuid5(NAMESPACE, 'envelope')}"
"""Our property extension; docs/reference/exchange-objects.md describes it."""
MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_OFFICE = 120


class Form(StrEnum):
    """What a version is: content, its end for everybody, or its end for those who may no longer read it."""

    CONTENT = "content"
    TOMBSTONE = "tombstone"
    NOTICE = "notice"


class Made(StrEnum):
    """Who made a translation."""

    HUMAN = "human"
    MACHINE = "machine"


class Malformed(ValueError):
    """This is no object of ours. Says where, never what."""


@dataclass(frozen=True, slots=True)
class About:
    """What a translation is of: an object, in the version of a moment."""

    id: UUID
    kind: Kind
    modified: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One version of one object."""

    id: UUID
    kind: Kind
    author: UUID
    version: int
    created: datetime
    modified: datetime
    language: str
    marking: Marking
    audience: Audience
    office: str = ""
    office_kind: str = ""
    form: Form = Form.CONTENT
    content: JSONObject = field(default_factory=dict)
    about: About | None = None
    made: Made | None = None

    @property
    def stix_id(self) -> str:
        """Return its identifier as STIX writes it."""
        return f"{self.kind.stix_type}--{self.id}"

    @property
    def scope(self) -> str:
        """Return for whom it is, in one word."""
        return self.audience.scope(self.author)

    def ended(self, form: Form, *, now: datetime) -> "Item":
        """Return the version that ends this one, without a word of its content."""
        return replace(self, version=self.version + 1, modified=later(now, self.modified), form=form, content={})

    def revised(
        self, *, content: JSONObject, language: str, marking: Marking, audience: Audience, now: datetime
    ) -> "Item":
        """Return the next version with other content."""
        return replace(
            self, version=self.version + 1, modified=later(now, self.modified), content=content, language=language,
            marking=marking, audience=audience,
        )  # fmt: skip

    def beside(self, old: "Item") -> "Item":
        """Return the end of the older version for those who may not read this one: of its number, and without a word of it."""
        return replace(self, form=Form.NOTICE, content={}, audience=old.audience, marking=old.marking)


def in_milliseconds(moment: datetime) -> datetime:
    """Return a moment as exactly as the wire tells it."""
    return moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)


def later(now: datetime, than: datetime) -> datetime:
    """Return the moment of a next version: a clock set back must not make it look older to a reader that goes by the time."""
    return max(in_milliseconds(now), than + timedelta(milliseconds=1))


def written(moment: datetime) -> str:
    """Return a moment as STIX writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def to_wire(item: Item) -> JSONObject:
    """Return an item as an object of STIX, not signed yet."""
    envelope: JSONObject = {
        "extension_type": "property-extension",
        "version": item.version,
        "form": item.form.value,
        "audience": {"reach": item.audience.reach.value, "of": item.audience.of},
        "office": {"name": item.office, "kind": item.office_kind},
    }
    wire: JSONObject = {
        "type": item.kind.stix_type,
        "spec_version": "2.1",
        "id": item.stix_id,
        "created": written(item.created),
        "modified": written(item.modified),
        "revoked": item.form is not Form.CONTENT,
        "created_by_ref": f"identity--{item.author}",
        "object_marking_refs": [item.marking.ref],
        "extensions": {ENVELOPE: envelope},
    }
    if item.about is not None and item.made is not None:
        envelope["made"] = item.made.value
        said: JSONObject = {"content": item.content} if item.form is Form.CONTENT else {"ended": True}
        return wire | {
            "object_ref": f"{item.about.kind.stix_type}--{item.about.id}",
            "object_modified": written(item.about.modified),
            "contents": {item.language: said},
        }
    wire["lang"] = item.language
    wire["extensions"] = {ENVELOPE: envelope, extension_of(item.kind): {"extension_type": "new-sdo"}}
    return wire | {"content": item.content} if item.form is Form.CONTENT else wire


_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TIME: JSONObject = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"}
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}"
_ENVELOPE_SCHEMA: JSONObject = {
    "type": "object",
    "required": ["extension_type", "version", "form", "audience", "office", "signature"],
    "additionalProperties": False,
    "properties": {
        "extension_type": {"const": "property-extension"},
        "version": {"type": "integer", "minimum": 1, "maximum": 2_000_000_000},
        "form": {"enum": [form.value for form in Form]},
        "audience": {
            "type": "object", "required": ["reach", "of"], "additionalProperties": False,
            "properties": {"reach": {"type": "string", "maxLength": 20}, "of": {"type": "string", "maxLength": 40}},
        },
        "office": {
            "type": "object", "required": ["name", "kind"], "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "maxLength": MAX_OFFICE}, "kind": {"type": "string", "maxLength": 20},
            },
        },
        "made": {"enum": [made.value for made in Made]},
        "signature": {"type": "string", "maxLength": 400},
    },
}  # fmt: skip
WIRE_SCHEMA: JSONObject = {
    "type": "object",
    "required": [
        "type", "spec_version", "id", "created", "modified", "revoked", "created_by_ref", "object_marking_refs", "extensions",
    ],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": [*sorted(OF_STIX)]},
        "spec_version": {"const": "2.1"},
        "id": {"type": "string", "pattern": f"^[a-z-]+--{_UUID}$"},
        "created": _TIME,
        "modified": _TIME,
        "revoked": {"type": "boolean"},
        "created_by_ref": {"type": "string", "pattern": f"^identity--{_UUID}$"},
        "object_marking_refs": {"type": "array", "minItems": 1, "maxItems": 1, "items": {"enum": [*sorted(OF_REF)]}},
        "extensions": {
            "type": "object", "required": [ENVELOPE], "minProperties": 1, "maxProperties": 2,
            "properties": {ENVELOPE: _ENVELOPE_SCHEMA},
            "additionalProperties": {
                "type": "object", "required": ["extension_type"], "additionalProperties": False,
                "properties": {"extension_type": {"const": "new-sdo"}},
            },
        },
        "lang": {"type": "string", "pattern": f"^{LANGUAGE}$"},
        "content": {"type": "object"},
        "object_ref": {"type": "string", "pattern": f"^[a-z-]+--{_UUID}$"},
        "object_modified": _TIME,
        "contents": {
            "type": "object", "minProperties": 1, "maxProperties": 1, "propertyNames": {"pattern": f"^{LANGUAGE}$"},
            "additionalProperties": {
                "type": "object", "maxProperties": 1, "additionalProperties": False,
                "properties": {"content": {"type": "object"}, "ended": {"const": True}},
            },
        },
    },
}  # fmt: skip
_WIRE = jsonschema_rs.Draft202012Validator(WIRE_SCHEMA)


def read(wire: JSONObject) -> Item:
    """Return the item that an object of STIX stands for. Raises `Malformed` unless writing it gives the same object again."""
    if not _WIRE.is_valid(wire):
        first = next(iter(_WIRE.iter_errors(wire)))
        raise Malformed("/".join(map(str, first.instance_path)) or "(whole)")
    try:
        item = _item(deepcopy(wire))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise Malformed("a value") from None
    # What the reading passed over would be signed for and never looked at.
    if to_wire(item) != unsigned(wire):
        raise Malformed("a property that does not go with its type")
    return item


def _item(wire: dict) -> Item:  # type: ignore[type-arg]  # its shape was checked by the schema
    envelope = wire["extensions"][ENVELOPE]
    kind, form = OF_STIX[wire["type"]], Form(envelope["form"])
    about, made, language, content = None, None, wire.get("lang", ""), wire.get("content", {})
    if kind is Kind.TRANSLATION:
        of_type, _, of_id = wire["object_ref"].rpartition("--")
        of_kind = OF_STIX[of_type]
        about, made = About(UUID(of_id), of_kind, _moment(wire["object_modified"])), Made(envelope["made"])
        ((language, said),) = wire["contents"].items()
        content = said.get("content", {})
    # An audience that nobody knows is kept as what it is, nobody: the object is refused with that reason, not as malformed.
    audience = Audience.read(envelope["audience"]["reach"], envelope["audience"]["of"])
    if audience is None:
        raise NobodysAudience
    return Item(
        id=UUID(wire["id"].rpartition("--")[2]), kind=kind, author=UUID(wire["created_by_ref"].rpartition("--")[2]),
        version=envelope["version"], created=_moment(wire["created"]), modified=_moment(wire["modified"]),
        language=language, marking=OF_REF[wire["object_marking_refs"][0]], audience=audience,
        office=envelope["office"]["name"], office_kind=envelope["office"]["kind"], form=form, content=content, about=about,
        made=made,
    )  # fmt: skip


class NobodysAudience(LookupError):
    """The audience is empty, or of a kind that is not known here: it is for nobody."""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def unsigned(wire: JSONObject) -> JSONObject:
    """Return a signed object without its signature: what was signed."""
    extensions = wire["extensions"]
    if not isinstance(extensions, dict) or not isinstance(envelope := extensions.get(ENVELOPE), dict):
        raise Malformed("extensions")
    rest = {name: value for name, value in envelope.items() if name != "signature"}
    return wire | {"extensions": extensions | {ENVELOPE: rest}}


def signature_of(wire: JSONObject) -> str:
    """Return an object's signature. Raises `Malformed`."""
    extensions = wire.get("extensions")
    envelope = extensions.get(ENVELOPE) if isinstance(extensions, dict) else None
    found = envelope.get("signature") if isinstance(envelope, dict) else None
    if not isinstance(found, str):
        raise Malformed("signature")
    return found


def key_of(wire: JSONObject) -> str:
    """Return which key an object says it was signed by. Raises `NotSigned`, `Malformed`."""
    return key_id_of(signature_of(wire))


def signed(item: Item, key: SigningKey) -> JSONObject:
    """Return an item as it goes out, signed."""
    wire = to_wire(item)
    token = key.sign(canonical(wire))
    extensions = wire["extensions"]
    if not isinstance(extensions, dict) or not isinstance(envelope := extensions[ENVELOPE], dict):
        raise Malformed("extensions")
    return wire | {"extensions": extensions | {ENVELOPE: envelope | {"signature": token}}}


def check_signature(wire: JSONObject, key: PublicKey) -> bytes:
    """Return the canonical bytes that were signed. Raises `NotSigned` unless this key signed them."""
    content = canonical(unsigned(wire))
    key.check(signature_of(wire), content)
    return content


def depth(value: object, limit: int = MAX_DEPTH) -> int:
    """Return how deep JSON is nested, looking no deeper than one past the limit."""
    level, deepest = [value], 0
    while level and deepest <= limit:
        found = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [inner for values in found for inner in values]
        deepest += bool(found)
    return deepest


def fits(content: JSONObject) -> bool:
    """Say whether content is small and flat enough to travel."""
    return depth(content) <= MAX_DEPTH - 4 and len(canonical(content)) <= MAX_BYTES - 4096


def narrows(old: Audience, new: Audience) -> bool:
    """Say whether somebody who could read may no longer."""
    return old.reach is not Reach.CITY and not new.covers(old)
