"""A page of a window without script, seen again in a window with script, where axe can look at it; and kept as a picture."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Route

from tests.journeys.looking import Look

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
SCREENS = "PROXIMITY_SCREENS"


@dataclass(slots=True)
class Mirror:
    """A second window, 320 px wide, that shows what stands in the first; `name` begins the names of the pictures."""

    page: Page
    look: Look
    name: str
    shown: int = 0

    def show(self, other: Page, step: str) -> None:
        """Look at the page of the other window, and keep a picture where the environment names a folder for it."""
        self.shown += 1
        other.wait_for_load_state()
        html, address = other.content(), other.url
        if folder := os.environ.get(SCREENS):
            Path(folder).mkdir(parents=True, exist_ok=True)
            other.screenshot(path=Path(folder) / f"{self.name}-{self.shown:02}-{step}.png", full_page=True)

        def answer(route: Route) -> None:
            headers = {"content-security-policy": POLICY}
            route.fulfill(status=200, content_type="text/html; charset=utf-8", headers=headers, body=html)

        exactly = re.compile(re.escape(address) + "$")
        self.page.route(exactly, answer)
        self.page.goto(address)
        self.page.unroute(exactly)
        self.look.at(self.page, f"{self.name}, {step}")
