import datetime as dt

import pytest

from proximity.accounts.actors import machine_of
from proximity.cases.access_referrals import *
from proximity.cases.factories import assess_case
from proximity.cases.operations.proceedings import *
from proximity.cases.operations.receiving import *
from proximity.cases.operations.telling import *
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.tests.referrals import *
from proximity.insight.models import FactRow

pytestmark = pytest.mark.django_db

def test_way(case, cast):
    alice = entered(cast.alice)
    assess_case(case, by=alice)
    r = refer(case, by=alice)
    stefan = entered(cast.stefan)
    r = get_referral_for(stefan, r.reference)
    read_referral(referral=r, by=stefan)
    r.refresh_from_db()
    assert r.state == "opened"
    ask_sender(referral=r, text="Where?", by=stefan)
    from proximity.cases.operations.referring import answer_question
    answer_question(referral=get_referral_for(entered(cast.alice), r.reference), text="There", by=cast.alice)
    entered(stefan)
    own = accept_referral(referral=r, by=stefan)
    assert own.report is None
    r2 = refer(own, by=stefan, way=TO_FISCALIA)
    petra = entered(cast.petra)
    return_referral(referral=r2, reason="More", by=petra)
    entered(stefan)
    r3 = refer(own, by=stefan, way=TO_FISCALIA)
    entered(petra)
    assert accept_referral(referral=r3, by=petra) is None
    r3.refresh_from_db()
    s = record_step(referral=r3, kind=StepKind.CHARGED, on=dt.date(2026,11,1), words=Words("doc 1","why"), by=petra)
    correct_step(referral=r3, step_id=s.pk, kind=StepKind.SENTENCED, on=dt.date(2026,11,2), words=Words("doc 2","why"), by=petra)
    alice = entered(cast.alice)
    m = machine_of(alice.organisation)
    for steps in waiting_steps(m).values():
        for st in steps:
            assert tell_step(step_id=st, by=m)
    from proximity.reporting.queries.talk import talk_for
    for l in talk_for(case.report, by=alice): print(l.text, "\n--")
    print(FactRow.objects.get().stage)
    assert FactRow.objects.get().stage == "sentenced"
