"""What a person does with her code: each act changes who holds a key, tells the log, and happens whole or not at all."""

from datetime import UTC, date, datetime

import pytest

from proximity.accounts.models import BarredReader, KeyWrap
from proximity.accounts.records import RecordNotFound
from proximity.audit.models import AuditEvent
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, as_role
from proximity.reporting.access import ReportNotFound, get_report_for, open_report
from proximity.reporting.factories import TOLD
from proximity.reporting.models import ErasureRequest, Message, Recipient, Report
from proximity.reporting.operations import mailbox as operations
from proximity.reporting.operations.handling import answer_report, read_report
from proximity.reporting.operations.mailbox import (
    add_recipient,
    request_erasure,
    tell_treatment,
    withdraw_recipient,
    write_message,
)
from proximity.reporting.queries.mailbox import what_they_may_keep
from proximity.reporting.queries.talk import talk_for
from proximity.reporting.rules.states import MessageKind, NotNow, RecipientStatus
from proximity.reporting.tests.people import NOW, Dana, read_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def ngo(cast):
    return cast.organisations["madrid.ngo"]


@pytest.fixture
def police(cast):
    return cast.organisations["madrid.police"]


@pytest.fixture
def dana(cast, ngo):
    return Dana(cast, ngo)


@pytest.fixture
def both(cast, ngo, police):
    return Dana(cast, ngo, police)


def events(acting, cast, action):
    acting(cast.ines)
    return list(AuditEvent.objects.filter(action=action))


# ---- writing


def test_what_she_writes_is_read_by_whom_she_ticked_and_by_nobody_else(cast, acting, both, ngo):
    both.does(write_message, text="Is there any news?", readers=[ngo.pk], now=NOW)
    assert [line.text for line in both.mailbox().talk] == ["Is there any news?"]
    assert both.mailbox().talk[0].readers == (ngo.name,)
    nadia = acting(cast.nadia)
    assert [line.text for line in talk_for(both.report, by=nadia)] == ["Is there any news?"]
    alice = acting(cast.alice)
    assert talk_for(both.report, by=alice) == ()
    assert not Message.objects.exists()


def test_what_she_writes_lies_sealed(cast, dana, ngo):
    message = dana.does(write_message, text="Is there any news?", readers=[ngo.pk])
    assert b"news" not in bytes(message.body)


def test_writing_is_told_to_the_log_without_a_word_of_it(cast, acting, dana, ngo):
    dana.does(write_message, text="Is there any news?", readers=[ngo.pk], facts=True)
    event = events(acting, cast, "mailbox.facts")[0]
    assert (event.actor, event.label) == ("reporter", dana.report.reference)


def test_she_cannot_write_to_who_may_not_read(cast, dana, police):
    with pytest.raises(NotNow):
        dana.does(write_message, text="Hello", readers=[police.pk])


def test_a_wrong_code_writes_nothing(cast, dana, ngo):
    with as_role(PUBLIC), pytest.raises(ReportNotFound):
        write_message(by=Receipt.draw(), text="Hello", readers=[ngo.pk])


def test_how_she_was_treated_reads_as_words(cast, acting, dana, ngo):
    dana.does(tell_treatment, respect=4, text="They listened.", readers=[ngo.pk])
    line = dana.mailbox().talk[0]
    assert (line.kind, str(line.respect), line.text) == (MessageKind.TREATMENT, "mostly", "They listened.")


# ---- taking back


def test_taking_back_what_nobody_opened_deletes_the_key_at_once(cast, acting, both, police, ngo):
    both.does(write_message, text="Hello", readers=[police.pk, ngo.pk])
    row = both.does(withdraw_recipient, recipient_id=both.reader(police).recipient.pk, now=NOW)
    assert (row.status, row.had_been_opened, row.withdrawn_at) == (RecipientStatus.WITHDRAWN, False, NOW)
    acting(cast.alice)
    assert not Report.objects.exists()
    assert not KeyWrap.objects.exists()
    assert "locked" in str(both.reader(police).status)
    assert both.mailbox().talk[0].readers == (ngo.name,)
    assert not both.reader(police).may_ask
    assert len(events(acting, cast, "report.withdrawn")) == 1


def test_taking_back_what_was_opened_tells_them_to_stop(cast, acting, both, police):
    alice = acting(cast.alice)
    read_as(alice, both.report)
    both.does(write_message, text="And another thing.", readers=[police.pk])
    row = both.does(withdraw_recipient, recipient_id=both.reader(police).recipient.pk, reason="I am afraid.", now=NOW)
    assert row.had_been_opened
    acting(cast.alice)
    told = talk_for(both.report, by=alice)
    assert [(line.kind, line.text) for line in told] == [(MessageKind.WITHDRAWAL, "I am afraid.")]
    assert "told to stop" in str(both.reader(police).status)
    assert both.reader(police).may_ask


def test_taking_back_twice_is_not_possible(cast, both, police):
    recipient = both.reader(police).recipient.pk
    both.does(withdraw_recipient, recipient_id=recipient)
    with pytest.raises(NotNow):
        both.does(withdraw_recipient, recipient_id=recipient)


def test_she_takes_back_only_her_own(cast, dana, both, police):
    with pytest.raises(ReportNotFound):
        dana.does(withdraw_recipient, recipient_id=both.reader(police).recipient.pk)


def test_once_everybody_is_taken_back_nobody_can_be_written_to(cast, dana, ngo):
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk)
    assert dana.mailbox().reading == ()
    with pytest.raises(NotNow):
        dana.does(write_message, text="Hello", readers=[ngo.pk])


