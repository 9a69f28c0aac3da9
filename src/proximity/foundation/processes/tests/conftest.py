"""What the process tests share: free ports, marks, and a way to wait."""

import socket
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from proximity.foundation.processes.child import Child
from proximity.foundation.processes.ports import answers
from proximity.foundation.processes.table import Process, command_line, read_processes


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(done: Callable[[], bool], seconds: float = 15) -> bool:
    """Wait for something; say whether it came about."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@dataclass(frozen=True)
class Family:
    """Makes children out of `family.py` and finds their processes again."""

    mark: str

    def child(self, kind: str, name: str | None = None, *, port: int | None = None, rest: str = "") -> Child:
        """Describe one child; with a port it is ready when it answers there."""
        argv: list[str | Path] = [sys.executable, Path(__file__).with_name("family.py"), kind, self.mark]
        argv.append(str(port) if port else rest)
        if kind == "sleep":
            return Child(name or kind, argv, ready=lambda: True, stop_seconds=5)
        if port is None:
            return Child(name or kind, argv, stop_seconds=5)
        return Child(name or kind, argv, ready=answers(port), port=port, ready_seconds=15, stop_seconds=1)

    def processes(self, kind: str = "") -> list[Process]:
        """Return the living processes of this test, oldest first."""
        rows = [row for row in read_processes() if row.is_alive]
        ours = [row for row in rows if self.mark in (line := command_line(row.pid)) and (not kind or kind in line)]
        return sorted(ours, key=lambda row: (row.started, row.pid))

    def main_pid(self, kind: str) -> int | None:
        """Return the leader of a kind's session, None while there is none."""
        return next((row.pid for row in self.processes(kind) if row.session == row.pid == row.group), None)


@pytest.fixture
def family() -> Iterator[Family]:
    """Give a test its own family, and see that nothing of it is left at the end."""
    made = Family(uuid.uuid4().hex)
    yield made
    assert wait_until(lambda: not made.processes(), 3), f"left running: {made.processes()}"
