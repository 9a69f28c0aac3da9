"""What goes out to whom: the next places of the order that an instance, or anybody, may read. The database knows who may."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

PAGE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """One object on its way, as it is signed, and its place in the order."""

    seq: int
    wire: str


def places_after(after: int, *, reader: UUID | None, limit: int = PAGE) -> list[Place]:
    """Return the next places for a member, in their order; None reads what is public. What a reader wrote itself is left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, wire FROM network_next(%s, %s, %s)", [reader, after, limit])
        return [Place(seq, wire) for seq, wire in cursor.fetchall()]


def all_places(*, reader: UUID) -> Iterator[Place]:
    """Return every place that a member may read, page by page."""
    after = 0
    while page := places_after(after, reader=reader):
        yield from page
        after = page[-1].seq
