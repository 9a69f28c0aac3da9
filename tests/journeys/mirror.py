"""A page of a window without script, seen again in a window with script, where axe can look at it; and kept as a picture."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, Route

from tests.journeys.looking import Look, keep_picture

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"


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
        keep_picture(other, f"{self.name}-{self.shown:02}-{step}")

        def answer(route: Route) -> None:
            headers = {"content-security-policy": POLICY}
            route.fulfill(status=200, content_type="text/html; charset=utf-8", headers=headers, body=html)

        exactly = re.compile(re.escape(address) + "$")
        self.page.route(exactly, answer)
        self.page.goto(address)
        self.page.unroute(exactly)
        self.look.at(self.page, f"{self.name}, {step}")