# ---- letting somebody else read


def test_a_new_reader_gets_the_report_and_the_facts_but_no_other_message(cast, acting, dana, ngo, police):
    dana.does(write_message, text="He wore a red cap.", facts=True, readers=[ngo.pk])
    dana.does(write_message, text="I am afraid of the police.", readers=[ngo.pk])
    assert police in dana.mailbox().others
    row = dana.does(add_recipient, organisation=police, now=NOW)
    assert (row.acknowledge_by, row.feedback_by) == (date(2026, 11, 26), date(2026, 12, 8))
    alice = acting(cast.alice)
    assert open_report(get_report_for(alice, dana.report.reference), by=alice).answers == TOLD
    assert [line.text for line in talk_for(dana.report, by=alice)] == ["He wore a red cap."]
    assert police not in dana.mailbox().others
    assert len(events(acting, cast, "report.reader_added")) == 1


def test_a_barred_body_is_neither_offered_nor_added(cast, ngo, police):
    dana = Dana(cast, ngo, barred=(police,))
    assert police not in dana.mailbox().others
    with pytest.raises(NotNow):
        dana.does(add_recipient, organisation=police)


@pytest.mark.parametrize("key", ["madrid.ngo", "madrid.hall", "bradford.police"])
def test_who_has_it_takes_no_reports_or_is_elsewhere_cannot_be_added(cast, dana, key):
    with pytest.raises(NotNow):
        dana.does(add_recipient, organisation=cast.organisations[key])


def test_a_barred_body_is_barred_from_each_message_too(cast, acting, ngo, police):
    dana = Dana(cast, ngo, barred=(police,))
    message = dana.does(write_message, text="Hello", readers=[ngo.pk])
    acting(cast.nadia)
    assert BarredReader.objects.filter(record_id=message.pk, organisation=police).exists()


# ---- erasure


def test_asking_to_erase_names_a_date_and_asking_again_gives_the_same_request(cast, acting, dana, ngo):
    recipient = dana.reader(ngo).recipient.pk
    first = dana.does(request_erasure, recipient_id=recipient, now=NOW)
    second = dana.does(request_erasure, recipient_id=recipient, now=NOW)
    assert first == second
    assert first.answer_by == date(2026, 12, 22)
    assert dana.reader(ngo).erasure_by == date(2026, 12, 22)
    assert not dana.reader(ngo).may_ask
    acting(cast.nadia)
    assert ErasureRequest.objects.count() == 1
    assert len(events(acting, cast, "erasure.requested")) == 1


def test_there_is_nothing_to_erase_where_nobody_ever_opened_it(cast, both, police):
    recipient = both.reader(police).recipient.pk
    both.does(withdraw_recipient, recipient_id=recipient)
    with pytest.raises(NotNow):
        both.does(request_erasure, recipient_id=recipient)


def test_nobody_asks_for_a_recipient_that_is_not_there(cast, dana):
    with pytest.raises(ReportNotFound):
        dana.does(request_erasure, recipient_id=new_id())


# ---- promises


def test_the_page_says_until_when_an_answer_comes_and_whether_it_is_late(cast, acting, dana, ngo):
    first = dana.reader(ngo)
    assert first.promised_on == first.recipient.acknowledge_by
    assert not first.late
    later = dana.mailbox(datetime(2030, 1, 1, tzinfo=UTC)).readers[0]
    assert later.late
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    answer_report(report=dana.report, text="We will call you.", by=nadia)
    answered = dana.reader(ngo)
    assert answered.acknowledged
    assert answered.promised_on == answered.recipient.feedback_by


def test_what_they_may_keep_comes_from_the_countrys_pack(cast, dana):
    assert what_they_may_keep(dana.report, "es").lang == "es"
    dana.report.city.country = "zz"
    assert what_they_may_keep(dana.report, "es") is None


# ---- all or nothing


@pytest.mark.parametrize("act", ["write", "treatment", "withdraw", "add", "erase"])
def test_what_the_log_cannot_tell_of_has_not_happened(cast, acting, monkeypatch, both, ngo, act):
    recipient = both.reader(ngo).recipient.pk
    acts = {
        "write": lambda: both.does(write_message, text="Hello", readers=[ngo.pk]),
        "treatment": lambda: both.does(tell_treatment, respect=1, text="", readers=[ngo.pk]),
        "withdraw": lambda: both.does(withdraw_recipient, recipient_id=recipient),
        "erase": lambda: both.does(request_erasure, recipient_id=recipient),
    }
    if act == "add":
        both = Dana(cast, ngo)
        acts["add"] = lambda: both.does(add_recipient, organisation=cast.organisations["madrid.police"])
    before = both.mailbox()

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(operations, "record_event", broken)
    with pytest.raises(RuntimeError, match="no log"):
        acts[act]()
    assert both.mailbox() == before


def test_withdrawing_while_it_is_being_opened_leaves_no_reader(cast, acting, both, police):
    """Alice's request had found the report when Dana took it back: noting the opening comes first, and then there is no key."""
    alice = acting(cast.alice)
    report = get_report_for(alice, both.report.reference)
    row = Recipient.objects.get(report=report, organisation=police)
    both.does(withdraw_recipient, recipient_id=row.pk)
    acting(cast.alice)
    with pytest.raises((RecordNotFound, Recipient.DoesNotExist)):
        read_report(report=report, by=alice, now=NOW)
