"""What comes of it: entered by who decides, corrected by a later step, told to the person once, in order, in her language."""

import logging
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from proximity.accounts.actors import NotAllowed, machine_of
from proximity.accounts.models import KeyWrap
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases import jobs
from proximity.cases.access_referrals import StepNotFound, open_to_enter
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import ProceedingsStep, StepTold
from proximity.cases.operations import telling
from proximity.cases.operations.proceedings import Words, correct_step
from proximity.cases.operations.receiving import accept_referral
from proximity.cases.operations.telling import tell_step, waiting_steps
from proximity.cases.queries import telling as words
from proximity.cases.rules.proceedings import BY_POLICE, BY_REFERRAL, ENTERED, StepKind
from proximity.cases.tests.referrals import DAY, at_petra, entered, refer, returned, seen_by, step
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, forget_context, here_today
from proximity.insight.models import FactRow
from proximity.packs.loader import load_pack
from proximity.reporting.factories import send_report
from proximity.reporting.models import Message, Recipient, Report
from proximity.reporting.operations.mailbox import withdraw_recipient
from proximity.reporting.operations.telling import tell_proceedings
from proximity.reporting.queries.talk import talk_for
from proximity.reporting.rules.states import NotNow as MayNotWrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed(case, alice):
    return assess_case(case, by=alice)


@pytest.fixture
def at_court(assessed, cast):
    """Return the referral that Petra accepted, in her context."""
    return at_petra(assessed, cast)


def tell_all(cast):
    """Tell everything that waits at Alice's organisation, as the worker does."""
    alice = entered(cast.alice)
    machine = machine_of(alice.organisation)
    for steps in waiting_steps(machine).values():
        for step_id in steps:
            tell_step(step_id=step_id, by=machine)
    return alice


def said(case, alice):
    return [line.text for line in talk_for(case.report, by=alice)]


def test_petra_enters_what_was_decided_and_the_whole_chain_sees_it(at_court, cast):
    made = step(at_court, by=cast.petra)
    assert b"311" not in bytes(made.source)
    for who in ("alice", "stefan", "petra"):
        entered(getattr(cast, who))
        assert ProceedingsStep.objects.filter(pk=made.pk).exists()
    for who in ("nadia", "lars", "charlie"):
        entered(getattr(cast, who))
        assert not ProceedingsStep.objects.exists()
    entered(cast.petra)
    event = AuditEvent.objects.get(action="proceedings.charged")
    assert (event.label, event.organisation_id) == (at_court.reference, cast.petra.organisation.pk)


def test_stefan_investigates_until_he_passes_it_on(assessed, cast):
    first = seen_by(cast.stefan, refer(assessed, by=entered(cast.alice)))
    assert open_to_enter(first, by=cast.stefan) == ()
    own = accept_referral(referral=first, by=cast.stefan)
    first = seen_by(cast.stefan, first)
    assert open_to_enter(first, by=cast.stefan) == BY_POLICE
    step(first, StepKind.INVESTIGATION_OPENED, by=cast.stefan, reasons="")
    with pytest.raises(NotNow):
        step(first, StepKind.CHARGED, by=cast.stefan)
    second = seen_by(cast.petra, refer(own, by=entered(cast.stefan), way="es.policia_nacional>es.fiscalia"))
    assert open_to_enter(seen_by(cast.stefan, first), by=cast.stefan) == BY_POLICE
    accept_referral(referral=second, by=entered(cast.petra))
    assert open_to_enter(seen_by(cast.petra, second), by=cast.petra) == ENTERED
    assert open_to_enter(seen_by(cast.stefan, first), by=cast.stefan) == ()
    assert open_to_enter(seen_by(cast.stefan, second), by=cast.stefan) == ()


@pytest.mark.parametrize("who", ["alice", "stefan", "bob"])
def test_nobody_in_whose_hands_it_is_not_enters_a_step_and_the_database_refuses_it_too(
    at_court, cast, who, monkeypatch
):
    actor = entered(getattr(cast, who))
    with pytest.raises(NotNow):
        step(at_court, by=actor)
    monkeypatch.setattr("proximity.cases.operations.proceedings.open_to_enter", lambda *_args, **_kwargs: ENTERED)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        step(at_court, by=actor)


@pytest.mark.parametrize("who", ["nadia", "lars", "ines"])
def test_who_records_no_outcomes_cannot(at_court, cast, who):
    actor = entered(getattr(cast, who))
    with pytest.raises(NotAllowed):
        step(at_court, by=actor)
    with pytest.raises(NotAllowed):
        correct_step(
            referral=at_court, step_id=new_id(), kind=StepKind.CHARGED, on=DAY, words=Words("1", "2"), by=actor
        )


