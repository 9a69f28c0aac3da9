"""The receiver's side: who finds a referral, what opening does, questions, accepting, sending back."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import BarredReader, KeyWrap
from proximity.assessment.rules import BiasAnswer, NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.access import cases_visible_to, get_case_for
from proximity.cases.access_referrals import (
    ReferralNotFound,
    get_referral_for,
    get_sent,
    lock_received,
    lock_sent,
    received_by,
    referrals_visible_to,
    sent_by,
    thread_of,
)
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import Case, ProceedingsStep, ProceedingsThread, Referral, ReferralNote
from proximity.cases.operations.answering import answer_person, may_be_told
from proximity.cases.operations.assessing import answer_bias_question
from proximity.cases.operations.handling import close_case, reopen_case, start_work
from proximity.cases.operations.receiving import accept_referral, ask_sender, read_referral, return_referral
from proximity.cases.operations.referring import withdraw_referral
from proximity.cases.queries.dossier import dossier_of
from proximity.cases.queries.page import case_page
from proximity.cases.queries.received import received_dossiers
from proximity.cases.rules.referrals import PersonsShown, ReferralState
from proximity.cases.rules.states import OffenceState
from proximity.cases.tests.referrals import at_petra, entered, refer, returned, seen_by
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role
from proximity.insight.models import FactRow
from proximity.packs.codes import Direction

pytestmark = pytest.mark.django_db

EVERYBODY = ["alice", "bob", "nadia", "stefan", "lars", "petra", "ines", "charlie", "noor", "peter"]
SENDERS, RECEIVERS = {"alice", "bob"}, {"stefan"}


@pytest.fixture
def assessed(case, alice):
    return assess_case(case, by=alice)


@pytest.fixture
def referral(assessed, alice):
    return refer(assessed, by=alice)


@pytest.mark.parametrize("state", ReferralState)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_two_sides_find_a_referral_in_any_state(referral, cast, who, state):
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # past the trigger, for states that take long to reach
        cursor.execute("UPDATE cases_referral SET state = %s", [state])
        cursor.execute("SET LOCAL session_replication_role = origin")
    actor = entered(getattr(cast, who))
    if who in SENDERS | RECEIVERS:
        assert get_referral_for(actor, referral.reference) == referral
        assert list(referrals_visible_to(actor)) == [referral]
        assert list(received_by(actor)) == ([referral] if who in RECEIVERS else [])
        assert list(sent_by(actor)) == ([referral] if who in SENDERS else [])
    else:
        with pytest.raises(ReferralNotFound) as hidden:
            get_referral_for(actor, referral.reference)
        with pytest.raises(ReferralNotFound) as absent:
            get_referral_for(actor, "MAD-2026-9999-R1")
        assert str(hidden.value) == str(absent.value)
        assert not referrals_visible_to(actor)
        assert not ProceedingsThread.objects.exists()


@pytest.mark.parametrize("reference", ["\0", "x" * 300, ""])
def test_what_cannot_be_a_reference_is_not_found(cast, alice, reference):
    with pytest.raises(ReferralNotFound):
        get_referral_for(alice, reference)


def test_the_program_asks_for_a_wrap_even_where_the_database_would_not(referral, cast, alice):
    with pytest.raises(ReferralNotFound):
        get_referral_for(cast.petra, referral.reference)
    with pytest.raises(ReferralNotFound):
        lock_received(referral, by=alice)
    with pytest.raises(ReferralNotFound):
        lock_sent(referral, by=entered(cast.stefan))
    with pytest.raises(ReferralNotFound):
        get_sent(referral.case, new_id(), by=entered(cast.alice))


def test_the_first_reading_opens_it_and_every_sitting_is_noted_with_its_purpose(referral, cast):
    stefan, now = entered(cast.stefan), timezone.now()
    found = read_referral(referral=referral, by=stefan, now=now)
    assert (found.state, found.opened_at) == (ReferralState.OPENED, now)
    assert KeyWrap.objects.get(record_id=referral.pk).opened_at == now
    read_referral(referral=found, by=stefan, now=now + timedelta(minutes=5))
    read_referral(referral=found, by=stefan, now=now + timedelta(minutes=40))
    assert [e.purpose for e in AuditEvent.objects.filter(action="referral.read")] == ["answer the referral"] * 2
    assert AuditEvent.objects.filter(action="referral.opened").count() == 1
    accept_referral(referral=found, by=stefan)
    read_referral(referral=seen_by(stefan, found), by=stefan, now=now + timedelta(hours=2))
    assert AuditEvent.objects.filter(action="referral.read").last().purpose == "proceedings"
    read_referral(referral=found, by=entered(cast.alice))
    assert AuditEvent.objects.get(action="referral.read").purpose == "see what was sent"


def test_the_senders_reading_does_not_open_it(referral, cast, alice):
    assert read_referral(referral=referral, by=alice).state == ReferralState.SENT


def test_what_was_taken_back_a_moment_ago_is_not_read(referral, cast, alice):
    withdraw_referral(referral=referral, by=alice)
    stale = Referral(pk=referral.pk, state=ReferralState.SENT, receiver=referral.receiver, sender=referral.sender)
    with pytest.raises(ReferralNotFound):
        read_referral(referral=stale, by=entered(cast.stefan))


def test_a_question_waits_for_its_answer_before_the_next_one(referral, cast):
    stefan = entered(cast.stefan)
    with pytest.raises(NotSound):
        ask_sender(referral=referral, text="", by=stefan)
    ask_sender(referral=referral, text="Who saw it?", by=stefan)
    with pytest.raises(NotNow):
        ask_sender(referral=referral, text="And where?", by=stefan)
    assert b"saw" not in bytes(ReferralNote.objects.get().text)


def test_accepting_opens_a_case_of_ones_own_without_report_and_once(referral, cast, assessed):
    stefan = entered(cast.stefan)
    case = accept_referral(referral=referral, by=stefan)
    assert (case.report, case.referral, case.organisation) == (None, referral, stefan.organisation)
    assert case.offence_state == OffenceState.SUSPECTED
    assert case.reference == assessed.reference.replace("0001", "0002")
    assert list(cases_visible_to(stefan)) == [case]
    assert thread_of(case) == referral.thread_id
    assert [step.kind for step in ProceedingsStep.objects.order_by("noted_at")] == ["referred", "accepted"]
    with pytest.raises(NotNow):
        accept_referral(referral=referral, by=stefan)


def test_a_prosecution_accepts_without_a_case(assessed, cast):
    referral = at_petra(assessed, cast)
    assert referral.state == ReferralState.ACCEPTED
    assert not Case.objects.exists()


def test_a_supplement_belongs_to_the_case_that_is_there(referral, cast, assessed):
    first = accept_referral(referral=seen_by(cast.stefan, referral), by=cast.stefan)
    answer_bias_question(
        case=assessed, answer=BiasAnswer.NOT_KNOWN, reasons="A witness is unsure.", seen=1, by=entered(cast.alice)
    )
    second = seen_by(cast.stefan, refer(assessed, by=cast.alice))
    assert accept_referral(referral=second, by=cast.stefan) == first
    newest, oldest = received_dossiers(first, by=cast.stefan)
    assert [len(newest.bias), len(oldest.bias)] == [2, 1]


def test_who_is_barred_from_the_referral_is_barred_from_the_case_it_becomes(told, cast, alice, acting):
    report = told(barred=["madrid.hall"])
    case = make_case(report, by=acting(alice))
    own = accept_referral(referral=seen_by(cast.stefan, refer(case, by=alice)), by=cast.stefan)
    assert BarredReader.objects.get(record_id=own.pk).organisation == cast.organisations["madrid.hall"]


def test_sent_back_with_a_reason_the_thread_is_shut_for_the_receiver(assessed, cast):
    referral = returned(assessed, cast)
    assert referral.state == ReferralState.RETURNED
    assert KeyWrap.objects.filter(record_id=referral.thread_id).count() == 0
    assert not ProceedingsStep.objects.exists()
    entered(cast.alice)
    assert ProceedingsStep.objects.filter(kind="returned").count() == 1
    with pytest.raises(NotNow):
        accept_referral(referral=referral, by=entered(cast.stefan))


def test_sending_back_a_supplement_leaves_the_thread_open(referral, cast, assessed):
    accept_referral(referral=seen_by(cast.stefan, referral), by=cast.stefan)
    second = seen_by(cast.stefan, refer(assessed, by=entered(cast.alice)))
    return_referral(referral=second, reason="Nothing new in it.", by=cast.stefan)
    assert KeyWrap.objects.filter(record_id=referral.thread_id).count() == 1


def test_it_goes_back_only_with_a_reason(referral, cast):
    with pytest.raises(NotSound):
        return_referral(referral=referral, reason=" ", by=entered(cast.stefan))


@pytest.mark.parametrize("who", ["nadia", "lars", "ines"])
def test_who_receives_no_referrals_does_nothing_with_them(referral, cast, who):
    actor = entered(getattr(cast, who))
    for act in (read_referral, accept_referral):
        with pytest.raises(NotAllowed):
            act(referral=referral, by=actor)


@pytest.mark.parametrize("who", ["petra", "peter", "charlie", "alice"])
def test_nobody_but_the_receiver_accepts_asks_or_sends_back(referral, cast, who):
    actor = entered(getattr(cast, who))
    with pytest.raises(ReferralNotFound):
        accept_referral(referral=referral, by=actor)
    with pytest.raises(ReferralNotFound):
        ask_sender(referral=referral, text="Who?", by=actor)
    with pytest.raises(ReferralNotFound):
        return_referral(referral=referral, reason="No.", by=actor)


def test_the_case_of_a_referral_is_worked_on_and_closed_without_words_to_the_person_and_counts_nothing(referral, cast):
    stefan = entered(cast.stefan)
    case = assess_case(accept_referral(referral=referral, by=stefan), by=stefan)
    page = case_page(case, by=stefan)
    assert page.reported is None
    assert not may_be_told(case, by=stefan)
    with pytest.raises(NotNow):
        answer_person(case=case, text="Hello.", by=stefan)
    start_work(case=case, by=stefan)
    close_case(case=case, feedback="", by=stefan)
    reopen_case(case=case, by=stefan)
    assert get_case_for(stefan, case.reference).countable_at is None
    assert not FactRow.objects.exists()


def test_what_goes_on_says_who_noted_each_row(referral, cast):
    stefan = entered(cast.stefan)
    case = assess_case(accept_referral(referral=referral, by=stefan), by=stefan)
    dossier = dossier_of(case, by=stefan, language="es", persons=PersonsShown.BY_ROLE, now=timezone.now())
    assert {row.noted_by for row in dossier.indicators} == {"Alice", "Stefan"}
    assert [row.by for row in dossier.bias] == ["Stefan", "Alice"]
    assert {row.direction for row in dossier.indicators} == set(Direction)
    assert dossier.told[0].words.text.startswith("A man shouted at us on the bus")
    assert [row.step.code for row in dossier.outcomes] == ["referred", "accepted"]


@pytest.mark.parametrize("act", ["read", "ask", "accept", "return"])
def test_what_the_log_cannot_tell_of_did_not_happen(referral, cast, monkeypatch, act):
    stefan = entered(cast.stefan)

    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    acts = {
        "read": lambda: read_referral(referral=referral, by=stefan),
        "ask": lambda: ask_sender(referral=referral, text="Who?", by=stefan),
        "accept": lambda: accept_referral(referral=referral, by=stefan),
        "return": lambda: return_referral(referral=referral, reason="No.", by=stefan),
    }
    monkeypatch.setattr("proximity.cases.operations.receiving.record_event", no_log)
    with pytest.raises(RuntimeError), transaction.atomic():
        acts[act]()
    assert seen_by(stefan, referral).state == ReferralState.SENT
    assert KeyWrap.objects.get(record_id=referral.pk).opened_at is None
    assert not ReferralNote.objects.exists()
    assert not Case.objects.exists()
