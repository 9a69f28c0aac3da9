"""The sender's side of a referral: sending what was looked at, taking back what nobody opened, answering a question."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import BarredReader, Organisation
from proximity.accounts.records import new_record, open_record, share_record
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import lock_open_case
from proximity.cases.access_referrals import lock_sent, thread_of
from proximity.cases.models import Case, ProceedingsThread, Referral, ReferralFile, ReferralNote
from proximity.cases.operations.counting import count_case
from proximity.cases.operations.endings import end_parcels
from proximity.cases.operations.proceedings import Words, store_step
from proximity.cases.parcels import MAX_BYTES
from proximity.cases.queries.dossier import dossier_of
from proximity.cases.queries.received import case_files
from proximity.cases.queries.ways import Offer, offers_of
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.rules.referrals import (
    TO_ANSWER,
    LegalBasis,
    NoteKind,
    PersonsShown,
    ReferralState,
    check_basis,
    check_may_become,
    reference_of_referral,
)
from proximity.cases.rules.states import OffenceState
from proximity.cases.snapshots import NOTE_TABLE, Snapshot, Terms, seal_snapshot
from proximity.evidence.access import get_file_for
from proximity.evidence.operations.sharing import share_file
from proximity.foundation.pure.ids import new_id
from proximity.packs.loader import load_pack
from proximity.reporting.rules.deadlines import local_day, working_days_after

WAITING = TO_ANSWER | {ReferralState.READY}


class ChangedMeanwhile(ValueError):
    """The case is no longer what was looked at before it was to be sent. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be referred, as somebody chose it: the way, on what it rests, how the person is shown, which files go along."""

    way: str
    basis: LegalBasis
    persons: PersonsShown
    consent: str = ""
    files: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A referral before it is sent: to whom, and what will be seen."""

    offer: Offer
    snapshot: Snapshot


def draft_referral(case: Case, plan: Plan, *, by: Actor, now: datetime) -> Draft:
    """Return what a plan would send, for somebody to look at. Nothing is stored.

    Raises `NotNow` for a way that the pack does not have, or that is shut, `NotSound` for a basis that does not carry, a consent
    without how it was given, or a file that is not the case's; `NotAllowed` by role.
    """
    by.check_may(Capability.REFER_CASES)
    offer = next((one for one in offers_of(case, by=by) if one.code == plan.way and one.way.shut is None), None)
    if offer is None:
        raise NotNow("this way is not open")
    check_basis(plan.basis, offence=OffenceState(case.offence_state), note=plan.consent)
    files = case_files(case, by=by)
    if set(plan.files) - {line.id for line in files}:
        raise NotSound("along")
    if offer.organisation is None and sum(line.size for line in files if line.id in plan.files) > MAX_BYTES:
        raise NotSound("too_large")
    language = load_pack(by.organisation.city.country).languages[0]
    dossier = dossier_of(case, by=by, language=language, persons=plan.persons, files=plan.files, now=now)
    handover = offer.way.handover
    terms = Terms(
        rule=handover.rule.label(language), legal_source=handover.legal_source or "", seen_in=handover.seen_at.source,
        seen_on=handover.seen_at.date.isoformat(), persons=plan.persons,
        consent=plan.consent.strip() if plan.basis is LegalBasis.CONSENT else "",
    )  # fmt: skip
    return Draft(offer, Snapshot(dossier, terms))


@transaction.atomic
def refer_case(*, case: Case, plan: Plan, seen: str, by: Actor, now: datetime | None = None) -> Referral:
    """Send a case on along the pack's path, frozen as it was looked at, and return the referral.

    `seen` is the fingerprint of the snapshot that the actor had before her eyes. Raises as `draft_referral`, `ChangedMeanwhile`
    where the case says something else by now, `NotNow` while an earlier referral waits or the case is closed, `CaseNotFound`.
    """
    by.check_may(Capability.REFER_CASES)
    case = lock_open_case(case, by=by)
    now = now or timezone.now()
    if case.referrals.filter(state__in=WAITING).exists():
        raise NotNow("an earlier referral waits")
    draft = draft_referral(case, plan, by=by, now=now)
    if draft.snapshot.fingerprint() != seen:
        raise ChangedMeanwhile
    referral = _store(case, plan, draft, by, now)
    for file_id in plan.files:
        ReferralFile.objects.create(city_id=case.city_id, referral=referral, file_id=file_id)
        if referral.receiver is not None:
            share_file(file=get_file_for(by, file_id), reader=referral.receiver, by=by, now=now)
    store_step(referral, StepKind.REFERRED, on=local_day(now, case.city.time_zone), words=Words(), by=by, now=now)
    count_case(case, by=by, now=now)
    for target in (case.pk, referral.pk):
        record_event(
            "referral.sent", origin=by.origin, target=target, label=referral.reference, purpose=plan.basis, now=now
        )
    return referral


