"""What staff do with a report: reading leaves a trace, answering keeps a promise, closing tells what was done."""

from datetime import timedelta

import pytest

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.accounts.rules import Role
from proximity.audit.models import AuditEvent
from proximity.reporting.access import own_recipient
from proximity.reporting.factories import TOLD
from proximity.reporting.models import Message, Recipient
from proximity.reporting.operations import handling
from proximity.reporting.operations.handling import answer_report, close_with_feedback, read_report, start_work
from proximity.reporting.operations.mailbox import withdraw_recipient, write_message
from proximity.reporting.queries.talk import talk_for
from proximity.reporting.rules.states import MessageKind, NotNow, RecipientStatus
from proximity.reporting.tests.people import NOW, Dana, read_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(cast):
    return Dana(cast, cast.organisations["madrid.ngo"], cast.organisations["madrid.police"])


@pytest.fixture
def alice(cast, acting, dana):
    return acting(cast.alice)


def stands(dana, actor):
    return own_recipient(dana.report, by=actor)


def test_opening_notes_the_opening_the_state_and_the_purpose(cast, acting, dana, alice):
    police = cast.organisations["madrid.police"]
    dana.does(write_message, text="Hello", readers=[police.pk])
    acting(alice)
    assert read_as(alice, dana.report).answers == TOLD
    assert stands(dana, alice).status == RecipientStatus.BEING_READ
    assert not KeyWrap.objects.filter(opened_at__isnull=True).exists()
    event = AuditEvent.objects.get(action="report.opened")
    assert (event.purpose, event.label) == (handling.HANDLING, dana.report.reference)


def test_reading_again_changes_nothing_but_the_log(dana, alice):
    read_as(alice, dana.report)
    start_work(report=dana.report, by=alice)
    read_as(alice, dana.report)
    assert stands(dana, alice).status == RecipientStatus.IN_WORK
    assert AuditEvent.objects.filter(action="report.opened").count() == 2


def test_what_was_taken_back_is_opened_only_for_a_purpose_of_its_own(cast, acting, dana, alice):
    read_as(alice, dana.report)
    dana.does(withdraw_recipient, recipient_id=stands(dana, alice).pk)
    acting(alice)
    with pytest.raises(NotNow):
        read_as(alice, dana.report)
    assert read_report(report=dana.report, by=alice, purpose="the court asks for it").answers == TOLD
    assert AuditEvent.objects.filter(purpose="the court asks for it").exists()
    assert stands(dana, alice).status == RecipientStatus.WITHDRAWN


def test_the_first_answer_keeps_the_promise_and_a_second_does_not_move_it(cast, dana, alice):
    read_as(alice, dana.report)
    answer_report(report=dana.report, text="We are looking into it.", by=alice, now=NOW)
    answer_report(report=dana.report, text="One more question.", by=alice, now=NOW + timedelta(days=1))
    assert stands(dana, alice).acknowledged_at == NOW
    talk = dana.mailbox().talk
    assert [line.text for line in talk] == ["We are looking into it.", "One more question."]
    assert talk[0].organisation == cast.organisations["madrid.police"]


def test_what_the_police_write_the_ngo_does_not_read(cast, acting, dana, alice):
    read_as(alice, dana.report)
    answer_report(report=dana.report, text="We are looking into it.", by=alice)
    nadia = acting(cast.nadia)
    assert talk_for(dana.report, by=nadia) == ()
    assert not Message.objects.exists()


def test_feedback_closes_and_she_reads_it(dana, alice):
    read_as(alice, dana.report)
    close_with_feedback(report=dana.report, text="We spoke with the driver.", by=alice, now=NOW)
    row = stands(dana, alice)
    assert (row.status, row.feedback_at, row.acknowledged_at) == (RecipientStatus.CLOSED, NOW, NOW)
    line = dana.mailbox().talk[0]
    assert (line.kind, line.text) == (MessageKind.FEEDBACK, "We spoke with the driver.")


def test_feedback_after_an_answer_leaves_the_first_answer_where_it_was(dana, alice):
    read_as(alice, dana.report)
    answer_report(report=dana.report, text="We are looking into it.", by=alice, now=NOW)
    close_with_feedback(report=dana.report, text="Done.", by=alice, now=NOW + timedelta(days=3))
    assert stands(dana, alice).acknowledged_at == NOW


def test_a_closed_report_can_be_answered_and_taken_up_again_but_not_closed_twice(dana, alice):
    read_as(alice, dana.report)
    close_with_feedback(report=dana.report, text="Done.", by=alice)
    answer_report(report=dana.report, text="Thank you for writing again.", by=alice)
    with pytest.raises(NotNow):
        close_with_feedback(report=dana.report, text="Done again.", by=alice)
    start_work(report=dana.report, by=alice)
    assert stands(dana, alice).status == RecipientStatus.IN_WORK


@pytest.mark.parametrize("act", [answer_report, close_with_feedback])
def test_nobody_writes_before_reading_or_after_it_was_taken_back(cast, acting, dana, alice, act):
    with pytest.raises(NotNow):
        act(report=dana.report, text="Hello", by=alice)
    read_as(alice, dana.report)
    dana.does(withdraw_recipient, recipient_id=stands(dana, alice).pk)
    acting(alice)
    with pytest.raises(NotNow):
        act(report=dana.report, text="Hello", by=alice)


def test_a_role_that_may_not_is_refused_before_anything_else(dana, alice):
    auditor = Actor(person_id=alice.person_id, name="", role=Role.AUDITOR, organisation=alice.organisation)
    for act in (
        lambda: read_report(report=dana.report, by=auditor),
        lambda: answer_report(report=dana.report, text="x", by=auditor),
        lambda: close_with_feedback(report=dana.report, text="x", by=auditor),
        lambda: start_work(report=dana.report, by=auditor),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert stands(dana, alice).status == RecipientStatus.RECEIVED


@pytest.mark.parametrize("act", ["read", "answer", "close", "start"])
def test_what_the_log_cannot_tell_of_has_not_happened(monkeypatch, dana, alice, act):
    acts = {
        "read": lambda: read_as(alice, dana.report),
        "answer": lambda: answer_report(report=dana.report, text="x", by=alice),
        "close": lambda: close_with_feedback(report=dana.report, text="x", by=alice),
        "start": lambda: start_work(report=dana.report, by=alice),
    }
    if act != "read":
        read_as(alice, dana.report)

    def everything():
        return list(Recipient.objects.values()), list(Message.objects.values()), list(KeyWrap.objects.values())

    before = everything()

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(handling, "record_event", broken)
    with pytest.raises(RuntimeError, match="no log"):
        acts[act]()
    assert everything() == before
