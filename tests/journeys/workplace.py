"""What staff do in the workspace, found by addresses and the names of fields, so that it works in every language."""

import re

from playwright.sync_api import Page, expect

from tests.running import Demo

WORK = "main#main"


def sign_in(page: Page, demo: Demo, name: str) -> None:
    """Sign somebody in with password and one-time code, as the table of demo accounts gives them."""
    account = demo.account(name)
    page.goto(f"{demo.staff}/")
    page.locator("[name=login]").fill(account["e-mail"])
    page.locator("[name=password]").fill(account["password"])
    press(page)
    page.locator("[name=code]").fill(demo.one_time_code(name))
    press(page)
    expect(page.locator("nav.rail")).to_be_visible()


def press(page: Page, form: str = WORK) -> None:
    """Press the way on of a page's form, which is its first submit button."""
    page.locator(f"{form} form button:not([type=button])").first.click()


def reference_of(page: Page) -> str:
    """Return the reference of the report that a page is about."""
    found = re.search(r"R-[0-9A-Z]{6}", page.locator("h1").inner_text())
    assert found, page.locator("h1").inner_text()
    return found.group()


def open_from_inbox(page: Page, demo: Demo, reference: str) -> None:
    """Open a report of the inbox by its reference."""
    page.goto(f"{demo.staff}/inbox/")
    page.locator("[data-item] a", has_text=reference).click()
    expect(page.locator("h1")).to_contain_text(reference)
