"""The pages of both sides: choose, look, confirm; read, ask, answer, accept, send back; enter what comes of it."""

import re

import pytest
from django.urls import reverse

from proximity.cases.factories import assess_case, make_case
from proximity.cases.jobs import tell_waiting_steps
from proximity.cases.models import Case, ProceedingsStep, Referral, ReferralParcel
from proximity.cases.operations.parcels import make_parcel
from proximity.cases.operations.receiving import ask_sender, return_referral
from proximity.cases.queries.referrals import home_items, referral_list, waiting_count
from proximity.cases.tests.referrals import (
    TO_GUARDIA,
    TO_STATE,
    at_petra,
    entered,
    refer,
    returned,
    seen_by,
    step,
    suspected,
)
from proximity.cases.views.referrals import ACTS
from proximity.foundation.testing import forget_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed(case, alice):
    return suspected(assess_case(case, by=alice), alice)


def url(name, thing, **query):
    return reverse(f"cases:{name}", kwargs={"reference": thing.reference}, query=query or None)


def text(page):
    return page.content.decode()


CHOSEN = {"way": TO_STATE, "basis": "duty", "persons": "by_role"}


def test_alice_chooses_looks_and_confirms(assessed, cast, workspace):
    browser = workspace(cast.alice)
    page = browser.get(url("refer", assessed))
    assert "Falta confirmar" not in text(page)
    assert "Not offered: whether your organisation goes by this rule" in text(page)
    look = browser.post(url("refer", assessed), CHOSEN)
    assert look.status_code == 200
    assert "What Policía Nacional will see" in text(look)
    assert "<strong>Stefan</strong>" in text(look)
    assert not Referral.objects.exists()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', text(look)).group(1)
    sent = browser.post(url("refer", assessed), CHOSEN | {"seen": seen})
    assert sent.url == url("case", assessed, at="referral") + "#referral"
    entered(cast.alice)
    assert Referral.objects.get().reference == f"{assessed.reference}-R1"
    again = browser.post(url("refer", assessed), CHOSEN | {"seen": seen})
    assert again.status_code == 302
    assert "sent, not opened yet" in text(browser.get(url("case", assessed)))


