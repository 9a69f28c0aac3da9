"""A report on somebody's desk, and entering one for somebody."""

import html
import re

import pytest
from django.urls import reverse

from proximity.audit.models import AuditEvent
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, as_role
from proximity.reporting.access import get_report_by_receipt, get_report_for, open_report, own_recipient
from proximity.reporting.factories import TOLD
from proximity.reporting.models import Message, Recipient, Report
from proximity.reporting.operations.mailbox import request_erasure, withdraw_recipient, write_message
from proximity.reporting.queries import actions
from proximity.reporting.queries.actions import ReportAction, offer_on_report
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.states import Channel, Consent, RecipientStatus
from proximity.reporting.tests.people import Dana, read_as

pytestmark = pytest.mark.django_db
CAREFUL = Answers(
    city="madrid", what="He shouted.\nThen he spat.", when_precision="exact", when_date="2026-11-20", perceived="yes",
    why="He said “go home”.", grounds=("RACE",), officer="yes", officer_body="state", contact_how="phone",
    contact_address="600 000 000", contact_message="no", contact_hide_from="My brother", wishes=("support",),
)  # fmt: skip


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
def nadia(workspace, cast, dana):
    return workspace(cast.nadia)


def page_of(dana, act=""):
    return f"/reports/{dana.report.reference}/{act}"


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def stands(cast, acting, dana):
    return own_recipient(dana.report, by=acting(cast.nadia))


# ---- reading


def test_opening_shows_what_was_told_and_leaves_its_trace(cast, acting, nadia, dana):
    page = text_of(nadia.get(page_of(dana)))
    assert TOLD.what in page
    assert TOLD.why in page
    assert "Somebody contacts me" in page
    assert "Being read" in page
    assert stands(cast, acting, dana).status == RecipientStatus.BEING_READ
    assert AuditEvent.objects.filter(action="report.opened", purpose="handling of the report").count() == 1


def test_who_must_not_know_stands_out_and_texts_keep_their_lines(cast, workspace, ngo):
    careful = Dana(cast, ngo, answers=CAREFUL)
    response = workspace(cast.nadia).get(page_of(careful))
    page = text_of(response)
    contact = page[page.index("Safe contact") : page.index("What was reported")]
    for words in ("By phone", "600 000 000", "My brother"):
        assert words in contact
    assert "He shouted.\nThen he spat." in html.unescape(response.content.decode())
    assert "20 November 2026" in page
    assert "I know the day" not in page


def test_without_another_way_of_contact_the_page_says_so(nadia, dana):
    assert "The person left no other way of contact" in text_of(nadia.get(page_of(dana)))


def test_what_was_skipped_is_said_to_be_skipped(cast, workspace, ngo):
    brief = Dana(cast, ngo, answers=Answers(what="He shouted."))
    assert text_of(workspace(cast.nadia).get(page_of(brief))).count("The person did not say.") == 2


@pytest.mark.parametrize("who", ["alice", "stefan", "charlie", "noor"])
@pytest.mark.parametrize("act", ["", "answer/", "close/", "erasure/"])
def test_absent_and_forbidden_are_the_same_page(cast, workspace, dana, who, act):
    browser = workspace(getattr(cast, who))
    there, absent = browser.get(page_of(dana, act)), browser.get(f"/reports/R-NOSUCH/{act}")
    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content


def test_forwarding_is_not_there_for_the_police(cast, workspace, dana):
    assert workspace(cast.alice).get(page_of(dana, "forward/")).status_code == 404


def test_a_report_that_vanishes_while_it_is_opened_is_not_there(monkeypatch, nadia, dana):
    def gone(**_values):
        raise Recipient.DoesNotExist

    monkeypatch.setattr("proximity.reporting.views.staff_report.read_report", gone)
    assert nadia.get(page_of(dana)).status_code == 404


