"""Olga at a national body: she compares what cities have released, takes it along, and finds no way to anything else."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.running import Demo

pytestmark = pytest.mark.browser


def test_she_compares_the_cities_and_downloads_them_with_odihrs_categories(demo: Demo, at_work: AtWork) -> None:
    look, page = Look(), at_work("Olga")
    page.goto(f"{demo.staff}/")
    look.at(page, "first page of a national body")
    page.locator(".first a.button").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    look.at(page, "cities side by side")
    with page.expect_download() as waiting:
        page.locator("main a[download]").click()
    rows = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("year,country,city,stage,bias_code,odihr_category")
    assert any("ODIHR-MUS" in row for row in rows)
    look.check()
    closed(
        page, demo, "/inbox/", "/cases/", "/referrals/", "/support/", "/audit/", "/plan/", "/figures/", "/retention/"
    )


@pytest.mark.parametrize("name", ["Teo", "Soledad"])
def test_who_trains_and_who_is_a_partner_reads_what_is_published_and_nothing_else(
    name: str, demo: Demo, at_work: AtWork
) -> None:
    page = at_work(name)
    page.goto(f"{demo.staff}/")
    expect(page.locator(".first .button")).to_be_visible()
    closed(page, demo, "/inbox/", "/cases/", "/referrals/", "/support/", "/audit/", "/plan/", "/figures/cities/")


def closed(page: Page, demo: Demo, *addresses: str) -> None:
    """See that none of these addresses opens."""
    for address in addresses:
        answer = page.goto(f"{demo.staff}{address}")
        assert answer is not None
        assert answer.status == 403, address
