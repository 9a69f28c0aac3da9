"""Background work of cases: packs are made here, in the context of who asked for them."""

import logging
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.accounts.models import Membership
from proximity.accounts.queries import actor_from
from proximity.cases.access import CaseNotFound, get_pack
from proximity.cases.models import CasePack
from proximity.cases.operations.packs import begin_pack, fail_pack, fault_of, make_pack
from proximity.cases.operations.sweeping import sweep_packs
from proximity.foundation.jobs import job, periodic
from proximity.foundation.wall import enter_staff

log = logging.getLogger("proximity.cases")


@job(name="cases.make_pack")
def make_pack_asked_for(pack: UUID, person: UUID, organisation: UUID) -> None:
    """Make a pack for who asked for it; what goes wrong is said on the page of the case."""
    by = _actor(person, organisation)
    try:
        with transaction.atomic():
            asked = _entered(pack, by)
            begun = begin_pack(pack=asked, by=by)
        if begun:
            with transaction.atomic():
                make_pack(pack=_entered(pack, by), by=by)
    except CaseNotFound:
        log.warning("a pack was asked for by who may no longer see its case", extra={"object_id": pack})
    except Exception as problem:
        # It waits for nobody: the page says what happened, and a new one can be asked for.
        log.exception("a pack could not be made", extra={"object_id": pack})
        with transaction.atomic():
            fail_pack(pack=_entered(pack, by), fault=fault_of(problem), by=by)


@periodic(name="cases.sweep_packs", cron="41 * * * *")
def sweep_stale_packs() -> None:
    """Delete sealed packs that no row tells of."""
    sweep_packs()


def _actor(person: UUID, organisation: UUID) -> Actor:
    """Return who asked, in the role that she has there today. Raises `Membership.DoesNotExist` where she has none any more."""
    offices = Membership.objects.filter(person=person, organisation=organisation, ended_at__isnull=True)
    return actor_from(offices.select_related("person", "organisation__city").earliest("pk"))


def _entered(pack: UUID, by: Actor) -> CasePack:
    """Enter the context of who asked, and return the pack. Raises `CaseNotFound`."""
    enter_staff(city=by.city_id, organisation=by.organisation.pk)
    return get_pack(by, pack)