def test_what_another_area_offers_stands_as_a_button(monkeypatch, nadia, dana):
    monkeypatch.setattr(actions, "_offers", [])
    offers = (
        lambda report, _by: ReportAction("Open as case", f"/cases/from/{report.reference}/"),
        lambda _report, _by: ReportAction("See the case", "/cases/MAD-1/", post=False),
        lambda _report, _by: None,
    )
    for offer in (*offers, offers[0]):
        offer_on_report(offer)
    page = text_of(nadia.get(page_of(dana)))
    assert page.count("Open as case") == 1
    assert f'<form method="post" action="/cases/from/{dana.report.reference}/">' in page
    assert '<a class="button" href="/cases/MAD-1/">See the case</a>' in page


# ---- writing


def test_answering_reaches_the_person(nadia, dana):
    nadia.get(page_of(dana))
    response = nadia.post(page_of(dana, "answer/"), {"text": "We are here."}, follow=True)
    assert "Sent. The person reads it with the code." in text_of(response)
    assert "We are here." in text_of(response)
    assert dana.mailbox().talk[0].text == "We are here."


def test_an_empty_answer_is_asked_for_again(nadia, dana):
    nadia.get(page_of(dana))
    response = nadia.post(page_of(dana, "answer/"), {"text": " "})
    assert response.status_code == 422
    assert "Write something first." in text_of(response)
    assert nadia.get(page_of(dana, "answer/")).status_code == 200


def test_closing_tells_what_was_done(cast, acting, nadia, dana):
    nadia.get(page_of(dana))
    assert "What was done?" in text_of(nadia.get(page_of(dana, "close/")))
    nadia.post(page_of(dana, "close/"), {"text": "We went with her to the police."})
    assert stands(cast, acting, dana).status == RecipientStatus.CLOSED
    page = text_of(nadia.get(page_of(dana)))
    assert "Told what was done" in page
    assert "Tell what was done and close" not in page


def test_an_act_that_has_become_impossible_says_so(nadia, dana):
    response = nadia.post(page_of(dana, "answer/"), {"text": "Too early."}, follow=True)
    assert "not possible any more" in text_of(response)


# ---- handing on


def test_handing_on_with_a_recorded_consent_and_seeing_what_comes_of_it(cast, acting, workspace, nadia, dana, police):
    nadia.get(page_of(dana))
    assert police.name in text_of(nadia.get(page_of(dana, "forward/")))
    missing = nadia.post(page_of(dana, "forward/"), {"organisation": str(police.pk), "consent": ""})
    assert missing.status_code == 422
    nadia.post(page_of(dana, "forward/"), {"organisation": str(police.pk), "consent": "By phone, yes."})
    page = text_of(nadia.get(page_of(dana)))
    assert "By phone, yes." in page
    assert "consent recorded on" in page
    assert "Hand on to the police" not in page
    assert TOLD.what in text_of(workspace(cast.alice).get(page_of(dana)))
    seen = text_of(nadia.get(page_of(dana)))
    assert seen.count("Being read") >= 2


def test_a_barred_police_is_not_offered(cast, workspace, ngo, police):
    barred = Dana(cast, ngo, barred=(police,))
    browser = workspace(cast.nadia)
    assert "Hand on to the police" not in text_of(browser.get(page_of(barred)))
    refused = browser.post(page_of(barred, "forward/"), {"organisation": str(police.pk), "consent": "Yes."})
    assert refused.status_code == 422


# ---- taking back, erasing


def test_taken_back_stays_shut_until_somebody_says_why(cast, acting, nadia, dana, ngo):
    nadia.get(page_of(dana))
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk, reason="I am afraid.")
    page = text_of(nadia.get(page_of(dana)))
    assert "Stop using it" in page
    assert "I am afraid." in page
    assert TOLD.what not in page
    assert nadia.post(page_of(dana), {"purpose": ""}).status_code == 422
    opened = text_of(nadia.post(page_of(dana), {"purpose": "a court order"}))
    assert TOLD.what in opened
    acting(cast.nadia)
    assert AuditEvent.objects.filter(action="report.opened", purpose="a court order").exists()
    assert AuditEvent.objects.filter(action="report.withdrawal_seen").exists()


