"""The text tool beside a case: off until Bob switches it on; Alice answers first, rejects one suggestion and accepts another."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.fields import tick
from tests.journeys.looking import Look
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import WORK, open_case, open_from_inbox, reference_on
from tests.running import Demo

pytestmark = pytest.mark.browser

TOLD = "Un hombre nos gritó «vete a tu país, moro de mierda» en la parada. Después me quitó el móvil y el dinero."
HEARD, NOT_SO = "Lo oyó también el conductor.", "Habla de otra cosa."


def test_alice_answers_first_and_then_decides_on_what_the_tool_points_at(
    phone: Page, demo: Demo, at_work: AtWork, shot: Callable[[Page, str], None]
) -> None:
    look, alice, bob = Look(), at_work("Alice"), at_work("Bob")
    form = Form(phone).to_summary(
        demo, "es", TOLD, "Policía Municipal", city="madrid", perceived="yes", standing="victim"
    )
    open_mailbox(phone, demo, "es", form.send())
    open_from_inbox(alice, demo, reference_on(phone.locator("main")))
    case = open_case(alice)
    address = f"{demo.staff}/cases/{case}/suggestions/"
    link = alice.locator(f"#indicators a[href$='/cases/{case}/suggestions/']")
    expect(link).to_have_count(0)
    assert alice.goto(address).status == 404

    _switch(bob, demo, "yes", look)
    alice.goto(f"{demo.staff}/cases/{case}/")
    link.click()
    expect(alice.locator(f"{WORK} form")).to_have_count(0)
    expect(alice.locator(WORK)).not_to_contain_text("moro")
    look.at(alice, "Alice, before her own answer")
    alice.locator(f"{WORK} a[href*='edit=bias']").click()
    tick(alice, "answer", "not_known")
    alice.locator("#bias textarea").fill("Todavía no.")
    alice.locator("#bias form.compact button").click()
    expect(alice.locator("#bias form.compact")).to_have_count(0)

    alice.goto(address)
    look.at(alice, "Alice, suggestions")
    shot(alice, "identify-suggestions")
    first = alice.locator(f"{WORK} article").first
    words = first.locator("q mark").inner_text()
    assert words in TOLD
    first.locator("button[value=reject]").click()
    expect(alice.locator("#error-summary")).to_be_visible()
    look.at(alice, "Alice, no reason given")
    _decide(alice, "reject", NOT_SO)
    taken = alice.locator(f"{WORK} article q mark").first.inner_text()
    _decide(alice, "accept", HEARD)
    expect(alice.locator(f"{WORK} ul.timeline li")).to_have_count(2)
    expect(alice.locator(f"{WORK} ul.timeline")).to_contain_text(NOT_SO)
    look.at(alice, "Alice, decided")
    shot(alice, "identify-decided")
    alice.goto(f"{demo.staff}/cases/{case}/")
    expect(alice.locator("#indicators tbody tr")).to_have_count(1)
    expect(alice.locator("#indicators tbody q")).to_have_text(taken)

    ines = at_work("Ines", "/audit/rules/")
    expect(ines.locator(f"{WORK} tbody tr").first).to_be_visible()
    look.at(ines, "Ines, counts by rule")
    _switch(bob, demo, "no", look)
    assert alice.goto(address).status == 404
    look.check()


def _switch(bob: Page, demo: Demo, on: str, look: Look) -> None:
    bob.goto(f"{demo.staff}/cases/suggestions/")
    look.at(bob, f"Bob, before it is switched: {on}")
    bob.locator(f"{WORK} button[name=on][value={on}]").click()
    expect(bob.locator(f"{WORK} button[name=on][value={on}]")).to_have_count(0)


def _decide(alice: Page, decision: str, reason: str) -> None:
    waiting = alice.locator(f"{WORK} article")
    before = waiting.count()
    waiting.first.locator("textarea").fill(reason)
    waiting.first.locator(f"button[value={decision}]").click()
    expect(waiting).to_have_count(before - 1)
