"""Lars at the city hall: prepares the figures, looks at them, releases them. He never sees a fact, a report or a case."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.running import Demo

pytestmark = pytest.mark.browser

SINGLE = re.compile(r"R-[0-9A-Z]{6}|MAD-\d{4}-\d{4}")


def test_he_prepares_looks_and_releases_and_everybody_sees_the_new_version(
    desk: Page, demo: Demo, at_work: AtWork
) -> None:
    desk.goto(f"{demo.public}/en/figures/madrid/")
    before = _version(desk)
    lars = at_work("Lars", "/figures/")
    lars.locator("form[action='/figures/prepare/'] button").click()
    expect(lars).to_have_url(f"{demo.staff}/figures/prepared/")
    _only_rounded_numbers(lars)
    desk.reload()
    assert _version(desk) == before, "what is prepared is not public"

    prepared = lars.locator("main table").first.inner_text()
    lars.locator("form[action='/figures/release/'] button").click()
    _only_rounded_numbers(lars)
    desk.reload()
    assert _version(desk) == before + 1
    _only_rounded_numbers(desk)
    desk.goto(f"{demo.public}/es/figures/madrid/")
    assert desk.locator("main table").first.inner_text() == prepared
    desk.locator(f"a[href$='/madrid/{before}/']").click()
    expect(desk).to_have_url(f"{demo.public}/es/figures/madrid/{before}/")


def _version(page: Page) -> int:
    link = page.locator("a[href$='/figures.csv']").first.get_attribute("href") or ""
    return int(link.split("/")[-2])


def _only_rounded_numbers(page: Page) -> None:
    """See that every number of the tables is a multiple of five or "fewer than 5", and that nothing names a single incident."""
    cells = page.locator("main td.number").all_inner_texts()
    assert cells
    for cell in cells:
        shown = re.sub(r"\s", "", cell)
        assert shown.startswith("<5") or int(shown) % 5 == 0, cell
    assert not SINGLE.search(page.content())


def test_he_finds_no_way_to_reports_cases_or_the_log(demo: Demo, at_work: AtWork) -> None:
    lars = at_work("Lars")
    ways = [link.get_attribute("href") for link in lars.locator("nav.rail li a").all()]
    assert ways == ["/", "/figures/", "/plan/", "/account/"]
    for address in ("/inbox/", "/cases/", "/audit/", "/reports/new/"):
        answer = lars.goto(f"{demo.staff}{address}")
        assert answer is not None
        assert answer.status in {403, 404}, address
