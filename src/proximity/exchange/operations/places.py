"""Telling the network where the cities of this installation are: an object of each city's own, as its operator set it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Machine, machine_of
from proximity.accounts.models import City, Organisation
from proximity.exchange.queries.places import place_of
from proximity.exchange.rules.places import UNDETERMINED, Standing
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.network.context import enter_everywhere
from proximity.network.models import Instance, SharedObject, State
from proximity.network.operations import publish, revise, withdraw
from proximity.network.rules.audience import NETWORK
from proximity.network.rules.envelope import Form
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking


def tell_places(*, now: datetime | None = None) -> int:
    """Let what the network reads of each city's place be what is set here today; return how many changed.

    Nothing is told where this installation takes no part in the network: its own cities read it from where it is set.
    """
    with transaction.atomic():
        enter_everywhere()
        if not Instance.objects.filter(state=State.SELF).exists():
            return 0
    return sum(_tell(city, now=now or timezone.now()) for city in City.objects.order_by("pk"))


@transaction.atomic
def _tell(city: City, *, now: datetime) -> bool:
    office = Organisation.objects.select_related("city").filter(city=city).order_by("pk").first()
    if office is None:
        return False
    enter_staff(city=city.pk, organisation=office.pk, person=SYSTEM)
    told = SharedObject.objects.filter(author=city.pk, kind=Kind.PLACE, form=Form.CONTENT)
    found = told.select_related("organisation__city").order_by("created").first()
    wanted = place_of(city)
    if (Standing.from_json(found.content) if found else None) == wanted:
        return False
    by = machine_of(found.organisation if found and found.organisation else office)
    _write(found, wanted, by=by, now=now)
    return True


def _write(found: SharedObject | None, wanted: Standing | None, *, by: Machine, now: datetime) -> None:
    if wanted is None:
        if found is not None:
            withdraw(object_id=found.pk, by=by, now=now)
    elif found is None:
        publish(
            kind=Kind.PLACE, content=wanted.as_json(), language=UNDETERMINED, marking=Marking.GREEN, audience=NETWORK,
            by=by, now=now,
        )  # fmt: skip
    else:
        revise(object_id=found.pk, content=wanted.as_json(), by=by, now=now)
