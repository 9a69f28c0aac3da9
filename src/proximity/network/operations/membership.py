"""Who belongs to the network: this instance's card, others' cards, accepting, leaving. The operator's acts, and the worker's.

All of it runs as background work of the instance (`enter_everywhere`), which is no city's.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from proximity.accounts.models import City
from proximity.audit.operations import Origin, record_event
from proximity.foundation.keyrings import staff_keyring
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.json import JSONObject
from proximity.network.database import DatabaseStore, state_of
from proximity.network.models import Author, AuthorKey, Instance, InstanceKey, SharedObject, State
from proximity.network.registry import schemas
from proximity.network.rules.cards import Card, CardCity, KeyState, Member, check_succeeds, keyed, read_card
from proximity.network.rules.passing import scopes_of
from proximity.network.rules.signing import SigningKey
from proximity.network.rules.taking import Outcome, reconsider
from proximity.network.store import forget, send_again

SYSTEM = Origin(actor="system")


class AnotherRoot(ValueError):
    """The card is signed by another root than the one that is known: another instance, or somebody who wants to be it."""


class CityTaken(ValueError):
    """A card claims a city that another instance hosts."""


def instance_key(use: str) -> SigningKey:
    """Return a key of this instance: `root` or `request`. Raises `InstanceKey.DoesNotExist` before there is one."""
    row = InstanceKey.objects.get(use=use)
    return SigningKey(staff_keyring().master.unwrap(bytes(row.private_key), context=_context(use)))


def _context(use: str) -> str:
    return f"proximity/exchange-instance-key/1/{use}"


def rewrap_instance_keys() -> int:
    """Wrap the instance's own keys by the newest master key, and return how many: runs as the owner, while nothing else does."""
    rows = list(InstanceKey.objects.select_for_update())
    for row in rows:
        row.private_key = staff_keyring().master.rewrap(bytes(row.private_key), context=_context(row.use))
        row.save(update_fields=["private_key"])
    return len(rows)


@transaction.atomic
def this_instance(
    *, name: str = "", address: str = "", is_hub: bool | None = None, by: Origin = SYSTEM, now: datetime | None = None
) -> Instance:
    """Return this instance with a card that says how things are today; its keys are drawn when it is asked for first."""
    now = now or timezone.now()
    for city in City.objects.exclude(pk__in=Author.objects.filter(city__isnull=False).values("city")):
        Author.objects.create(id=city.pk, city=city, name=city.name, country=city.country)
    own = Instance.objects.select_for_update().filter(state=State.SELF).first()
    if own is None:
        return _begin(name=name, address=address or settings.PUBLIC_ADDRESS, is_hub=bool(is_hub), by=by, now=now)
    known = read_card(own.card)
    today = _card_today(
        own.pk, name=name or known.name, address=address or settings.PUBLIC_ADDRESS,
        is_hub=known.is_hub if is_hub is None else is_hub, version=known.version, root=known.root,
    )  # fmt: skip
    if today != known:
        card = replace(today, version=known.version + 1)
        _write_card(own, card, card.signed(instance_key("root")))
        record_event("exchange.card_changed", origin=by, target=own.pk, label=f"v{card.version}", now=now)
    return own


@transaction.atomic
def go_on_from_card(told: Card, *, by: Origin, now: datetime | None = None) -> bool:
    """Go on from a card of this instance that others have kept, where theirs is newer: an older one they would not take.

    Says whether theirs was newer. Raises `AnotherRoot` where it is no card of this instance.
    """
    own = Instance.objects.select_for_update().get(state=State.SELF)
    if told.instance != own.pk or told.root != bytes(own.root).hex():
        raise AnotherRoot
    if told.version <= own.card_version:
        return False
    known = read_card(own.card)
    today = _card_today(
        own.pk, name=known.name, address=settings.PUBLIC_ADDRESS, is_hub=known.is_hub, version=told.version + 1,
        root=known.root,
    )  # fmt: skip
    _write_card(own, today, today.signed(instance_key("root")))
    record_event("exchange.card_changed", origin=by, target=own.pk, label=f"v{today.version}", now=now)
    return True


def _begin(*, name: str, address: str, is_hub: bool, by: Origin, now: datetime) -> Instance:
    keys = {use: SigningKey.generate() for use in ("root", "request")}
    for use, key in keys.items():
        InstanceKey.objects.create(
            use=use, public=key.public.raw, made_at=now,
            private_key=staff_keyring().master.wrap(key.reveal(), context=_context(use)),
        )  # fmt: skip
    identifier = new_id()
    root = keys["root"].public
    card = _card_today(
        identifier, name=name or _first_name(), address=address, is_hub=is_hub, version=1, root=root.raw.hex()
    )
    own = Instance(id=identifier, state=State.SELF, root=root.raw)
    _write_card(own, card, card.signed(keys["root"]), is_new=True)
    record_event("exchange.instance_begun", origin=by, target=own.pk, label=root.fingerprint, now=now)
    return own


def _first_name() -> str:
    return ", ".join(City.objects.values_list("name", flat=True)[:3])[:120] or "Hub"


def _card_today(identifier: UUID, *, name: str, address: str, is_hub: bool, version: int, root: str) -> Card:
    keys: dict[UUID, list[tuple[bytes, KeyState]]] = {}
    for key in AuthorKey.objects.all():
        keys.setdefault(key.author_id, []).append((bytes(key.public), state_of(key)))
    cities = [
        CardCity(author.pk, author.name, author.country, keyed(keys.get(author.pk, [])))
        for author in Author.objects.filter(city__isnull=False).order_by("pk")
    ]
    request = [(bytes(key.public), KeyState.ACTIVE) for key in InstanceKey.objects.filter(use="request")]
    members = [
        Member(one.pk, bytes(one.root).hex(), {UUID(city): code for city, code in one.cities.items()})
        for one in Instance.objects.filter(state=State.ACCEPTED, introduced_by=None).order_by("pk")
    ]
    return Card(
        identifier, name, address, version, root, keyed(request), tuple(cities), is_hub,
        tuple(members) if is_hub else (),
    )  # fmt: skip