@transaction.atomic
def withdraw_referral(*, referral: Referral, by: Actor, now: datetime | None = None) -> None:
    """Take back a referral that nobody has opened: the receiver's keys are deleted, and it was as if never sent there.

    Raises `NotNow` once it was opened, `ReferralNotFound`, `NotAllowed`.
    """
    referral = lock_sent(referral, by=by)
    check_may_become(ReferralState(referral.state), ReferralState.WITHDRAWN)
    now = now or timezone.now()
    referral.state, referral.ended_at = ReferralState.WITHDRAWN, now
    referral.save(update_fields=["state", "ended_at"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT take_back_referral(%s)", [referral.pk])
        cursor.execute("SELECT take_back_packs(%s)", [referral.pk])
    end_parcels(referral, now)
    tell_both("referral.withdrawn", referral, by, now)


@transaction.atomic
def answer_question(*, referral: Referral, text: str, by: Actor, now: datetime | None = None) -> None:
    """Answer what the receiver asked. Raises `NotSound` without a text, `NotNow` without a question, `ReferralNotFound`."""
    referral = lock_sent(referral, by=by)
    check_may_become(ReferralState(referral.state), ReferralState.ANSWERED)
    now = now or timezone.now()
    store_note(referral, NoteKind.ANSWER, text, by=by, now=now)
    referral.state = ReferralState.ANSWERED
    referral.save(update_fields=["state"])
    tell_both("referral.answered", referral, by, now)


def store_note(referral: Referral, kind: NoteKind, text: str, *, by: Actor, now: datetime) -> None:
    """Store a note of one side. Raises `NotSound` without a text."""
    if not text.strip():
        raise NotSound("text")
    identifier = new_id()
    key = open_record(referral.pk, by=by)
    ReferralNote.objects.create(
        id=identifier, city_id=referral.city_id, referral=referral, kind=kind, organisation=by.organisation,
        written_by=by.person_id, written_at=now,
        text=key.seal_text(text.strip(), table=NOTE_TABLE, column="text", row=identifier),
    )  # fmt: skip


def _store(case: Case, plan: Plan, draft: Draft, by: Actor, now: datetime) -> Referral:
    identifier, receiver = new_id(), draft.offer.organisation
    barred = _barred(case)
    thread_id = _thread(case, receiver, barred, by, now)
    readers = [by.organisation] if receiver is None else [by.organisation, receiver]
    key = new_record(identifier, city_id=case.city_id, readers=readers, barred=barred)
    number = case.referrals.count() + 1
    referral = Referral(
        id=identifier, city_id=case.city_id, thread_id=thread_id, case=case, number=number,
        reference=reference_of_referral(case.reference, number), sender=by.organisation, receiver=receiver,
        to_body=draft.offer.way.to.code, handover=plan.way, basis=plan.basis,
        state=ReferralState.READY if receiver is None else ReferralState.SENT,
        content=seal_snapshot(draft.snapshot, key, identifier), sent_by=by.person_id, sent_at=now,
        due_at=draft.offer.due_at, answer_by=_answer_by(receiver, case, now),
    )  # fmt: skip
    referral.save(force_insert=True)
    return referral


def _thread(
    case: Case, receiver: Organisation | None, barred: Collection[Organisation], by: Actor, now: datetime
) -> UUID:
    """Return the case's thread, begun where this is its first referral, with the receiver among its readers."""
    thread_id = thread_of(case)
    if thread_id is None:
        thread_id = new_id()
        new_record(thread_id, city_id=case.city_id, readers=[by.organisation], barred=barred)
        ProceedingsThread.objects.create(
            id=thread_id, city_id=case.city_id, organisation=by.organisation, report_id=case.report_id, began_at=now
        )
    if receiver is not None:
        share_record(thread_id, reader=receiver, by=by)
    return thread_id


def _barred(case: Case) -> list[Organisation]:
    barred = BarredReader.objects.filter(record_id=case.pk).values_list("organisation_id", flat=True)
    return list(Organisation.objects.filter(pk__in=list(barred)))


def _answer_by(receiver: Organisation | None, case: Case, now: datetime) -> date | None:
    """Return until when the receiver promises an answer by its own setting; no law gives that time."""
    if receiver is None:
        return None
    return working_days_after(local_day(now, case.city.time_zone), receiver.acknowledge_days)


def tell_both(action: str, referral: Referral, by: Actor, now: datetime) -> None:
    """Tell the log of a referral, for the referral itself and for the case that it was sent from."""
    for target in (referral.case_id, referral.pk):
        record_event(action, origin=by.origin, target=target, label=referral.reference, now=now)
