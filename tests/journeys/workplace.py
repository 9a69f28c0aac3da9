"""What staff do in the workspace, found by addresses and the names of fields, so that it works in every language."""

import re
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect

from tests.running import Demo

WORK = "main#main"
CLEANED_WITHIN = 180
"""Seconds until the worker has cleaned a file; generous, since other journeys run at the same time."""


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


def open_form(page: Page, section: str, act: str) -> None:
    """Open a form in its section, and wait for its first field to have the focus: what is typed sooner lands there."""
    page.locator(f"#{section} a[href*='edit={act}']").first.click()
    expect(page.locator(f"#{section} form.compact [autofocus]")).to_be_focused()


def refused_beside(page: Page, name: str) -> None:
    """See that the page says beside a field what is missing, and in the summary on top."""
    expect(page.locator(f".field[data-faulty] [name='{name}']").first).to_be_attached()
    expect(page.locator("#error-summary a").first).to_be_visible()


def reference_on(part: Locator) -> str:
    """Return the reference of the report that stands in a part of a page."""
    found = re.search(r"R-[0-9A-Z]{6}", part.inner_text())
    assert found, part.inner_text()
    return found.group()


def open_from_inbox(page: Page, demo: Demo, reference: str) -> None:
    """Open a report of the inbox by its reference, page by page until it is found."""
    page.goto(f"{demo.staff}/inbox/")
    link = page.locator("[data-item] a", has_text=reference)
    while not link.count():
        page.locator("a[rel=next]").click()
    link.click()
    expect(page.locator("h1")).to_contain_text(reference)


def open_case(page: Page) -> str:
    """Open the report that a page shows as a case, and return the case's reference."""
    page.locator("form[action*='/cases/open/'] button").click()
    expect(page.locator("#case-title")).to_be_visible()
    return page.locator("#case-title").inner_text().split(" ")[0]


def open_first_case(page: Page, demo: Demo, status: str) -> None:
    """Open the newest case of a status, with indicators and grounds: one of the demo's own, which are this year's up to 59."""
    page.goto(f"{demo.staff}/cases/?status={status}")
    own = re.compile(rf"-{datetime.now(tz=UTC).year}-00[0-5]\d\b")
    page.locator("[data-item] a", has_text=own).first.click()
    expect(page.locator("#indicators tbody tr").first).to_be_visible()
