"""Following what others changed: a group has other members, or what was translated has ended. The worker's, city by city."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import machine_of
from proximity.accounts.models import City, Organisation
from proximity.audit.operations import record_event
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.network.models import SharedObject
from proximity.network.operations.publishing import label_of, put
from proximity.network.rules.envelope import Form
from proximity.network.rules.groups import Group
from proximity.network.rules.kinds import Kind
from proximity.network.store import item_of


@transaction.atomic
def follow(*, city: City, now: datetime | None = None) -> int:
    """Write anew what a city has for a group whose members have changed, end its translations of what has ended; how many."""
    offices = Organisation.objects.select_related("city").filter(city=city).order_by("pk")
    office = offices.first()
    if office is None:
        return 0
    enter_staff(city=city.pk, organisation=office.pk, person=SYSTEM)
    now = now or timezone.now()
    done = 0
    for row, left in _moved(city):
        was = item_of(row)
        item = was.revised(
            content=was.content, language=was.language, marking=was.marking, audience=was.audience, now=now
        )
        put(item, by=machine_of(_office(row, office)), now=now, was=was, lost=[f"city:{one}" for one in sorted(left)])
        done += 1
    for row in _orphans(city):
        item = item_of(row).ended(Form.TOMBSTONE, now=now)
        by = machine_of(_office(row, office))
        put(item, by=by, now=now)
        record_event("exchange.withdrawn", origin=by.origin, target=item.id, label=label_of(item), now=now)
        done += 1
    return done


def _office(row: SharedObject, office: Organisation) -> Organisation:
    return row.organisation or office


def _moved(city: City) -> list[tuple[SharedObject, set[UUID]]]:
    """Return what the city has for groups that have other members now, and who left each."""
    rows = SharedObject.objects.filter(
        author=city.pk, scope__startswith="group:", form=Form.CONTENT, issued_to__isnull=False
    ).exclude(kind=Kind.GROUP)  # fmt: skip
    groups = {
        f"group:{pk}": Group.from_content(content).members
        for pk, content in SharedObject.objects.filter(kind=Kind.GROUP, form=Form.CONTENT).values_list("pk", "content")
    }
    found = []
    for row in rows.select_for_update(of=("self",)).select_related("organisation__city"):
        members = groups.get(row.scope, frozenset())
        before = {UUID(one) for one in row.issued_to or []}
        # Of a group that the city has left, or that has ended, nobody new can be named: those who had it are told.
        if city.pk in members and members != before:
            found.append((row, before - members))
    return found


def _orphans(city: City) -> list[SharedObject]:
    """Return the city's translations of what has ended."""
    mine = SharedObject.objects.filter(author=city.pk, kind=Kind.TRANSLATION, form=Form.CONTENT)
    ended = SharedObject.objects.filter(pk__in=mine.values("about")).exclude(form=Form.CONTENT)
    return list(mine.filter(about__in=ended.values("pk")).select_related("organisation__city"))
