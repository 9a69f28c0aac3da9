"""The only ways to a referral and to what follows it: the role's capability and the wraps of one's organisation."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.models import KeyWrap
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow
from proximity.cases.models import Case, CasePack, ProceedingsStep, Referral
from proximity.cases.rules.proceedings import StepKind, kinds_open_to
from proximity.cases.rules.referrals import TAKEN_OVER, ReferralState
from proximity.foundation.pure.ids import may_be_reference

NOT_SENT = (ReferralState.WITHDRAWN, ReferralState.NOT_RECEIVED)


class ReferralNotFound(LookupError):
    """There is no such referral for whoever asks."""


class StepNotFound(LookupError):
    """There is no such step that whoever asks may correct."""


def referrals_visible_to(by: Actor) -> QuerySet[Referral]:
    """Return the referrals that the actor's organisation sent or received; none without the capability to work on them."""
    if not by.may(Capability.RECEIVE_REFERRALS):
        return Referral.objects.none()
    held = KeyWrap.objects.filter(organisation=by.organisation).values("record_id")
    return Referral.objects.filter(city_id=by.city_id, pk__in=held).select_related("sender", "receiver", "city")


def received_by(by: Actor) -> QuerySet[Referral]:
    """Return what other bodies referred to the actor's organisation."""
    return referrals_visible_to(by).filter(receiver=by.organisation)


def sent_by(by: Actor) -> QuerySet[Referral]:
    """Return what the actor's organisation referred to others."""
    return referrals_visible_to(by).filter(sender=by.organisation)


def get_referral_for(by: Actor, reference: str) -> Referral:
    """Return one referral by its reference. Raises `ReferralNotFound`, the same for absent, forbidden and walled."""
    if not may_be_reference(reference):
        raise ReferralNotFound
    found = referrals_visible_to(by).filter(reference=reference).first()
    if found is None:
        raise ReferralNotFound
    return found


def packs_of_referral(referral: Referral, *, by: Actor) -> QuerySet[CasePack]:
    """Return the packs of a referral that `access` gave the actor, the newest first: its two sides hold keys of them."""
    held = KeyWrap.objects.filter(organisation=by.organisation).values("record_id")
    return CasePack.objects.filter(referral=referral, pk__in=held).order_by("-number")


def get_sent(case: Case, referral_id: UUID, *, by: Actor) -> Referral:
    """Return one referral that was sent from a case. Raises `ReferralNotFound`."""
    found = sent_by(by).filter(case=case, pk=referral_id).first()
    if found is None:
        raise ReferralNotFound
    return found


def lock_received(referral: Referral, *, by: Actor) -> Referral:
    """Return a referral that the actor's organisation received, locked. Raises `ReferralNotFound`."""
    return _locked(received_by(by), referral)


def lock_sent(referral: Referral, *, by: Actor) -> Referral:
    """Return a referral that the actor's organisation sent, locked. Raises `NotAllowed` by role, `ReferralNotFound`."""
    by.check_may(Capability.REFER_CASES)
    return _locked(sent_by(by), referral)


def thread_of(case: Case) -> UUID | None:
    """Return the thread of proceedings that a case is part of, or None where nothing was referred yet."""
    if case.referral_id is not None:
        return Referral.objects.values_list("thread_id", flat=True).get(pk=case.referral_id)
    return case.referrals.order_by("number").values_list("thread_id", flat=True).first()


def first_sent(cases: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when each of these cases was first referred and not taken back, in one query; those that never were are left out."""
    found = Referral.objects.filter(case__in=list(cases)).exclude(state__in=NOT_SENT).order_by("-sent_at")
    return dict(found.values_list("case_id", "sent_at"))


def steps_of(thread_id: UUID) -> QuerySet[ProceedingsStep]:
    """Return the steps of a thread that the organisation in context may see, in the order they were entered."""
    found = ProceedingsStep.objects.filter(thread_id=thread_id).select_related("organisation", "towards")
    return found.order_by("noted_at", "id")


def open_to_enter(referral: Referral, *, by: Actor) -> tuple[StepKind, ...]:
    """Return which steps the actor may enter under a referral; none where the matter is not in her organisation's hands.

    It is in the hands of who accepted it and has not passed it on to somebody who accepted; or of who handed it to a body
    without an account, and holds the receipt for it. The database's policy says the same.
    """
    if not by.may(Capability.RECORD_OUTCOMES) or referral.state not in TAKEN_OVER:
        return ()
    outside = referral.receiver_id is None
    if outside != (referral.sender_id == by.organisation.pk) or (not outside and _passed_on(referral, by)):
        return ()
    return kinds_open_to(by.organisation.kind, outside=outside)


def get_own_step(referral: Referral, step_id: UUID, *, by: Actor) -> ProceedingsStep:
    """Return a step of the referral's thread that the actor's organisation entered. Raises `StepNotFound`."""
    found = steps_of(referral.thread_id).filter(pk=step_id, organisation=by.organisation).first()
    if found is None:
        raise StepNotFound
    return found


def _passed_on(referral: Referral, by: Actor) -> bool:
    later = sent_by(by).filter(thread_id=referral.thread_id, receiver__isnull=False)
    return later.filter(state=ReferralState.ACCEPTED).exists()


def _locked(found: QuerySet[Referral], referral: Referral) -> Referral:
    """Return the row as it stands now. What is visible but no longer open to a change is `NotNow`, all else not found."""
    if not found.filter(pk=referral.pk).exists():
        raise ReferralNotFound
    locked = found.select_for_update(of=("self",)).filter(pk=referral.pk).first()
    if locked is None:
        raise NotNow("no longer open to a change")
    return locked
