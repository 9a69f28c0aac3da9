"""Standing in for a colleague who is away: set with its days, ended before its time."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.queries import colleagues
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.operations import record_event
from proximity.cases.models import Substitution
from proximity.cases.rules.doors import check_away
from proximity.foundation.pure.ids import new_id
from proximity.reporting.rules.deadlines import local_day


class SubstitutionNotFound(LookupError):
    """There is no such substitution for whoever asks."""


@transaction.atomic
def set_substitution(
    *, person: UUID, substitute: UUID, first: date, last: date, by: Actor, now: datetime | None = None
) -> Substitution:  # fmt: skip
    """Let a colleague stand in for somebody from a day until a day, both included; it ends by itself.

    Set by who goes away, or for her by a supervisor, who cannot name herself: that would open sealed cases without anybody being
    told. Raises `NotAllowed`, `NotSound` for a stranger, oneself, or days out of order or past.
    """
    by.check_may(Capability.WORK_CASES)
    if person != by.person_id:
        by.check_may(Capability.SUPERVISE_CASES)
    now = now or timezone.now()
    officers = {one.pk for one in colleagues(by.organisation, Capability.WORK_CASES)}
    if person not in officers:
        raise NotSound("person")
    if substitute not in officers or (person != by.person_id and substitute == by.person_id):
        raise NotSound("substitute")
    today = local_day(now, by.organisation.city.time_zone)
    check_away(person=person, substitute=substitute, first=first, last=last, today=today)
    row = Substitution(
        id=new_id(), city_id=by.city_id, organisation=by.organisation, person_id=person, substitute_id=substitute,
        from_on=first, until_on=last, set_by=by.person_id, set_at=now,
    )  # fmt: skip
    row.save(force_insert=True)
    record_event("substitution.set", origin=by.origin, target=row.pk, now=now)
    return row


@transaction.atomic
def end_substitution(*, substitution_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """End a substitution before its last day: by who was away, who stood in for her, or a supervisor.

    Raises `SubstitutionNotFound`, `NotNow` where it has ended, `NotAllowed`.
    """
    by.check_may(Capability.WORK_CASES)
    found = Substitution.objects.select_for_update().filter(organisation=by.organisation, pk=substitution_id).first()
    if found is None:
        raise SubstitutionNotFound
    if by.person_id not in {found.person_id, found.substitute_id}:
        by.check_may(Capability.SUPERVISE_CASES)
    now = now or timezone.now()
    if found.ended_at is not None or found.until_on < local_day(now, by.organisation.city.time_zone):
        raise NotNow("ended before")
    found.ended_at, found.ended_by = now, by.person_id
    found.save(update_fields=["ended_at", "ended_by"])
    record_event("substitution.ended", origin=by.origin, target=found.pk, now=now)