def test_what_changed_since_the_look_is_shown_before_it_is_sent(assessed, cast, workspace):
    browser = workspace(cast.alice)
    page = browser.post(url("refer", assessed), CHOSEN | {"seen": "0" * 64})
    assert page.status_code == 409
    assert "The case has changed since you looked" in text(page)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"way": "nowhere"}, "Select a valid choice"),
        ({"basis": ""}, "Choose one."),
        ({"basis": "consent"}, "Write when and how the person agreed."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_all_stays(assessed, cast, workspace, chosen, said):
    page = workspace(cast.alice).post(url("refer", assessed), CHOSEN | {"consent": ""} | chosen)
    assert page.status_code == 422
    assert said in text(page)
    assert 'value="by_role"' in text(page)


def test_a_duty_without_an_offence_is_refused_beside_the_basis(case, cast, workspace):
    page = workspace(cast.alice).post(url("refer", case), CHOSEN)
    assert page.status_code == 422
    assert "The legal duty is about offences" in text(page)
    back = workspace(cast.alice).post(url("refer", case), CHOSEN | {"back": "1"})
    assert back.status_code == 200


def test_who_has_no_way_on_has_no_page(told, cast, acting, workspace):
    report = told(barred=["madrid.state"])
    case = make_case(report, by=acting(cast.alice))
    assert workspace(cast.alice).get(url("refer", case)).status_code == 404


def test_stefan_reads_asks_and_accepts_and_gets_a_case(assessed, cast, workspace):
    referral = refer(assessed, by=entered(cast.alice))
    browser = workspace(cast.stefan)
    assert referral.reference in text(browser.get("/"))
    assert referral.reference in text(browser.get(reverse("cases:referrals")))
    page = browser.get(url("referral", referral))
    assert "A man shouted at us on the bus" in text(page)
    assert "Alice" in text(page)
    assert browser.get(url("referral_ask", referral)).url.endswith("?edit=ask#answer")
    assert "What do you need to know?" in text(browser.get(url("referral", referral, edit="ask")))
    assert browser.post(url("referral_ask", referral), {"text": ""}).status_code == 422
    assert browser.post(url("referral_ask", referral), {"text": " "}).status_code == 422
    browser.post(url("referral_ask", referral), {"text": "Who saw it?"})
    alice = workspace(cast.alice)
    shown = alice.get(url("case", assessed, edit="refer-reply", entry=str(referral.pk)))
    assert "Who saw it?" in text(shown)
    answered = alice.post(url("refer-reply", assessed), {"referral": referral.pk, "text": "The driver."})
    assert answered.status_code == 302
    assert alice.post(url("refer-reply", assessed), {"referral": referral.pk, "text": "Me."}).status_code == 409
    assert "The driver." in text(browser.get(url("referral", referral)))
    accepted = browser.post(url("referral_accept", referral))
    entered(cast.stefan)
    own = Case.objects.get()
    assert accepted.url == url("case", own)
    page = browser.get(accepted.url)
    assert "referred by Policía Municipal" in text(page)
    assert "The organisation that took the report writes to the person." in text(page)
    assert "Feedback" not in text(browser.get(url("case", own, edit="close")))
    assert "meantime" in text(browser.post(url("referral_accept", referral), follow=True))


def test_petra_sends_back_with_a_reason_that_the_sender_reads(assessed, cast, workspace):
    referral = refer(assessed, by=entered(cast.alice))
    browser = workspace(cast.stefan)
    browser.get(url("referral", referral))
    assert browser.post(url("referral_return", referral), {"text": ""}).status_code == 422
    browser.post(url("referral_return", referral), {"text": "Who saw it?"})
    assert "Sent back on" in text(browser.get(url("referral", referral)))
    alice = workspace(cast.alice)
    assert referral.reference in text(alice.get("/"))
    page = text(alice.get(url("case", assessed)))
    assert "Who saw it?" in page
    assert "Refer again" in page


def test_petra_enters_steps_and_corrects_one(assessed, cast, workspace):
    referral = at_petra(assessed, cast)
    browser = workspace(cast.petra)
    page = browser.get(url("referral", referral, edit="step"))
    assert "By which document?" in text(page)
    given = {"kind": "charged", "on": "2026-11-02", "source": "Document 311", "reasons": ""}
    for wrong in ({"kind": ""}, {"on": "2027-02-30"}, {"on": "2999-01-01"}, {"source": ""}, {"kind": "bias_kept"}):
        refused = browser.post(url("referral_step", referral), given | wrong)
        assert refused.status_code == 422, wrong
        assert 'value="Document 311"' in text(refused) or "source" in wrong
    browser.post(url("referral_step", referral), given)
    entered(cast.petra)
    made = ProceedingsStep.objects.get(kind="charged")
    page = browser.get(url("referral", referral, edit="correct", step=str(made.pk)))
    assert "Why is it corrected?" in text(page)
    assert "Why is it corrected?" not in text(browser.get(url("referral", referral, edit="correct", step="x")))
    browser.post(
        url("referral_correct", referral), given | {"step": made.pk, "kind": "not_charged", "reasons": "Wrong file."}
    )
    page = text(browser.get(url("referral", referral)))
    assert "corrected" in page
    assert "Wrong file." in page
    alice = text(workspace(cast.alice).get(url("case", assessed)))
    assert "No charge brought" in alice
    assert "Document 311" in alice


def test_alice_takes_back_what_nobody_opened(assessed, cast, workspace):
    referral = refer(assessed, by=entered(cast.alice))
    browser = workspace(cast.alice)
    page = browser.get(url("case", assessed, edit="refer-withdraw", entry=str(referral.pk)))
    assert "Take it back for good" in text(page)
    browser.post(url("refer-withdraw", assessed), {"referral": referral.pk})
    assert workspace(cast.stefan).get(url("referral", referral)).status_code == 404
    assert browser.post(url("refer-withdraw", assessed), {"referral": assessed.pk}).status_code == 409


def test_the_file_for_a_body_without_an_account_from_passphrase_to_receipt(assessed, cast, workspace, folders):
    referral = refer(assessed, by=entered(cast.alice), way=TO_GUARDIA)
    browser = workspace(cast.alice)
    assert "Make the encrypted file" in text(browser.get(url("case", assessed)))
    assert browser.get(url("receipt", referral)).status_code == 404
    assert browser.get(url("parcel", referral)).status_code == 404
    made = browser.post(url("make_parcel", referral))
    assert re.search(r'id="passphrase">(?:[0-9A-Z]{4}-){6}[0-9A-Z]{2}<', text(made))
    assert made.headers["Cache-Control"] == "no-store"
    fetched = browser.get(url("parcel", referral))
    assert b"".join(fetched.streaming_content).startswith(b"age-encryption.org/v1")
    assert f"{referral.reference}.zip.age" in fetched.headers["Content-Disposition"]
    entered(cast.alice)
    assert ReferralParcel.objects.get().sha256 in text(browser.get(url("receipt", referral)))
    form = browser.get(url("case", assessed, edit="refer-receipt", entry=str(referral.pk)))
    assert "Who signed the receipt?" in text(form)
    browser.post(url("refer-receipt", assessed), {"referral": referral.pk, "name": "A. Clerk", "on": "2026-11-02"})
    page = text(browser.get(url("case", assessed)))
    assert "Receipt signed by A. Clerk" in page
    assert url("referral", referral, edit="step") in page.replace("&amp;", "&")
    assert "No file could be made" in text(browser.post(url("make_parcel", referral), follow=True))


def test_a_lost_file_is_recorded(assessed, cast, workspace, folders):
    referral = refer(assessed, by=entered(cast.alice), way=TO_GUARDIA)
    make_parcel(referral=referral, by=cast.alice)
    browser = workspace(cast.alice)
    assert "Record as not received" in text(
        browser.get(url("case", assessed, edit="refer-lost", entry=str(referral.pk)))
    )
    browser.post(url("refer-lost", assessed), {"referral": referral.pk})
    assert "not received" in text(browser.get(url("case", assessed)))


@pytest.mark.parametrize("who", ["petra", "charlie"])
def test_another_organisation_gets_404_at_every_address(assessed, cast, workspace, who):
    referral = refer(assessed, by=entered(cast.alice))
    browser = workspace(getattr(cast, who))
    assert browser.get(url("referral", referral)).status_code == 404
    for name in ACTS:
        assert browser.post(url(f"referral_{name}", referral), {"text": "x"}).status_code == 404
    refer_page = browser.get(url("refer", assessed))
    assert refer_page.status_code == 404


@pytest.mark.parametrize("who", ["nadia", "lars", "ines"])
def test_a_role_without_referrals_finds_no_referral_and_no_list(assessed, cast, workspace, who):
    referral = refer(assessed, by=entered(cast.alice))
    browser = workspace(getattr(cast, who))
    assert browser.get(reverse("cases:referrals")).status_code == 403
    for address in (url("referral", referral), url("parcel", referral)):
        assert browser.get(address).status_code == 404


def test_the_list_is_read_page_by_page(assessed, cast, alice, monkeypatch):
    monkeypatch.setattr("proximity.cases.queries.referrals.PAGE", 1)
    first = refer(assessed, by=alice)
    returned_again = seen_by(cast.stefan, first)
    return_referral(referral=returned_again, reason="More.", by=cast.stefan)
    second = refer(assessed, by=entered(cast.alice))
    entered(cast.stefan)
    page = referral_list(cast.stefan, "received")
    assert [one.pk for one, _name in page.rows] == [second.pk]
    rest = referral_list(cast.stefan, "received", after=page.after)
    assert ([one.pk for one, _name in rest.rows], rest.after) == ([first.pk], None)
    entered(cast.alice)
    assert [name for _one, name in referral_list(cast.alice, "sent").rows] == ["Policía Nacional"]


def test_what_waits_stands_on_the_home_of_whose_turn_it_is(assessed, cast):
    referral = refer(assessed, by=entered(cast.alice))
    assert home_items(cast.alice) is None
    entered(cast.stefan)
    assert [item.label for item in home_items(cast.stefan).items] == [referral.reference]
    assert waiting_count(cast.stefan) == 1
    ask_sender(referral=referral, text="Who?", by=cast.stefan)
    assert home_items(cast.stefan).items == []
    entered(cast.alice)
    assert [item.label for item in home_items(cast.alice).items] == [referral.reference]
    assert home_items(entered(cast.nadia)) is None
    assert home_items(entered(cast.petra)).items == []


def test_what_came_back_waits_until_it_was_sent_again(assessed, cast):
    returned(assessed, cast)
    entered(cast.alice)
    assert len(home_items(cast.alice).items) == 1
    refer(assessed, by=cast.alice)
    assert home_items(cast.alice) is None


def test_nadia_reads_what_came_of_what_she_handed_on(assessed, cast, workspace):
    step(at_petra(assessed, cast), by=cast.petra)
    reference = seen_reference(assessed, cast)
    forget_context()
    tell_waiting_steps()
    page = text(workspace(cast.nadia).get(reverse("reports:report", kwargs={"reference": reference})))
    assert "What came of it" in page
    assert "somebody was charged" in page
    assert "Document 311" not in page


def seen_reference(case, cast):
    entered(cast.alice)
    return case.report.reference
