"""A browser window that notes whatever a journey must never see: a request to a stranger, a refused script, a page that broke."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response, StorageState

from tests.running import Demo

# What Chromium itself says of a page that answers 4xx on purpose: such a page is the outcome that a journey asks for.
FAILED = "Failed to load resource: the server responded with a status of "
EXPECTED = f"{FAILED}4"
AWAY = 503
INSIDE = ("data:", "blob:", "about:")


@dataclass
class Watch:
    """What happened in one window besides what was asked for. Without slots: Playwright keeps its wrappers of methods on it."""

    ours: tuple[str, ...]
    away: bool = False
    """Whether the database is stopped in this journey: then the page that keeps what was typed (503) is asked for."""
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def on_request(self, request: Request) -> None:
        if not request.url.startswith(self.ours):
            self.strangers.append(request.url)

    def on_response(self, response: Response) -> None:
        if response.status >= 500 and not (self.away and response.status == AWAY):
            self.complaints.append(f"{response.url} answered {response.status}")
        policy = response.headers.get("content-security-policy", "")
        if "text/html" in response.headers.get("content-type", "") and (
            "default-src 'none'" not in policy or "unsafe" in policy
        ):
            self.complaints.append(f"{response.url} is under the policy {policy!r}")

    def on_console(self, message: ConsoleMessage) -> None:
        expected = (EXPECTED, f"{FAILED}{AWAY}") if self.away else EXPECTED
        if message.type == "error" and not message.text.startswith(expected):
            self.complaints.append(f"console: {message.text}")

    def found(self) -> list[str]:
        """Return everything that a journey must not leave behind."""
        return [*(f"a request left the host: {url}" for url in self.strangers), *self.complaints]


@contextlib.contextmanager
def watched(
    browser: Browser, demo: Demo, *, width: int = 1280, script: bool = True, dark: bool = False,
    state: StorageState | None = None, away: bool = False,
) -> Iterator[tuple[BrowserContext, Watch]]:  # fmt: skip
    """Open a window of its own, and fail at its end if anything happened that must not.

    With `away` the database is stopped on purpose: answers with 503 are no fault then.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 640 if width < 600 else 900}, java_script_enabled=script,
        color_scheme="dark" if dark else "light", storage_state=state, locale="en-GB",
    )  # fmt: skip
    context.set_default_timeout(30_000)
    watch = Watch((demo.public, demo.staff, *INSIDE), away)
    context.on("request", watch.on_request)
    context.on("response", watch.on_response)
    context.on("console", watch.on_console)
    context.on("weberror", lambda error: watch.complaints.append(f"script: {error.error}"))
    try:
        yield context, watch
    finally:
        context.close()
    assert not watch.found(), "\n".join(watch.found())
