"""Noting how a centre looks at itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.audit.operations import record_event
from proximity.directory.access import check, get_entry, may_assess
from proximity.directory.models import CentreAssessment
from proximity.directory.rules.assessment import Looked
from proximity.foundation.pure.spans import local_day


@transaction.atomic
def note_assessment(*, entry_id: UUID, looked: Looked, by: Actor, now: datetime | None = None) -> CentreAssessment:
    """Keep how a centre looks at itself. What was kept before stays: the years are compared.

    Raises `NotAnswered`, `NotAllowed`, `EntryNotFound`.
    """
    now = now or timezone.now()
    entry = get_entry(by, entry_id)
    check(may_assess(by, entry))
    looked.check(today=local_day(now, by.organisation.city.time_zone))
    made = CentreAssessment.objects.create(
        city_id=entry.city_id, organisation=by.organisation, entry=entry,
        answers={question.value: answer.value for question, answer in looked.answers.items()},
        staff_count=looked.staff, trained=looked.trained, trained_on=looked.trained_on, made_by=by.person_id, made_at=now,
    )  # fmt: skip
    record_event("directory.assessed", origin=by.origin, target=entry.pk, label=entry.kind, now=now)
    return made
