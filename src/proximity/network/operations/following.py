"""Following what others changed: a group has other members, or what was translated has ended. The worker's, city by city."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from proximity.accounts.actors import machine_of
from proximity.accounts.models import City, Organisation
from proximity.audit.operations import record_event
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.network.context import enter_everywhere
from proximity.network.models import SharedObject, Sight
from proximity.network.operations.publishing import label_of, put
from proximity.network.rules.envelope import Form
from proximity.network.rules.groups import Group
from proximity.network.rules.kinds import Kind
from proximity.network.store import item_of


@transaction.atomic
def follow(*, city: City, now: datetime | None = None) -> int:
    """Write anew what a city has for a group whose members have changed; return how many, and how many translations ended.

    Its translations end of what has ended, and of what it may no longer read.
    """
    offices = Organisation.objects.select_related("city").filter(city=city).order_by("pk")
    office = offices.first()
    if office is None:
        return 0
    enter_everywhere()
    unread = _unread(city)
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
    for row in _translations(city).filter(about__in=unread).select_related("organisation__city"):
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


def _translations(city: City) -> QuerySet[SharedObject]:
    return SharedObject.objects.filter(author=city.pk, kind=Kind.TRANSLATION, form=Form.CONTENT)


def _unread(city: City) -> list[UUID]:
    """Return what the city's translations are of that has ended, or that she may no longer read.

    Asked in the instance's own context: in hers, what was shut to her is not there. What the instance never held is left out,
    since it may still come.
    """
    originals = SharedObject.objects.filter(pk__in=_translations(city).values("about"))
    sights = Sight.objects.filter(object=OuterRef("pk"), city=city.pk)
    readable = Q(form=Form.CONTENT) & (Q(author=city.pk) | Exists(sights))
    return list(originals.exclude(readable).values_list("pk", flat=True))
