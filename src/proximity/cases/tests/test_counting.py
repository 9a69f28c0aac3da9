"""What of a case becomes a coded fact: from when on, and again when it changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from proximity.assessment.rules import AllegedBy, BiasAnswer, GroundBasis, GroundStatus
from proximity.cases.operations import assessing, handling
from proximity.cases.operations.opening import open_case
from proximity.cases.rules.states import ComplaintState
from proximity.foundation.testing import PUBLIC, as_role
from proximity.insight.models import FactRow
from proximity.insight.rules.facts import Bias, Duration, Source, Stage
from proximity.reporting.factories import TOLD, send_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, acting):
    with as_role(PUBLIC):
        told = replace(TOLD, when_precision="exact", when_date="2026-08-14")
        sent, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"], answers=told)
    alice = acting(cast.alice)
    return open_case(report=sent.report, by=alice, now=sent.report.sent_at).case


def answer(case, by, answer=BiasAnswer.YES, seen=0):
    assessing.answer_bias_question(case=case, answer=answer, reasons="the words", seen=seen, by=by)


def ground(case, by, code="REL.MUS"):
    assessing.add_ground(
        case=case,
        code=code,
        basis=GroundBasis.MEMBERSHIP,
        alleged_by=AllegedBy.TARGET,
        status=GroundStatus.SUSPECTED,
        by=by,
    )


def test_no_fact_leaves_a_case_before_it_counts(cast, case):
    answer(case, cast.alice)
    assert not FactRow.objects.exists()


def test_a_case_counts_once_the_bias_question_is_answered_and_a_ground_is_named(cast, case):
    answer(case, cast.alice)
    ground(case, cast.alice)
    fact = FactRow.objects.get().as_fact()
    assert (fact.source, fact.bias, fact.grounds) == (Source.POLICE, Bias.YES, ("REL.MUS",))
    assert (fact.happened.year, fact.happened.quarter) == (2026, 3)
    assert fact.stage == Stage.RECORDED
    assert fact.closed_in == Duration.OPEN


def test_what_changes_later_replaces_the_fact(cast, case):
    answer(case, cast.alice)
    ground(case, cast.alice)
    ground(case, cast.alice, "GEN.F")
    answer(case, cast.alice, BiasAnswer.NOT_KNOWN, seen=1)
    fact = FactRow.objects.get().as_fact()
    assert fact.grounds == ("REL.MUS", "GEN.F")
    assert fact.bias == Bias.NOT_KNOWN


def test_a_formal_complaint_changes_the_stage(cast, case):
    answer(case, cast.alice)
    ground(case, cast.alice)
    handling.set_complaint_state(case=case, state=ComplaintState.MADE, by=cast.alice)
    assert FactRow.objects.get().as_fact().stage == Stage.COMPLAINT


@pytest.mark.parametrize(("said", "grounds"), [(BiasAnswer.YES, ("UNK",)), (BiasAnswer.NO, ())])
def test_a_case_closed_without_a_ground_counts_as_unnamed_only_where_bias_was_seen(cast, case, said, grounds):
    answer(case, cast.alice, said)
    handling.close_case(case=case, feedback="Thank you.", by=cast.alice, now=case.report.sent_at + timedelta(days=5))
    fact = FactRow.objects.get().as_fact()
    assert fact.grounds == grounds
    assert fact.closed_in == Duration.DAYS_10