def test_a_correction_takes_the_place_of_an_own_step_with_reasons_and_the_wrong_one_stays(at_court, cast):
    wrong = step(at_court, by=cast.petra)

    def correct(kind=StepKind.NOT_CHARGED, reasons="Wrong file.", step_id=wrong.pk, on=DAY):
        return correct_step(
            referral=at_court, step_id=step_id, kind=kind, on=on, words=Words("Document 312", reasons), by=cast.petra
        )

    with pytest.raises(NotSound, match="reasons"):
        correct(reasons=" ")
    with pytest.raises(NotSound, match="on"):
        correct(on=here_today() + timedelta(days=3))
    with pytest.raises(StepNotFound):
        correct(step_id=new_id())
    with pytest.raises(NotNow):
        correct(kind=StepKind.REFERRED)
    right = correct()
    assert right.replaces == wrong
    assert ProceedingsStep.objects.filter(pk=wrong.pk).exists()
    with pytest.raises(NotNow):
        correct()
    assert correct(kind=StepKind.MISTAKE, step_id=right.pk).kind == StepKind.MISTAKE


def test_what_the_referral_itself_says_is_not_corrected_nor_what_others_entered(at_court, cast):
    by_referral = ProceedingsStep.objects.filter(kind__in=BY_REFERRAL, organisation=cast.petra.organisation).get()
    anothers = ProceedingsStep.objects.filter(organisation=cast.stefan.organisation).first()
    for step_id, fault in ((by_referral.pk, NotNow), (anothers.pk, StepNotFound)):
        with pytest.raises(fault):
            correct_step(
                referral=at_court, step_id=step_id, kind=StepKind.CHARGED, on=DAY, words=Words("1", "2"), by=cast.petra
            )


@pytest.mark.parametrize("act", ["record", "correct"])
def test_a_step_that_the_log_cannot_tell_of_is_not_entered(at_court, cast, monkeypatch, act):
    first = step(at_court, by=cast.petra)
    before = ProceedingsStep.objects.count()
    acts = {
        "record": lambda: step(at_court, StepKind.CONVICTED, by=cast.petra),
        "correct": lambda: correct_step(
            referral=at_court, step_id=first.pk, kind=StepKind.MISTAKE, on=DAY, words=Words("1", "2"), by=cast.petra
        ),
    }

    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr("proximity.cases.operations.proceedings.record_event", no_log)
    with pytest.raises(RuntimeError), transaction.atomic():
        acts[act]()
    assert ProceedingsStep.objects.count() == before


def test_dana_hears_of_each_step_in_order_and_of_none_twice(at_court, assessed, cast):
    step(at_court, by=cast.petra)
    step(at_court, StepKind.SENTENCED, by=cast.petra, reasons="A fine of 300.")
    alice = tell_all(cast)
    told = said(assessed, alice)
    starts = ["passed your case on to Policía Nacional", "Policía Nacional has taken on", "passed your case on to Fiscalía",
        "Fiscalía has taken on", "somebody was charged", "decided on a sentence"]  # fmt: skip
    assert len(told) == len(starts)
    assert all(start in text for start, text in zip(starts, told, strict=True))
    assert not [text for text in told if "311" in text or "300" in text or "As charged" in text]
    machine = machine_of(alice.organisation)
    assert waiting_steps(machine) == {}
    assert not tell_step(step_id=ProceedingsStep.objects.first().pk, by=machine)
    assert len(said(assessed, alice)) == len(starts)
    events = AuditEvent.objects.filter(action="proceedings.told")
    assert {event.actor for event in events} == {"system"}
    assert events.count() == len(starts)


def test_all_whom_she_lets_read_it_see_what_she_is_told_and_the_chain_does_not(at_court, assessed, cast):
    tell_all(cast)
    nadia = entered(cast.nadia)
    assert len(said(assessed, nadia)) == 4
    for who in ("stefan", "petra"):
        entered(getattr(cast, who))
        assert not Message.objects.exists()


def test_sent_back_is_not_told_and_sent_again_is_told_in_other_words(assessed, cast):
    returned(assessed, cast)
    refer(assessed, by=entered(cast.alice))
    alice = tell_all(cast)
    first, second = said(assessed, alice)
    assert "as the law asks" in first
    assert "once more" in second


def test_the_fact_advances_for_the_organisation_that_holds_the_report(at_court, assessed, cast):
    tell_all(cast)
    assert FactRow.objects.get().stage == "referred"
    entered(cast.petra)
    charged = step(at_court, by=cast.petra)
    tell_all(cast)
    assert FactRow.objects.get().stage == "prosecuted"
    entered(cast.petra)
    correct_step(
        referral=at_court,
        step_id=charged.pk,
        kind=StepKind.MISTAKE,
        on=DAY,
        words=Words("1", "Wrong file."),
        by=cast.petra,
    )
    alice = tell_all(cast)
    assert FactRow.objects.get().stage == "referred"
    assert "was a mistake" in said(assessed, alice)[-1]
    for who in ("stefan", "petra"):
        entered(getattr(cast, who))
        assert not FactRow.objects.exists()


