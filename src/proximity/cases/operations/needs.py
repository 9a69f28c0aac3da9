"""Needs and protection of the person of a case: begun, assessed, measures set and moved, read, exported (R23, R24)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import new_record, open_record
from proximity.assessment.rules import MAX_TEXT, NotSound
from proximity.audit.operations import record_event
from proximity.audit.queries import was_noted
from proximity.cases.access import get_measure, lock_case_for_needs
from proximity.cases.models import Case, NeedsFile, NeedsVersion, ProtectionMeasure
from proximity.cases.rules.needs import MeasureState, Needs, check_measure_may_become, check_needs
from proximity.foundation.pure.ids import new_id
from proximity.reporting.access import barred_from
from proximity.reporting.rules.deadlines import local_day

VERSION_TABLE, MEASURE_TABLE = "cases_needsversion", "cases_protectionmeasure"
READ = "needs.read"
SITTING = timedelta(minutes=30)


class AssessedMeanwhile(ValueError):
    """Somebody else assessed since the page was read. Nothing was written."""


def needs_file(case: Case, *, by: Actor, now: datetime) -> NeedsFile:
    """Return the needs file of a locked case, locked; the first thing that is kept in it begins it, with a key of its own."""
    found = NeedsFile.objects.select_for_update().filter(case=case).first()
    if found is not None:
        return found
    needs = NeedsFile(
        id=new_id(),
        city_id=case.city_id,
        organisation=by.organisation,
        case=case,
        opened_by=by.person_id,
        opened_at=now,
    )
    barred = barred_from(case.report) if case.report else []
    new_record(needs.pk, city_id=case.city_id, readers=[by.organisation], barred=barred)
    needs.save(force_insert=True)
    return needs


@transaction.atomic
def assess_needs(
    *, case: Case, needs: Needs, review_on: date | None, ends: bool, seen: int, by: Actor, now: datetime | None = None
) -> NeedsVersion:
    """Save an assessment as a new version; `seen` is the number of the version that the actor had before her eyes.

    `ends`: nobody has to look again. Raises `NotSound`, `AssessedMeanwhile`, `NeedsNotFound`, `CaseNotFound`.
    """
    case = lock_case_for_needs(case, by=by)
    now = now or timezone.now()
    check_needs(needs, review_on, ends=ends, today=local_day(now, case.city.time_zone))
    file = needs_file(case, by=by, now=now)
    if file.versions != seen:
        raise AssessedMeanwhile
    file.versions, file.assessed_at, file.review_on = seen + 1, now, None if ends else review_on
    version = NeedsVersion(
        id=new_id(), city_id=case.city_id, needs=file, number=file.versions, review_on=file.review_on,
        assessed_by=by.person_id, assessed_at=now,
    )  # fmt: skip
    key = open_record(file.pk, by=by)
    version.content = key.seal_json(needs.as_json(), table=VERSION_TABLE, column="content", row=version.pk)
    version.save(force_insert=True)
    file.save(update_fields=["versions", "assessed_at", "review_on"])
    _tell_log("needs.assessed", file, by, now)
    return version


@transaction.atomic
def set_measure(
    *, case: Case, what: str, who: str, due_on: date, by: Actor, now: datetime | None = None
) -> ProtectionMeasure:
    """Set a protection measure: what, by whom, by when. Raises `NotSound` without words, `NeedsNotFound`, `CaseNotFound`."""
    case = lock_case_for_needs(case, by=by)
    for name, text in (("what", what), ("who", who)):
        if not text.strip() or len(text) > MAX_TEXT:
            raise NotSound(name)
    now = now or timezone.now()
    file = needs_file(case, by=by, now=now)
    key = open_record(file.pk, by=by)
    measure = ProtectionMeasure(
        id=new_id(), city_id=case.city_id, needs=file, due_on=due_on, added_by=by.person_id, added_at=now
    )
    measure.what = key.seal_text(what.strip(), table=MEASURE_TABLE, column="what", row=measure.pk)
    measure.who = key.seal_text(who.strip(), table=MEASURE_TABLE, column="who", row=measure.pk)
    measure.save(force_insert=True)
    _tell_log("needs.measure_set", file, by, now)
    return measure


@transaction.atomic
def move_measure(*, case: Case, measure_id: UUID, state: MeasureState, by: Actor, now: datetime | None = None) -> None:
    """Move a measure along. Raises `NotNow` for a step that is not allowed, `NeedsNotFound`, `CaseNotFound`."""
    case = lock_case_for_needs(case, by=by)
    now = now or timezone.now()
    file = needs_file(case, by=by, now=now)
    measure = get_measure(file, measure_id)
    check_measure_may_become(MeasureState(measure.state), state)
    measure.state, measure.state_by, measure.state_at = state, by.person_id, now
    measure.save(update_fields=["state", "state_by", "state_at"])
    _tell_log("needs.measure_moved", file, by, now)


@transaction.atomic
def note_needs_read(*, needs: NeedsFile, by: Actor, now: datetime | None = None) -> bool:
    """Tell the log that the actor reads needs that `access` gave her; say whether a new sitting began."""
    now = now or timezone.now()
    if was_noted(READ, target=needs.pk, actor=by.label, since=now - SITTING):
        return False
    _tell_log(READ, needs, by, now)
    return True


@transaction.atomic
def note_needs_exported(*, case: Case, purpose: str, by: Actor, now: datetime | None = None) -> NeedsFile:
    """Tell the log that needs leave the system, for which purpose, and return them.

    Raises `NotSound` without a purpose, `NeedsNotFound` where there are none, `CaseNotFound`.
    """
    case = lock_case_for_needs(case, by=by)
    if not purpose:
        raise NotSound("purpose")
    now = now or timezone.now()
    file = needs_file(case, by=by, now=now)
    _tell_log("needs.exported", file, by, now, purpose=purpose)
    return file


def _tell_log(action: str, file: NeedsFile, by: Actor, now: datetime, *, purpose: str = "") -> None:
    """Tell the log of the needs file, not of the case: what is done here stands in no timeline that leaves with a case."""
    record_event(action, origin=by.origin, target=file.pk, label=file.case.reference, purpose=purpose, now=now)
