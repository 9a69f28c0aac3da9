"""Steps of proceedings: stored by the referral itself, entered by who decides, corrected by a later step."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.operations import record_event
from proximity.cases.access_referrals import get_own_step, open_to_enter
from proximity.cases.models import ProceedingsStep, Referral
from proximity.cases.rules.proceedings import BY_REFERRAL, StepKind, check_step
from proximity.cases.snapshots import STEP_TABLE
from proximity.foundation.pure.ids import new_id
from proximity.reporting.rules.deadlines import local_day


@dataclass(frozen=True, slots=True)
class Words:
    """What is sealed of a step: the document that says so, and why."""

    source: str = ""
    reasons: str = ""


@transaction.atomic
def record_step(
    *, referral: Referral, kind: StepKind, on: date, words: Words, by: Actor, now: datetime | None = None
) -> ProceedingsStep:
    """Enter what was decided, with its day and its source; the person is told of it by the worker.

    Raises `NotNow` where the matter is not in the actor's hands or the step is not hers to enter, `NotSound` for a day to come,
    no source, or no reasons where there must be some; `NotAllowed` by role.
    """
    by.check_may(Capability.RECORD_OUTCOMES)
    now = now or timezone.now()
    _check(referral, kind, on, words, by, now)
    step = store_step(referral, kind, on=on, words=words, by=by, now=now)
    record_event(f"proceedings.{kind}", origin=by.origin, target=referral.pk, label=referral.reference, now=now)
    return step


@transaction.atomic
def correct_step(
    *, referral: Referral, step_id: UUID, kind: StepKind, on: date, words: Words, by: Actor, now: datetime | None = None
) -> ProceedingsStep:
    """Put another step in the place of one that was entered here, with reasons; the earlier one stays readable.

    `StepKind.MISTAKE` says that nothing took its place. Raises as `record_step`, `StepNotFound` for a step of another
    organisation, `NotNow` for one that the referral itself made or that was corrected before, `NotSound("reasons")` without why.
    """
    by.check_may(Capability.RECORD_OUTCOMES)
    now = now or timezone.now()
    wrong = get_own_step(referral, step_id, by=by)
    if wrong.kind in BY_REFERRAL:
        raise NotNow("made by the referral itself")
    if not words.reasons.strip():
        raise NotSound("reasons")
    _check(referral, kind, on, words, by, now, correcting=True)
    step = store_step(referral, kind, on=on, words=words, by=by, now=now, replaces=wrong)
    record_event("proceedings.corrected", origin=by.origin, target=referral.pk, label=referral.reference, now=now)
    return step


def store_step(
    referral: Referral, kind: StepKind, *, on: date, words: Words, by: Actor, now: datetime,
    replaces: ProceedingsStep | None = None,
) -> ProceedingsStep:  # fmt: skip
    """Store a step under the key of its thread. The caller has authorised and decided, and tells the log.

    Raises `NotNow` where somebody corrected the same step a moment ago.
    """
    identifier = new_id()
    key = open_record(referral.thread_id, by=by)
    sent = kind is StepKind.REFERRED
    step = ProceedingsStep(
        id=identifier, city_id=referral.city_id, thread_id=referral.thread_id, referral=referral, kind=kind, on=on,
        source=key.seal_text(words.source.strip(), table=STEP_TABLE, column="source", row=identifier),
        reasons=key.seal_text(words.reasons.strip(), table=STEP_TABLE, column="reasons", row=identifier),
        towards=referral.receiver if sent else None, to_body=referral.to_body if sent else "",
        basis=referral.basis if sent else "", replaces=replaces, organisation=by.organisation, noted_by=by.person_id,
        noted_at=now,
    )  # fmt: skip
    ProceedingsStep.objects.bulk_create([step], ignore_conflicts=replaces is not None)
    if replaces is not None and not ProceedingsStep.objects.filter(pk=step.pk).exists():
        raise NotNow("corrected before")
    return step


def _check(
    referral: Referral, kind: StepKind, on: date, words: Words, by: Actor, now: datetime, *, correcting: bool = False
) -> None:
    open_to = open_to_enter(referral, by=by)
    if correcting and open_to:
        open_to = (*open_to, StepKind.MISTAKE)
    today = local_day(now, by.organisation.city.time_zone)
    check_step(kind, open_to=open_to, on=on, today=today, source=words.source, reasons=words.reasons)