def test_she_is_told_in_the_language_of_her_report_with_what_the_law_lets_her_do(cast, acting, monkeypatch, alice):
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"])
    forget_context()
    with as_role("owner"):
        Report.objects.filter(pk=sent.report.pk).update(language="es")
    entered(alice)
    case = make_case(Report.objects.get(pk=sent.report.pk), by=alice)
    referral = at_petra(case, cast)
    step(referral, StepKind.DISMISSED, by=cast.petra, on=date(2026, 11, 2))
    monkeypatch.setattr(words, "REVIEW", "officer_complaint")
    alice = tell_all(cast)
    told = said(case, alice)[-1]
    assert "2 de noviembre de 2026" in told
    expected = load_pack("es").text("officer_complaint", "es").paragraphs[0]
    assert expected in told


def test_where_no_pack_says_what_she_can_do_nothing_is_invented(at_court, cast, assessed, monkeypatch):
    step(at_court, StepKind.DISMISSED, by=cast.petra)
    monkeypatch.setattr(words, "REVIEW", "no_such_text")
    alice = tell_all(cast)
    assert said(assessed, alice)[-1].count("\n\n") == 2


def test_who_took_her_report_back_is_told_nothing_more_and_it_is_noted(cast, acting, alice):
    with as_role(PUBLIC):
        sent, receipt = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"])
    forget_context()
    entered(alice)
    case = make_case(Report.objects.get(pk=sent.report.pk), by=alice)
    recipient = Recipient.objects.get(report=case.report)
    refer(case, by=alice)
    with as_role(PUBLIC):
        withdraw_recipient(by=receipt, recipient_id=recipient.pk)
    forget_context()
    alice = tell_all(cast)
    assert not Message.objects.filter(kind="proceedings").exists()
    assert StepTold.objects.get().told is False
    assert AuditEvent.objects.get(action="proceedings.not_told").actor == "system"
    with pytest.raises(MayNotWrite):
        tell_proceedings(report=case.report, text="x", by=machine_of(alice.organisation), now=timezone.now())


def test_whose_key_is_gone_is_told_nothing(case, cast, alice):
    refer(case, by=alice)
    with as_role("owner"):
        KeyWrap.objects.filter(record_id=case.report_id).delete()
    tell_all(cast)
    assert StepTold.objects.get().told is False


def test_background_work_may_do_what_its_jobs_are_for_and_nothing_else(cast):
    machine = machine_of(cast.alice.organisation)
    assert machine.label == "system"
    allowed = {capability for capability in Capability if machine.may(capability)}
    assert allowed == {
        Capability.READ_REPORTS, Capability.READ_FILES, Capability.ANSWER_REPORTS, Capability.PUBLISH_EXCHANGE,
    }  # fmt: skip


def test_the_job_tells_what_waits_at_every_organisation_and_one_that_fails_holds_back_its_own_thread_only(
    told, cast, alice, acting, monkeypatch, caplog
):  # fmt: skip
    reports = [told(), told()]
    first, second = (make_case(report, by=acting(alice)) for report in reports)
    refer(first, by=alice)
    at_petra(second, cast)
    broken = ProceedingsStep.objects.filter(thread__report=reports[1]).order_by("noted_at").first()
    whole = telling.tell_step

    def fails(*, step_id, by):
        if step_id == broken.pk:
            raise RuntimeError("no message")
        return whole(step_id=step_id, by=by)

    monkeypatch.setattr(jobs, "tell_step", fails)
    forget_context()
    with caplog.at_level(logging.ERROR, logger="proximity.cases"):
        jobs.tell_waiting_steps()
    assert len(caplog.records) == 1
    entered(alice)
    assert {row.step.thread.report_id for row in StepTold.objects.all()} == {reports[0].pk}
    monkeypatch.undo()
    forget_context()
    jobs.tell_waiting_steps()
    entered(alice)
    assert StepTold.objects.count() == 5
    texts = said(second, alice)
    assert [("passed" in text, "taken on" in text) for text in texts] == [(True, False), (False, True)] * 2


def test_a_telling_that_the_log_cannot_tell_of_did_not_happen(at_court, cast, monkeypatch):
    alice = entered(cast.alice)

    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(telling, "record_event", no_log)
    first = ProceedingsStep.objects.order_by("noted_at").first()
    with pytest.raises(RuntimeError), transaction.atomic():
        tell_step(step_id=first.pk, by=machine_of(alice.organisation))
    assert not StepTold.objects.exists()
    assert not Message.objects.exists()
