"""How long things are kept: times made anew, legal holds, reviews, and the organisation's own decision."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import lock_case
from proximity.cases.models import Case, KeepingReview, LegalHold, RetentionChoice, RetentionSchedule
from proximity.cases.queries.keeping import SCHEDULED, erased_by_request, periods_of, rules_for
from proximity.cases.rules.retention import (
    Period,
    Subject,
    check_period,
    check_reason,
    is_closed,
    kept_kind,
    scheduled,
)
from proximity.cases.rules.states import CaseStatus, OffenceState
from proximity.foundation.pure.ids import new_id
from proximity.packs.vocabulary import KeptKind
from proximity.reporting.models import Recipient
from proximity.reporting.rules.deadlines import local_day
from proximity.reporting.rules.states import TO_DO

HOLD_TABLE, REVIEW_TABLE = "cases_legalhold", "cases_keepingreview"


@dataclass(frozen=True, slots=True)
class Kept:
    """One record of an organisation as far as keeping it is concerned."""

    record_id: UUID
    subject: Subject
    reference: str
    kind: KeptKind
    recorded_on: date
    closed_on: date | None


def schedule_case(case: Case, *, organisation: Organisation, now: datetime) -> None:
    """Make the times of keeping of a case anew: called inside the transaction of whatever they rest on."""
    kept = _kept_case(case, organisation.city.time_zone)
    row = RetentionSchedule.objects.filter(organisation=organisation, record_id=case.pk).first()
    _store(kept, row, organisation, periods_of(organisation).get(kept.kind), now)


@transaction.atomic
def schedule_all(*, organisation: Organisation, now: datetime | None = None) -> int:
    """Make the times of all cases and reports of an organisation anew and return how many changed.

    For the nightly job and after a decision, in the organisation's context. What is no longer held has no times any more.
    """
    now = now or timezone.now()
    rows = {row.record_id: row for row in RetentionSchedule.objects.filter(organisation=organisation)}
    periods, changed, seen = periods_of(organisation), 0, set()
    for kept in _all_kept(organisation):
        seen.add(kept.record_id)
        changed += _store(kept, rows.get(kept.record_id), organisation, periods.get(kept.kind), now)
    RetentionSchedule.objects.filter(pk__in=[row.pk for row in rows.values() if row.record_id not in seen]).delete()
    return changed


@transaction.atomic
def hold_case(*, case: Case, reason: str, authority: str, by: Actor, now: datetime | None = None) -> LegalHold:
    """Set a legal hold: until it is lifted, the case is on no list and no list touches it.

    Raises `NotAllowed`, `NotSound` without reason or authority, `NotNow` where a hold is set already, `CaseNotFound`.
    """
    by.check_may(Capability.KEEP_RECORDS)
    case = lock_case(case, by=by)
    check_reason(reason)
    check_reason(authority, "authority")
    if LegalHold.objects.filter(case=case, lifted_at__isnull=True).exists():
        raise NotNow("held already")
    key, identifier, now = open_record(case.pk, by=by), new_id(), now or timezone.now()
    hold = LegalHold(
        id=identifier, city_id=case.city_id, case=case, set_by=by.person_id, set_at=now,
        reason=key.seal_text(reason.strip(), table=HOLD_TABLE, column="reason", row=identifier),
        authority=key.seal_text(authority.strip(), table=HOLD_TABLE, column="authority", row=identifier),
    )  # fmt: skip
    hold.save(force_insert=True)
    record_event("case.held", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return hold


@transaction.atomic
def lift_hold(*, case: Case, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Lift the hold of a case. Raises `NotAllowed`, `NotSound` without a reason, `NotNow` without a hold, `CaseNotFound`."""
    by.check_may(Capability.KEEP_RECORDS)
    case = lock_case(case, by=by)
    check_reason(reason)
    hold = LegalHold.objects.select_for_update().filter(case=case, lifted_at__isnull=True).first()
    if hold is None:
        raise NotNow("not held")
    key = open_record(case.pk, by=by)
    hold.lifted_at, hold.lifted_by = now or timezone.now(), by.person_id
    hold.lifted_reason = key.seal_text(reason.strip(), table=HOLD_TABLE, column="lifted_reason", row=hold.pk)
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    record_event("case.hold_lifted", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def keep_case(*, case: Case, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Note that somebody looked and the case is still needed, with the reason; the next look is due a whole period later.

    Where the person had her report erased, this also answers what becomes of the case. Raises `NotAllowed`, `NotSound`,
    `CaseNotFound`.
    """
    by.check_may(Capability.KEEP_RECORDS)
    case = lock_case(case, by=by)
    check_reason(reason)
    key, identifier, now = open_record(case.pk, by=by), new_id(), now or timezone.now()
    erased = erased_by_request(Case.objects.filter(pk=case.pk)).exists()
    KeepingReview.objects.bulk_create([KeepingReview(
        id=identifier, city_id=case.city_id, case=case, after_erasure=erased, reviewed_by=by.person_id, reviewed_at=now,
        reason=key.seal_text(reason.strip(), table=REVIEW_TABLE, column="reason", row=identifier),
    )])  # fmt: skip
    schedule_case(case, organisation=by.organisation, now=now)
    row = RetentionSchedule.objects.get(organisation=by.organisation, record_id=case.pk)
    row.reviewed_on, row.erasure_kept = local_day(now, by.organisation.city.time_zone), erased or row.erasure_kept
    row.save(update_fields=["reviewed_on", "erasure_kept"])
    schedule_case(case, organisation=by.organisation, now=now)
    record_event("case.kept_on", origin=by.origin, target=case.pk, label=case.reference, now=now)


@transaction.atomic
def choose_period(*, kind: KeptKind, period: Period, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Decide for how long after closing the organisation keeps one kind of records; all times are made anew.

    Raises `NotAllowed`, `NotSound` for a kind that is on no list, a period longer than the law's, or without a reason.
    """
    by.check_may(Capability.KEEP_RECORDS)
    now = now or timezone.now()
    if kind not in SCHEDULED:
        raise NotSound("kind")
    check_period(period, rules_for(by.organisation, kind, local_day(now, by.organisation.city.time_zone)))
    check_reason(reason)
    RetentionChoice.objects.create(
        city_id=by.city_id, organisation=by.organisation, kind=kind, amount=period.amount, unit=period.unit,
        reason=reason.strip(), chosen_by=by.person_id, chosen_at=now,
    )  # fmt: skip
    record_event(
        "retention.chosen", origin=by.origin, target=by.organisation.pk, label=f"{kind}: {period.amount} {period.unit}",
        now=now,
    )  # fmt: skip
    schedule_all(organisation=by.organisation, now=now)


def _all_kept(organisation: Organisation) -> Iterator[Kept]:
    zone = organisation.city.time_zone
    cases = list(Case.objects.filter(organisation=organisation))
    yield from (_kept_case(case, zone) for case in cases)
    opened = {case.report_id for case in cases}
    for one in Recipient.objects.filter(organisation=organisation).select_related("report"):
        if one.report_id not in opened:
            closed = None if one.status in TO_DO else local_day(one.status_at, zone)
            yield Kept(
                one.report_id, Subject.REPORT, one.report.reference, KeptKind.REPORT, local_day(one.report.sent_at, zone), closed
            )  # fmt: skip


def _kept_case(case: Case, zone: str) -> Kept:
    closed = is_closed(CaseStatus(case.status)) and case.closed_at is not None
    return Kept(
        case.pk, Subject.CASE, case.reference, kept_kind(OffenceState(case.offence_state), closed=closed),
        local_day(case.opened_at, zone), local_day(case.closed_at, zone) if closed and case.closed_at else None,
    )  # fmt: skip


def _store(
    kept: Kept, row: RetentionSchedule | None, organisation: Organisation, own: Period | None, now: datetime
) -> bool:  # fmt: skip
    """Write when a record is due, where something of it changed, and say whether it did."""
    found = scheduled(
        kept.kind, recorded_on=kept.recorded_on, closed_on=kept.closed_on, reviewed_on=row.reviewed_on if row else None,
        rules=rules_for(organisation, kept.kind, local_day(now, organisation.city.time_zone)), own=own,
    )  # fmt: skip
    wanted = asdict(found) | {"closed_on": kept.closed_on}
    if row is None:
        RetentionSchedule.objects.create(
            city_id=organisation.city_id, organisation=organisation, record_id=kept.record_id, subject=kept.subject,
            reference=kept.reference, recorded_on=kept.recorded_on, **wanted,
        )  # fmt: skip
        return True
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=list(wanted))
    return True
