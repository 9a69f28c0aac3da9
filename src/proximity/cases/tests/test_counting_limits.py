"""Where the counting of a case meets its limits: erased reports, many grounds, perception without a ground, taken up again."""

import pytest

from proximity.accounts.models import KeyWrap
from proximity.assessment.rules import AllegedBy, BiasAnswer, GroundBasis, GroundStatus
from proximity.cases.factories import assess_case
from proximity.cases.models import Case
from proximity.cases.operations import assessing, handling
from proximity.cases.rules.states import CaseStatus, ComplaintState
from proximity.foundation.testing import as_role
from proximity.insight.models import FactRow
from proximity.insight.rules.facts import MOST_GROUNDS, Duration
from proximity.packs import codes

pytestmark = pytest.mark.django_db


def test_a_case_whose_report_was_erased_goes_on_and_what_was_told_of_it_stays(case, alice):
    assess_case(case, by=alice)
    told = FactRow.objects.get().as_fact()
    with as_role("owner"):
        KeyWrap.objects.filter(record_id=case.report_id).delete()
    handling.set_complaint_state(case=case, state=ComplaintState.MADE, by=alice)
    handling.close_case(case=case, feedback="", by=alice)
    assert Case.objects.get(pk=case.pk).status == CaseStatus.CLOSED
    assert FactRow.objects.get().as_fact() == told


def test_more_grounds_than_a_fact_holds_can_still_be_recorded(case, alice):
    assess_case(case, by=alice)
    others = [ground.code for ground in codes.grounds() if ground.code not in {"REL.MUS", "NONE", "UNK"}]
    for code in others[: MOST_GROUNDS + 1]:
        assessing.add_ground(
            case=case, code=code, basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.OFFICER,
            status=GroundStatus.SUSPECTED, by=alice,
        )  # fmt: skip
    assert len(FactRow.objects.get().as_fact().grounds) == MOST_GROUNDS


@pytest.mark.parametrize(
    ("answer", "grounds"), [(BiasAnswer.YES, ("UNK",)), (BiasAnswer.NOT_KNOWN, ("UNK",)), (BiasAnswer.NO, ())]
)
def test_bias_that_is_perceived_counts_without_a_ground_unless_it_was_assessed_otherwise(case, alice, answer, grounds):
    assessing.answer_bias_question(case=case, answer=answer, reasons="The words.", seen=0, by=alice)
    handling.close_case(case=case, feedback="Done.", by=alice)
    assert FactRow.objects.get().as_fact().grounds == grounds


def test_a_case_that_is_taken_up_again_is_no_longer_told_as_closed(case, alice):
    assess_case(case, by=alice)
    handling.close_case(case=case, feedback="Done.", by=alice)
    assert FactRow.objects.get().as_fact().closed_in != Duration.OPEN
    handling.reopen_case(case=case, by=alice)
    assert FactRow.objects.get().as_fact().closed_in == Duration.OPEN
