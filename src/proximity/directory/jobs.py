"""Background work of the register: owners are asked whether what stands there is still true; other cities read what is."""

import logging
from uuid import UUID

from django.db import transaction

from proximity.accounts.models import Organisation
from proximity.directory.operations import ask_owners, follow_shared
from proximity.directory.operations.keeping import FOLLOW
from proximity.foundation.jobs import job, periodic
from proximity.foundation.wall import SYSTEM, enter_staff

log = logging.getLogger("proximity.directory")


@periodic(name="directory.ask_owners", cron="17 * * * *")
def ask_all_owners() -> None:
    """Ask every organisation after its entries that are due, each in its own context; one that fails stops no other."""
    for organisation in Organisation.objects.select_related("city"):
        try:
            with transaction.atomic():
                enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
                ask_owners(organisation=organisation)
        except Exception:
            log.exception("owners could not be asked", extra={"object_id": organisation.pk})


@job(name=FOLLOW, lock=FOLLOW)
def follow_now(**_ids: UUID) -> None:
    """Let other cities read what stands here now: a shared entry was changed, confirmed, shut or ended."""
    follow_all_shared()


@periodic(name="directory.follow_shared_hourly", cron="27 * * * *")
def follow_hourly() -> None:
    """Do so each hour, for entries that lapse while nobody does anything."""
    follow_all_shared()


def follow_all_shared() -> None:
    """Follow every organisation's shared entries, each in its own context; one that fails stops no other."""
    for organisation in Organisation.objects.select_related("city"):
        try:
            with transaction.atomic():
                enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
                follow_shared(organisation=organisation)
        except Exception:
            log.exception("shared entries could not be followed", extra={"object_id": organisation.pk})
