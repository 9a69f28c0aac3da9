"""The journeys' own eyes: what they must find, they find."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.looking import Look
from tests.journeys.watching import watched
from tests.running import Demo

pytestmark = pytest.mark.browser
TRIES = 100
"""Ten a second, until the watch has noted what was done."""


def test_a_look_finds_what_is_not_accessible_too_pale_or_too_wide(desk: Page, demo: Demo) -> None:
    desk.goto(f"{demo.public}/en/")
    desk.evaluate("""() => {
        const main = document.querySelector("main");
        const add = (name, text) => main.appendChild(Object.assign(document.createElement(name), {textContent: text}));
        add("img").src = "/static/ui/icon.svg";
        add("p", "pale").style.color = "#666666";
        add("pre", "wide ".repeat(100)).style.overflow = "visible";
    }""")
    look = Look(strict=True, widths=(320,))
    look.at(desk)
    told = "\n".join(look.faults)
    assert "image-alt" in told
    assert "color-contrast-enhanced" in told
    assert "px wide in a window of" in told


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("fetch('http://127.0.0.1:9/').catch(() => 0)", "Content Security Policy"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        (
            "document.body.appendChild(Object.assign(document.createElement('script'), {text: '1'}))",
            "Content Security Policy",
        ),
        ("setTimeout(() => { throw new Error('broken') })", "broken"),
        ("setTimeout(() => { location = 'http://127.0.0.1:9/' })", "left the host"),
    ],
)
def test_a_watch_notes_what_the_policy_refused_what_broke_and_what_went_to_strangers(
    browser: Browser, demo: Demo, deed: str, told: str
) -> None:
    with pytest.raises(AssertionError, match=told):
        _do(browser, demo, deed)


def _do(browser: Browser, demo: Demo, deed: str) -> None:
    with watched(browser, demo) as (context, watch):
        page = context.new_page()
        page.goto(f"{demo.public}/en/")
        page.evaluate(deed)
        for _ in range(TRIES):
            if watch.found():
                break
            page.wait_for_timeout(100)