def test_granting_erasure_leads_back_to_an_inbox_without_it(cast, acting, nadia, dana, ngo):
    nadia.get(page_of(dana))
    assert nadia.get(page_of(dana, "erasure/")).status_code == 404
    dana.does(request_erasure, recipient_id=dana.reader(ngo).recipient.pk)
    assert "asks you to erase this report" in text_of(nadia.get(page_of(dana)))
    assert "cannot be undone" in text_of(nadia.get(page_of(dana, "erasure/")))
    response = nadia.post(page_of(dana, "erasure/"), {"granted": "yes", "reason": "Erased."}, follow=True)
    assert response.redirect_chain == [("/inbox/", 302)]
    assert "Erased here. The person was told." in text_of(response)
    assert nadia.get(page_of(dana)).status_code == 404
    assert dana.mailbox().talk[-1].text == "Erased."


def test_refusing_erasure_stays_on_the_report(nadia, dana, ngo):
    nadia.get(page_of(dana))
    dana.does(request_erasure, recipient_id=dana.reader(ngo).recipient.pk)
    assert nadia.post(page_of(dana, "erasure/"), {"granted": "", "reason": "x"}).status_code == 422
    response = nadia.post(page_of(dana, "erasure/"), {"granted": "no", "reason": "A court needs it."}, follow=True)
    page = text_of(response)
    assert "Decided. The person was told why." in page
    assert "Erasure refused" in page


def test_a_request_after_taking_back_can_be_decided(nadia, dana, ngo):
    nadia.get(page_of(dana))
    recipient = dana.reader(ngo).recipient.pk
    dana.does(withdraw_recipient, recipient_id=recipient)
    dana.does(request_erasure, recipient_id=recipient)
    assert reverse("reports:erasure", kwargs={"reference": dana.report.reference}) in text_of(nadia.get(page_of(dana)))


def test_what_the_person_adds_is_seen_and_counted_as_read(nadia, dana, ngo):
    dana.does(write_message, text="He wore a red cap.", facts=True, readers=[ngo.pk])
    page = text_of(nadia.get(page_of(dana)))
    assert "He wore a red cap." in page
    assert "More about what happened" in page
    assert "new message" not in text_of(nadia.get("/inbox/"))


# ---- entering


ENTERED = {
    "channel": "phone", "language": "es", "consent": "Asked for it on the phone.", "what": "He shouted at her.",
    "perceived": "yes", "why": "Because of her scarf.", "wishes": ["support"], "standing": "victim",
}  # fmt: skip


def enter(browser, **typed):
    form = text_of(browser.get("/reports/new/"))
    receipt = re.search(r'name="receipt" value="([^"]+)"', form)[1]
    return browser.post("/reports/new/", {"receipt": receipt, **ENTERED, **typed}), receipt


def code_in(response):
    return re.search(r'id="receipt-code">([^<]+)<', response.content.decode())[1]


def test_a_report_entered_at_the_desk_gives_its_code_and_lies_at_ones_own_organisation(cast, acting, workspace, ngo):
    response, _ = enter(workspace(cast.nadia))
    assert response.status_code == 200
    receipt = Receipt.parse(code_in(response))
    with as_role(PUBLIC):
        opened = get_report_by_receipt(receipt)
        assert opened.answers.what == "He shouted at her."
        assert opened.answers.city == "madrid"
    nadia = acting(cast.nadia)
    report = Report.objects.get()
    assert (report.channel, report.language, report.entered_by) == (Channel.PHONE, "es", nadia.person_id)
    row = own_recipient(report, by=nadia)
    assert row.consent == Consent.RECORDED
    opened = open_report(report, by=nadia)
    note = opened.key.open_text(bytes(row.consent_note), table="reporting_recipient", column="consent_note", row=row.pk)
    assert note == "Asked for it on the phone."


