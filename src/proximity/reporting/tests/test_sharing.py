"""Handing on needs the person's word; erasing answers her first and then leaves nobody here with a key."""

import pytest

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.audit.models import AuditEvent
from proximity.reporting.access import (
    ReportNotFound,
    get_erasure_request_for,
    get_report_for,
    open_report,
    own_recipient,
    police_not_asked,
)
from proximity.reporting.factories import TOLD
from proximity.reporting.models import ErasureRequest, Message, Recipient, Report
from proximity.reporting.operations import sharing
from proximity.reporting.operations.handling import answer_report
from proximity.reporting.operations.mailbox import request_erasure, withdraw_recipient, write_message
from proximity.reporting.operations.sharing import decide_erasure, forward_report
from proximity.reporting.queries.talk import talk_for
from proximity.reporting.rules.states import Consent, MessageKind, NotNow, RecipientStatus
from proximity.reporting.tests.people import NOW, Dana, read_as

pytestmark = pytest.mark.django_db
CONSENT = "By phone on 24 November: she wants the police to know."


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
def nadia(cast, acting, dana):
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    return nadia


def asked(dana, ngo):
    dana.does(request_erasure, recipient_id=dana.reader(ngo).recipient.pk, now=NOW)


# ---- handing on


def test_the_police_get_the_report_and_the_facts_and_the_person_reads_on_whose_word(cast, acting, dana, nadia, police):
    dana.does(write_message, text="He wore a red cap.", facts=True, readers=[nadia.organisation.pk])
    dana.does(write_message, text="Please be discreet.", readers=[nadia.organisation.pk])
    acting(nadia)
    row = forward_report(report=dana.report, to=police, consent_note=CONSENT, by=nadia, now=NOW)
    assert (row.consent, row.consent_taken_by) == (Consent.RECORDED, nadia.person_id)
    assert CONSENT.encode() not in bytes(row.consent_note)
    line = dana.reader(police)
    assert (line.by_staff, line.consent_note) == (True, CONSENT)
    acting(nadia)
    assert AuditEvent.objects.get(action="report.forwarded").label == f"{dana.report.reference} → {police.name}"
    alice = acting(cast.alice)
    assert open_report(get_report_for(alice, dana.report.reference), by=alice).answers == TOLD
    assert [line.text for line in talk_for(dana.report, by=alice)] == ["He wore a red cap."]


def test_the_ngo_sees_what_came_of_it(cast, acting, dana, nadia, police):
    forward_report(report=dana.report, to=police, consent_note=CONSENT, by=nadia)
    alice = acting(cast.alice)
    read_as(alice, dana.report)
    acting(nadia)
    assert Recipient.objects.get(organisation=police).status == RecipientStatus.BEING_READ


def test_without_a_recorded_consent_nothing_is_handed_on(dana, nadia, police):
    with pytest.raises(ValueError, match="consent"):
        forward_report(report=dana.report, to=police, consent_note="  ", by=nadia)
    assert Recipient.objects.count() == 1


def test_the_police_hand_nothing_on(cast, acting, ngo, police):
    dana = Dana(cast, police)
    alice = acting(cast.alice)
    read_as(alice, dana.report)
    with pytest.raises(NotAllowed):
        forward_report(report=dana.report, to=ngo, consent_note=CONSENT, by=alice)


def test_only_police_that_take_reports_and_are_not_barred_can_be_chosen(cast, acting, ngo, police):
    dana = Dana(cast, ngo, barred=(police,))
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    assert police_not_asked(dana.report) == []
    for key in ("madrid.police", "madrid.state", "madrid.hall", "bradford.police"):
        with pytest.raises(NotNow):
            forward_report(report=dana.report, to=cast.organisations[key], consent_note=CONSENT, by=nadia)


def test_what_was_taken_back_is_not_handed_on(acting, dana, nadia, ngo, police):
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk)
    acting(nadia)
    with pytest.raises(NotNow):
        forward_report(report=dana.report, to=police, consent_note=CONSENT, by=nadia)


# ---- erasing


