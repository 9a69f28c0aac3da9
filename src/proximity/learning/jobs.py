"""Background work of learning: the counts of answers that other installations read follow what may leave."""

import logging
from uuid import UUID

from django.db import transaction

from proximity.accounts.models import Organisation
from proximity.foundation.jobs import job, periodic
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.learning.operations.sharing import FOLLOW, follow_counts

log = logging.getLogger("proximity.learning")


@job(name=FOLLOW, lock=FOLLOW)
def share_now(**_ids: UUID) -> None:
    """Do it at once: somebody has switched it on or off, or wishes it now."""
    share_all()


@periodic(name="learning.share_counts_nightly", cron="43 2 * * *")
def share_nightly() -> None:
    """Do it once a day, so that a city's counts change at most so often unless somebody asks for it."""
    share_all()


def share_all() -> None:
    """Follow every organisation's shared counts, each in its own context; one that fails stops no other."""
    for organisation in Organisation.objects.select_related("city"):
        try:
            with transaction.atomic():
                enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
                follow_counts(organisation=organisation)
        except Exception:
            log.exception("counts could not be shared", extra={"object_id": organisation.pk})
