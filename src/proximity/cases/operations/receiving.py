"""The receiver's side of a referral: reading it, asking, accepting, sending it back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import BarredReader, Organisation
from proximity.accounts.records import give_up_records, new_record, note_opened, open_record
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.audit.queries import was_noted
from proximity.cases.access_referrals import lock_received, received_by, referrals_visible_to
from proximity.cases.models import Case, Referral
from proximity.cases.operations.keeping import schedule_case
from proximity.cases.operations.opening import TABLE as CASE_TABLE
from proximity.cases.operations.opening import next_reference
from proximity.cases.operations.proceedings import Words, store_step
from proximity.cases.operations.referring import store_note
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.rules.referrals import TO_ANSWER, LegalBasis, NoteKind, ReferralState, check_may_become
from proximity.cases.rules.states import OffenceState, title_from
from proximity.cases.snapshots import open_snapshot
from proximity.foundation.pure.ids import new_id
from proximity.reporting.rules.deadlines import local_day

READ = "referral.read"
SITTING = timedelta(minutes=30)
TO_DECIDE, PROCEEDINGS, SENDER = "answer the referral", "proceedings", "see what was sent"


@transaction.atomic
def read_referral(*, referral: Referral, by: Actor, now: datetime | None = None) -> Referral:
    """Note that somebody reads a referral, and why; the first reading by the receiver ends the sender's way back.

    Raises `ReferralNotFound` where it was taken back a moment ago, `NotAllowed`.
    """
    by.check_may(Capability.RECEIVE_REFERRALS)
    now = now or timezone.now()
    if referral.receiver_id == by.organisation.pk and referral.state == ReferralState.SENT:
        referral = _open(referral, by, now)
    purpose = (
        SENDER
        if referral.sender_id == by.organisation.pk
        else TO_DECIDE
        if referral.state in TO_ANSWER
        else PROCEEDINGS
    )
    if not was_noted(READ, target=referral.pk, actor=by.label, since=now - SITTING):
        record_event(READ, origin=by.origin, target=referral.pk, label=referral.reference, purpose=purpose, now=now)
    return referral


@transaction.atomic
def ask_sender(*, referral: Referral, text: str, by: Actor, now: datetime | None = None) -> None:
    """Ask the sender something before deciding. Raises `NotSound` without a text, `NotNow`, `ReferralNotFound`."""
    referral, now = _begin(referral, ReferralState.ASKED, by, now)
    store_note(referral, NoteKind.QUESTION, text, by=by, now=now)
    referral.state = ReferralState.ASKED
    referral.save(update_fields=["state"])
    record_event("referral.asked", origin=by.origin, target=referral.pk, label=referral.reference, now=now)


@transaction.atomic
def accept_referral(*, referral: Referral, by: Actor, now: datetime | None = None) -> Case | None:
    """Take the matter over. An organisation with casework opens a case of its own, once for each thread, and it is returned.

    Raises `NotNow` for a referral that is decided, `ReferralNotFound`, `NotAllowed`.
    """
    referral, now = _begin(referral, ReferralState.ACCEPTED, by, now)
    _decide(referral, ReferralState.ACCEPTED, StepKind.ACCEPTED, by, now)
    case = _case_of_thread(referral, by) or _open_case(referral, by, now)
    record_event("referral.accepted", origin=by.origin, target=referral.pk, label=referral.reference, now=now)
    return case


@transaction.atomic
def return_referral(*, referral: Referral, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Send a referral back with a reason; from then on what follows is no longer seen here, unless by another referral.

    Raises `NotSound` without a reason, `NotNow` for a referral that is decided, `ReferralNotFound`, `NotAllowed`.
    """
    referral, now = _begin(referral, ReferralState.RETURNED, by, now)
    store_note(referral, NoteKind.RETURN, reason, by=by, now=now)
    _decide(referral, ReferralState.RETURNED, StepKind.RETURNED, by, now)
    others = referrals_visible_to(by).filter(thread_id=referral.thread_id).exclude(pk=referral.pk)
    if not others.exclude(state=ReferralState.RETURNED).exists():
        give_up_records([referral.thread_id], by=by)
    record_event("referral.returned", origin=by.origin, target=referral.pk, label=referral.reference, now=now)


def _begin(
    referral: Referral, wanted: ReferralState, by: Actor, now: datetime | None
) -> tuple[Referral, datetime]:  # fmt: skip
    by.check_may(Capability.RECEIVE_REFERRALS)
    locked = lock_received(referral, by=by)
    now = now or timezone.now()
    if locked.state == ReferralState.SENT:
        locked = _open(locked, by, now)
    check_may_become(ReferralState(locked.state), wanted)
    return locked, now


def _open(referral: Referral, by: Actor, now: datetime) -> Referral:
    """Note the first reading. Of taking back and opening at the same moment the first one holds."""
    locked = lock_received(referral, by=by)
    if locked.state == ReferralState.SENT:
        note_opened(locked.pk, by=by, now=now)
        locked.state, locked.opened_at = ReferralState.OPENED, now
        locked.save(update_fields=["state", "opened_at"])
        record_event("referral.opened", origin=by.origin, target=locked.pk, label=locked.reference, now=now)
    return locked


def _decide(referral: Referral, state: ReferralState, step: StepKind, by: Actor, now: datetime) -> None:
    referral.state, referral.decided_by, referral.decided_at = state, by.person_id, now
    referral.save(update_fields=["state", "decided_by", "decided_at"])
    store_step(referral, step, on=local_day(now, by.organisation.city.time_zone), words=Words(), by=by, now=now)


def _case_of_thread(referral: Referral, by: Actor) -> Case | None:
    """Return the case that the organisation has in this thread already: a supplement belongs to it."""
    earlier = received_by(by).filter(thread_id=referral.thread_id).values_list("pk", flat=True)
    return Case.objects.filter(organisation=by.organisation, referral__in=list(earlier)).first()


def _open_case(referral: Referral, by: Actor, now: datetime) -> Case | None:
    """Open a case from a referral. Where it rests on the duty, the sender suspected an offence: the case begins so."""
    if not by.may(Capability.WORK_CASES):
        return None
    dossier = open_snapshot(referral, open_record(referral.pk, by=by)).dossier
    identifier, by_duty = new_id(), referral.basis == LegalBasis.DUTY
    key = new_record(
        identifier, city_id=by.city_id, readers=[by.organisation], barred=_barred(referral)
    )  # fmt: skip
    title = title_from(dossier.told[0].words.text) if dossier.told else ""
    case = Case(
        id=identifier, city_id=by.city_id, organisation=by.organisation, referral=referral,
        reference=next_reference(by.organisation.city, now),
        title=key.seal_text(title or dossier.head.reference, table=CASE_TABLE, column="title", row=identifier),
        offence_state=OffenceState.SUSPECTED if by_duty else OffenceState.UNDECIDED, offence_at=now if by_duty else None,
        assignee_id=by.person_id, opened_by=by.person_id, opened_at=now,
    )  # fmt: skip
    case.save(force_insert=True)
    schedule_case(case, organisation=by.organisation, now=now)
    record_event("case.opened_from_referral", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return case


def _barred(referral: Referral) -> list[Organisation]:
    barred = BarredReader.objects.filter(record_id=referral.pk).values_list("organisation_id", flat=True)
    return list(Organisation.objects.filter(pk__in=list(barred)))
