"""Ines checks: who did what, whether the log is whole, and nothing of what anybody told."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import open_from_inbox, reference_on
from tests.running import Demo

pytestmark = pytest.mark.browser

STORY = "Nos siguieron hasta el portal gritando."
SEAL = re.compile(r"[0-9a-f]{64}")


def test_she_reads_who_did_what_and_verifies_that_nothing_was_changed(phone: Page, demo: Demo, at_work: AtWork) -> None:
    open_mailbox(phone, demo, "es", Form(phone).to_summary(demo, "es", STORY, "Policía Municipal").send())
    reference = reference_on(phone.locator("main"))
    open_from_inbox(at_work("Alice"), demo, reference)

    ines = at_work("Ines")
    ines.locator("nav.rail a[href='/audit/']").click()
    rows = ines.locator("main tbody tr")
    opened = rows.filter(has_text=reference).filter(has_text="report.opened").filter(has_text="Alice")
    expect(opened).to_have_count(1)
    expect(rows.filter(has_text=reference).filter(has_text="report.submitted")).to_have_count(1)
    assert "Nos siguieron" not in ines.content()

    with ines.expect_download() as download:
        ines.locator("a[href*='log.csv']").click()
    table = list(csv.reader(io.StringIO(download.value.path().read_text())))
    assert any(reference in row and "report.opened" in row for row in table)
    assert "Nos siguieron" not in str(table)

    ines.locator("form[action='/audit/verify/'] button").click()
    chains = ines.locator("main section")
    expect(chains).to_have_count(4)  # of the city and of the instance, written by the public pages and by the workspace
    for chain in chains.all():
        expect(chain.locator(".badge")).to_have_attribute("data-kind", "success")
        rows_in_it = int(chain.locator("dd").first.inner_text())
        seals = chain.locator("code").all_inner_texts()
        assert len(seals) == bool(rows_in_it)
        assert all(SEAL.fullmatch(seal) for seal in seals)
    assert chains.locator("code").count() >= 3

    ines.goto(f"{demo.staff}/audit/")
    expect(rows.filter(has_text="Ines").filter(has_text="audit.verified").first).to_be_visible()


def test_she_finds_no_way_to_reports_cases_or_releases(demo: Demo, at_work: AtWork) -> None:
    ines = at_work("Ines")
    ways = [link.get_attribute("href") for link in ines.locator("nav.rail li a").all()]
    assert ways == ["/", "/retention/", "/directory/", "/law/", "/figures/", "/audit/", "/account/"]
    for address in ("/inbox/", "/cases/", "/reports/new/", "/figures/prepared/"):
        answer = ines.goto(f"{demo.staff}{address}")
        assert answer is not None
        assert answer.status in {403, 404}, address