def _write_card(row: Instance, card: Card, signed: JSONObject, *, is_new: bool = False) -> None:
    row.name, row.address, row.is_hub = card.name, card.address, card.is_hub
    row.card, row.card_version = signed, card.version
    row.save(force_insert=is_new)


@transaction.atomic
def know_instance(*, content: JSONObject, by: Origin, now: datetime | None = None) -> Instance:
    """Take note of an instance by its card; it waits until it is accepted. Raises `NotACard`, `AnotherRoot`.

    The card comes from where this instance asked, or from the operator: it takes the place of one that was only left here.
    """
    card = read_card(content)
    row = Instance.objects.select_for_update().filter(pk=card.instance).first()
    if row is not None and row.state == State.WAITING and row.knocked_from:
        row.root, row.knocked_from = bytes.fromhex(card.root), ""
        _write_card(row, card, content)
        record_event("exchange.instance_known", origin=by, target=row.pk, label=card.fingerprint, now=now)
    elif row is None:
        row = Instance(id=card.instance, state=State.WAITING, root=bytes.fromhex(card.root))
        _write_card(row, card, content, is_new=True)
        record_event("exchange.instance_known", origin=by, target=row.pk, label=card.fingerprint, now=now)
    else:
        take_card(row, content, now=now)
    return row


@transaction.atomic
def accept_instance(
    *, instance_id: UUID, by: Origin, purpose: str = "", introduced_by: Instance | None = None,
    cities: Mapping[UUID, str] | None = None, now: datetime | None = None,
) -> Instance:  # fmt: skip
    """Let an instance belong, with the cities that its card names today or those given, each in its country.

    It is read from the beginning: whoever comes back gets all that it may see; what a city that is new there may read goes out
    once more. Raises `CityTaken`.
    """
    row = Instance.objects.select_for_update().exclude(state=State.SELF).get(pk=instance_id)
    card = read_card(row.card)
    accepted = cities if cities is not None else {city.id: city.country for city in card.cities}
    if row.state == State.ACCEPTED:
        send_again(_scopes(accepted) - _scopes({UUID(city): code for city, code in row.cities.items()}))
    row.state, row.introduced_by, row.cursor, row.problem = State.ACCEPTED, introduced_by, 0, ""
    row.members_mark = ""
    row.cities = {str(city): code for city, code in accepted.items()}
    row.save()
    _settle(row, card, now=now or timezone.now())
    record_event(
        "exchange.instance_accepted", origin=by, target=row.pk, label=card.fingerprint, purpose=purpose, now=now
    )
    return row


def _scopes(cities: Mapping[UUID, str]) -> frozenset[str]:
    return scopes_of(cities, {})


@transaction.atomic
def leave_instance(*, instance_id: UUID, by: Origin, purpose: str = "", now: datetime | None = None) -> None:
    """Let an instance belong no more: nothing goes to it, nothing is taken from it, and what it wrote is deleted here.

    Whoever was known only through it, as members of a hub are, goes with it.
    """
    row = Instance.objects.select_for_update().exclude(state=State.SELF).get(pk=instance_id)
    gone = [row, *Instance.objects.filter(introduced_by=row)]
    for one in gone:
        one.state, one.cities, one.cursor = State.LEFT, {}, 0
        one.save()
        authors = Author.objects.filter(instance=one)
        authors.update(is_member=False)
        forget(SharedObject.objects.filter(author__in=authors.values("pk")))
    # A hub may still list it: the next reading settles that anew.
    Instance.objects.exclude(members_mark="").update(members_mark="")
    record_event("exchange.instance_left", origin=by, target=row.pk, label=str(len(gone)), purpose=purpose, now=now)


@transaction.atomic
def take_card(row: Instance, content: JSONObject, *, now: datetime | None = None) -> bool:
    """Let a newer card take the place of the one that is known, and say whether it did.

    What a key signed that it declares stolen is deleted here; its city signs it anew. Raises `NotACard`, `AnotherRoot`.
    """
    card = read_card(content)
    if card.instance != row.pk or card.root != bytes(row.root).hex():
        raise AnotherRoot
    if not check_succeeds(card, root=bytes(row.root).hex(), version=row.card_version):
        return False
    _write_card(row, card, content)
    if row.state == State.ACCEPTED:
        _settle(row, card, now=now or timezone.now())
    return True


def _settle(row: Instance, card: Card, *, now: datetime) -> Outcome:
    """Let what is known of authors be what a card says of those cities that were accepted."""
    for city in card.cities:
        if str(city.id) not in row.cities:
            continue
        known = Author.objects.filter(pk=city.id).first()
        if known is not None and known.instance_id != row.pk:
            raise CityTaken
        keys = {kid: [raw, state.value] for kid, (raw, state) in city.keys.items()}
        values = {"name": city.name, "country": row.cities[str(city.id)], "keys_known": keys, "is_member": True}
        Author.objects.update_or_create(
            pk=city.id, defaults=values, create_defaults=values | {"instance": row, "id": city.id}
        )
        stolen = [kid for kid, (_raw, state) in city.keys.items() if state is KeyState.REVOKED]
        forget(SharedObject.objects.filter(author=city.id, kid__in=stolen))
    return reconsider(DatabaseStore(now=now), check=schemas().check)
