"""Background work: clean copies within seconds, and an hourly sweep.

The worker looks for files itself: the public process, which takes most of them in, has no way to ask for a job.
"""

import logging
from uuid import UUID

from django.db import transaction

from proximity.accounts.models import Organisation
from proximity.evidence.access import waiting_files
from proximity.evidence.operations.cleaning import clean_file
from proximity.evidence.operations.sweeping import sweep_files
from proximity.foundation.jobs import periodic
from proximity.foundation.wall import SYSTEM, enter_staff

log = logging.getLogger("proximity.evidence")


@periodic(name="evidence.clean", cron="* * * * * */5")
def clean_waiting_files() -> None:
    """Clean what waits, each file in the context of an organisation that may read it, each in a transaction of its own."""
    for organisation in Organisation.objects.all():
        for file_id in _waiting_at(organisation):
            try:
                _clean_one(file_id, organisation)
            except Exception:
                # It waits and is tried again; the files behind it are not to wait with it.
                log.exception("a file could not be cleaned", extra={"object_id": file_id})


@periodic(name="evidence.sweep", cron="17 * * * *")
def sweep_stale_files() -> None:
    """Delete sealed bytes that no row tells of."""
    sweep_files()


def _clean_one(file_id: UUID, organisation: Organisation) -> None:
    with transaction.atomic():
        enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
        clean_file(file_id=file_id, organisation=organisation)


def _waiting_at(organisation: Organisation) -> list[UUID]:
    with transaction.atomic():
        enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
        return list(waiting_files().values_list("pk", flat=True))
