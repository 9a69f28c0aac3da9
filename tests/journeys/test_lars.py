"""Lars at the city hall: prepares the figures, looks at them, releases them. He never sees a fact, a report or a case."""

import csv
import hashlib
import io
import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.running import Demo

pytestmark = pytest.mark.browser

SINGLE = re.compile(r"R-[0-9A-Z]{6}|MAD-\d{4}-\d{4}")
FROM_MEMORY = 1500
"""Milliseconds until a new release is on the public page for certain."""


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

    prepared = [table.inner_text() for table in lars.locator("main table").all()]
    assert len(prepared) == 5
    lars.get_by_role("textbox").first.fill("Lars Romero, estadística")
    lars.locator("form[action='/figures/release/'] button").click()
    note = lars.locator("[name=note]")
    expect(note).to_have_attribute("aria-invalid", "true")
    expect(lars.locator("[name=signed_as]")).to_have_value("Lars Romero, estadística")
    note.fill("Se corrige el año 2024.")
    lars.locator("form[action='/figures/release/'] button").click()
    expect(lars).to_have_url(f"{demo.staff}/figures/")
    _only_rounded_numbers(lars)
    # The page answers from memory for a moment.
    desk.wait_for_timeout(FROM_MEMORY)
    desk.reload()
    assert _version(desk) == before + 1
    _only_rounded_numbers(desk)
    desk.goto(f"{demo.public}/es/figures/madrid/")
    assert [table.inner_text() for table in desk.locator("main table").all()] == prepared
    assert "Lars Romero, estadística" in desk.locator("main").inner_text()
    _what_was_signed_is_what_is_shown(desk, before + 1)
    desk.locator(f"a[href$='/madrid/{before}/']").click()
    expect(desk).to_have_url(f"{demo.public}/es/figures/madrid/{before}/")
    expect(desk.locator("main .notice p[lang=es]").first).to_have_text("Se corrige el año 2024.")
    desk.locator(f"main .notice a[href$='/madrid/{before + 1}/']").click()
    expect(desk).to_have_url(f"{demo.public}/es/figures/madrid/{before + 1}/")


def _what_was_signed_is_what_is_shown(page: Page, version: int) -> None:
    signed = page.request.get(page.url + f"{version}/signed.json").body()
    assert hashlib.sha256(signed).hexdigest() == page.locator("code.hash").inner_text()
    assert json.loads(signed)["version"] == version


def test_the_worker_draws_charts_and_everybody_sees_them_on_a_phone_without_script(phone: Page, demo: Demo) -> None:
    page = f"{demo.public}/bg/figures/madrid/"
    phone.goto(page)
    for _ in range(60):
        if phone.locator("main picture").count():
            break
        phone.wait_for_timeout(1000)
        phone.reload()
    pictures = phone.locator("main picture img")
    assert pictures.count() == 5
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).not_to_have_attribute("alt", "")
        assert picture.evaluate("image => image.naturalWidth") <= 320, "the narrow drawing"
        assert picture.evaluate("image => image.naturalWidth") > 200
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_drawing_opened_by_itself_is_one_picture_and_breaks_no_rule(desk: Page, demo: Demo) -> None:
    desk.goto(f"{demo.public}/en/figures/madrid/")
    for _ in range(60):
        if desk.locator("main picture").count():
            break
        desk.wait_for_timeout(1000)
        desk.reload()
    address = desk.locator("main picture img").first.get_attribute("src") or ""
    answer = desk.request.get(f"{demo.public}{address}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert 'role="img"' in answer.text()


def test_a_file_of_numbers_holds_no_small_one(desk: Page, demo: Demo) -> None:
    desk.goto(f"{demo.public}/en/figures/madrid/")
    links = [link.get_attribute("href") or "" for link in desk.locator("a[href$='.csv']").all()]
    assert len(links) == 7
    for link in links:
        rows = list(csv.DictReader(io.StringIO(desk.request.get(f"{demo.public}{link}").body().decode("utf-8-sig"))))
        assert rows
        counts = [row[column] for row in rows for column in row if column == "count" or column.endswith("_count")]
        assert all(count == "" or (int(count) >= 5 and int(count) % 5 == 0) for count in counts)


def _version(page: Page) -> int:
    link = page.locator("a[href$='/figures.csv']").first.get_attribute("href") or ""
    return int(link.split("/")[-2])


def _only_rounded_numbers(page: Page) -> None:
    """See that every number of the tables is a multiple of five or "fewer than 5", and that nothing names a single incident."""
    cells = page.locator("main tr:not([data-share]) td.number").all_inner_texts()
    assert cells
    for cell in cells:
        shown = re.sub(r"[\s.,]", "", cell)
        assert shown.startswith(("<5", "—")) or int(shown) % 5 == 0, cell
    assert not SINGLE.search(page.content())


def test_he_finds_no_way_to_reports_cases_or_the_log(demo: Demo, at_work: AtWork) -> None:
    lars = at_work("Lars")
    ways = [link.get_attribute("href") for link in lars.locator("nav.rail li a").all()]
    assert ways == [
        "/",
        "/directory/",
        "/law/",
        "/figures/",
        "/plan/",
        "/exchange/",
        "/learning/",
        "/network/",
        "/account/",
    ]
    for address in ("/inbox/", "/cases/", "/audit/", "/reports/new/"):
        answer = lars.goto(f"{demo.staff}{address}")
        assert answer is not None
        assert answer.status in {403, 404}, address
