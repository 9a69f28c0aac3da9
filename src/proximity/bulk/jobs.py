"""Background work of imports: reading, checking, making cases, taking them back, letting go what nobody needs any more."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, NotAllowed, enter_as, machine_of
from proximity.accounts.models import Membership, Organisation
from proximity.accounts.queries import actor_from
from proximity.audit.operations import record_event
from proximity.bulk.access import may_import
from proximity.bulk.models import Import
from proximity.bulk.operations.bringing import delete_parts
from proximity.bulk.operations.running import stop_import, take_some_back
from proximity.bulk.operations.working import check_rows, make_some_cases, read_table
from proximity.bulk.rules.states import KEPT, MAY_GO
from proximity.foundation.jobs import job, periodic
from proximity.foundation.wall import SYSTEM, enter_staff

NOBODY = "nobody"
"""Who began the work does not work here any more, or not in that role."""


@job(name="bulk.read")
def read(*, import_id: UUID, organisation_id: UUID) -> None:
    """Read a file into rows."""
    by = machine_of(Organisation.objects.select_related("city").get(pk=organisation_id))
    _entered(by, partial(read_table, import_id=import_id, by=by))


@job(name="bulk.check")
def check(*, import_id: UUID, organisation_id: UUID) -> None:
    """Check rows against the decisions."""
    by = machine_of(Organisation.objects.select_related("city").get(pk=organisation_id))
    _entered(by, partial(check_rows, import_id=import_id, by=by))


@job(name="bulk.run")
def run(*, import_id: UUID, organisation_id: UUID) -> None:
    """Make the cases, some in each transaction: after a break it goes on where it stopped."""
    _while_more(import_id, organisation_id, make_some_cases)


@job(name="bulk.undo")
def undo(*, import_id: UUID, organisation_id: UUID) -> None:
    """Take the cases back, some in each transaction."""
    _while_more(import_id, organisation_id, take_some_back)


@periodic(name="bulk.let_go", cron="41 3 * * *")
def let_go_what_is_old() -> None:
    """Delete files, rows and decisions of imports that nobody has touched for a month."""
    for organisation in Organisation.objects.select_related("city"):
        by = machine_of(organisation)
        _entered(by, partial(let_go_old_of, by))


def let_go_old_of(by: Actor) -> int:
    """Delete what is left of old imports of an organisation, in its context; return of how many."""
    old = Import.objects.filter(
        organisation=by.organisation, state__in=MAY_GO, changed_at__lt=timezone.now() - KEPT
    )  # fmt: skip
    found = list(old)
    for one in found:
        record_event("import.let_go", origin=by.origin, target=one.pk)
        delete_parts(one, by=by)
    return len(found)


def _while_more(import_id: UUID, organisation_id: UUID, work: Callable[..., bool]) -> None:
    organisation = Organisation.objects.select_related("city").get(pk=organisation_id)
    more = True
    while more:
        by = _beginner(import_id, organisation)
        if by is None:
            machine = machine_of(organisation)
            _entered(machine, partial(stop_import, import_id=import_id, fault=NOBODY, by=machine))
            return
        try:
            more = _entered(by, partial(work, import_id=import_id, by=by))
        except NotAllowed:
            more = True  # looked up anew: it stops


def _beginner(import_id: UUID, organisation: Organisation) -> Actor | None:
    """Return who began the work, if she still may."""
    machine = machine_of(organisation)
    found = _entered(machine, lambda: Import.objects.filter(pk=import_id).first())
    if found is None or found.begun_by is None:
        return None
    memberships = Membership.objects.filter(
        person_id=found.begun_by, organisation=organisation, ended_at__isnull=True
    ).select_related("person", "organisation__city")
    return next((actor for actor in map(actor_from, memberships) if may_import(actor)), None)


def _entered[T](by: Actor, work: Callable[[], T]) -> T:
    """Do something in a transaction of its own, in somebody's context."""
    with transaction.atomic():
        if by.person_id is None:
            enter_staff(city=by.city_id, organisation=by.organisation.pk, person=SYSTEM)
        else:
            enter_as(by)
        return work()
