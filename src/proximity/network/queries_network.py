"""How one stands with other instances: for the operator's command line and for the sync page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, When

from proximity.network.models import Expected, Instance, State
from proximity.network.outgoing import PAGE, Place, places_after
from proximity.network.rules.signing import PublicKey


@dataclass(frozen=True, slots=True)
class Standing:
    """One other instance: how one stands with it, when it was read, what was refused, and what waits to be read by it."""

    id: UUID
    name: str
    address: str
    state: State
    is_hub: bool
    through_hub: bool
    cities: tuple[str, ...]
    fingerprint: str
    tried_at: datetime | None
    read_at: datetime | None
    problem: str
    refused: tuple[tuple[str, int], ...]
    waiting: str
    """How many objects it may read here, counted up to a page: `500+` where there are more."""


def standings(*, first: int = 0, number: int | None = None) -> list[Standing]:
    """Return the other instances that are known, or so many from a place on: who did not answer first, the others by name."""
    answered = Case(When(problem="", then=1), default=0)
    rows = Instance.objects.exclude(state=State.SELF).order_by(answered, "name", "pk")
    refused = _refused()
    return [_one(row, refused.get(row.pk, ())) for row in rows[first : None if number is None else first + number]]


def standing(instance: UUID) -> Standing | None:
    """Return how one stands with an instance, or None for one that is not known."""
    row = Instance.objects.exclude(state=State.SELF).filter(pk=instance).first()
    return _one(row, _refused().get(row.pk, ())) if row else None


def _one(row: Instance, refused: tuple[tuple[str, int], ...]) -> Standing:
    names = {city["id"]: city["name"] for city in row.card["cities"]}
    return Standing(
        id=row.pk, name=row.name, address=row.address, state=State(row.state), is_hub=row.is_hub,
        through_hub=row.introduced_by_id is not None, cities=tuple(sorted(names.get(city, city) for city in row.cities)),
        fingerprint=PublicKey(bytes(row.root)).fingerprint, tried_at=row.tried_at, read_at=row.read_at, problem=row.problem,
        refused=refused, waiting=_waiting(row.pk) if row.state == State.ACCEPTED else "0",
    )  # fmt: skip


def _waiting(instance: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM network_next(%s, 0, %s)", [instance, PAGE + 1])
        (number,) = cursor.fetchone()
    return str(number) if number <= PAGE else f"{PAGE}+"


def would_be_sent(instance: UUID, *, limit: int = PAGE) -> list[Place]:
    """Return what an instance may read here, from the beginning: what it would be sent."""
    return places_after(0, reader=instance, limit=limit)


def _refused() -> dict[UUID, tuple[tuple[str, int], ...]]:
    found: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT instance_id, reason, number FROM network_refusals() ORDER BY 1, 2")
        for instance, reason, number in cursor.fetchall():
            found[instance].append((reason, number))
    return {instance: tuple(rows) for instance, rows in found.items()}


def expected() -> list[Expected]:
    """Return whom the operator waits for."""
    return list(Expected.objects.all())


def this_one() -> Instance | None:
    """Return this instance; None where it takes no part in the network."""
    return Instance.objects.filter(state=State.SELF).first()
