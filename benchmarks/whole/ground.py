"""The installation that is measured: `proximity run` in a folder of its own, behind one trusted proxy, as a city runs it."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.whole.generator import Request, Run, send
from tests.driver import Driver
from tests.running import Demo, demo_folder, running_demo

from proximity.foundation.processes.table import descendants, read_processes

BEHIND_A_PROXY = {"TRUSTED_PROXIES": "1"}


class Wrong(RuntimeError):
    """What is measured does not do what it should: the figures would mean nothing."""


@dataclass(slots=True)
class Installation:
    """A running installation with an officer who is signed in."""

    demo: Demo
    folder: Path
    cookie: str = ""
    account: dict[str, Any] = field(default_factory=dict)

    def inside(self, task: str, *numbers: int) -> Any:
        """Do a task of `inside` and return what it says."""
        return json.loads(self.run("-m", "benchmarks.whole.inside", task, *map(str, numbers)))

    def run(self, *arguments: str) -> str:
        """Run a Python program on this installation's data and return what it printed. Raises `Wrong`."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.demo.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Wrong(f"{' '.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def sign_in(self) -> None:
        """Sign the officer in with password and one-time code, and keep her cookie."""
        driver = Driver()
        page = driver.get(f"{self.demo.staff}/sign-in/")
        page = driver.submit(page, login=self.account["email"], password=self.account["password"])
        page = driver.submit(page, code=self.account["codes"].pop())
        if page.status != 200 or "/sign-in" in page.url:
            raise Wrong(f"nobody can sign in: {page.status} {page.url}")
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in driver.cookies)

    def check(self, site: str, request: Request, *, holds: str = "") -> None:
        """Send one request and look at the answer. Raises `Wrong`."""
        driver = Driver()
        url, headers = f"{site}{request.path}", {"Cookie": self.cookie} if site == self.demo.staff else {}
        page = driver.post(url, dict(request.form), **headers) if request.form else _get(driver, url, headers)
        if page.status != 200 or holds not in page.text or "/sign-in" in page.url:
            raise Wrong(f"{url} answered {page.status} without {holds!r}")

    def measure(self, site: str, requests: list[Request], *, clients: int, seconds: float) -> Run:
        """Send requests for a while. Raises `Wrong` where some failed."""
        headers = {"Cookie": self.cookie} if site == self.demo.staff else {}
        # A second's worth before: what is loaded or planned with the first request is no matter of the hundredth.
        if not requests[0].form:
            send(site, requests, clients=clients, seconds=1, headers=headers, folder=self.folder)
        run = send(site, requests, clients=clients, seconds=seconds, headers=headers, folder=self.folder)
        if run.failed or not run.requests:
            raise Wrong(f"{run.failed} of {run.requests} requests to {requests[0].path} failed")
        return run


def _get(driver: Driver, url: str, headers: dict[str, str]) -> Any:
    import urllib.request  # noqa: PLC0415

    return driver._send(urllib.request.Request(url, headers=headers))  # noqa: S310, SLF001


@contextlib.contextmanager
def installation() -> Iterator[Installation]:
    """Run an installation with a city in it, and sign an officer in."""
    os.environ.update(BEHIND_A_PROXY)
    with demo_folder() as folder, running_demo(folder / "data", command="run") as demo:
        one = Installation(demo, folder)
        one.account = one.inside("found")
        one.sign_in()
        yield one


def shares(root: int) -> dict[str, float]:
    """Return the memory (PSS, in MB) of each process below one, the root's included, by what it is."""
    found: dict[str, float] = {}
    for pid in [root, *(row.pid for row in descendants({root}, read_processes()) if row.is_alive)]:
        with contextlib.suppress(OSError):
            rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            kilobytes = next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
            name = _name(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
            found[name] = found.get(name, 0.0) + kilobytes * 1024 / 1e6
    return found


def _name(command: str) -> str:
    for mark, name in (
        ("wsgi_public", "public site"),
        ("wsgi_staff", "workspace"),
        ("work-jobs", "job worker"),
        ("postgres", "PostgreSQL"),
    ):
        if mark in command:
            return name
    return "supervisor"


def demo_memory(cities: str) -> dict[str, float]:
    """Start the demo, look at some pages, and return what memory its processes take."""
    with demo_folder() as folder, running_demo(folder / "data", cities=cities) as demo:
        for path in ("/en/", "/en/report/", "/es/report/", "/en/figures/", "/en/figures/madrid/", "/en/help/", "/lv/"):
            Driver().get(f"{demo.public}{path}")
        _look_around(demo)
        return shares(demo.process.pid)


def _look_around(demo: Demo) -> None:
    account, driver = demo.account("Alice"), Driver()
    page = driver.get(f"{demo.staff}/sign-in/")
    page = driver.submit(page, login=account["e-mail"], password=account["password"])
    driver.submit(page, code=demo.one_time_code("Alice"))
    for path in ("/", "/cases/", "/inbox/", "/search/"):
        driver.get(f"{demo.staff}{path}")


def commit() -> str:
    """Return which state of the program is measured."""
    said = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return said.stdout.strip() or "unknown"
