"""Telling somebody of the organisation about a case, on her first page, until she opens it."""

from datetime import datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.cases.access import acts_for
from proximity.cases.models import Case, Notice
from proximity.cases.rules.notices import NoticeKind
from proximity.foundation.pure.ids import new_id

TABLE = "cases_notice"


def tell(case: Case, person: UUID | None, kind: NoticeKind, *, by: Actor, now: datetime, text: str = "") -> None:
    """Put a notice on somebody's first page, in the caller's transaction; nobody is told of what she did herself."""
    if person is None or person == by.person_id:
        return
    identifier, key = new_id(), open_record(case.pk, by=by)
    Notice(
        id=identifier, city_id=case.city_id, organisation=by.organisation, case=case, person_id=person, kind=kind,
        text=key.seal_text(text, table=TABLE, column="text", row=identifier), told_by=by.person_id, told_at=now,
    ).save(force_insert=True)  # fmt: skip


def note_seen(case: Case, *, by: Actor, now: datetime) -> int:
    """Take off the first page what the actor, or whom she stands in for, was told of a case that she now opens."""
    return Notice.objects.filter(case=case, person_id__in=acts_for(by), seen_at__isnull=True).update(seen_at=now)
