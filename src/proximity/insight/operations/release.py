"""Prepare, look, release: how facts become figures without anybody who releases them ever seeing a fact."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.insight.access import releases, visiting_offices
from proximity.insight.models import (
    MAX_NOTE,
    MAX_SIGNED_AS,
    Exclusion,
    FactRow,
    FrozenTable,
    PreparedTable,
    Release,
)
from proximity.insight.rules.counting import THRESHOLD, TableCode, years_until
from proximity.insight.rules.disclosure import BASE, publishable_tables
from proximity.insight.rules.facts import Fact, Source
from proximity.insight.rules.signing import fingerprint
from proximity.insight.rules.tables import Tables
from proximity.insight.rules.vocabulary import shared_vocabulary

TITLE = "incidents_by_year"
DEFINITION = "incidents_2"
# Who is believed where several organisations keep a fact of one report.
RANK = {Source.POLICE: 0, Source.HISTORY: 1, Source.NGO: 2}
CARRIED_OVER = ("city", "organisation", "title", "definition", "level", "threshold", "base", "counts", "covers_until",
    "computed_at")  # fmt: skip


class NothingPrepared(LookupError):
    """There is no prepared table, or not the one that was looked at."""


class NotSignable(ValueError):
    """What stands under a release is not whole: `signed_as` without a name, `note` without a word why there is a new version."""


def compute_tables(*, years: range, by: Actor) -> Tables:
    """Count the facts of every organisation of the actor's city; only what may be published leaves this function.

    It stands behind the wall of each organisation in turn and ends in the actor's own context. A report that several
    organisations know of counts once. Authorise before calling. Needs an open transaction.
    """
    with visiting_offices(by) as offices:
        known = _each_incident_once(row for facts in offices for row in facts.filter(excluded=Exclusion.NONE))
    return publishable_tables(known, years=years, vocabulary=shared_vocabulary())


def _each_incident_once(rows: Iterable[FactRow]) -> list[Fact]:
    unlinked: list[Fact] = []
    linked: dict[bytes, Fact] = {}
    for row in rows:
        fact = row.as_fact()
        # What is not assessed yet counts among the cases only, and hides nothing that another organisation knows.
        if row.origin_link is None or fact.pending:
            unlinked.append(fact)
            continue
        rival = linked.setdefault(bytes(row.origin_link), fact)
        if RANK[fact.source] < RANK[rival.source]:
            linked[bytes(row.origin_link)] = fact
    return [*unlinked, *linked.values()]


@transaction.atomic
def prepare_release(*, by: Actor, now: datetime | None = None) -> PreparedTable:
    """Have the city's facts counted into tables to look at; they take the place of those prepared before.

    Raises `NotAllowed` for a role that may not release figures.
    """
    by.check_may(Capability.RELEASE_FIGURES)
    now = now or timezone.now()
    today = now.astimezone(ZoneInfo(by.organisation.city.time_zone)).date()
    tables = compute_tables(years=years_until(today.year), by=by)
    PreparedTable.objects.filter(organisation=by.organisation).delete()
    prepared = PreparedTable.objects.create(
        city=by.organisation.city, organisation=by.organisation, title=TITLE, definition=DEFINITION,
        level=tables.table(TableCode.GROUND).level, threshold=THRESHOLD, base=BASE, counts=tables.as_json(),
        covers_until=today, computed_at=now, prepared_by=by.person_id,
    )  # fmt: skip
    record_event("figures.prepared", origin=by.origin, target=prepared.pk, label=prepared.level, now=now)
    return prepared


@transaction.atomic
def release_table(
    *, prepared_id: UUID, by: Actor, signed_as: str | None = None, note: str = "", now: datetime | None = None
) -> Release:  # fmt: skip
    """Release the prepared tables that the actor looked at, as the city's next version. Cannot be undone.

    `signed_as` is the name and post that everybody reads under them, her own name where she says nothing else. `note` says why
    there is a new version, in the active language. Raises `NotAllowed` for a role that may not, `NotSignable` without a name, or
    without a note from the second version on, and `NothingPrepared` where those tables were released or prepared anew meanwhile.
    """
    by.check_may(Capability.RELEASE_FIGURES)
    own = PreparedTable.objects.select_for_update(of=("self",)).select_related("city").filter(
        organisation=by.organisation, pk=prepared_id
    ).first()  # fmt: skip
    if own is None:
        raise NothingPrepared
    latest = releases().filter(city_id=by.city_id).first()
    signer, note = (by.name if signed_as is None else signed_as).strip(), note.strip()
    _check_signable(signer, note, first=latest is None)
    release = Release(
        version=latest.version + 1 if latest else 1, office=by.organisation.name, released_by=by.person_id,
        released_at=now or timezone.now(), signed_as=signer, note=note,
        note_language=(get_language() or "en") if note else "", **_carried_over(own),
    )  # fmt: skip
    release.sha256 = fingerprint(release.signed_content)
    release.save(force_insert=True)
    own.delete()
    record_event("figures.released", origin=by.origin, target=release.pk, label=f"v{release.version}", now=now)
    return release


def _check_signable(signer: str, note: str, *, first: bool) -> None:
    if not signer or len(signer) > MAX_SIGNED_AS:
        raise NotSignable("signed_as")
    if len(note) > MAX_NOTE or not (first or note):
        raise NotSignable("note")


def _carried_over(table: FrozenTable) -> dict[str, Any]:
    return {name: getattr(table, name) for name in CARRIED_OVER}
