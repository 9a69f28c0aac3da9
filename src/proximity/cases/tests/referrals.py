"""Referrals for tests, made only by the operations that real ones go through."""

from datetime import date

from django.utils import timezone

from proximity.accounts.actors import enter_as
from proximity.cases.access_referrals import get_referral_for
from proximity.cases.operations.handling import set_offence_state
from proximity.cases.operations.proceedings import Words, record_step
from proximity.cases.operations.receiving import accept_referral, return_referral
from proximity.cases.operations.referring import Plan, draft_referral, refer_case
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.rules.referrals import LegalBasis, PersonsShown
from proximity.cases.rules.states import OffenceState

TO_STATE = "es.madrid.policia_municipal>es.policia_nacional"
TO_GUARDIA = "es.madrid.policia_municipal>es.guardia_civil"
TO_FISCALIA = "es.policia_nacional>es.fiscalia"
PAST_STATE = "es.madrid.policia_municipal>es.fiscalia"
DAY = date(2026, 11, 2)


def entered(actor):
    """Enter somebody's context and return her."""
    enter_as(actor)
    return actor


def plan(way=TO_STATE, basis=LegalBasis.DUTY, persons=PersonsShown.BY_ROLE, consent="", files=()):
    return Plan(way=way, basis=basis, persons=persons, consent=consent, files=tuple(files))


def suspected(case, by):
    """Return a case in which an offence is suspected."""
    if case.offence_state != OffenceState.SUSPECTED:
        set_offence_state(case=case, state=OffenceState.SUSPECTED, by=by)
        case.refresh_from_db()
    return case


def refer(case, *, by, now=None, **chosen):
    """Refer a case as it stands, in the context of the actor's organisation."""
    what = plan(**chosen)
    draft = draft_referral(suspected(case, by), what, by=by, now=now or timezone.now())
    return refer_case(case=case, plan=what, seen=draft.snapshot.fingerprint(), by=by, now=now)


def seen_by(actor, referral):
    """Return a referral as the other side finds it, in her context."""
    return get_referral_for(entered(actor), referral.reference)


def at_petra(case, cast):
    """Bring Alice's case by Stefan to Petra, who accepts it; return that referral, in Petra's context."""
    first = seen_by(cast.stefan, refer(case, by=entered(cast.alice)))
    own = accept_referral(referral=first, by=cast.stefan)
    second = seen_by(cast.petra, refer(own, by=entered(cast.stefan), way=TO_FISCALIA))
    accept_referral(referral=second, by=cast.petra)
    return seen_by(cast.petra, second)


def returned(case, cast):
    """Send Alice's case to Stefan, who sends it back; return the referral, in Stefan's context."""
    first = seen_by(cast.stefan, refer(case, by=entered(cast.alice)))
    return_referral(referral=first, reason="Who saw it?", by=cast.stefan)
    return seen_by(cast.stefan, first)


def step(referral, kind=StepKind.CHARGED, *, by, on=DAY, source="Document 311", reasons="As charged."):
    return record_step(referral=referral, kind=kind, on=on, words=Words(source, reasons), by=by)
