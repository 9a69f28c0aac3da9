"""What goes out to whom: the next places of the order that an instance, or anybody, may read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from proximity.network.database import groups_held
from proximity.network.models import Instance
from proximity.network.rules.passing import PUBLIC_SCOPE, scopes_of

PAGE = 500
# What is read is what is held today: a place whose object has moved to another audience says nothing, and a translation goes
# nowhere where its original does not go.
NEXT = """
SELECT p.seq, CASE WHEN p.notice <> '' THEN p.notice ELSE o.wire END
FROM network_outgoing p
JOIN network_sharedobject o ON o.id = p.object_id
JOIN network_author a ON a.id = o.author_id
LEFT JOIN network_sharedobject of ON of.id = o.about
WHERE p.seq > %(after)s AND p.scope = ANY(%(scopes)s)
  AND (p.notice <> '' OR o.form <> 'content' OR o.scope = p.scope)
  AND (o.about IS NULL OR o.form <> 'content' OR p.notice <> '' OR (of.form = 'content' AND of.scope = ANY(%(scopes)s)))
  AND (%(reader)s::uuid IS NULL OR a.instance_id IS DISTINCT FROM %(reader)s)
ORDER BY p.seq LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One object on its way, as it is signed, and its place in the order."""

    seq: int
    wire: str


def scopes_for(reader: Instance) -> frozenset[str]:
    """Return what a member may be handed today."""
    return scopes_of({UUID(city): code for city, code in reader.cities.items()}, groups_held())


PUBLIC = frozenset({PUBLIC_SCOPE})


def places_after(
    after: int, *, scopes: Collection[str], reader: Instance | None = None, limit: int = PAGE
) -> list[Place]:
    """Return the next places that these scopes may read, in their order; what a reader wrote itself is left out."""
    values: dict[str, int | list[str] | UUID | None] = {
        "after": after, "scopes": sorted(scopes), "reader": reader.pk if reader else None, "limit": min(limit, PAGE),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(NEXT, values)
        return [Place(seq, wire) for seq, wire in cursor.fetchall()]


def all_places(*, scopes: Collection[str], reader: Instance) -> Iterator[Place]:
    """Return every place that a member may read, page by page."""
    after = 0
    while page := places_after(after, scopes=scopes, reader=reader):
        yield from page
        after = page[-1].seq
