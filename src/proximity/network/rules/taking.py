"""Taking in what another instance sent: one way for every transport, which can be gone twice without harm.

Everything is decided here, against a `Store` that only remembers: one in memory for the tests of properties, one in the database.
What is refused is set aside with its reason; what may become right later, once a card, a group or a kind is known, is looked at
again then; the text of anything else is not kept.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.pure.json import JSONObject
from proximity.network.rules.audience import Reach, World, may_be_for, readers
from proximity.network.rules.cards import KeyState
from proximity.network.rules.envelope import (
    MAX_BYTES,
    MAX_DEPTH,
    Form,
    Item,
    Malformed,
    NobodysAudience,
    check_signature,
    depth,
    key_of,
    read,
)  # fmt: skip
from proximity.network.rules.groups import Group
from proximity.network.rules.ids import owns
from proximity.network.rules.kinds import RESERVED, Kind, NotItsKind, UnknownKind, is_of_later
from proximity.network.rules.passing import Hop, may_have_come, may_pass_on
from proximity.network.rules.signing import NotCanonical, NotSigned, PublicKey, canonical, digest
from proximity.network.rules.versions import Rank, rank


class Reason(StrEnum):
    """Why something was set aside."""

    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    NO_AUDIENCE = "no_audience"
    UNKNOWN_AUTHOR = "unknown_author"
    UNKNOWN_KEY = "unknown_key"
    REVOKED_KEY = "revoked_key"
    BAD_SIGNATURE = "bad_signature"
    NOT_ITS_AUTHOR = "not_its_author"
    WRONG_WAY = "wrong_way"
    MARKING = "marking"
    GROUP_SAYS_NO = "group_says_no"
    NOT_FOR_US = "not_for_us"
    UNKNOWN_KIND = "unknown_kind"
    NOT_ITS_KIND = "not_its_kind"


MAY_COME_RIGHT = frozenset({Reason.UNKNOWN_AUTHOR, Reason.UNKNOWN_KEY, Reason.GROUP_SAYS_NO, Reason.UNKNOWN_KIND})
"""What may be only too early: the newer list of a group may still be on its way."""


class Refused(Exception):
    """Why an object is not taken."""

    def __init__(self, reason: Reason) -> None:
        """Take the reason and nothing of the object."""
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Trust:
    """What an instance knows when it looks at what came: the keys of authors, who there is, which groups, and its own part."""

    keys: Mapping[UUID, Mapping[str, tuple[PublicKey, KeyState]]]
    world: World
    groups: Mapping[UUID, Group]
    mine: frozenset[UUID]
    hub_here: UUID | None = None
    """This instance's own identifier where it is a hub: it also takes what it passes on."""


class Kept(NamedTuple):
    """A version to be held."""

    item: Item
    wire: JSONObject
    rank: Rank
    kid: str


class SetAside(NamedTuple):
    """Something refused: what it says it is, why, and its text where it may come right."""

    stix_id: str
    reason: Reason
    wire: JSONObject | None


@dataclass(slots=True)
class Outcome:
    """What became of what came."""

    taken: int = 0
    known: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)

    def __add__(self, other: "Outcome") -> "Outcome":
        """Return both together."""
        return Outcome(self.taken + other.taken, self.known + other.known, self.refused + other.refused)


class Store(Protocol):
    """What remembers."""

    def trust(self, authors: Collection[UUID]) -> Trust:
        """Return what is known now, with the keys of these authors."""
        ...

    def ranks(self, ids: Iterable[UUID]) -> Mapping[UUID, Rank]:
        """Return the rank of the version that is held of each."""
        ...

    def keep(self, kept: Sequence[Kept]) -> None:
        """Hold these versions, each the greatest of its object."""
        ...

    def pass_notice(self, notice: Kept) -> None:
        """Note the end of a version for those who may not read the content that is held of it: a hub hands it on."""
        ...

    def set_aside(self, found: Sequence[SetAside], hop: Hop) -> None:
        """Remember what was refused."""
        ...

    def take_out_waiting(self) -> Sequence[tuple[JSONObject, Hop]]:
        """Return what was set aside and may come right, and forget it."""
        ...


type CheckContent = Callable[[Kind, JSONObject], None]


def ingest(store: Store, wires: Sequence[JSONObject], *, hop: Hop, check: CheckContent) -> Outcome:
    """Take in what came, in any order and as often as it comes; groups first, since they say for whom the rest is."""
    first = [wire for wire in wires if wire.get("type") == Kind.GROUP.stix_type]
    outcome = _round(store, first, hop, check)
    if outcome.taken:
        outcome += reconsider(store, check=check)
    return outcome + _round(store, [wire for wire in wires if wire.get("type") != Kind.GROUP.stix_type], hop, check)


def reconsider(store: Store, *, check: CheckContent) -> Outcome:
    """Look again at what was set aside and may have come right: a card, a group or a kind is new."""
    outcome = Outcome()
    for wire, hop in store.take_out_waiting():
        outcome += _round(store, [wire], hop, check)
    return outcome


def _round(store: Store, wires: Sequence[JSONObject], hop: Hop, check: CheckContent) -> Outcome:
    outcome, aside = Outcome(), list[SetAside]()
    trust = store.trust(_authors(wires))
    sound: list[Kept] = []
    for wire in wires:
        try:
            sound.append(judge(wire, trust=trust, hop=hop, check=check))
        except Refused as refused:
            outcome.refused[refused.reason] += 1
            waits = refused.reason in MAY_COME_RIGHT
            aside.append(SetAside(_name_of(wire), refused.reason, wire if waits else None))
    best, notices = _greatest(sound, store.ranks({one.item.id for one in sound}))
    store.keep(best)
    for notice in notices:
        store.pass_notice(notice)
    if aside:
        store.set_aside(aside, hop)
    outcome.taken = len(best)
    outcome.known = len(sound) - len(best)
    return outcome


