"""Bob proposes what is over, Ines confirms it, and it is gone for everybody but as a line of a list and a number."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.running import Demo

pytestmark = pytest.mark.browser
# What an organisation decided itself: the law's own period of twenty years is not over in any demo.
TICKED = "li[data-item]:has(input[name=records])"


def due(page: Page) -> list[str]:
    """Return the references that may go on a list, in the order of the page."""
    return [row.locator("a").first.inner_text() for row in page.locator(TICKED).all()]


def test_the_supervisor_sees_what_is_most_urgent_first_with_who_works_on_it(demo: Demo, at_work: AtWork) -> None:
    page = at_work("Bob")
    groups = [text for text in page.locator("main h3").all_inner_texts() if "(" in text]
    assert groups
    first = page.locator("main section", has=page.locator("h3", has_text="(")).first.locator("ul.rows").first
    expect(first.locator(".urgent").first).to_be_visible()
    expect(first).to_contain_text(re.compile("Alice|Bob"))
    look = Look()
    look.at(page, "Bob, /")
    look.check()


def test_bob_proposes_ines_confirms_and_it_is_gone_but_for_the_list(demo: Demo, at_work: AtWork) -> None:
    look, bob = Look(), at_work("Bob", "/retention/")
    look.at(bob, "Bob, /retention/")
    held = bob.locator("section[aria-labelledby=held-title] a").first.inner_text()
    offered = due(bob)
    assert len(offered) >= 2
    assert held not in offered
    figures = at_work("Lars", "/figures/")
    before = figures.locator("main").inner_text()

    reference = offered[0]
    bob.locator(TICKED, has_text=reference).locator("input").check()
    bob.locator("form[action$='/retention/propose/'] button").click()
    expect(bob.locator("h1")).to_be_visible()
    expect(bob.locator("tbody tr")).to_have_count(1)
    expect(bob.locator("button[value=confirm]")).to_have_count(0)
    address = bob.url
    look.at(bob, "Bob, a list")

    ines = at_work("Ines", "/retention/")
    look.at(ines, "Ines, /retention/")
    ines.locator(f"a[href='{address.removeprefix(demo.staff)}']").click()
    expect(ines.locator("tbody")).to_contain_text(reference)
    look.at(ines, "Ines, a list")
    ines.locator("button[value=confirm]").click()
    for _ in range(60):
        if ines.locator("tbody tr td").last.inner_text() in {"disposed of", "eliminado"}:
            break
        ines.wait_for_timeout(500)
        ines.reload()
    expect(ines.locator("tbody tr td").last).to_have_text(re.compile("disposed of|eliminado"))

    for name in ("Bob", "Alice"):
        page = at_work(name, f"/cases/{reference}/")
        expect(page.locator("h1")).not_to_contain_text(reference)
        page.goto(f"{demo.staff}/cases/?status=all&reference={reference}")
        expect(page.locator("[data-item]")).to_have_count(0)
    figures.reload()
    assert figures.locator("main").inner_text() == before
    bob.goto(f"{demo.staff}/retention/")
    assert reference not in due(bob)
    with bob.expect_download() as download:
        bob.locator("a[href$='disposed.csv']").click()
    assert reference in download.value.path().read_text()
    look.check()


def test_a_hold_is_set_and_lifted_on_the_case_and_shown(demo: Demo, at_work: AtWork) -> None:
    bob = at_work("Bob", "/retention/")
    reference = due(bob)[-1]
    look = Look()
    bob.goto(f"{demo.staff}/cases/{reference}/?edit=hold#keeping")
    look.at(bob, "setting a hold")
    bob.locator("[name=authority]").fill("Juzgado 3")
    bob.locator("[name=reason]").fill("Hay un juicio abierto.")
    bob.locator("#keeping form button").first.click()
    expect(bob.locator("#keeping .notice")).to_contain_text("Juzgado 3")
    look.at(bob, "a case that is held")
    bob.goto(f"{demo.staff}/retention/")
    assert reference not in due(bob)
    bob.goto(f"{demo.staff}/cases/{reference}/?edit=lift-hold#keeping")
    bob.locator("[name=reason]").fill("El juicio terminó.")
    bob.locator("#keeping form button").first.click()
    expect(bob.locator("#keeping .notice")).to_have_count(0)
    look.check()
