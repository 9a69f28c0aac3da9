"""Prepare, look, release: how facts become figures without anybody who releases them ever seeing a fact."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.insight.access import releases, visiting_offices
from proximity.insight.models import Exclusion, FactRow, FrozenTable, PreparedTable, Release
from proximity.insight.rules.counting import years_until
from proximity.insight.rules.disclosure import BASE, THRESHOLD, Table, publishable_table
from proximity.insight.rules.facts import Fact, Source
from proximity.insight.rules.vocabulary import shared_vocabulary

TITLE = "grounds_by_year"
DEFINITION = "incidents_1"
# Who is believed where several organisations keep a fact of one report.
RANK = {Source.POLICE: 0, Source.HISTORY: 1, Source.NGO: 2}
CARRIED_OVER = ("city", "organisation", "title", "definition", "level", "threshold", "base", "counts", "covers_until",
    "computed_at")  # fmt: skip


class NothingPrepared(LookupError):
    """There is no prepared table, or not the one that was looked at."""


def compute_table(*, years: range, by: Actor) -> Table:
    """Count the facts of every organisation of the actor's city; only what may be published leaves this function.

    It stands behind the wall of each organisation in turn and ends in the actor's own context. A report that several
    organisations know of counts once. Authorise before calling. Needs an open transaction.
    """
    with visiting_offices(by) as offices:
        known = _each_incident_once(row for facts in offices for row in facts.filter(excluded=Exclusion.NONE))
    return publishable_table(known, years=years, vocabulary=shared_vocabulary())


def _each_incident_once(rows: Iterable[FactRow]) -> list[Fact]:
    unlinked: list[Fact] = []
    linked: dict[bytes, Fact] = {}
    for row in rows:
        fact = row.as_fact()
        if row.origin_link is None:
            unlinked.append(fact)
            continue
        rival = linked.setdefault(bytes(row.origin_link), fact)
        if RANK[fact.source] < RANK[rival.source]:
            linked[bytes(row.origin_link)] = fact
    return [*unlinked, *linked.values()]


@transaction.atomic
def prepare_release(*, by: Actor, now: datetime | None = None) -> PreparedTable:
    """Have the city's facts counted into a table to look at; it takes the place of one prepared before.

    Raises `NotAllowed` for a role that may not release figures.
    """
    by.check_may(Capability.RELEASE_FIGURES)
    now = now or timezone.now()
    today = now.astimezone(ZoneInfo(by.organisation.city.time_zone)).date()
    table = compute_table(years=years_until(today.year), by=by)
    PreparedTable.objects.filter(organisation=by.organisation).delete()
    prepared = PreparedTable.objects.create(
        city=by.organisation.city, organisation=by.organisation, title=TITLE, definition=DEFINITION, level=table.level,
        threshold=THRESHOLD, base=BASE, counts=table.as_json(), covers_until=today, computed_at=now,
        prepared_by=by.person_id,
    )  # fmt: skip
    record_event("figures.prepared", origin=by.origin, target=prepared.pk, label=table.level.value, now=now)
    return prepared


@transaction.atomic
def release_table(*, prepared_id: UUID, by: Actor, now: datetime | None = None) -> Release:
    """Release the prepared table that the actor looked at, as the city's next version, signed by her office. Cannot be undone.

    Raises `NotAllowed` for a role that may not, `NothingPrepared` where that table was released or prepared anew meanwhile.
    """
    by.check_may(Capability.RELEASE_FIGURES)
    own = PreparedTable.objects.select_for_update().filter(organisation=by.organisation, pk=prepared_id).first()
    if own is None:
        raise NothingPrepared
    latest = releases().filter(city_id=by.city_id).first()
    release = Release.objects.create(
        version=latest.version + 1 if latest else 1, office=by.organisation.name, released_by=by.person_id,
        released_at=now or timezone.now(), **_carried_over(own),
    )  # fmt: skip
    own.delete()
    record_event("figures.released", origin=by.origin, target=release.pk, label=f"v{release.version}", now=now)
    return release


def _carried_over(table: FrozenTable) -> dict[str, object]:
    return {name: getattr(table, name) for name in CARRIED_OVER}
