"""The pictures of the README, taken from the running demo. `PROXIMITY_PICTURES=1` writes them to docs/pictures."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import AtWork
from tests.running import Demo

pytestmark = pytest.mark.browser

FOLDER = Path("docs/pictures") if os.environ.get("PROXIMITY_PICTURES") == "1" else Path("test-results/pictures")


def keep(page: Page, name: str) -> None:
    """Write one picture of what fits the window, and see that it shows something."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    assert path.stat().st_size > 10_000, "an empty page"


def test_the_first_page_and_a_question_on_a_phone(browser: Browser, demo: Demo) -> None:
    wide = browser.new_context(viewport={"width": 1280, "height": 760}).new_page()
    wide.goto(f"{demo.public}/en/?city=bradford")
    expect(wide.locator("h1")).to_be_visible()
    keep(wide, "home")
    phone = browser.new_context(viewport={"width": 400, "height": 800}, java_script_enabled=False).new_page()
    phone.goto(f"{demo.public}/en/report/?city=bradford")
    for _ in range(2):
        phone.locator("#wizard button").first.click()
    phone.locator("[name=what]").fill("A man shouted at us on the bus and pushed my sister against the door.")
    phone.locator("#wizard button").first.click()
    while not phone.locator("[name=perceived]").count():
        phone.locator("#wizard button[value=skip]").click()
    phone.locator("label[for=id_perceived_0]").click()
    phone.locator("[name=why]").fill("He looked at her headscarf before he shouted.")
    keep(phone, "question")


def test_a_case_file(demo: Demo, at_work: AtWork) -> None:
    page = at_work("Charlie", "/cases/?status=in_progress")
    page.locator("[data-item] a").first.click()
    expect(page.locator("#case-title")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    keep(page, "case")
