"""Disposing of what is no longer kept: one person proposes a list, another confirms it, the worker carries it out."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import give_up_records
from proximity.accounts.rules import Capability
from proximity.assessment.models import BiasAnswerGiven, GroundEntry, IndicatorEntry, SuggestionDecision
from proximity.assessment.rules import NotNow
from proximity.audit.operations import record_event
from proximity.cases.access import cases_visible_to
from proximity.cases.access_disposals import lock_disposal
from proximity.cases.models import (
    Case,
    CaseBlock,
    CaseOrigin,
    CasePack,
    CasePerson,
    CaseSeal,
    Disposal,
    DisposalEntry,
    GlassBreak,
    KeepingReview,
    LegalHold,
    NamedReader,
    NeedsFile,
    NeedsVersion,
    Notice,
    ProtectionMeasure,
    Qualification,
    ReadingRequest,
    RetentionSchedule,
    RightsNotice,
    SecondReading,
    SupportConsent,
    SupportReferral,
    Task,
)
from proximity.cases.operations.endings import give_up_referrals
from proximity.cases.queries.disposals import due_rows
from proximity.cases.rules.retention import (
    ERASURE,
    MOST_AT_ONCE,
    DisposalState,
    Outcome,
    Subject,
    check_decides,
    is_closed,
    outcome_of,
)
from proximity.cases.rules.states import CaseStatus
from proximity.dossier.storage import delete_pack
from proximity.evidence.models import PreservationRequest
from proximity.evidence.operations.sharing import erase_files
from proximity.foundation.pure.ids import new_id
from proximity.insight.operations.record import cut_link
from proximity.reporting.models import Recipient, Report
from proximity.reporting.operations.disposing import drop_where_nobody_holds_it, give_report_up
from proximity.reporting.rules.states import TO_DO


@dataclass(frozen=True, slots=True)
class Doomed:
    """What is being disposed of, in the context of the organisation that holds it, by its own background work.

    `record_id` is the id of the case, or of the report where no case was opened from it (`case` is None then). `report_id` is
    None for a case that came by referral.
    """

    record_id: UUID
    case: Case | None
    report_id: UUID | None
    basis: str
    by: Actor
    now: datetime


type Disposer = Callable[[Doomed], None]


def _assessment(doomed: Doomed) -> None:
    if doomed.case is not None:
        for model in (BiasAnswerGiven, SuggestionDecision, IndicatorEntry, GroundEntry):
            model.objects.filter(record_id=doomed.case.pk).delete()


def _law_and_doors(doomed: Doomed) -> None:
    for model in (SecondReading, ReadingRequest, Qualification, Notice, NamedReader, GlassBreak, CaseSeal, CaseBlock):
        model.objects.filter(case=doomed.case).delete()


def _tasks(doomed: Doomed) -> None:
    Task.objects.filter(case=doomed.case).delete()


def _files(doomed: Doomed) -> None:
    if doomed.case is not None:
        erase_files(subject_id=doomed.case.pk, by=doomed.by, now=doomed.now)


def _requests(doomed: Doomed) -> None:
    PreservationRequest.objects.filter(subject_id=doomed.record_id).delete()


def _packs(doomed: Doomed) -> None:
    packs = CasePack.objects.filter(case=doomed.case, organisation=doomed.by.organisation)
    found = list(packs.values_list("pk", flat=True)) if doomed.case is not None else []
    packs.filter(pk__in=found).delete()
    give_up_records(found, by=doomed.by)
    for pack in found:
        transaction.on_commit(partial(delete_pack, doomed.by.city_id, pack))


def _keeping(doomed: Doomed) -> None:
    LegalHold.objects.filter(case=doomed.case).delete()
    KeepingReview.objects.filter(case=doomed.case).delete()
    RetentionSchedule.objects.filter(organisation=doomed.by.organisation, record_id=doomed.record_id).delete()


def _case(doomed: Doomed) -> None:
    """Delete the case and its keys; its fact stays as a number that leads nowhere."""
    if doomed.case is None:
        return
    record = doomed.case.pk
    cut_link(record, by=doomed.by, now=doomed.now)
    Case.objects.filter(pk=record).delete()
    CaseOrigin.objects.filter(case=record).delete()
    give_up_records([record], by=doomed.by)


def _referrals(doomed: Doomed) -> None:
    """Give up what was referred from the case or to it; after the case, which rests on what it was opened from."""
    if doomed.case is not None:
        give_up_referrals(doomed.case, by=doomed.by, now=doomed.now)


def _report(doomed: Doomed) -> None:
    """Give up the organisation's copy of the report; where nobody else holds one, all of it goes.

    Who asked for erasure was told that she keeps her own copy, and does.
    """
    if doomed.report_id is None:
        return
    cut_link(doomed.report_id, by=doomed.by, now=doomed.now)
    report = Report.objects.filter(pk=doomed.report_id).first()
    if report is not None:
        give_report_up(report=report, by=doomed.by, now=doomed.now)
    if doomed.basis != ERASURE:
        drop_where_nobody_holds_it(doomed.report_id)


def _needs(doomed: Doomed) -> None:
    """Delete what was kept with the needs, and its key. What a partner was asked stays hers: only this side's key goes."""
    file = NeedsFile.objects.filter(case=doomed.case).first() if doomed.case is not None else None
    if file is None:
        return
    asked = list(SupportReferral.objects.filter(needs=file, request__isnull=False).values_list("request", flat=True))
    for model in (SupportConsent, SupportReferral, ProtectionMeasure, NeedsVersion):
        model.objects.filter(needs=file).delete()
    record = file.pk
    file.delete()
    give_up_records([record, *asked], by=doomed.by)


