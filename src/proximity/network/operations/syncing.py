"""Reading other instances: their card, a hub's members, then object after object from where one had come. The worker's.

Each page is taken in one transaction with the place that was reached: killed in between, it goes on where it was.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.models import City
from proximity.audit.operations import Origin
from proximity.foundation.pure.json import JSONObject
from proximity.network.context import enter_everywhere, enter_to_take
from proximity.network.database import DatabaseStore, hop_of
from proximity.network.fetching import NotReached, Signer, fetch
from proximity.network.models import Expected, Instance, State
from proximity.network.operations.following import follow
from proximity.network.operations.membership import (
    SYSTEM,
    AnotherRoot,
    CityTaken,
    accept_instance,
    instance_key,
    know_instance,
    leave_instance,
    take_card,
    this_instance,
)  # fmt: skip
from proximity.network.registry import schemas
from proximity.network.rules.cards import Card, NotACard, read_card
from proximity.network.rules.signing import canonical
from proximity.network.rules.taking import Outcome, ingest
from proximity.network.rules.taxii import members_collection
from proximity.network.rules.waiting import plain_address

PAGES_AT_ONCE = 400
CARD = "/.well-known/proximity-exchange"
_MARK = re.compile(r"[0-9]{1,10}\.[0-9a-f]{0,40}")


class NotTheSame(ValueError):
    """The instance at this address is another than the one that is known, or its answer makes no sense."""


def follow_all() -> None:
    """Let every city of this instance follow what others changed, also where the instance is alone."""
    for city in City.objects.order_by("pk"):
        follow(city=city)


def prepare() -> Instance | None:
    """Follow what changed, and bring this instance's card up to date; None where it takes no part in the network."""
    follow_all()
    with transaction.atomic():
        enter_everywhere()
        if not Instance.objects.filter(state=State.SELF).exists():
            return None
        return this_instance()


def pull(*, instance_id: UUID, now: datetime | None = None) -> Outcome:
    """Read what an accepted instance has for this one; what went wrong is written beside it, as a code."""
    now = now or timezone.now()
    outcome = Outcome()
    try:
        row = _renewed(instance_id, now=now)
        for _ in range(PAGES_AT_ONCE):
            came, has_more = _page(row, now=now)
            outcome += came
            if not has_more:
                break
    except (NotReached, NotTheSame, NotACard, AnotherRoot, CityTaken) as problem:
        code = str(problem) if isinstance(problem, NotReached) else type(problem).__name__
        _note(instance_id, tried_at=now, problem=code[:40])
    else:
        _note(instance_id, tried_at=now, read_at=now, problem="")
    return outcome


def _note(instance_id: UUID, **values: object) -> None:
    with transaction.atomic():
        enter_everywhere()
        Instance.objects.filter(pk=instance_id).update(**values)


def signer() -> Signer:
    """Return what signs this instance's requests."""
    with transaction.atomic():
        enter_everywhere()
        own = Instance.objects.get(state=State.SELF)
        return Signer(instance_key("request"), own.pk, timezone.now)


def _renewed(instance_id: UUID, *, now: datetime) -> Instance:
    """Return an instance with its card of today, and with its members where it is a hub."""
    with transaction.atomic():
        enter_everywhere()
        row = Instance.objects.get(pk=instance_id, state=State.ACCEPTED)
    content = fetch(f"{row.address.rstrip('/')}{CARD}?known={row.card_version}")
    if content != {"version": row.card_version}:
        with transaction.atomic():
            enter_to_take()
            row = Instance.objects.select_for_update().get(pk=instance_id)
            take_card(row, content, now=now)
    if row.is_hub and row.introduced_by_id is None:
        _read_members(row, now=now)
    return row


def _read_members(hub: Instance, *, now: datetime) -> None:
    """Settle a hub's members, unless its list is the one that was settled last."""
    answer = fetch(f"{hub.address.rstrip('/')}/exchange/members/?known={hub.members_mark}", signer=signer())
    mark = answer.get("mark")
    if not isinstance(mark, str) or not _MARK.fullmatch(mark):
        mark = ""  # an older version of the program knows of none
    if mark and mark == hub.members_mark:
        return
    cards = answer.get("cards")
    _settle_members(hub, read_card(hub.card), cards if isinstance(cards, list) else [], now=now)
    # Read while the hub wrote its next card, the list belongs to that one: it is settled once the card is here.
    belongs = mark.partition(".")[0] == str(hub.card_version)
    _note(hub.pk, members_mark=mark if belongs else "")


