"""What of a case becomes a coded fact: from when on, and again when it changes."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from proximity.accounts.actors import enter_as
from proximity.assessment.rules import AllegedBy, BiasAnswer, GroundBasis, GroundStatus, NotSound
from proximity.cases.jobs import count_overdue
from proximity.cases.operations import assessing, handling
from proximity.cases.operations.opening import open_case
from proximity.cases.rules.states import ComplaintState, MovedOn, OffenceState
from proximity.foundation.testing import PUBLIC, as_role
from proximity.insight.models import FactRow
from proximity.insight.rules.facts import Bias, Duration, Feedback, Source, Stage
from proximity.insight.rules.vocabulary import NOT_NOTED
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


def test_before_a_case_counts_its_fact_says_only_that_there_is_a_case(cast, case):
    fact = FactRow.objects.get().as_fact()
    assert (fact.case, fact.pending, fact.bias, fact.feedback) == (True, True, Bias.OPEN, Feedback.OPEN)
    answer(case, cast.alice)
    fact = FactRow.objects.get().as_fact()
    assert (fact.pending, fact.bias) == (True, Bias.YES)
    assert case.countable_at is None


def test_a_case_counts_once_the_bias_question_is_answered_and_a_ground_is_named(cast, case):
    answer(case, cast.alice)
    ground(case, cast.alice)
    fact = FactRow.objects.get().as_fact()
    assert (fact.source, fact.bias, fact.grounds) == (Source.POLICE, Bias.YES, ("REL.MUS",))
    assert (fact.happened.year, fact.happened.quarter) == (2026, 3)
    assert fact.stage == Stage.RECORDED
    assert fact.closed_in == Duration.OPEN
    assert (fact.case, fact.pending, fact.complaint, fact.offence) == (True, False, False, False)
    assert fact.incident_type == NOT_NOTED


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
    fact = FactRow.objects.get().as_fact()
    assert (fact.stage, fact.complaint) == (Stage.COMPLAINT, True)


def test_what_the_police_suspect_and_what_happened_coarsely_are_told_too(cast, case):
    handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=cast.alice)
    handling.set_kind(case=case, kind="threat", by=cast.alice)
    fact = FactRow.objects.get().as_fact()
    assert (fact.offence, fact.incident_type) == (True, "threat")
    handling.set_offence_state(case=case, state=OffenceState.NOT_AN_OFFENCE, by=cast.alice)
    handling.set_kind(case=case, kind="", seen="threat", by=cast.alice)
    fact = FactRow.objects.get().as_fact()
    assert (fact.offence, fact.incident_type) == (False, NOT_NOTED)


def test_a_type_that_stands_in_no_list_or_that_somebody_changed_meanwhile_is_refused(cast, case):
    with pytest.raises(NotSound, match="kind"):
        handling.set_kind(case=case, kind="duel", by=cast.alice)
    handling.set_kind(case=case, kind="insult", by=cast.alice)
    with pytest.raises(MovedOn):
        handling.set_kind(case=case, kind="threat", seen="", by=cast.alice)
    assert FactRow.objects.get().incident_type == "insult"


@pytest.mark.parametrize(("days", "kept"), [(5, Feedback.ON_TIME), (400, Feedback.LATE)])
def test_whether_the_person_heard_in_time_is_told(cast, case, days, kept):
    answer(case, cast.alice)
    handling.close_case(case=case, feedback="Thank you.", by=cast.alice, now=case.report.sent_at + timedelta(days=days))
    assert FactRow.objects.get().as_fact().feedback == kept


@pytest.mark.parametrize(("days", "kept"), [(0, Feedback.OPEN), (1, Feedback.LATE), (20, Feedback.OPEN)])
def test_the_worker_lets_figures_say_that_a_promised_day_passed(cast, case, monkeypatch, days, kept):
    """Twenty days after it is not looked at again: it was, on each of the first eight."""
    later = datetime.combine(case.feedback_due + timedelta(days=days), time(12), UTC)
    monkeypatch.setattr("proximity.cases.jobs.timezone.now", lambda: later)
    count_overdue()
    enter_as(cast.alice)
    assert FactRow.objects.get().as_fact().feedback == kept


def test_one_case_that_cannot_be_counted_stops_no_other(cast, case, monkeypatch, caplog):
    later = datetime.combine(case.feedback_due + timedelta(days=1), time(12), UTC)
    monkeypatch.setattr("proximity.cases.jobs.timezone.now", lambda: later)
    monkeypatch.setattr("proximity.cases.jobs.count_case", None)
    count_overdue()
    assert "a case could not be counted" in caplog.text


@pytest.mark.parametrize(("said", "grounds"), [(BiasAnswer.YES, ("UNK",)), (BiasAnswer.NO, ())])
def test_a_case_closed_without_a_ground_counts_as_unnamed_only_where_bias_was_seen(cast, case, said, grounds):
    answer(case, cast.alice, said)
    handling.close_case(case=case, feedback="Thank you.", by=cast.alice, now=case.report.sent_at + timedelta(days=5))
    fact = FactRow.objects.get().as_fact()
    assert fact.grounds == grounds
    assert fact.closed_in == Duration.DAYS_10
