"""Taking back what one sent, and hiding from one's own city what others did."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.audit.operations import record_event
from proximity.exchange.access import MODERATE, TAKE_PART, get_object, get_own
from proximity.exchange.models import Draft, Hidden
from proximity.exchange.operations.indexing import index
from proximity.exchange.operations.taking_part import KINDS
from proximity.network.operations import withdraw


@transaction.atomic
def take_back(*, object_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Withdraw what the actor's office sent: it is gone wherever it went, for good. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TAKE_PART)
    own = get_own(by, object_id, *KINDS)
    withdraw(object_id=own.pk, by=by, now=now)
    # The draft stays with its office, as one that nobody else has read.
    Draft.objects.filter(object_id=own.pk).update(object_id=None, changed_by=by.person_id)
    index(own.pk)


@transaction.atomic
def hide(*, object_id: UUID, reason: str, by: Actor, now: datetime | None = None) -> Hidden:
    """Hide something from the people of the actor's city, with a reason. Elsewhere it stays. Raises `NotAllowed`, `NotHere`."""
    by.check_may(MODERATE)
    found = get_object(by, object_id, *KINDS)
    hidden, _new = Hidden.objects.update_or_create(
        city_id=by.city_id, object_id=found.pk,
        defaults={"reason": reason, "hidden_by": by.person_id, "hidden_at": now or timezone.now()},
    )  # fmt: skip
    record_event("exchange.hidden", origin=by.origin, target=found.pk, label=found.kind, now=now)
    return hidden


@transaction.atomic
def show_again(*, object_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Show again what was hidden. Raises `NotAllowed`, `NotHere`."""
    by.check_may(MODERATE)
    found = get_object(by, object_id, *KINDS)
    if Hidden.objects.filter(city_id=by.city_id, object_id=found.pk).delete()[0]:
        record_event("exchange.shown", origin=by.origin, target=found.pk, label=found.kind, now=now)