def _persons(doomed: Doomed) -> None:
    if doomed.case is not None:
        CasePerson.objects.filter(case=doomed.case).delete()
        RightsNotice.objects.filter(case=doomed.case).delete()


# Each noun of a case adds one function before `_case`: it deletes its rows and gives up the keys of its own records. Its tables
# get their right to delete by `sql.only_by_disposal` in a migration.
DISPOSERS: tuple[Disposer, ...] = (
    _assessment, _law_and_doors, _needs, _persons, _tasks, _files, _requests, _packs, _keeping, _case, _referrals, _report,
)  # fmt: skip


@transaction.atomic
def propose_disposal(*, records: Collection[UUID], by: Actor, now: datetime | None = None) -> Disposal:
    """Put records that are due on a list for a second person; `records` are ids of cases, and of reports without a case.

    Raises `NotAllowed`, `NotNow` without a record, for more than `MOST_AT_ONCE`, and for one that may not go: not due, open,
    held, or on another list.
    """
    by.check_may(Capability.KEEP_RECORDS)
    now = now or timezone.now()
    wanted = set(records)
    if by.person_id is None or not 0 < len(wanted) <= MOST_AT_ONCE:
        raise NotNow("a list names some records, and not too many")
    # From here on nobody opens one of these cases again before the list is written.
    locked = set(cases_visible_to(by).select_for_update().filter(pk__in=wanted).values_list("pk", flat=True))
    rows = [row for row in due_rows(by, now=now) if row.record_id in wanted]
    if {row.record_id for row in rows} != wanted or any(
        row.subject is Subject.CASE and row.record_id not in locked for row in rows
    ):
        raise NotNow("not all of these may go")
    disposal = Disposal.objects.create(
        id=new_id(), city_id=by.city_id, organisation=by.organisation, proposed_by=by.person_id, proposed_at=now
    )
    DisposalEntry.objects.bulk_create(
        DisposalEntry(
            id=new_id(), city_id=by.city_id, organisation=by.organisation, disposal=disposal, record_id=row.record_id,
            report_id=row.report_id, subject=row.subject, reference=row.reference, kind=row.kind, basis=row.basis,
            recorded_on=row.recorded_on, closed_on=row.closed_on,
        )
        for row in rows
    )  # fmt: skip
    record_event("disposal.proposed", origin=by.origin, target=disposal.pk, label=str(len(rows)), now=now)
    return disposal