def _greatest(sound: Sequence[Kept], held: Mapping[UUID, Rank]) -> tuple[list[Kept], list[Kept]]:
    """Return what is greater than what is held, the greatest of each object, and notices that stand beside content."""
    best: dict[UUID, Kept] = {}
    for one in sound:
        rival = best[one.item.id].rank if one.item.id in best else held.get(one.item.id)
        # An end is the end: a second one of the same object, which an honest author does not write, changes nothing.
        if rival is None or (one.rank > rival and not rival.is_tombstone):
            best[one.item.id] = one
    beside = []
    for one in sound:
        winner = best[one.item.id].rank if one.item.id in best else held[one.item.id]
        if one.item.form is Form.NOTICE and winner.is_content and winner.version == one.item.version:
            beside.append(one)
    return list(best.values()), beside


def judge(wire: JSONObject, *, trust: Trust, hop: Hop, check: CheckContent) -> Kept:
    """Return a version that may be held, if it is the greatest. Raises `Refused`. Cheap questions come first."""
    item = _read(wire)
    kid, content = _signed_by_author(item, wire, trust)
    if not owns(item.author, item.id):
        raise Refused(Reason.NOT_ITS_AUTHOR)
    if not may_be_for(item.marking, item.audience):
        raise Refused(Reason.MARKING)
    groups = _with_itself(item, trust.groups)
    is_group = item.audience.reach is Reach.GROUP
    if not may_have_come(item, hop, groups):
        raise Refused(Reason.GROUP_SAYS_NO if is_group else Reason.WRONG_WAY)
    if item.form is Form.CONTENT:
        _check_for_us(item, trust, groups)
        _check_kind(item, check)
    return Kept(item, wire, rank(item.form, item.version, digest(content)), kid)


def judge_own(wire: JSONObject, *, trust: Trust, check: CheckContent) -> Kept:
    """Return a version of an object of this instance's own that somebody else holds, whichever way it came. Raises `Refused`."""
    item = _read(wire)
    if item.author not in trust.mine or not owns(item.author, item.id):
        raise Refused(Reason.NOT_ITS_AUTHOR)
    kid, content = _signed_by_author(item, wire, trust)
    if not may_be_for(item.marking, item.audience):
        raise Refused(Reason.MARKING)
    if item.form is Form.CONTENT:
        _check_kind(item, check)
    return Kept(item, wire, rank(item.form, item.version, digest(content)), kid)


def _read(wire: JSONObject) -> Item:
    if depth(wire) > MAX_DEPTH:
        raise Refused(Reason.TOO_LARGE)
    try:
        if len(canonical(wire)) > MAX_BYTES:
            raise Refused(Reason.TOO_LARGE)
        if is_of_later(wire.get("type")):
            raise Refused(Reason.UNKNOWN_KIND)
        item = read(wire)
    except NobodysAudience:
        raise Refused(Reason.NO_AUDIENCE) from None
    except (Malformed, NotCanonical):
        raise Refused(Reason.MALFORMED) from None
    if item.kind is Kind.GROUP and item.audience.of != str(item.id):
        raise Refused(Reason.MALFORMED)
    return item


def _signed_by_author(item: Item, wire: JSONObject, trust: Trust) -> tuple[str, bytes]:
    known = trust.keys.get(item.author)
    if known is None:
        raise Refused(Reason.UNKNOWN_AUTHOR)
    try:
        kid = key_of(wire)
        if kid not in known:
            raise Refused(Reason.UNKNOWN_KEY)
        key, state = known[kid]
        if state is KeyState.REVOKED:
            raise Refused(Reason.REVOKED_KEY)
        return kid, check_signature(wire, key)
    except (NotSigned, Malformed):
        raise Refused(Reason.BAD_SIGNATURE) from None


def _with_itself(item: Item, groups: Mapping[UUID, Group]) -> Mapping[UUID, Group]:
    """Return the groups as they are once this is held: a group says itself for whom it is, its end says so no more."""
    if item.kind is not Kind.GROUP or item.form is not Form.CONTENT:
        return groups
    try:
        return {**groups, item.id: Group.from_content(item.content)}
    except (KeyError, ValueError):
        raise Refused(Reason.NOT_ITS_KIND) from None


def _check_for_us(item: Item, trust: Trust, groups: Mapping[UUID, Group]) -> None:
    members = {one: group.members for one, group in groups.items()}
    allowed = readers(item.audience, author=item.author, world=World(trust.world.countries, members))
    if allowed & trust.mine or (trust.hub_here is not None and may_pass_on(item, trust.hub_here, groups)):
        return
    raise Refused(Reason.GROUP_SAYS_NO if item.audience.reach is Reach.GROUP else Reason.NOT_FOR_US)


def _check_kind(item: Item, check: CheckContent) -> None:
    kind = item.about.kind if item.about is not None else item.kind
    if kind in RESERVED or kind is Kind.TRANSLATION:
        raise Refused(Reason.UNKNOWN_KIND)
    try:
        check(kind, item.content)
    except UnknownKind:
        raise Refused(Reason.UNKNOWN_KIND) from None
    except NotItsKind:
        raise Refused(Reason.NOT_ITS_KIND) from None


def _name_of(wire: JSONObject) -> str:
    name = wire.get("id")
    return name[:80] if isinstance(name, str) else ""


def _authors(wires: Sequence[JSONObject]) -> set[UUID]:
    """Return who these say they were written by."""
    said = (wire.get("created_by_ref") for wire in wires)
    found = (uuid_or_none(ref.removeprefix("identity--")) for ref in said if isinstance(ref, str))
    return {author for author in found if author is not None}
