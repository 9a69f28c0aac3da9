"""Who is expected, and cards that nobody asked for: the operator's word, and the worker's round."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from proximity.audit.operations import Origin, record_event
from proximity.network.context import enter_everywhere, enter_to_take
from proximity.network.fetching import NotReached, fetch
from proximity.network.models import Expected, Instance, State
from proximity.network.operations.membership import SYSTEM, AnotherRoot, know_instance, this_instance
from proximity.network.operations.syncing import CARD
from proximity.network.rules.cards import NotACard
from proximity.network.rules.waiting import EXPECTED_FOR, KEPT, plain_address

PREFIXES = ("https://", "http://")


class NoAddress(ValueError):
    """Who is expected has an address of her own, beginning with https://."""


@transaction.atomic
def expect_instance(*, address: str, by: Origin, purpose: str = "", now: datetime | None = None) -> Expected:
    """Say that an instance is expected at an address: it is asked for its card until it answers. Raises `NoAddress`."""
    plain = plain_address(address)
    if not plain.startswith(PREFIXES) or len(plain) > 300:
        raise NoAddress
    enter_everywhere()
    this_instance(by=by, now=now)
    row, _new = Expected.objects.get_or_create(address=plain, defaults={"at": now or timezone.now()})
    record_event("exchange.instance_expected", origin=by, target=row.pk, purpose=purpose, now=now)
    return row


def keep_waiting_room(*, now: datetime | None = None) -> int:
    """Ask whoever is expected for her card, and forget what has waited too long; return how many have come."""
    now = now or timezone.now()
    with transaction.atomic():
        enter_everywhere()
        Expected.objects.filter(at__lt=now - EXPECTED_FOR).delete()
        _left_here().filter(knocked_at__lt=now - KEPT).delete()
        waiting = list(Expected.objects.all())
    return sum(_meet(one, now=now) for one in waiting)


def _left_here() -> QuerySet[Instance]:
    """Return the cards that were left here and that nobody has looked after."""
    return Instance.objects.filter(state=State.WAITING).exclude(knocked_from="")


def _meet(one: Expected, *, now: datetime) -> bool:
    """Ask at an address for the card, and say whether there was one; what others left in its name is forgotten."""
    problem = ""
    try:
        content = fetch(one.address + CARD)
        with transaction.atomic():
            enter_to_take()
            row = know_instance(content=content, by=SYSTEM, now=now)
            same = Q(address=one.address) | Q(address=f"{one.address}/")
            _left_here().filter(same).exclude(pk=row.pk).delete()
            Expected.objects.filter(pk=one.pk).delete()
    except (NotReached, NotACard, AnotherRoot) as failed:
        problem = str(failed) if isinstance(failed, NotReached) else type(failed).__name__
    else:
        return True
    with transaction.atomic():
        enter_everywhere()
        Expected.objects.filter(pk=one.pk).update(tried_at=now, problem=problem[:40])
    return False