@transaction.atomic
def decide_disposal(*, disposal: Disposal, confirm: bool, by: Actor, now: datetime | None = None) -> Disposal:
    """Confirm a list, which is then carried out, or refuse it, which frees its records. The proposer can only take it back.

    Raises `NotAllowed`, `NotNow` for one's own list and for one that was decided, `DisposalNotFound`.
    """
    by.check_may(Capability.DISPOSE)
    disposal = lock_disposal(disposal.pk, by=by)
    wanted = DisposalState.CONFIRMED if confirm else DisposalState.REFUSED
    check_decides(DisposalState(disposal.state), wanted, proposer=disposal.proposed_by, decider=by.person_id)
    now = now or timezone.now()
    if not confirm:
        DisposalEntry.objects.filter(disposal=disposal).update(outcome=Outcome.REFUSED, done_at=now)
    disposal.state, disposal.decided_by, disposal.decided_at = wanted, by.person_id, now
    disposal.save(update_fields=["state", "decided_by", "decided_at"])
    record_event(
        f"disposal.{wanted}", origin=by.origin, target=disposal.pk, label=str(disposal.entries.count()), now=now
    )
    return disposal


@transaction.atomic
def dispose_entry(*, entry_id: UUID, by: Actor, now: datetime | None = None) -> Outcome | None:
    """Carry out one entry of a confirmed list, wholly or not at all, and return what became of it; None where nothing waits.

    Runs in the context of the organisation that holds the record. A hold or new work on it since then is stronger.
    """
    waiting = DisposalEntry.objects.select_for_update(of=("self",)).filter(
        pk=entry_id, organisation=by.organisation, outcome=Outcome.WAITING, disposal__state=DisposalState.CONFIRMED
    )
    entry = waiting.first()
    if entry is None:
        return None
    now = now or timezone.now()
    doomed, outcome = _examine(entry, by, now)
    if outcome is Outcome.DISPOSED:
        for dispose in DISPOSERS:
            dispose(doomed)
    # Last: as long as it waits, the database lets its record be deleted.
    entry.outcome, entry.done_at = outcome, now
    entry.save(update_fields=["outcome", "done_at"])
    record_event(
        f"{entry.subject}.{'disposed' if outcome is Outcome.DISPOSED else 'not_disposed'}", origin=by.origin,
        target=entry.record_id, label=entry.reference, purpose=entry.basis, now=now,
    )  # fmt: skip
    return outcome


@transaction.atomic
def finish_disposal(*, disposal_id: UUID, by: Actor, now: datetime | None = None) -> bool:
    """Note that a confirmed list was carried out, once nothing on it waits; say whether it is done."""
    found = Disposal.objects.select_for_update().filter(
        pk=disposal_id, organisation=by.organisation, state=DisposalState.CONFIRMED
    )
    disposal = found.first()
    if disposal is None or disposal.entries.filter(outcome=Outcome.WAITING).exists():
        return False
    disposal.state, disposal.done_at = DisposalState.DONE, now or timezone.now()
    disposal.save(update_fields=["state", "done_at"])
    record_event("disposal.done", origin=by.origin, target=disposal.pk, now=now)
    return True


def _examine(entry: DisposalEntry, by: Actor, now: datetime) -> tuple[Doomed, Outcome]:
    """Return what an entry names as it stands now, locked, and what is to become of it."""
    if entry.subject == Subject.REPORT:
        recipient = (
            Recipient.objects.select_for_update().filter(report=entry.record_id, organisation=by.organisation).first()
        )
        taken = Case.objects.filter(report=entry.record_id, organisation=by.organisation).exists()
        closed = recipient is not None and recipient.status not in TO_DO and not taken
        return Doomed(entry.record_id, None, entry.record_id, entry.basis, by, now), outcome_of(
            there=recipient is not None, closed=closed, held=False
        )
    case = Case.objects.select_for_update().filter(pk=entry.record_id).first()
    held = LegalHold.objects.filter(case=case, lifted_at__isnull=True).exists()
    closed = case is not None and is_closed(CaseStatus(case.status))
    return Doomed(entry.record_id, case, entry.report_id, entry.basis, by, now), outcome_of(
        there=case is not None, closed=closed, held=held
    )