def test_granted_the_answer_is_written_first_and_then_nobody_here_holds_a_key(acting, dana, nadia, ngo):
    dana.does(write_message, text="Hello", readers=[ngo.pk], now=NOW)
    acting(nadia)
    answer_report(report=dana.report, text="We heard you.", by=nadia, now=NOW)
    asked(dana, ngo)
    acting(nadia)
    request = get_erasure_request_for(dana.report, by=nadia)
    decide_erasure(request=request, granted=True, reason="We have erased it.", by=nadia, now=NOW)
    assert not Report.objects.exists()
    assert not Message.objects.exists()
    assert not ErasureRequest.objects.exists()
    assert not KeyWrap.objects.exists()
    assert AuditEvent.objects.get(action="erasure.granted").label == dana.report.reference
    last = dana.mailbox().talk[-1]
    assert (last.kind, last.text) == (MessageKind.ERASURE, "We have erased it.")
    line = dana.reader(ngo)
    assert line.recipient.status == RecipientStatus.ERASED
    assert not line.may_withdraw
    assert not line.may_ask


def test_granted_at_one_recipient_the_other_keeps_its_key(cast, acting, ngo, police):
    dana = Dana(cast, ngo, police)
    asked(dana, ngo)
    nadia = acting(cast.nadia)
    decide_erasure(request=get_erasure_request_for(dana.report, by=nadia), granted=True, reason="Done.", by=nadia)
    alice = acting(cast.alice)
    assert read_as(alice, dana.report).answers == TOLD


def test_refused_she_reads_why_and_everything_else_stays(acting, dana, nadia, ngo):
    asked(dana, ngo)
    acting(nadia)
    request = get_erasure_request_for(dana.report, by=nadia)
    decide_erasure(request=request, granted=False, reason="The court needs it until May.", by=nadia, now=NOW)
    assert own_recipient(dana.report, by=nadia).status == RecipientStatus.BEING_READ
    assert (request.decided_at, request.decided_by, request.granted) == (NOW, nadia.person_id, False)
    assert dana.mailbox().talk[-1].text == "The court needs it until May."
    with pytest.raises(ReportNotFound):
        get_erasure_request_for(dana.report, by=nadia)
    assert dana.reader(ngo).may_ask


def test_what_was_decided_or_asked_of_others_is_not_decided_here(cast, acting, ngo, police):
    dana = Dana(cast, ngo, police)
    asked(dana, police)
    nadia = acting(cast.nadia)
    elsewhere = ErasureRequest.objects.get()
    with pytest.raises(NotNow):
        decide_erasure(request=elsewhere, granted=True, reason="x", by=nadia)
    alice = acting(cast.alice)
    request = get_erasure_request_for(dana.report, by=alice)
    decide_erasure(request=request, granted=False, reason="x", by=alice)
    with pytest.raises(NotNow):
        decide_erasure(request=request, granted=True, reason="x", by=alice)


def test_taken_back_after_it_was_opened_it_can_still_be_erased(acting, dana, nadia, ngo):
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk)
    asked(dana, ngo)
    acting(nadia)
    decide_erasure(request=get_erasure_request_for(dana.report, by=nadia), granted=True, reason="Done.", by=nadia)
    assert not Report.objects.exists()


@pytest.mark.parametrize("act", ["forward", "grant", "refuse"])
def test_what_the_log_cannot_tell_of_has_not_happened(acting, monkeypatch, dana, nadia, ngo, police, act):
    asked(dana, ngo)
    acting(nadia)
    request = get_erasure_request_for(dana.report, by=nadia)
    acts = {
        "forward": lambda: forward_report(report=dana.report, to=police, consent_note=CONSENT, by=nadia),
        "grant": lambda: decide_erasure(request=request, granted=True, reason="x", by=nadia),
        "refuse": lambda: decide_erasure(request=request, granted=False, reason="x", by=nadia),
    }

    def everything():
        tables = (Report, Recipient, Message, KeyWrap, ErasureRequest)
        return [list(table.objects.values()) for table in tables]

    before = everything()

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(sharing, "record_event", broken)
    with pytest.raises(RuntimeError, match="no log"):
        acts[act]()
    assert everything() == before
