"""The text tool beside a case: where Bob switched it on, Alice answers first, rejects one suggestion and accepts another.

Bob looks a second time at what was answered with "no".
"""

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
    case = _told_and_opened(phone, alice, demo)
    address = f"{demo.staff}/cases/{case}/suggestions/"
    _switch(bob, demo, "no", look)
    alice.goto(f"{demo.staff}/cases/{case}/")
    link = alice.locator(f"#indicators a[href$='/cases/{case}/suggestions/']")
    expect(link).to_have_count(0)
    assert alice.goto(address).status == 404

    _switch(bob, demo, "yes", look)
    alice.goto(f"{demo.staff}/cases/{case}/")
    link.click()
    _answer_first(alice, look)
    alice.goto(address)
    look.at(alice, "Alice, suggestions")
    shot(alice, "identify-suggestions")
    _weak_ones_are_folded(alice, look)
    taken = _decide_two(alice, look)
    shot(alice, "identify-decided")
    alice.goto(f"{demo.staff}/cases/{case}/")
    expect(alice.locator("#indicators tbody tr")).to_have_count(1)
    # The sentence is noted in which they stand.
    expect(alice.locator("#indicators tbody q")).to_contain_text(taken)
    expect(alice.locator("#indicators tbody q")).to_contain_text("nos gritó")

    ines = at_work("Ines", "/audit/rules/")
    expect(ines.locator(f"{WORK} tbody tr").first).to_be_visible()
    look.at(ines, "Ines, counts by rule")
    look.check()


def test_bob_looks_a_second_time_at_what_was_answered_with_no(
    phone: Page, demo: Demo, at_work: AtWork, shot: Callable[[Page, str], None]
) -> None:
    look, alice, bob = Look(), at_work("Alice"), at_work("Bob")
    case = _told_and_opened(phone, alice, demo)
    _answer(alice, "no")
    _switch(bob, demo, "yes", look)
    bob.goto(f"{demo.staff}/cases/")
    bob.locator(f"{WORK} a[href$='/cases/second-look/']").click()
    look.at(bob, "Bob, since when")
    bob.locator(f"{WORK} form.filters button").click()
    expect(bob.locator(f"{WORK} article").first).to_be_visible()
    row = bob.locator(f"{WORK} article").filter(has=bob.locator(f"#c-{case}"))
    expect(row.locator("mark").first).to_be_visible()
    look.at(bob, "Bob, second look")
    shot(bob, "identify-second-look")
    row.locator("button[value=yes]").click()
    expect(row).to_have_count(1)
    alice.goto(f"{demo.staff}/cases/{case}/timeline/")
    expect(alice.locator(f"{WORK} li").first).to_be_visible()
    look.at(alice, "Alice, timeline with the second look")
    look.check()


def test_nadia_sees_what_to_ask_first_and_reads_a_covered_word_when_she_wishes(
    phone: Page, demo: Demo, at_work: AtWork, shot: Callable[[Page, str], None]
) -> None:
    look = Look()
    form = Form(phone).to_summary(demo, "es", TOLD, "Acogida Madrid", city="madrid", perceived="yes", standing="victim")
    open_mailbox(phone, demo, "es", form.send())
    reference = reference_on(phone.locator("main"))
    nadia = at_work("Nadia", "/inbox/")
    nadia.locator(f"{WORK} a[href$='/reports/suggestions/']").click()
    look.at(nadia, "Nadia, before it is switched on")
    nadia.locator(f"{WORK} button[name=on][value=yes]").click()
    expect(nadia.locator(f"{WORK} button[name=on][value=no]")).to_be_visible()
    open_from_inbox(nadia, demo, reference)
    nadia.locator(f"{WORK} a[href$='/suggestions/']").click()
    expect(nadia.locator(f"{WORK} h2").first).to_be_visible()
    veil = nadia.locator(f"{WORK} label.veil").first
    expect(veil.locator(".bare")).to_be_hidden()
    look.at(nadia, "Nadia, slurs covered")
    shot(nadia, "identify-covered")
    veil.locator("input").focus()
    nadia.keyboard.press("Space")
    expect(veil.locator(".bare")).to_have_text("moro")
    expect(veil.locator(".blurred")).to_be_hidden()
    look.at(nadia, "Nadia, one read")
    look.check()


def _told_and_opened(phone: Page, alice: Page, demo: Demo) -> str:
    form = Form(phone).to_summary(
        demo, "es", TOLD, "Policía Municipal", city="madrid", perceived="yes", standing="victim"
    )
    open_mailbox(phone, demo, "es", form.send())
    open_from_inbox(alice, demo, reference_on(phone.locator("main")))
    return open_case(alice)


def _answer_first(alice: Page, look: Look) -> None:
    expect(alice.locator(f"{WORK} form")).to_have_count(0)
    expect(alice.locator(WORK)).not_to_contain_text("moro")
    look.at(alice, "Alice, before her own answer")
    alice.locator(f"{WORK} a[href*='edit=bias']").click()
    _answer(alice, "not_known")


def _answer(alice: Page, answer: str) -> None:
    if alice.locator("#bias form.compact").count() == 0:
        alice.goto(f"{alice.url.partition('?')[0].partition('#')[0]}?edit=bias#bias")
    tick(alice, "answer", answer)
    alice.locator("#bias textarea").fill("Todavía no.")
    alice.locator("#bias form.compact button").click()
    expect(alice.locator("#bias form.compact")).to_have_count(0)


def _weak_ones_are_folded(alice: Page, look: Look) -> None:
    folded = alice.locator(f"{WORK} details.weak")
    expect(folded.locator("article").first).to_be_hidden()
    folded.locator("> summary").click()
    expect(folded.locator("article").first).to_be_visible()
    expect(folded.locator("input:checked")).to_have_count(0)
    look.at(alice, "Alice, weak signs")
    folded.locator("> summary").click()


def _decide_two(alice: Page, look: Look) -> str:
    """Reject the first and accept the next, and return its words."""
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
    return taken


def _switch(bob: Page, demo: Demo, on: str, look: Look) -> None:
    bob.goto(f"{demo.staff}/cases/suggestions/")
    look.at(bob, f"Bob, before it is switched: {on}")
    button = bob.locator(f"{WORK} button[name=on][value={on}]")
    if button.count() == 0:  # it stands so already
        return
    button.click()
    expect(bob.locator(f"{WORK} button[name=on][value={on}]")).to_have_count(0)


def _decide(alice: Page, decision: str, reason: str) -> None:
    waiting = alice.locator(f"{WORK} article")
    before = waiting.count()
    waiting.first.locator("textarea").fill(reason)
    waiting.first.locator(f"button[value={decision}]").click()
    expect(waiting).to_have_count(before - 1)
