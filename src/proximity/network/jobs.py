"""Background work of the network: reading other instances, by the clock or at once."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from proximity.foundation.jobs import job, periodic
from proximity.network.context import enter_everywhere
from proximity.network.fetching import several_at_once
from proximity.network.keys import RENEW
from proximity.network.models import Instance, State
from proximity.network.operations.groups import SETTLE
from proximity.network.operations.membership import SYSTEM
from proximity.network.operations.recovering import recover
from proximity.network.operations.seeing import settle_sights
from proximity.network.operations.syncing import follow_all, prepare, pull
from proximity.network.operations.waiting_room import keep_waiting_room

log = logging.getLogger("proximity.network")
INTRODUCED = timedelta(hours=6)
"""How often those are read who are known through a hub: what they have for all comes through it anyway."""
SILENT, AT_LEAST = 10, timedelta(hours=1)
"""Who has not answered for long is asked again after a tenth of that time, at least every hour."""
NEVER_READ = timedelta(minutes=15)
"""Who has not answered once is asked every so often."""


@periodic(name="network.sync", cron="*/5 * * * *")
def sync() -> None:
    """Read every accepted instance, each for itself: one that fails holds up no other."""
    sync_all()


@job(name="network.sync_now", lock="network.sync")
def sync_now(**_ids: UUID) -> None:
    """Read every accepted instance at once, because somebody asked for it."""
    sync_all(patient=False)


@job(name=SETTLE, lock="network.sync")
def settle_now(**_ids: UUID) -> None:
    """Let everybody here see what is for her: a group has other members. Each city writes anew what it has for them."""
    settle()


@job(name=RENEW, lock="network.sync")
def renew_card(**_ids: UUID) -> None:
    """Write this instance's card anew, because a city's key was drawn."""
    prepare()


@periodic(name="network.settle_nightly", cron="37 3 * * *")
def settle_nightly() -> None:
    """Do so each night, for what was published in the very moment in which a city was added."""
    settle()


def settle() -> None:
    """Follow groups that changed, then let each city of this instance see exactly what is for it today."""
    follow_all()
    settle_sights(by=SYSTEM)


def sync_all(*, patient: bool = True) -> int:
    """Read those whose turn it is, or all of them; return how many versions came."""
    if prepare() is None:
        return 0
    keep_waiting_room()
    taken = sum(several_at_once(_read, due(patient=patient, now=timezone.now())))
    _recover()
    return taken


def _read(instance: UUID) -> int:
    """Read one instance, and return how many versions came."""
    try:
        outcome = pull(instance_id=instance)
    except Exception:
        log.exception("an instance could not be read", extra={"object_id": instance})
        return 0
    if outcome.refused:
        log.warning("an instance sent what was refused", extra={"object_id": instance})
    return outcome.taken


def _recover() -> None:
    try:
        if recover(by=SYSTEM) is not None:
            log.warning("an older backup was put back: this instance's own objects were taken back from others")
    except Exception:
        log.exception("this instance's own objects could not be taken back from others")


def due(*, patient: bool, now: datetime) -> list[UUID]:
    """Return those whose turn it is, or all of them; who was asked longest ago comes first."""
    with transaction.atomic():
        enter_everywhere()
        rows = Instance.objects.filter(state=State.ACCEPTED).exclude(address="")
        rows = rows.order_by(F("tried_at").asc(nulls_first=True), "pk")
        return [row.pk for row in rows if not patient or row.tried_at is None or now - row.tried_at >= _pause(row, now)]


def _pause(row: Instance, now: datetime) -> timedelta:
    """Return how long one waits before an instance is asked once more."""
    pause = timedelta() if row.introduced_by_id is None else INTRODUCED
    if row.problem:
        pause = max(pause, min(AT_LEAST, (now - row.read_at) / SILENT) if row.read_at else NEVER_READ)
    return pause
