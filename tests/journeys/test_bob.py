"""Bob reads as the second person and differs; both answers stay. A sealed case is not there for Clara. Two write at once."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.fields import tick
from tests.running import Demo

pytestmark = pytest.mark.browser
DIFFERS = "Lo veo de otro modo: falta oír al conductor."


def of_alice(page: Page, demo: Demo, *, waits: bool = False) -> str:
    """Return the reference of a case that Alice is assessing, as the list finds it; with `waits` one to be read as the second."""
    page.goto(f"{demo.staff}/cases/?status=in_assessment{'&reading=on' if waits else ''}")
    row = page.locator("[data-item]", has_text="Alice").first
    return row.locator("a").inner_text()


def sealed(page: Page, demo: Demo) -> str:
    """Return the reference of the sealed case."""
    page.goto(f"{demo.staff}/cases/?status=in_progress")
    return page.locator("[data-item]", has_text="reservado").first.locator("a").inner_text()


def test_bob_differs_and_alice_sees_both_answers(at_work, demo: Demo) -> None:
    bob = at_work("Bob")
    expect(bob.locator("section", has_text="Espera una segunda lectura")).to_be_visible()
    reference = of_alice(bob, demo, waits=True)
    bob.goto(f"{demo.staff}/cases/{reference}/")
    first = bob.locator("#bias .verbatim").first.inner_text()
    bob.locator("#bias a[href*='edit=second-bias']").click()
    tick(bob, "agrees", "differs")
    bob.locator("#bias [name=reasons]").fill(DIFFERS)
    bob.locator("#bias form button").first.click()
    expect(bob.locator("#bias .second")).to_contain_text(DIFFERS)
    alice = at_work("Alice", f"/cases/{reference}/")
    expect(alice.locator("#bias")).to_contain_text(first)
    expect(alice.locator("#bias .second")).to_contain_text(DIFFERS)
    expect(alice.locator("#bias a[href*='edit=second-bias']")).to_have_count(0)
    alice.locator("#bias a[href*='edit=bias']").click()
    alice.locator("#bias [name=reasons]").fill("Bob tiene razón en parte.")
    alice.locator("#bias form button").first.click()
    expect(alice.locator("#bias .second")).to_contain_text("sobre una versión anterior")


def test_a_sealed_case_is_not_there_for_a_third_officer_until_she_is_named(at_work, demo: Demo) -> None:
    bob = at_work("Bob")
    reference = sealed(bob, demo)
    clara = at_work("Clara")
    answer = clara.goto(f"{demo.staff}/cases/{reference}/")
    assert answer is not None
    assert answer.status == 404
    absent = clara.goto(f"{demo.staff}/cases/MAD-2026-9999/")
    assert absent is not None
    assert absent.status == 404
    clara.goto(f"{demo.staff}/cases/?status=all&reference={reference}")
    expect(clara.locator("[data-item]")).to_have_count(0)
    clara.goto(f"{demo.staff}/cases/glass/")
    expect(clara.locator("form[action$='/glass/']")).to_have_count(0)
    bob.goto(f"{demo.staff}/cases/{reference}/?edit=name#access")
    bob.locator("#access select").select_option(label="Clara")
    bob.locator("#access form button").first.click()
    expect(bob.locator("#access")).to_contain_text("con acceso")
    clara.goto(f"{demo.staff}/")
    expect(clara.locator("main")).to_contain_text(reference)
    clara.goto(f"{demo.staff}/cases/{reference}/")
    expect(clara.locator("#access")).to_contain_text("reservado")


def test_two_officers_write_at_once_and_neither_loses_a_word(at_work, demo: Demo) -> None:
    alice, bob = at_work("Alice"), at_work("Bob")
    reference = of_alice(bob, demo)
    for page in (alice, bob):
        page.goto(f"{demo.staff}/cases/{reference}/?edit=bias")
    alice.locator("#bias [name=reasons]").fill("Palabras de Alice.")
    bob.locator("#bias [name=reasons]").fill("Palabras de Bob.")
    alice.locator("#bias form button").first.click()
    expect(alice.locator("#bias .verbatim").first).to_have_text("Palabras de Alice.")
    bob.locator("#bias form button").first.click()
    expect(bob.locator("#bias .notice")).to_contain_text("Palabras de Alice.")
    expect(bob.locator("#bias [name=reasons]")).to_have_value("Palabras de Bob.")
    bob.locator("#bias form button").first.click()
    expect(bob.locator("#bias .verbatim").first).to_have_text("Palabras de Bob.")
    expect(bob.locator("#bias details")).to_contain_text("Palabras de Alice.")


def test_alice_qualifies_a_case_against_facts(at_work, demo: Demo) -> None:
    alice = at_work("Alice")
    reference = of_alice(alice, demo)
    alice.goto(f"{demo.staff}/cases/{reference}/")
    alice.locator("#qualification a[href$='/law/']").click()
    expect(alice.locator("h1")).to_be_visible()
    alice.locator("form[action$='/consider/'] button").first.click()
    expect(alice).to_have_url(re.compile(r"at=qualification"))
    alice.locator("#qualification a[href*='edit=qualify']").first.click()
    alice.locator("[name=element_0]").fill("El motivo es uno de los que nombra la ley.")
    alice.locator("[name=fact_0]").fill("las palabras antes del empujón")
    alice.locator("label[for=id_met_0]").click()
    alice.locator("[name=basis]").fill("Las palabras y el lugar.")
    tick(alice, "status", "proposed")
    alice.locator("#qualification form button").first.click()
    expect(alice.locator("#qualification li[data-met]")).to_contain_text("las palabras antes del empujón")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_are_fit_for_everybody(at_work, demo: Demo, width: int) -> None:
    bob = at_work("Bob")
    case = f"/cases/{sealed(bob, demo)}/"
    bob.set_viewport_size({"width": width, "height": 900})
    pages = (
        "/", "/cases/?reading=on", case, f"{case}?edit=block", f"{case}?edit=name", f"{case}law/", f"{case}timeline/",
        "/cases/away/", "/cases/glass/",
    )  # fmt: skip
    for path in pages:
        bob.goto(f"{demo.staff}{path}")
        found = Axe().run(bob)
        assert found.violations_count == 0, (path, found.generate_report())
        assert bob.evaluate("document.documentElement.scrollWidth") <= width, path
