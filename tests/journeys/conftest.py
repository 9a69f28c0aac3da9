"""One running demo for all journeys, and a browser: Debian's Chromium where there is one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.running import Demo, running_demo

SHOTS = Path("test-results") / "screens"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Return the running demo. Journeys are marked `browser`; only they may open sockets."""
    pytest_socket.enable_socket()
    folder = tmp_path_factory.mktemp("journeys")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    with running_demo(folder / "data") as running:
        yield running


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Let journeys reach the demo."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium, headless. A machine without a browser fails here: a journey is never skipped."""
    pytest_socket.enable_socket()
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Return an old phone: 320 px wide, no JavaScript."""
    yield from _page(browser, demo, java_script_enabled=False, viewport={"width": 320, "height": 640})


@pytest.fixture
def desk(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Return an officer's desk: 1280 px wide, with script."""
    yield from _page(browser, demo, viewport={"width": 1280, "height": 900})


def _page(browser: Browser, demo: Demo, **options: object) -> Iterator[Page]:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    strangers: list[str] = []
    ours = (demo.public, demo.staff, "data:", "blob:", "about:")
    context.on("request", lambda request: None if request.url.startswith(ours) else strangers.append(request.url))
    yield context.new_page()
    close(context)
    assert not strangers, f"requests left the host: {strangers}"


def close(context: BrowserContext) -> None:
    """Close a context and all its pages."""
    context.close()


@pytest.fixture
def shot() -> object:
    """Return a function that keeps a picture of a page under test-results/screens."""
    SHOTS.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return keep
