"""Alice tells rights, assesses needs and refers with consent; Nadia accepts; Dana reads what she was told."""

import re

import pytest
from playwright.sync_api import Page, expect

from proximity.foundation.testing import here_today
from tests.journeys.conftest import AtWork
from tests.journeys.fields import tick
from tests.journeys.looking import Look
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import open_case, open_form, open_from_inbox, press, reference_on, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser

NGO, POLICE = "Acogida Madrid", "Policía Municipal"
WISH, NEED, CONTACT = (
    "Quiere volver a casa sin cruzarse con él.",
    "Una abogada que hable árabe.",
    "600 000 000, de 9 a 11",
)


@pytest.fixture
def case(phone: Page, demo: Demo, at_work: AtWork) -> tuple[Page, str]:
    """Return Alice's page of a case that she opened from a report to the police, and its reference; Dana's mailbox is open."""
    form = Form(phone).to_summary(
        demo, "es", "Me siguió hasta el portal y me insultó.", POLICE, perceived="yes", safe_now="no"
    )
    open_mailbox(phone, demo, "es", form.send())
    reference = reference_on(phone.locator("main"))
    alice = at_work("Alice")
    open_from_inbox(alice, demo, reference)
    return alice, open_case(alice)


def test_rights_needs_and_support_from_first_contact(
    case: tuple[Page, str], phone: Page, demo: Demo, at_work: AtWork
) -> None:
    alice, reference = case
    look = Look()
    expect(alice.locator("#context .urgent")).to_have_count(2)
    _tell_rights(alice)
    phone.reload()
    expect(phone.locator("ol.talk")).to_contain_text("Desde el primer contacto tiene derecho a recibir información")
    expect(phone.locator("section[aria-labelledby=rights]")).to_contain_text("Sus derechos y ayuda")
    alice.locator("#needs a[href$='/needs/']").click()
    look.at(alice, "needs, empty")
    _assess(alice, look)
    _refer(alice, look)
    _nadia_accepts(at_work("Nadia", "/"), demo, look)
    alice.reload()
    look.at(alice, "needs")
    expect(alice.locator("#support article")).to_contain_text("La llamamos mañana.")
    for tried in ("/cases/", f"/cases/{reference}/", "/"):
        alice.goto(f"{demo.staff}{tried}")
        expect(alice.locator("main")).not_to_contain_text(WISH)
    look.check()


def test_a_suspect_is_named_only_with_reasons(case: tuple[Page, str], demo: Demo) -> None:
    alice, reference = case
    look = Look()
    open_form(alice, "persons", "suspect")
    alice.locator("#persons [name=name]").fill("Marcos Ficticio")
    alice.locator("#persons form.compact button").click()
    refused_beside(alice, "purpose")
    expect(alice.locator("#persons [name=name]")).to_have_value("Marcos Ficticio")
    look.at(alice, "suspect, without reasons")
    for name in ("purpose", "less", "fairness"):
        alice.locator(f"#persons [name={name}]").fill("Vive en la misma escalera.")
    alice.locator("#persons [name=keep_until]").fill(_day(30))
    alice.locator("#persons form.compact button").click()
    expect(alice.locator("#persons li")).to_have_count(1)
    look.at(alice, "suspect")
    alice.goto(f"{demo.staff}/cases/{reference}/")
    alice.locator("#persons a[href*='suspect-keep']").click()
    look.at(alice, "suspect, kept longer")
    look.check()


def test_the_guardian_in_conflict_stands_where_somebody_could_tell(case: tuple[Page, str], demo: Demo) -> None:
    alice, reference = case
    look = Look()
    open_form(alice, "persons", "person")
    alice.locator("#persons [name=role]").select_option("child")
    alice.locator("#persons [name=age_band]").select_option("under_14")
    alice.locator("#persons .choice:has([name=in_conflict]) label").click()
    alice.locator("#persons [name=trusted]").fill("Su tutora")
    alice.locator("#persons form.compact button").click()
    expect(alice.locator("#persons .notice")).to_contain_text("Su tutora")
    for address in (f"/cases/{reference}/?edit=answer", f"/cases/{reference}/needs/support/"):
        alice.goto(f"{demo.staff}{address}")
        expect(alice.locator("main .notice[data-kind=warning]").last).to_contain_text("Su tutora")
        look.at(alice, address)
    look.check()


def _tell_rights(alice: Page) -> None:
    alice.locator("#needs a[data-edit]").click()
    expect(alice.locator("#needs [name=way][value=mailbox]")).to_be_checked()
    alice.locator("#needs form.compact button").click()
    expect(alice.locator("#needs li[data-done]")).to_have_count(2)
    expect(alice.locator("#context")).not_to_contain_text("derechos")


def _assess(alice: Page, look: Look) -> None:
    alice.locator("a[href$='/needs/assess/']").click()
    press(alice)
    refused_beside(alice, "risk")
    look.at(alice, "assessment, unanswered")
    tick(alice, "risk", "raised")
    alice.locator("[name=wishes]").fill(WISH)
    alice.locator("[name=review_on]").fill(_day(7))
    press(alice)
    expect(alice.locator("main")).to_contain_text(WISH)


def _refer(alice: Page, look: Look) -> None:
    alice.locator("a[href$='/needs/support/']").click()
    partner = alice.locator("[name=service] option", has_text=NGO).get_attribute("value")
    alice.locator("[name=service]").select_option(partner)
    alice.locator("[name=need]").fill(NEED)
    press(alice)
    refused_beside(alice, "contact")
    look.at(alice, "referral, without contact")
    alice.locator("[name=contact]").fill(CONTACT)
    alice.locator("[name=scope]").fill("Mi teléfono y que necesito una abogada.")
    tick(alice, "way", "spoken")
    press(alice)
    expect(alice.locator("#support article")).to_contain_text(NEED)


def _nadia_accepts(nadia: Page, demo: Demo, look: Look) -> None:
    look.at(nadia, "Nadia's home")
    nadia.locator("nav.rail a[href='/support/']").click()
    look.at(nadia, "requests")
    nadia.locator("[data-item] a").first.click()
    expect(nadia.locator("main")).to_contain_text(CONTACT)
    expect(nadia.locator("main")).not_to_contain_text(re.compile(r"MAD-\d{4}"))
    look.at(nadia, "request")
    tick(nadia, "state", "accepted")
    nadia.locator("[name=words]").fill("La llamamos mañana.")
    press(nadia)
    expect(nadia).to_have_url(f"{demo.staff}/support/")
    expect(nadia.locator("[data-item]").first).to_contain_text(NEED)


def _day(days: int) -> str:
    return here_today(days).isoformat()
