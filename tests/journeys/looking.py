"""What every page must be, whoever looks at it: accessible, and no wider than the window."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

WIDTHS = (1280, 320)
SCREENS = "PROXIMITY_SCREENS"
"""Names a folder in the environment: then every page that is looked at is kept as a picture, in each width."""
# On the public pages contrast is 7:1 (WCAG 2.2, 1.4.6) and targets are large; both rules are off in axe unless asked for.
STRICT = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
USUAL = {"target-size": {"enabled": True}}
ENGLISH = {"the", "your", "you", "and", "what", "who", "with", "this"}
RIGHT_TO_LEFT = {"ar"}


def no_sideways(page: Page) -> None:
    """See that nothing on the page is wider than the window."""
    found = wider_than_window(page)
    assert not found, found


def wider_than_window(page: Page) -> str:
    """Say what is wider than the window; nothing where all fits. A page is as wide as it is once its style has come."""
    page.wait_for_load_state()
    wide, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return f"{page.url} is {wide} px wide in a window of {window} px" if wide > window else ""


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of a page where the environment names a folder for it."""
    if folder := os.environ.get(SCREENS):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{re.sub(r'\W+', '-', name)}.png", full_page=True)


def speaks(page: Page, lang: str) -> None:
    """See that a page is in her language from end to end, runs in its direction and fits into her window."""
    html = page.locator("html")
    expect(html).to_have_attribute("lang", lang)
    assert (html.get_attribute("dir") == "rtl") is (lang in RIGHT_TO_LEFT)
    no_sideways(page)
    if lang in {"en", "ar", "uk"}:  # words of packs may be English in the last two, and say so
        return
    words = set(re.findall(r"\w+", page.locator("main").inner_text().lower()))
    assert not words & ENGLISH, f"{page.url} says {words & ENGLISH}"


@dataclass
class Look:
    """A look at many pages, wide and narrow; what is wrong is collected, so that one run tells all."""

    strict: bool = False
    widths: Sequence[int] = WIDTHS
    faults: list[str] = field(default_factory=list)
    pages: int = 0

    def at(self, page: Page, name: str = "") -> None:
        """Look at the page that stands in the window, in each width. The window must allow script, without which axe hangs."""
        self.pages += 1
        before = page.viewport_size
        assert before is not None
        page.wait_for_load_state()
        page.evaluate(AXE_SCRIPT)
        for width in self.widths:
            page.set_viewport_size({"width": width, "height": before["height"]})
            self.faults += [f"{name} at {width} px: {fault}" for fault in self._found(page)]
            keep_picture(page, f"{self.pages:02}-{name}-{width}")
        page.set_viewport_size(before)

    def _found(self, page: Page) -> Iterator[str]:
        if wider := wider_than_window(page):
            yield wider
        rules = STRICT if self.strict else USUAL
        outcome = page.evaluate("(rules) => axe.run({resultTypes: ['violations'], rules})", rules)
        for violation in outcome["violations"]:
            for node in violation["nodes"]:
                yield f"{page.url}: {violation['id']}: {node['html'][:200]} ({node.get('failureSummary', '')})"

    def check(self) -> None:
        """Fail with everything that was found."""
        assert self.pages
        assert not self.faults, f"{len(self.faults)} faults on {self.pages} pages:\n" + "\n".join(self.faults)
