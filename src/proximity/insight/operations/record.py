"""Taking in facts from cases and reports, and letting go of where they came from."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.accounts.rules import POLICE_KINDS, Capability, OrganisationKind
from proximity.audit.operations import record_event
from proximity.insight.access import origin_link, own_facts, visiting_offices
from proximity.insight.models import Exclusion, FactRow
from proximity.insight.rules.facts import BadFact, Fact, Source
from proximity.insight.rules.vocabulary import shared_vocabulary

MAY_TELL: dict[Source, frozenset[OrganisationKind]] = {
    Source.POLICE: POLICE_KINDS,
    Source.NGO: frozenset({OrganisationKind.NGO}),
    Source.HISTORY: POLICE_KINDS | {OrganisationKind.NGO},
}


@transaction.atomic
def record_fact(fact: Fact, *, record_id: UUID, by: Actor, now: datetime | None = None) -> FactRow:
    """Keep a fact for the actor's organisation, or replace what it knew of the same record. Telling it twice changes nothing.

    For `cases` when a case becomes countable or changes, and for `reporting` when a report becomes no case. `record_id` is
    that of the *report* an incident came in with, and the case's own only where there was no report: facts of one report
    that two organisations keep count once. Costs one statement when nothing changed, else two and the audit's; the caller
    must be in the actor's context. Raises `BadFact` for an unknown code, another city, or a source that her organisation
    cannot speak for, and `NotAllowed` for a role that reads no reports.
    """
    by.check_may(Capability.READ_REPORTS)
    _check(fact, by=by)
    link = origin_link(record_id)
    row = own_facts(by).select_for_update(of=("self",)).filter(origin_link=link).first()
    if row is not None and row.as_fact() == fact:
        return row
    action = "fact.recorded" if row is None else "fact.replaced"
    if row is None:
        row = FactRow(city=by.organisation.city, organisation=by.organisation, origin_link=link, version=0)
    row.take(fact)
    row.version += 1
    row.save(force_insert=row.version == 1)
    record_event(action, origin=by.origin, target=record_id, now=now)
    return row


@transaction.atomic
def cut_link(record_id: UUID, *, by: Actor, now: datetime | None = None) -> bool:
    """Forget which record a fact of the actor's organisation came from, as its erasure demands; say whether there was one.

    The fact stays as a number that leads nowhere. Where another organisation still counts the same incident, this one's fact is
    taken out of the count first, since afterwards nothing could tell that they are the same.
    """
    link = origin_link(record_id)
    row = own_facts(by).select_for_update(of=("self",)).filter(origin_link=link).first()
    if row is None:
        return False
    if _others_count(link, row, by=by):
        row.excluded = Exclusion.DUPLICATE
    row.origin_link = None
    row.save(update_fields=["origin_link", "excluded"])
    record_event("fact.link_cut", origin=by.origin, target=record_id, now=now)
    return True


@transaction.atomic
def take_out_fact(record_id: UUID, *, by: Actor, now: datetime | None = None) -> bool:
    """Take the fact of a record out of the count and cut its link: the record was brought in by mistake. Say if there was one."""
    row = own_facts(by).select_for_update(of=("self",)).filter(origin_link=origin_link(record_id)).first()
    if row is None:
        return False
    row.excluded, row.origin_link = Exclusion.UNDONE, None
    row.save(update_fields=["excluded", "origin_link"])
    record_event("fact.taken_out", origin=by.origin, target=record_id, now=now)
    return True


@transaction.atomic
def import_history(facts: Iterable[Fact], *, by: Actor, now: datetime | None = None) -> int:
    """Bring in facts from an older register and return how many. They lead to no record; bringing them in twice doubles them.

    Raises `BadFact` for the first that is not of the actor's city or not marked as history, and then keeps none.
    """
    by.check_may(Capability.READ_REPORTS)
    rows = []
    for fact in facts:
        _check(fact, by=by)
        if fact.source != Source.HISTORY:
            raise BadFact("source")
        row = FactRow(city=by.organisation.city, organisation=by.organisation)
        row.take(fact)
        rows.append(row)
    FactRow.objects.bulk_create(rows, batch_size=500)
    record_event("facts.imported", origin=by.origin, target=by.organisation.pk, label=str(len(rows)), now=now)
    return len(rows)


def _check(fact: Fact, *, by: Actor) -> None:
    if fact.city != by.organisation.city.slug:
        raise BadFact("city")
    if OrganisationKind(by.organisation.kind) not in MAY_TELL[fact.source]:
        raise BadFact("source")
    shared_vocabulary().check(fact)


def _others_count(link: bytes, own: FactRow, *, by: Actor) -> bool:
    with visiting_offices(by) as offices:
        return any(facts.filter(origin_link=link).exclude(pk=own.pk).exists() for facts in offices)
