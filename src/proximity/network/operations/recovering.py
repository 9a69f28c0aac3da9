"""After an older backup was put back: this instance's own objects are taken back from those who hold newer ones. The worker's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import machine_of
from proximity.accounts.models import Organisation
from proximity.audit.operations import Origin, record_event
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.wall import SYSTEM as NOBODY
from proximity.foundation.wall import enter_staff
from proximity.network.context import enter_everywhere, enter_to_take
from proximity.network.database import DatabaseStore
from proximity.network.fetching import NotReached, fetch, several_at_once
from proximity.network.keys import author_of, signing_key
from proximity.network.models import AuthorKey, Instance, Outgoing, SharedObject, State
from proximity.network.operations.groups import put_group
from proximity.network.operations.keys import replace_city_key
from proximity.network.operations.membership import go_on_from_card
from proximity.network.operations.publishing import VALUES, put
from proximity.network.operations.seeing import settle_sights
from proximity.network.operations.syncing import signer
from proximity.network.registry import schemas
from proximity.network.rules.audience import OWN_CITY, Reach
from proximity.network.rules.cards import Card, KeyState, NotACard, read_card
from proximity.network.rules.envelope import Form, signed
from proximity.network.rules.groups import Group
from proximity.network.rules.kinds import Kind
from proximity.network.rules.recovering import furthest, keys_told, newer_elsewhere
from proximity.network.rules.taking import Kept
from proximity.network.store import item_of, row_of, send_again, send_all

PAGES = 2_000


@dataclass(slots=True)
class Told:
    """What another instance says of this one: which card of it it has, and how far it has read."""

    id: UUID
    address: str
    cities: frozenset[UUID]
    card: Card
    read_to: int
    ended: dict[UUID, int] = field(default_factory=dict)


def recover(*, by: Origin, always: bool = False, now: datetime | None = None) -> int | None:
    """Take back from others what of this instance's own is newer there, and go on counting from it; return how many objects.

    Does so where another has read further than there is to read, or has a newer card of this instance: then an older backup was
    put back. None where nobody says so, unless it is to be done `always`.
    """
    now = now or timezone.now()
    told = _asked(through_hub=always)
    place, version = _stand()
    behind = furthest(place, (one.read_to for one in told)) > place or any(one.card.version > version for one in told)
    if not told or not (behind or always):
        return None
    told = told if always else _asked(through_hub=True)
    _go_on(told, place, by=by, now=now)
    count = sum(_take_back_from(one, now=now) for one in told)
    count += sum(_narrow(pk, told, now=now) for pk in sorted({pk for one in told for pk in one.ended}))
    settle_sights(by=by, now=now)
    with transaction.atomic():
        enter_everywhere()
        Instance.objects.filter(state=State.SELF).update(recovered_at=now, recovered=count)
        record_event("exchange.recovered", origin=by, label=str(count), now=now)
    return count


def _asked(*, through_hub: bool) -> list[Told]:
    """Ask the others what they know of this instance; those that are known through a hub only where it matters."""
    with transaction.atomic():
        enter_everywhere()
        rows = Instance.objects.filter(state=State.ACCEPTED).exclude(address="").order_by("pk")
        found = list(rows if through_hub else rows.filter(introduced_by=None))
    return [one for one in several_at_once(_ask, found) if one is not None]


def _stand() -> tuple[int, int]:
    """Return the last place that was given out here, and the version of this instance's card."""
    with transaction.atomic(), connection.cursor() as cursor:
        enter_everywhere()
        cursor.execute("SELECT network_last_place()")
        return int(cursor.fetchone()[0]), Instance.objects.get(state=State.SELF).card_version


def _yours(row: Instance) -> str:
    return f"{row.address.rstrip('/')}/exchange/yours/"


def _ask(row: Instance) -> Told | None:
    """Ask another instance what it knows of this one; None where it does not say."""
    try:
        answer = fetch(_yours(row), signer=signer())
        card, read_to = read_card(answer.get("card")), answer.get("read_to")
    except (NotReached, NotACard):
        return None
    with transaction.atomic():
        enter_everywhere()
        own = Instance.objects.get(state=State.SELF)
    if not isinstance(read_to, int) or card.instance != own.pk or card.root != bytes(own.root).hex():
        return None
    return Told(row.pk, _yours(row), frozenset(map(UUID, row.cities)), card, read_to)


