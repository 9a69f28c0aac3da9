"""Every block of docs/how-to is run as it stands there, one after the other, as an operator would type them."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest
import pytest_socket

from proximity.foundation.processes.ports import answers
from tests.outside import HOST, Outside, outside_server
from tests.running import clean_environment, demo_folder, free_port

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("howto"), pytest.mark.enable_socket]

HOWTO = Path(__file__).resolve().parents[1] / "docs" / "how-to"
BLOCK = re.compile(r"(?:<!-- (?P<how>[^\n]*) -->\n)?```sh\n(?P<code>.*?)```", re.DOTALL)
CODE = re.compile(r"^\s+((?:[0-9A-Z]{4}-){6}[0-9A-Z]{4})$", re.MULTILINE)
TOGETHER = ("install.md", "watch.md", "import.md", "export.md", "keys.md", "upgrade.md", "backup.md", "restore.md")
"""Read one after the other on one machine, as somebody would in her first year."""
PATIENCE = 120


@dataclass(slots=True)
class Machine:
    """A machine on which somebody follows the pages: its folders, its environment, the restore code on her paper."""

    folder: Path
    environment: dict[str, str]
    code: str = ""
    background: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def follow(self, page: str) -> None:
        """Do what a page says."""
        found = list(BLOCK.finditer((HOWTO / page).read_text()))
        assert found, page
        for block in found:
            self.do(block["how"] or "", block["code"], page)

    def do(self, how: str, code: str, page: str) -> None:
        if "background" in how:
            self._start(how, code)
            return
        if "DATA is a new folder" in how:
            self._stop()
            self.environment["DATA"] = str(self.folder / f"data-{len(list(self.folder.iterdir()))}")
            self.environment["BACKUP"] = str(max((self.folder / "backups").glob("*.proximity-backup")))
        if page == "keys.md" and "replace" in code:
            self._stop()
        environment = self.environment
        if "administrator of the database" in how:
            environment = {**environment, **self._administrator()}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", code], cwd=self.folder, env=environment, text=True, check=False,
            input=f"{self.code}\n" if "types the restore code" in how else "", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0, f"{page}: {code}\n{done.stdout}"
        if shown := CODE.search(done.stdout):
            assert "keeps the restore code" in how, f"{page} does not say that a code is shown"
            self.code = shown[1]

    def _administrator(self) -> dict[str, str]:
        return {name: value for name, value in self.environment.items() if name.startswith("PG")}

    def _start(self, how: str, code: str) -> None:
        place = (self.folder / f"log-{len(self.background)}").open("wb")
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", code], cwd=self.folder, env=self.environment,
            stdout=place, stderr=place, start_new_session=True,
        )  # fmt: skip
        self.background.append(process)
        ports = {"public": ["PORT"], "staff": ["STAFF_PORT"]}.get(how.rpartition(": ")[2], ["PORT", "STAFF_PORT"])
        deadline = time.monotonic() + PATIENCE
        while not all(answers(int(self.environment[name]), host=HOST)() for name in ports):
            assert process.poll() is None, Path(place.name).read_text()
            assert time.monotonic() < deadline, Path(place.name).read_text()
            time.sleep(0.1)

    def _stop(self) -> None:
        while self.background:
            process = self.background.pop()
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            process.wait(60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop()


@pytest.fixture
def machine() -> Iterator[Machine]:
    pytest_socket.enable_socket()
    with demo_folder() as folder:
        environment = clean_environment() | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DATA": str(folder / "data"), "BACKUPS": str(folder / "backups"), "OTHER_DISK": str(folder / "other-disk"),
            "SECRETS": str(folder / "secrets"), "PORT": str(free_port()), "STAFF_PORT": str(free_port()),
        }  # fmt: skip
        with Machine(folder, environment) as machine:
            yield machine


@pytest.fixture
def outside(machine: Machine) -> Iterator[Outside]:
    with outside_server(machine.folder) as server:
        yield server


def test_installing_keys_upgrading_backup_and_restore_go_as_the_pages_say(machine):
    for page in TOGETHER:
        machine.follow(page)
    # What was set up on the first page is there after the last restore.
    look = ["proximity", "organisation", "list", "--purpose", "look"]
    listed = subprocess.run(look, env=machine.environment, capture_output=True, text=True, check=True)
    assert "Policía Municipal" in listed.stdout


def test_an_outside_database_goes_as_the_page_says(machine, outside):
    machine.environment |= outside.administrator | {
        "DATABASE_HOST": HOST, "DATABASE_PORT": str(outside.port), "DATABASE_VERSION": str(outside.version),
    }  # fmt: skip
    machine.follow("outside-database.md")
    assert len(machine.background) == 3


def test_every_page_is_followed_somewhere():
    followed = {*TOGETHER, "outside-database.md"}
    without_blocks = {path.name for path in HOWTO.glob("*.md") if "```sh" not in path.read_text()}
    assert {path.name for path in HOWTO.glob("*.md")} == followed | without_blocks
