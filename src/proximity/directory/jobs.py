"""Background work of the register: owners are asked whether what stands there is still true."""

import logging

from django.db import transaction

from proximity.accounts.models import Organisation
from proximity.directory.operations import ask_owners
from proximity.foundation.jobs import periodic
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
