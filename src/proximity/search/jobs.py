"""Background work of search: reading what changed, taking out what is too frequent, building the index anew."""

import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction

from proximity.accounts.actors import Actor, machine_of
from proximity.accounts.models import Organisation
from proximity.foundation.jobs import periodic
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.search.operations.indexing import index_changes, note_everything, skip_change, take_out_frequent

log = logging.getLogger("proximity.search")

IN_A_ROW = 80
"""Times that one organisation is served before the next one: after a rebuild others are not to wait for hours."""
COUNT_AFTER = 2
"""Rounds after which the frequencies are counted anew: what is too frequent does not stand in the index for long."""


@periodic(name="search.index", cron="* * * * * */5")
def index_what_changed() -> None:
    """Read what changed, organisation by organisation."""
    for organisation in Organisation.objects.select_related("city"):
        catch_up(organisation)


def catch_up(organisation: Organisation) -> int:
    """Read what changed at one organisation, at most `IN_A_ROW` rounds of it; return how many records were read."""
    by, done, rounds = machine_of(organisation), 0, 0
    while rounds < IN_A_ROW and (read := _read_some(by)):
        done, rounds = done + read, rounds + 1
    if rounds >= COUNT_AFTER:
        _entered(by, partial(take_out_frequent, by=by))
    return done


def _read_some(by: Actor) -> int:
    """Read some records; where one of them cannot be read, each alone, and that one not at all."""
    try:
        return _entered(by, partial(index_changes, by=by))
    except Exception:
        log.exception("texts could not be indexed together", extra={"object_id": by.organisation.pk})
    try:
        return _entered(by, partial(index_changes, by=by, most=1))
    except Exception:
        log.exception("the texts of a record could not be indexed", extra={"object_id": by.organisation.pk})
        _entered(by, partial(skip_change, by=by))
        return 1


@periodic(name="search.count", cron="37 2 * * *")
def count_nightly() -> None:
    """Take out of each organisation's index what became too frequent."""
    for organisation in Organisation.objects.select_related("city"):
        by = machine_of(organisation)
        _entered(by, partial(take_out_frequent, by=by))


@periodic(name="search.rebuild", cron="7 1 1 * *")
def rebuild_monthly() -> None:
    """Build every index anew: what was too frequent a month ago may no longer be."""
    rebuild_all()


def rebuild_all() -> int:
    """Ask for every organisation's index to be built anew; return of how many records."""
    found = 0
    for organisation in Organisation.objects.select_related("city"):
        by = machine_of(organisation)
        found += _entered(by, partial(note_everything, by=by))
    return found


def _entered[T](by: Actor, work: Callable[[], T]) -> T:
    """Do something in a transaction of its own, in the context of an organisation's background work."""
    with transaction.atomic():
        enter_staff(city=by.city_id, organisation=by.organisation.pk, person=SYSTEM)
        return work()
