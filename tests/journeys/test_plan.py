"""Lars works on the plan and publishes it; everybody reads it on an old phone, without script, and on paper."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look, no_sideways
from tests.journeys.watching import watched
from tests.journeys.workplace import press, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser

FOUND = "We stood in the hall and counted: forty people came."


def test_he_reviews_adds_and_publishes_and_everybody_reads_it_at_320_px(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    phone.goto(f"{demo.public}/es/plan/madrid/")
    before = _version(phone)
    lars = at_work("Lars", "/plan/")
    look = Look()
    look.at(lars, "draft")
    _review(lars, look)
    _add_indicator(lars, demo, look)
    phone.reload()
    expect(phone.locator("main")).not_to_contain_text(FOUND)

    lars.goto(f"{demo.staff}/plan/publish/")
    look.at(lars, "publish")
    press(lars, "aside")
    expect(lars).to_have_url(f"{demo.staff}/plan/")
    look.check()
    phone.reload()
    assert _version(phone) == before + 1
    expect(phone.locator("main")).to_contain_text(FOUND)
    expect(phone.locator("main a[href*='/es/figures/madrid/']").first).to_be_visible()
    no_sideways(phone)
    phone.goto(f"{demo.public}/es/plan/madrid/{before}/")
    expect(phone.locator("main")).not_to_contain_text(FOUND)


def _version(page: Page) -> int:
    link = page.locator("main a[href*='/plan/madrid/']").last.get_attribute("href") or ""
    first = page.locator("main a[href*='/plan/madrid/']").first.get_attribute("href") or ""
    assert link.endswith("/1/")
    return int(first.split("/")[-2])


def _review(lars: Page, look: Look) -> None:
    """Review a measure: first without the day of the next review, which keeps what was written."""
    lars.locator("a[href$='/review/']").first.click()
    look.at(lars, "review")
    lars.locator("[name=found]").fill(FOUND)
    lars.locator("[name=state][value=under_way]").check(force=True)
    lars.locator("[name=review_on]").fill("")
    press(lars)
    refused_beside(lars, "review_on")
    look.at(lars, "review, without a day")
    expect(lars.locator("[name=found]")).to_have_value(FOUND)
    lars.locator("[name=review_on]").fill((date.today() + timedelta(days=60)).isoformat())  # noqa: DTZ011
    press(lars)
    expect(lars.locator("main")).to_contain_text(FOUND)


def _add_indicator(lars: Page, demo: Demo, look: Look) -> None:
    """Add an indicator from released figures, with a target that is too much at first; and look at the others' forms."""
    for name in ("computed", "by-hand", "measure"):
        lars.goto(f"{demo.staff}/plan/")
        lars.locator(f"a[href$='/{name}/']").first.click()
        look.at(lars, name)
    lars.goto(f"{demo.staff}/plan/")
    lars.locator("a[href$='/computed/']").first.click()
    lars.locator("[name=code][value=share_phone]").check(force=True)
    lars.locator("[name=target]").fill("140")
    press(lars)
    refused_beside(lars, "target")
    lars.locator("[name=target]").fill("40")
    press(lars)
    expect(lars).to_have_url(re.compile(r"/plan/#o-"))


def test_a_city_of_another_plan_and_pages_in_the_dark(browser: Browser, demo: Demo) -> None:
    look = Look(strict=True)
    with watched(browser, demo, dark=True) as (context, _watch):
        page = context.new_page()
        for address in ("/en/plan/", "/en/plan/bradford/", "/es/plan/madrid/1/"):
            page.goto(f"{demo.public}{address}")
            look.at(page, address)
    look.check()


def test_on_paper_the_plan_stands_without_what_only_a_screen_can_do(desk: Page, demo: Demo) -> None:
    desk.goto(f"{demo.public}/en/plan/bradford/")
    desk.emulate_media(media="print")
    expect(desk.locator("[data-paper-only]")).to_contain_text("/en/plan/bradford/")
    for gone in ("a.leave", "a.back", "main section[data-screen-only]"):
        expect(desk.locator(gone).first).to_be_hidden()
