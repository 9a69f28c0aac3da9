"""Stefan of the state police: sees what was referred and nothing else, asks, accepts, works on it, and passes it on."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.journeys.referring import accept, go_to_referral, hears, refer, refer_a_report, say
from tests.running import Demo

pytestmark = pytest.mark.browser

TOLD = "Un hombre nos escupió en la parada y dijo «fuera de aquí»."
NGO, POLICE = "Acogida Madrid", "Policía Municipal"


def test_he_asks_accepts_and_passes_on_what_local_police_may_only_refer_to_him(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    look, alice, stefan = Look(), at_work("Alice"), at_work("Stefan")
    referred = refer_a_report(
        phone, demo, alice, TOLD, NGO, POLICE, lang="es", city="madrid", to="Policía Nacional",
        look=lambda page, name: look.at(page, f"Alice, {name}"),
    )  # fmt: skip
    expect(
        alice.locator("#referral details", has_text="Fiscalía")
    ).to_be_attached()  # named by the law, and not offered
    look.at(alice, "Alice, case with a referral")
    hears(phone, "Policía Nacional", "como le pide la ley")

    stefan.goto(f"{demo.staff}/")
    stefan.locator("[data-item] a", has_text=referred.referral).click()
    expect(stefan.locator("main#main")).to_contain_text(TOLD)
    look.at(stefan, "Stefan, referral")
    assert stefan.goto(f"{demo.staff}/cases/{referred.case}/").status == 404
    say(stefan, demo, referred.referral, "ask", "¿Hubo testigos?")
    look.at(stefan, "Stefan, asked")

    alice.goto(f"{demo.staff}/cases/{referred.case}/")
    expect(alice.locator("#referral")).to_contain_text("¿Hubo testigos?")
    alice.locator("#referral a[href*='refer-reply']").click()
    look.at(alice, "Alice, answer to a question")
    alice.locator("#referral textarea").fill("Sí, el conductor.")
    alice.locator("#referral form.compact button").click()
    expect(alice.locator("#referral")).to_contain_text("Sí, el conductor.")

    go_to_referral(stefan, demo, referred.referral)
    expect(stefan.locator("main#main")).to_contain_text("Sí, el conductor.")
    accept(stefan, demo, referred.referral)
    expect(stefan.locator("#reported")).to_contain_text(TOLD)
    look.at(stefan, "Stefan, case of a referral")
    hears(phone, "como le pide la ley", "Policía Nacional", "se ha hecho cargo de su caso")
    own = stefan.locator("#case-title").inner_text().split(" ")[0]
    _adds_an_indicator(stefan)
    onward = refer(stefan, demo, own, "Fiscalía")
    petra = at_work("Petra")
    go_to_referral(petra, demo, onward)
    expect(petra.locator("main#main")).to_contain_text("BI-10")
    expect(petra.locator("main#main")).to_contain_text("Stefan")
    look.check()


def test_he_takes_back_what_nobody_opened_and_hands_a_file_to_a_body_without_an_account(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    look, alice = Look(), at_work("Alice")
    referred = refer_a_report(
        phone, demo, alice, "Nos gritaron en la calle.", NGO, POLICE, lang="es", city="madrid", to="Policía Nacional"
    )
    alice.locator("#referral a[href*='refer-withdraw']").click()
    look.at(alice, "Alice, taking back")
    alice.locator("#referral form.compact button").click()
    expect(alice.locator("#referral a[href*='refer-withdraw']")).to_have_count(0)
    stefan = at_work("Stefan")
    assert stefan.goto(f"{demo.staff}/referrals/{referred.referral}/").status == 404

    refer(alice, demo, referred.case, "Guardia Civil")
    alice.locator("#referral form[action$='/file/make/'] button").click()
    expect(alice.locator("#passphrase")).to_be_visible()
    look.at(alice, "Alice, passphrase")
    with alice.expect_download() as fetched:
        alice.locator("a[href$='/file/']").click()
    assert fetched.value.path().read_bytes().startswith(b"age-encryption.org/v1")
    alice.locator("a[href$='/file/receipt/']").click()
    look.at(alice, "Alice, receipt")
    alice.goto(f"{demo.staff}/cases/{referred.case}/")
    alice.locator("#referral a[href*='refer-receipt']").click()
    look.at(alice, "Alice, recording the receipt")
    alice.locator("#referral [name=name]").fill("Registro de la comandancia")
    alice.locator("#referral form.compact button").click()
    expect(alice.locator("#referral")).to_contain_text("Registro de la comandancia")
    look.check()


def _adds_an_indicator(page: Page) -> None:
    page.locator("#indicators [data-edit]").click()
    page.locator("#indicators select[name=code]").select_option("BI-10")
    page.locator("#indicators [name=quote]").fill("fuera de aquí")
    for name, value in (("direction", "for"), ("strength", "strong")):
        page.locator(f'#indicators .choice:has([name="{name}"][value="{value}"]) label').click()
    page.locator("#indicators form.compact button").click()
    expect(page.locator("#indicators tbody tr")).to_have_count(1)
