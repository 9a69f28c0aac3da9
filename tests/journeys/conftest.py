"""One running demo for all journeys, and a browser: Debian's Chromium where there is one."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import pytest_socket
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from tests.journeys.watching import watched
from tests.journeys.workplace import sign_in
from tests.running import Demo, demo_folder, running_demo

SHOTS = Path("test-results") / "screens"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip
PATIENCE = 20_000
"""Milliseconds until a page shows what is expected of it; generous, since other journeys run at the same time."""

type AtWork = Callable[..., Page]
type Phone = Callable[[], Page]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give all journeys of the one demo to one worker, in their order; those of installations of their own go beside them."""
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("the demo"))


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """Return the running demo. Journeys are marked `browser`; only they may open sockets."""
    pytest_socket.enable_socket()
    with demo_folder() as folder, running_demo(folder / "data") as running:
        yield running


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Let journeys reach the demo."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium, headless. A machine without a browser fails here: a journey is never skipped."""
    pytest_socket.enable_socket()
    expect.set_options(timeout=PATIENCE)
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Return an old phone: 320 px wide, no JavaScript."""
    with watched(browser, demo, width=320, script=False) as (context, _watch):
        yield context.new_page()


@pytest.fixture
def desk(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Return a desk: 1280 px wide, with script."""
    with watched(browser, demo) as (context, _watch):
        yield context.new_page()


@pytest.fixture(scope="session")
def _signed_in() -> dict[str, StorageState]:
    """Remember who has signed in: each one-time code opens once, and there are ten."""
    return {}


@pytest.fixture
def at_work(browser: Browser, demo: Demo, _signed_in: dict[str, StorageState]) -> Iterator[AtWork]:
    """Return a function that opens somebody's workspace, signed in: `page = at_work("Nadia", "/inbox/")`."""
    with contextlib.ExitStack() as windows:

        def open_workspace(name: str, path: str = "/", *, dark: bool = False) -> Page:
            if name not in _signed_in:
                with watched(browser, demo) as (context, _watch):
                    sign_in(context.new_page(), demo, name)
                    _signed_in[name] = context.storage_state()
            context, _watch = windows.enter_context(watched(browser, demo, state=_signed_in[name], dark=dark))
            page = context.new_page()
            page.goto(f"{demo.staff}{path}")
            return page

        yield open_workspace


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Return a function that keeps a picture of a page under test-results/screens."""
    SHOTS.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return keep