def test_the_sheet_to_hand_over_speaks_the_persons_language_and_says_what_she_needs(cast, workspace, ngo):
    response, _ = enter(workspace(cast.nadia))
    sheet = re.search(
        r'<div class="stack" data-paper-only lang="es">(.*?)</div>\s*<div class="actions"', text_of(response), re.DOTALL
    )[1]
    for said in (
        "/es/mailbox/",
        "Quien tenga esta hoja",
        "Llame al 112",
        "Quién puede leerlo",
        ngo.name,
        "como tarde el",
    ):
        assert said in sheet
    assert "Hand this code over now" in text_of(response)


def test_sent_twice_it_is_one_report_with_the_same_code(cast, acting, workspace):
    browser = workspace(cast.nadia)
    first, receipt = enter(browser)
    second = browser.post("/reports/new/", {"receipt": receipt, **ENTERED})
    assert code_in(first) == code_in(second)
    acting(cast.nadia)
    assert Report.objects.count() == 1


def test_a_receipt_that_is_none_of_ours_is_replaced(cast, acting, workspace):
    response = workspace(cast.nadia).post("/reports/new/", {"receipt": "rubbish", **ENTERED})
    assert Receipt.parse(code_in(response))


def test_others_read_it_only_when_the_person_agreed(cast, acting, workspace, police):
    enter(workspace(cast.nadia), others=[str(police.pk)])
    alice = acting(cast.alice)
    assert read_as(alice, Report.objects.get()).answers.what == "He shouted at her."


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(cast, acting, workspace):
    response, _ = enter(workspace(cast.nadia), what="", consent="", why="Because of her scarf.")
    assert response.status_code == 422
    page = text_of(response)
    assert 'href="#id_what"' in page
    assert 'href="#id_consent"' in page
    assert page.count('id="error-summary"') == 1
    assert "Because of her scarf." in page
    acting(cast.nadia)
    assert not Report.objects.exists()


def test_a_complaint_about_ones_own_police_is_not_taken_here(cast, acting, workspace):
    response, _ = enter(workspace(cast.alice), officer="local")
    assert response.status_code == 422
    assert "about your own organisation" in text_of(response)
    assert "He shouted at her." in text_of(response)
    acting(cast.alice)
    assert not Report.objects.exists()


def test_the_police_complained_about_cannot_be_ticked(cast, acting, workspace, police):
    response, _ = enter(workspace(cast.nadia), officer="unknown", others=[str(police.pk)])
    assert response.status_code == 422
    assert "must not read it" in text_of(response)
    response, _ = enter(workspace(cast.nadia), officer="unknown")
    assert response.status_code == 200
    nadia = acting(cast.nadia)
    reference = Report.objects.get().reference
    assert get_report_for(nadia, reference)
    assert not Message.objects.exists()


def test_where_nobody_else_takes_reports_nobody_else_is_asked_for(cast, workspace, police):
    with as_role("owner"):
        type(police).objects.filter(pk=police.pk).update(accepts_reports=False)
    browser = workspace(cast.nadia)
    assert "Who else may read it?" not in text_of(browser.get("/reports/new/"))
    response, _ = enter(browser)
    assert response.status_code == 200


def test_who_may_not_enter_reports_finds_no_form(cast, workspace):
    assert workspace(cast.lars).get("/reports/new/").status_code == 403


def test_who_was_not_safe_is_seen_at_once(cast, workspace, ngo):
    unsafe = Dana(cast, ngo, answers=Answers(what="He shouted.", safe_now="no"))
    browser = workspace(cast.nadia)
    assert "not safe" in text_of(browser.get("/inbox/"))
    assert "Think of safety first" in text_of(browser.get(page_of(unsafe)))
