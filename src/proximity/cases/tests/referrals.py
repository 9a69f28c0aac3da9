"""Referrals for tests, made only by the operations that real ones go through."""

from proximity.cases.operations.handling import set_offence_state
from proximity.cases.operations.referring import Plan, draft_referral, refer_case
from proximity.cases.rules.referrals import LegalBasis, PersonsShown
from proximity.cases.rules.states import OffenceState
from proximity.foundation.wall import enter_staff

TO_STATE = "es.madrid.policia_municipal>es.policia_nacional"
TO_GUARDIA = "es.madrid.policia_municipal>es.guardia_civil"
TO_FISCALIA = "es.policia_nacional>es.fiscalia"
PAST_STATE = "es.madrid.policia_municipal>es.fiscalia"


def entered(actor):
    """Enter somebody's context and return her."""
    enter_staff(city=actor.city_id, organisation=actor.organisation.pk)
    return actor


def plan(way=TO_STATE, basis=LegalBasis.DUTY, persons=PersonsShown.BY_ROLE, consent="", files=()):
    return Plan(way=way, basis=basis, persons=persons, consent=consent, files=tuple(files))


def refer(case, *, by, now=None, **chosen):
    """Refer a case as it stands, in the context of the actor's organisation."""
    from django.utils import timezone

    if case.offence_state != OffenceState.SUSPECTED:
        set_offence_state(case=case, state=OffenceState.SUSPECTED, by=by, now=now)
        case.refresh_from_db()
    what = plan(**chosen)
    draft = draft_referral(case, what, by=by, now=now or timezone.now())
    return refer_case(case=case, plan=what, seen=draft.snapshot.fingerprint(), by=by, now=now)
