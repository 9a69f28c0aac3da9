"""Who of this instance's cities sees what is held: computed anew where a city is new, or where groups have other members."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from proximity.accounts.models import City
from proximity.audit.operations import Origin, record_event
from proximity.network.context import enter_to_take
from proximity.network.database import show_all
from proximity.network.models import SharedObject, Sight
from proximity.network.rules.audience import Audience, readers
from proximity.network.rules.envelope import Form
from proximity.network.store import world

AT_ONCE = 2_000


@transaction.atomic
def settle_sights(*, by: Origin, now: datetime | None = None) -> int:
    """Let each city of this instance see exactly what its audience allows today; return of how many objects that changed.

    Objects are shown when they are published or come in, to the cities that there are then. A city that was added since gets
    what came before it; one that is in another country or group now gets what is for that, and loses the other. What has ended
    stays as it is: who saw it sees that it has ended. Enters the instance's own context.
    """
    enter_to_take()
    allowed = _allowed()
    seen: dict[UUID, set[UUID]] = {pk: set() for pk in allowed}
    for pk, city in Sight.objects.filter(object__form=Form.CONTENT).values_list("object", "city"):
        seen[pk].add(city)
    differing = [pk for pk, cities in allowed.items() if cities != seen[pk]]
    for begin in range(0, len(differing), AT_ONCE):
        show_all({pk: sorted(allowed[pk]) for pk in differing[begin : begin + AT_ONCE]})
    if differing:
        record_event("exchange.sights_settled", origin=by, label=str(len(differing)), now=now)
    return len(differing)


def _allowed() -> dict[UUID, frozenset[UUID]]:
    """Return which cities of this instance may see each object that has content."""
    here, mine = world(), frozenset(City.objects.values_list("pk", flat=True))
    rows = list(SharedObject.objects.values_list("pk", "author", "scope", "about", "form"))
    found = {
        pk: readers(Audience.of_scope(scope), author=author, world=here) & mine
        for pk, author, scope, _about, form in rows
        if form == Form.CONTENT
    }
    held = {row[0] for row in rows}
    for pk, _author, _scope, about, form in rows:
        if form == Form.CONTENT and about in held:
            # A translation is seen by nobody who may not read what it is of.
            found[pk] &= found.get(about, frozenset())
    return found
