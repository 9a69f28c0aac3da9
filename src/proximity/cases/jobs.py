"""Background work of cases: the person hears of each step within seconds, or in order once the worker is back."""

import logging
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import machine_of
from proximity.accounts.models import Organisation
from proximity.cases.operations.telling import tell_step, waiting_steps
from proximity.foundation.jobs import periodic
from proximity.foundation.wall import enter_staff

log = logging.getLogger("proximity.cases")


@periodic(name="cases.tell_steps", cron="* * * * * */10")
def tell_waiting_steps() -> None:
    """Tell each person of the steps that wait, thread by thread, each step in a transaction of its own.

    The worker looks for itself: who enters a step is another organisation, and knows nothing of the person. A step that fails
    holds back those behind it in its thread, and no other thread.
    """
    for organisation in Organisation.objects.all():
        for steps in _waiting_at(organisation).values():
            _tell_in_order(organisation, steps)


def _tell_in_order(organisation: Organisation, steps: list[UUID]) -> None:
    for step_id in steps:
        try:
            with transaction.atomic():
                enter_staff(city=organisation.city_id, organisation=organisation.pk)
                tell_step(step_id=step_id, by=machine_of(organisation))
        except Exception:
            log.exception("a person could not be told of a step", extra={"object_id": step_id})
            return


def _waiting_at(organisation: Organisation) -> dict[UUID, list[UUID]]:
    with transaction.atomic():
        enter_staff(city=organisation.city_id, organisation=organisation.pk)
        return waiting_steps(machine_of(organisation))
