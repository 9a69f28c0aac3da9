"""Nadia at the NGO: signs in, reads, answers, hands on with a recorded word, enters a report by phone, sees what came of it."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.fields import tick
from tests.journeys.person import Form, open_mailbox, receipt_code
from tests.journeys.workplace import open_from_inbox, press, reference_on, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser

NGO, POLICE = "Acogida Madrid", "Policía Municipal"


def test_she_signs_in_with_password_and_a_one_time_code_that_opens_only_once(desk: Page, demo: Demo) -> None:
    account, code = demo.account("Noor"), demo.one_time_code("Noor")
    desk.goto(f"{demo.staff}/inbox/")
    assert urlsplit(desk.url).path == "/sign-in/"
    desk.locator("[name=login]").fill(account["e-mail"])
    desk.locator("[name=password]").fill("not her password")
    press(desk)
    expect(desk.locator("#error-summary")).to_be_visible()
    expect(desk.locator("[name=login]")).to_have_value(account["e-mail"])
    desk.locator("[name=password]").fill(account["password"])
    press(desk)
    desk.locator("[name=code]").fill(code)
    press(desk)
    expect(desk).to_have_url(f"{demo.staff}/inbox/")
    desk.locator("header form[action$='/sign-out/'] button").click()
    desk.goto(f"{demo.staff}/inbox/")
    desk.locator("[name=login]").fill(account["e-mail"])
    desk.locator("[name=password]").fill(account["password"])
    press(desk)
    desk.locator("[name=code]").fill(code)
    press(desk)
    refused_beside(desk, "code")


def test_she_answers_a_report_and_hands_it_on_only_with_a_recorded_word(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    code = Form(phone).to_summary(demo, "es", "Me escupieron en la plaza.", NGO, perceived="yes").send()
    open_mailbox(phone, demo, "es", code)
    reference = reference_on(phone.locator("main"))
    nadia = at_work("Nadia")
    open_from_inbox(nadia, demo, reference)
    expect(nadia.locator("main")).to_contain_text("Me escupieron en la plaza.")

    nadia.locator("textarea[name=text]").fill("Estamos aquí. ¿Quiere que hablemos mañana?")
    nadia.locator(f"form[action$='/{reference}/answer/'] button").first.click()
    expect(nadia.locator("ol.talk")).to_contain_text("¿Quiere que hablemos mañana?")
    phone.reload()
    expect(phone.locator("ol.talk")).to_contain_text("¿Quiere que hablemos mañana?")

    alice = at_work("Alice", f"/reports/{reference}/")
    assert "Me escupieron" not in alice.content()
    expect(alice.locator("h1")).not_to_contain_text(reference)

    _nothing_is_handed_on_without_consent(nadia)
    nadia.locator("textarea[name=consent]").fill("Por teléfono hoy, después de explicarle que la policía puede actuar.")
    press(nadia)
    police = nadia.locator("aside li:has(.badge)", has_text=POLICE)
    before = police.locator(".badge").inner_text()
    expect(police).to_contain_text("Por teléfono hoy")

    open_from_inbox(alice, demo, reference)
    expect(alice.locator("main")).to_contain_text("Me escupieron en la plaza.")
    phone.reload()
    expect(phone.locator("article.card", has_text=POLICE)).to_contain_text("Por teléfono hoy")

    alice.goto(f"{demo.staff}/reports/{reference}/close/")
    alice.locator("textarea[name=text]").fill("Hemos pedido las grabaciones de la plaza.")
    press(alice)
    nadia.reload()
    expect(police.locator(".badge")).to_have_attribute("data-kind", "success")
    assert police.locator(".badge").inner_text() != before
    expect(nadia.locator("ol.timeline")).to_contain_text(POLICE)
    phone.reload()
    expect(phone.locator("ol.talk")).to_contain_text("Hemos pedido las grabaciones")
    assert "Hemos pedido las grabaciones" not in nadia.content(), "what the police told the person is hers"


def _nothing_is_handed_on_without_consent(page: Page) -> None:
    page.locator("aside a[href$='/forward/']").click()
    press(page)
    refused_beside(page, "consent")


def test_she_enters_a_report_by_phone_and_reads_out_the_code(phone: Page, demo: Demo, at_work: AtWork) -> None:
    nadia = at_work("Nadia", "/inbox/")
    nadia.locator("a[href$='/reports/new/']").click()
    nadia.locator("[name=what]").fill("En la tienda me dijeron que no atienden a gente como yo.")
    tick(nadia, "perceived", "yes")
    tick(nadia, "channel", "phone")
    tick(nadia, "language", "es")
    press(nadia)
    refused_beside(nadia, "consent")
    expect(nadia.locator("[name=what]")).to_have_value("En la tienda me dijeron que no atienden a gente como yo.")
    nadia.locator("[name=consent]").fill("Llamó ella misma y lo pidió.")
    press(nadia)
    code = receipt_code(nadia)
    reference = reference_on(nadia.locator("main"))
    nadia.locator(f"main a[href$='/reports/{reference}/']").click()
    expect(nadia.locator("main")).to_contain_text("no atienden a gente como yo")
    assert code not in nadia.content()

    open_mailbox(phone, demo, "es", code)
    expect(phone.locator("article.card", has_text=NGO)).to_contain_text("Llamó ella misma y lo pidió.")
    expect(phone.locator("article.card", has_text=POLICE)).to_have_count(0)
