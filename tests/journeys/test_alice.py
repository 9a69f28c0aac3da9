"""Alice with the keyboard alone: from signing in to a first assessed case, and on to the answer that Dana reads (R59)."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import reference_on
from tests.running import Demo

pytestmark = pytest.mark.browser

NGO, POLICE = "Acogida Madrid", "Policía Municipal"
# What the journey may cost (R59: five minutes). Measured when this was written: 72 keys and 103 letters of her own, 11 fields to
# fill in (3 of them to sign in), 131 s at the pace of the keystroke-level model with the report read, 3 s of waiting.
RESULT = Path("test-results") / "alice-by-keyboard.txt"
MOST_KEYS = 110
MOST_FIELDS = 12
MOST_SECONDS = 300
TOLD = "Dos hombres nos gritaron «moros fuera» delante de la mezquita y tiraron piedras a la puerta."
QUOTE, GROUND = "moros fuera", "REL.MUS"


@pytest.fixture
def reported(phone: Page, demo: Demo) -> tuple[str, str]:
    """Return the code and the reference of a report that Dana has just sent."""
    form = Form(phone).to_summary(
        demo, "es", TOLD, NGO, POLICE, when_precision="unknown", perceived="yes", standing="victim"
    )
    code = form.send()
    open_mailbox(phone, demo, "es", code)
    return code, reference_on(phone.locator("main"))


def test_alice_gets_by_keyboard_from_signing_in_to_an_assessed_case_and_answers_dana(
    desk: Page, phone: Page, demo: Demo, reported: tuple[str, str]
) -> None:
    keyboard = Keyboard(desk)
    desk.goto(f"{demo.staff}/")
    begun = datetime.now(UTC)
    _sign_in(keyboard, demo)
    _open_the_report_as_a_case(keyboard, demo, reported[1])
    _assess(keyboard)
    took = (datetime.now(UTC) - begun).total_seconds()
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(f"{keyboard}\n{keyboard.seconds:.0f} s of a person, {took:.0f} s of the machine\n")
    assert keyboard.keys <= MOST_KEYS
    assert len(keyboard.needed) <= MOST_FIELDS, keyboard.needed
    assert keyboard.seconds + took <= MOST_SECONDS

    _tell_her_rights(keyboard)
    _ask_for_the_recordings(keyboard)
    _write_and_close(keyboard)
    phone.reload()
    expect(phone.locator("ol.talk")).to_contain_text("Hemos pedido las imágenes de la mezquita.")
    expect(phone.locator("ol.talk")).to_contain_text("Seguimos buscando a los dos hombres.")
    police = phone.locator("article.card", has_text=POLICE)
    expect(police.locator("a[href$='/withdraw/']")).to_have_count(1)
    desk.goto(f"{demo.staff}/inbox/?show=done")
    expect(desk.locator("[data-item]", has_text=reported[1])).to_be_visible()


def _sign_in(keyboard: Keyboard, demo: Demo) -> None:
    account = demo.account("Alice")
    keyboard.tab_to("[name=login]")
    keyboard.note_needed()
    keyboard.type(account["e-mail"])
    keyboard.press("Tab")
    keyboard.type(account["password"])
    keyboard.go()
    keyboard.tab_to("[name=code]")
    keyboard.note_needed()
    keyboard.type(demo.one_time_code("Alice"))
    keyboard.go()
    expect(keyboard.page.locator("nav.rail")).to_be_visible()


def _open_the_report_as_a_case(keyboard: Keyboard, demo: Demo, reference: str) -> None:
    keyboard.tab_to("nav.rail a[href='/inbox/']")
    keyboard.go()
    keyboard.step_to(f"[data-item] a[href='/reports/{reference}/']")
    keyboard.go()
    keyboard.read("main")
    keyboard.tab_to(f"form[action$='/cases/open/{reference}/'] button")
    keyboard.go()
    expect(keyboard.page).to_have_url(re.compile(r"/cases/MAD-\d{4}-\d{4}/"))
    expect(keyboard.page.locator("#bias")).to_be_focused()


def _assess(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.edit("#bias", "answer")
    keyboard.choose("answer", "yes")
    keyboard.write_next("reasons", "Lo dijeron al atacar, y el sitio no es casual.")
    keyboard.send("#bias")
    expect(page.locator("#bias")).to_contain_text("Lo dijeron al atacar, y el sitio no es casual.")

    keyboard.press("j")
    keyboard.edit("#indicators", "code")
    keyboard.pick("code", "BI-10")
    keyboard.write_next("quote", QUOTE)
    keyboard.choose("direction", "for")
    keyboard.choose("strength", "strong")
    keyboard.send("#indicators")
    expect(page.locator("#indicators tbody tr")).to_have_count(1)
    expect(page.locator("#indicators q")).to_have_text(QUOTE)
    expect(page.locator("#reported mark")).to_have_text(QUOTE)

    keyboard.press("j")
    keyboard.edit("#grounds", "code")
    keyboard.pick("code", GROUND)
    keyboard.choose("basis", "membership")
    keyboard.send("#grounds")
    expect(page.locator("#grounds .badge")).to_have_count(1)


def _tell_her_rights(keyboard: Keyboard) -> None:
    """Both notices are proposed, in Dana's language, to her mailbox: one key sends them."""
    keyboard.step_to("#needs")
    keyboard.edit("#needs", "notices")
    keyboard.send("#needs")
    expect(keyboard.page.locator("#needs li[data-done]")).to_have_count(2)


def _ask_for_the_recordings(keyboard: Keyboard) -> None:
    keyboard.step_to("#evidence")
    keyboard.tab_to("#evidence a.button[href*='edit=recordings']")
    keyboard.press("Enter")
    expect(keyboard.page.locator("#evidence [name=holder]")).to_be_focused()
    keyboard.type("La mezquita")
    keyboard.tab_to("[name=days]")
    keyboard.type("7")
    keyboard.send("#evidence")
    expect(keyboard.page.locator("#evidence ul.checks li")).to_have_count(1)


def _write_and_close(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.step_to("#messages")
    keyboard.edit("#messages", "text")
    keyboard.type("Hemos pedido las imágenes de la mezquita.")
    keyboard.send("#messages")
    keyboard.step_to("#closing")
    keyboard.edit("#closing", "feedback")
    keyboard.type("Seguimos buscando a los dos hombres. Puede escribirnos cuando quiera.")
    keyboard.send("#closing")
    expect(page.locator("#standing .badge")).to_be_visible()
    # A closed case is not changed: words to Dana remain, and a pack of it as it stands.
    expect(page.locator("[data-edit]")).to_have_count(2)