def _settle_members(hub: Instance, card: Card, cards: Sequence[object], *, now: datetime) -> None:
    """Let the members that a hub lists, each by its own signed card, be those that it introduced."""
    listed = {one.instance: one for one in card.members}
    for content in cards:
        try:
            theirs = read_card(content)
        except NotACard:
            continue
        member = listed.get(theirs.instance)
        if member is None or member.root != theirs.root or not isinstance(content, dict):
            continue
        # One member that claims another's city, or comes with another root, holds up none of the others.
        with suppress(AnotherRoot, CityTaken), transaction.atomic():
            enter_to_take()
            _introduce(hub, content, theirs.instance, dict(member.cities), now=now)
    with transaction.atomic():
        enter_to_take()
        gone = Instance.objects.filter(introduced_by=hub, state=State.ACCEPTED).exclude(pk__in=list(listed))
        for pk in list(gone.values_list("pk", flat=True)):
            leave_instance(instance_id=pk, by=SYSTEM, now=now)


def _introduce(hub: Instance, content: JSONObject, instance: UUID, cities: dict[UUID, str], *, now: datetime) -> None:
    known = Instance.objects.filter(pk=instance).first()
    if known is not None and (
        known.state == State.SELF or (known.state == State.ACCEPTED and known.introduced_by_id != hub.pk)
    ):
        return
    row = know_instance(content=content, by=SYSTEM, now=now)
    wanted = {str(city): code for city, code in cities.items()}
    if row.state != State.ACCEPTED or row.cities != wanted:
        accept_instance(instance_id=instance, by=SYSTEM, introduced_by=hub, cities=cities, now=now)


def _page(row: Instance, *, now: datetime) -> tuple[Outcome, bool]:
    """Take the next page in, and say whether there is another."""
    collection = members_collection(row.pk)
    url = f"{row.address.rstrip('/')}/exchange/collections/{collection}/objects/?next={row.cursor}"
    answer = fetch(url, signer=signer())
    wires = answer.get("objects", [])
    if not isinstance(wires, list) or not all(isinstance(one, dict) for one in wires):
        raise NotTheSame
    reached = _reached(answer, wires)
    with transaction.atomic():
        enter_to_take()
        known = Instance.objects.select_for_update().get(pk=row.pk, state=State.ACCEPTED)
        if known.cursor != row.cursor:  # somebody else was here meanwhile
            return Outcome(), False
        outcome = ingest(DatabaseStore(now=now), wires, hop=hop_of(known), check=schemas().check)  # type: ignore[arg-type]  # each is an object, as was checked
        row.cursor = known.cursor = max(reached, known.cursor)
        known.save(update_fields=["cursor"])
    return outcome, bool(answer.get("more"))


def _reached(answer: JSONObject, wires: Sequence[object]) -> int:
    if not wires:
        return 0
    given = answer.get("last")
    if not isinstance(given, int) or not 0 < given < 2**53:
        raise NotTheSame
    return given


def ask_to_join(address: str, *, by: Origin, fingerprint: str = "", now: datetime | None = None) -> Instance:
    """Take note of the instance at an address, and leave this instance's card there. Nothing is exchanged before both accept.

    With a fingerprint that is the other's, it is accepted here at once. Raises `NotReached`, `NotACard`, `NotTheSame`.
    """
    content = fetch(address.rstrip("/") + CARD)
    card = read_card(content)
    if fingerprint and not same_fingerprint(fingerprint, card.fingerprint):
        raise NotTheSame
    with transaction.atomic():
        enter_to_take()
        own = this_instance(by=by, now=now)
        row = know_instance(content=content, by=by, now=now)
        Expected.objects.filter(address=plain_address(address)).delete()
        if fingerprint:
            row = accept_instance(instance_id=row.pk, by=by, now=now)
    fetch(f"{address.rstrip('/')}/exchange/join/", body=canonical(own.card))
    return row


def same_fingerprint(one: str, other: str) -> bool:
    """Say whether two fingerprints are the same, however they were typed."""
    return bool(one.strip()) and _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return "".join(text.upper().split()).replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