@transaction.atomic
def _go_on(told: Sequence[Told], place: int, *, by: Origin, now: datetime) -> None:
    """Let places, card and keys go on from what others know: else they would not read on, or believe a key that was stolen."""
    enter_to_take()
    for one in sorted(told, key=lambda one: one.card.version):
        _declare_stolen(one.card, by=by, now=now)
    for one in told:
        go_on_from_card(one.card, by=by, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_go_on_from(%s)", [furthest(place, (one.read_to for one in told))])
    # What was published here since then was given places that others believe to have read.
    send_again(Outgoing.objects.order_by().values_list("scope", flat=True).distinct())


def _declare_stolen(card: Card, *, by: Origin, now: datetime) -> None:
    """Declare stolen anew what a newer card of this instance has declared stolen."""
    stolen = {kid for city in card.cities for kid, (_raw, state) in city.keys.items() if state is KeyState.REVOKED}
    for key in AuthorKey.objects.filter(kid__in=stolen, revoked_at=None):
        if key.retired_at is None:
            replace_city_key(author_id=key.author_id, stolen=True, by=by, now=now)
        else:
            AuthorKey.objects.filter(pk=key.pk).update(retired_at=None, revoked_at=now)


def _take_back_from(one: Told, *, now: datetime) -> int:
    """Take page after page of what another holds of this instance's, and note of what it has only the end."""
    count = 0
    after: UUID | None = None
    for _ in range(PAGES):
        try:
            answer = fetch(f"{one.address}objects/?after={after or ''}", signer=signer())
        except NotReached:
            break
        listed = answer.get("objects")
        wires = [wire for wire in listed if isinstance(wire, dict)] if isinstance(listed, list) else []
        count += _take_back(one, wires, now=now)
        after = uuid_or_none(str(answer.get("last")))
        if after is None or not answer.get("more"):
            break
    return count


@transaction.atomic
def _take_back(one: Told, wires: Sequence[JSONObject], *, now: datetime) -> int:
    enter_to_take()
    store = DatabaseStore(now=now)
    trust = store.trust({*_own_cities()})
    known = {city: dict(keys) for city, keys in keys_told([one.card]).items()}
    for city, keys in trust.keys.items():
        known.setdefault(city, {}).update(keys)
    ids = [pk for pk in map(_id_of, wires) if pk is not None]
    found = newer_elsewhere(wires, held=store.ranks(ids), trust=replace(trust, keys=known), check=schemas().check)
    one.ended |= found.ended
    rows = [_row(kept, now=now) for kept in found.newer.values()]
    SharedObject.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=list(VALUES))
    send_all(rows)
    return len(rows)


def _own_cities() -> Iterable[UUID]:
    return AuthorKey.objects.values_list("author", flat=True).distinct()


def _id_of(wire: JSONObject) -> UUID | None:
    name = wire.get("id")
    return uuid_or_none(name.rpartition("--")[2]) if isinstance(name, str) else None


def _row(kept: Kept, *, now: datetime) -> SharedObject:
    """Return the row of a version that was taken back, signed anew where its key is lost."""
    item, wire, kid = kept.item, kept.wire, kept.kid
    office = _office(item.author, item.office, item.id)
    if not AuthorKey.objects.filter(kid=kid).exists():
        # The first key of a city may have been drawn after the backup: it is drawn in her own name.
        enter_staff(city=office.city_id, organisation=office.pk, person=NOBODY)
        key = signing_key(author_of(office.city), origin=machine_of(office).origin, now=now)
        enter_everywhere()
        wire, kid = signed(item, key), key.public.kid
    # To whom it was issued is not known: `follow` writes it anew for the members of today.
    is_group = item.audience.reach is Reach.GROUP and item.kind is not Kind.GROUP
    return row_of(item, wire, kid=kid, organisation=office.pk, now=now, issued_to=[] if is_group else None)


def _office(city: UUID, name: str, pk: UUID) -> Organisation:
    """Return the office that wrote something: as it is known here, by its name, or the first of its city."""
    offices = Organisation.objects.select_related("city").filter(city=city)
    known = SharedObject.objects.filter(pk=pk).values_list("organisation", flat=True).first()
    found = (
        (offices.filter(pk=known).first() if known else None)
        or offices.filter(name=name).first()
        or offices.order_by("pk").first()
    )
    if found is None:
        raise LookupError("a city without an office has published something")
    return found


@transaction.atomic
def _narrow(pk: UUID, told: Sequence[Told], *, now: datetime) -> int:
    """Keep for the own city alone what others know only the end of; a group is kept without the cities that know only that."""
    enter_to_take()
    who = [one for one in told if pk in one.ended]
    version, outside = max(one.ended[pk] for one in who), frozenset().union(*(one.cities for one in who))
    row = SharedObject.objects.select_for_update().filter(pk=pk, form=Form.CONTENT, version__lt=version).first()
    if row is None:
        return 0
    office = _office(row.author_id, row.office, row.pk)
    enter_staff(city=office.city_id, organisation=office.pk, person=NOBODY)
    was, by = item_of(row), machine_of(office)
    group = Group.from_content(row.content) if row.kind == Kind.GROUP else None
    item = was.revised(
        content=was.content, language=was.language, marking=was.marking, audience=was.audience if group else OWN_CITY,
        now=now,
    )  # fmt: skip
    item = replace(item, version=version + 1)
    if group is None:
        put(item, by=by, now=now, was=was, lost=[was.scope], organisation=office.pk)
        return 1
    wanted = replace(group, members=group.members - outside)
    left = [f"city:{city}" for city in sorted(group.members & outside)]
    put_group(replace(item, content=wanted.to_content()), wanted, by=by, now=now, was=was, lost=left)
    return 1
