"""A whole demo, running as an operator starts it, in a folder and on ports of its own."""

import contextlib
import csv
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

READY_SECONDS = 600
TWO_CITIES = "madrid,bradford"
"""What most tests need; the whole demo has eight."""
STOP_SECONDS = 40


@dataclass(slots=True)
class Demo:
    """A running demo: its folder, its two addresses, who may sign in, and what it printed."""

    data: Path
    port: int
    staff_port: int
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)
    _used: dict[str, int] = field(default_factory=dict)

    @property
    def public(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def staff(self) -> str:
        return f"http://localhost:{self.staff_port}"

    @property
    def restore_code(self) -> str:
        """Return the code that is shown once, after everything else."""
        assert self.process.stdout is not None
        code = re.compile(r"\s+(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
        while not (found := next(filter(code.fullmatch, self.printed), "")):
            line = self.process.stdout.readline()
            assert line, "\n".join(self.printed)
            self.printed.append(line.rstrip("\n"))
        return found.strip()

    def account(self, name: str) -> dict[str, str]:
        with (self.data / "demo-accounts.txt").open(newline="") as file:
            return next(row for row in csv.DictReader(file, delimiter="\t") if row["name"] == name)

    def one_time_code(self, name: str) -> str:
        """Return a one-time code of somebody that no test has used yet."""
        number = self._used.get(name, 0)
        self._used[name] = number + 1
        return self.account(name)["one-time codes"].split(" ")[number]

    def environment(self) -> dict[str, str]:
        return {
            **clean_environment(),
            "DATA": str(self.data),
            "PORT": str(self.port),
            "STAFF_PORT": str(self.staff_port),
        }

    def command(self, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one `proximity` command on this demo's data."""
        return self.python("-m", "proximity.config.cli", *arguments, typed=typed, **environment)

    def python(self, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a Python program on this demo's data."""
        return subprocess.run(
            [sys.executable, *arguments],
            env={**self.environment(), **environment}, input=typed, capture_output=True, text=True, check=False,
        )  # fmt: skip


@contextlib.contextmanager
def demo_folder() -> Iterator[Path]:
    """Make a folder that PostgreSQL's own user may enter too, and take it away afterwards.

    Not pytest's: that one is closed to others again whenever another run begins on the same machine.
    """
    with tempfile.TemporaryDirectory(prefix="proximity-demo-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_demo(
    data: Path, *, port: int = 0, staff_port: int = 0, cities: str = TWO_CITIES, command: str = "demo"
) -> Iterator[Demo]:
    """Start a demo, on free ports unless told, wait until it says that it is ready, and stop it as Ctrl-C does.

    With `run` as the command, it is whatever installation lies in `data`.
    """
    demo = start_demo(data, port or free_port(), staff_port or free_port(), cities, command)
    try:
        _wait_until_ready(demo)
        yield demo
    finally:
        demo.process.send_signal(signal.SIGINT)
        try:
            # Read on to its end: what is said while stopping must not fill the pipe.
            rest, _ = demo.process.communicate(timeout=STOP_SECONDS)
            demo.printed += rest.splitlines()
        except subprocess.TimeoutExpired:
            demo.process.kill()
            raise


def start_demo(data: Path, port: int, staff_port: int, cities: str, command: str = "demo") -> Demo:
    """Start a demo and do not wait for it."""
    environment = {
        **clean_environment(),
        "DATA": str(data),
        "PORT": str(port),
        "STAFF_PORT": str(staff_port),
        "DEMO_CITIES": cities,
        # Listed nowhere: /en-xa/ and /ar-xb/ answer, and whoever works here can choose them.
        "PSEUDO_LANGUAGES": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "proximity.config.cli", command],
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    return Demo(data, port, staff_port, process)


def _wait_until_ready(demo: Demo) -> None:
    assert demo.process.stdout is not None
    deadline = time.monotonic() + READY_SECONDS
    for line in demo.process.stdout:
        demo.printed.append(line.rstrip("\n"))
        if line.startswith("Ctrl-C stops everything"):
            return
        if time.monotonic() > deadline:
            break
    raise AssertionError("The demo did not start:\n" + "\n".join(demo.printed))


def clean_environment() -> dict[str, str]:
    """Return our environment without what the unit tests' own database put there."""
    ours = (
        "DATABASE_URL",
        "DATA",
        "PUBLIC_DATA",
        "STAFF_SECRET",
        "PUBLIC_SECRET",
        "DJANGO_SETTINGS",
        "TEST_DATABASE",
        "PORT",
    )
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
