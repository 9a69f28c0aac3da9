"""Background work of the network: reading other instances, by the clock or at once."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.foundation.jobs import job, periodic
from proximity.network.context import enter_everywhere
from proximity.network.models import Instance, State
from proximity.network.operations.syncing import prepare, pull

log = logging.getLogger("proximity.network")
INTRODUCED = timedelta(hours=6)
"""How often those are read who are known through a hub: what they have for all comes through it anyway."""


@periodic(name="network.sync", cron="*/5 * * * *")
def sync() -> None:
    """Read every accepted instance, each for itself: one that fails holds up no other."""
    sync_all()


@job(name="network.sync_now", lock="network.sync")
def sync_now(**_ids: UUID) -> None:
    """Read every accepted instance at once, because somebody asked for it."""
    sync_all(patient=False)


def sync_all(*, patient: bool = True) -> int:
    """Read those whose turn it is, or all of them; return how many versions came."""
    if prepare() is None:
        return 0
    taken = 0
    for instance in _due(patient=patient):
        try:
            outcome = pull(instance_id=instance)
        except Exception:
            log.exception("an instance could not be read", extra={"object_id": instance})
            continue
        taken += outcome.taken
        if outcome.refused:
            log.warning("an instance sent what was refused", extra={"object_id": instance})
    return taken


def _due(*, patient: bool) -> list[UUID]:
    with transaction.atomic():
        enter_everywhere()
        rows = Instance.objects.filter(state=State.ACCEPTED).exclude(address="").order_by("introduced_by", "pk")
        early = timezone.now() - INTRODUCED
        return [
            row.pk for row in rows
            if not patient or row.introduced_by_id is None or row.tried_at is None or row.tried_at < early
        ]  # fmt: skip
