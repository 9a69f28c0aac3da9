"""Background work on cases: suspects whose day has passed delete themselves, each in the context of who keeps the case."""

import logging
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.models import Organisation
from proximity.cases.models import CasePerson
from proximity.cases.operations.suspects import delete_due_suspect
from proximity.cases.rules.persons import PersonRole
from proximity.foundation.jobs import periodic
from proximity.foundation.wall import enter_staff
from proximity.reporting.rules.deadlines import local_day

log = logging.getLogger("proximity.cases")


@periodic(name="cases.delete_suspects", cron="7 * * * *")
def delete_suspects() -> None:
    """Delete who is due, organisation by organisation, each in a transaction of its own: one that fails holds up no other."""
    for organisation in Organisation.objects.select_related("city"):
        for person_id in _due_at(organisation):
            try:
                with transaction.atomic():
                    enter_staff(city=organisation.city_id, organisation=organisation.pk)
                    delete_due_suspect(person_id=person_id, organisation=organisation)
            except Exception:
                log.exception("a suspect could not be deleted", extra={"object_id": person_id})


def _due_at(organisation: Organisation) -> list[UUID]:
    with transaction.atomic():
        enter_staff(city=organisation.city_id, organisation=organisation.pk)
        today = local_day(timezone.now(), organisation.city.time_zone)
        due = CasePerson.objects.filter(role=PersonRole.SUSPECT, delete_on__lt=today)
        return list(due.order_by("delete_on").values_list("pk", flat=True))
