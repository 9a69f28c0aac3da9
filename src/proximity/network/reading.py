"""What the public process does for other instances: says who asks, and hands out what is for them. It holds no key.

All of it goes through the functions that the database grants to the public role; see `migrations/0006_readers_wall.py`.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest

from proximity.foundation.clients import pseudonym
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.pure.slowing import network_of
from proximity.network.models import Nonce
from proximity.network.outgoing import PAGE
from proximity.network.requests import REMEMBERED, Message, NotAuthentic, asked_by, check_request
from proximity.network.rules.cards import NotACard, read_card
from proximity.network.rules.signing import canonical
from proximity.network.rules.waiting import name_of

ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Known:
    """An instance as the public side may know it."""

    id: UUID
    state: str
    card: JSONObject


@dataclass(frozen=True, slots=True)
class Own:
    """This instance, without its card, which is long where it is a hub's."""

    id: UUID
    name: str
    version: int


def own() -> Own | None:
    """Return this instance; None before it takes part in the network."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, version FROM network_own()")
        found = cursor.fetchone()
    return Own(*found) if found else None


def own_card() -> str:
    """Return this instance's card, as JSON. Raises `LookupError` before it takes part in the network."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT card::text FROM network_card(NULL)")
        for (card,) in cursor.fetchall():
            return str(card)
    raise LookupError


def _card(instance: UUID) -> Known | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, state, card::text FROM network_card(%s)", [instance])
        found = cursor.fetchone()
    return Known(found[0], found[1], json.loads(found[2])) if found else None


def members_mark() -> str:
    """Return what tells a hub's list of members, with their cards of today, from any other; it begins with its card's version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_members_mark()")
        (mark,) = cursor.fetchone()
    return str(mark)


def member_cards() -> list[JSONObject]:
    """Return the cards of a hub's members; of an instance that is no hub, none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT card::text FROM network_member_cards()")
        return [json.loads(card) for (card,) in cursor.fetchall()]


def reader_of(request: HttpRequest, *, now: datetime) -> UUID | None:
    """Return which member asks; None where nobody says so. Raises `NotAuthentic` where somebody says so who is not."""
    if "Signature-Input" not in request.headers:
        return None
    url = settings.PUBLIC_ADDRESS.rstrip("/") + request.get_full_path()
    headers = {name: request.headers[name] for name in ("Signature-Input", "Signature") if name in request.headers}
    instance = asked_by(headers)
    known = _card(instance) if instance else None
    if known is None or known.state != ACCEPTED:
        raise NotAuthentic
    try:
        mark = check_request(Message(str(request.method), url, headers), card=read_card(known.card))
    except NotACard:
        raise NotAuthentic from None
    _once(mark, now=now)
    return known.id


def _once(mark: str, *, now: datetime) -> None:
    """Remember that a request was answered. Raises `NotAuthentic` for the second of the same."""
    Nonce.objects.filter(at__lt=now).delete()
    try:
        with transaction.atomic():
            Nonce.objects.bulk_create([Nonce(id=mark, at=now + REMEMBERED)])
    except IntegrityError:
        raise NotAuthentic from None


def standing_of(reader: UUID) -> tuple[int, JSONObject]:
    """Return how far a member was read, and its card as it is known here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, card::text FROM network_standing(%s)", [reader])
        found = cursor.fetchone()
    return (int(found[0]), json.loads(found[1])) if found else (0, {})


def held_of(reader: UUID, *, after: UUID | None) -> list[tuple[UUID, str]]:
    """Return the next objects that a member has written itself, as they are held here, by their identifiers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, wire FROM network_yours(%s, %s, %s)", [reader, after, PAGE])
        return list(cursor.fetchall())


def knock(content: JSONObject, *, network: str) -> bool:
    """Leave an instance's card for the operator to look at; say whether there was room. Raises `NotACard`.

    There is some for each network. Who is expected is told that she waits even where there is none: this instance asks her
    itself.
    """
    card = read_card(content)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT network_knock(%s, %s, %s, %s, %s, %s::jsonb, %s, %s)",
            [
                card.instance, card.name, card.address, bytes.fromhex(card.root), card.is_hub,
                canonical(content).decode(), card.version, name_of(pseudonym(f"knock/{network_of(network)}")),
            ],
        )  # fmt: skip
        return bool(cursor.fetchone()[0])
