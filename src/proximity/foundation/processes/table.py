"""The machine's table of processes, read from `/proc` (proc(5)); empty where there is none, as on macOS."""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Process:
    """One row; `started` is in clock ticks since boot and tells two users of one number apart."""

    pid: int
    parent: int
    group: int
    session: int
    state: str
    started: int

    @property
    def key(self) -> tuple[int, int]:
        """Name the process for good: numbers are used again, number and start together are not."""
        return self.pid, self.started

    @property
    def is_alive(self) -> bool:
        """Say whether it still runs: a zombie (Z) only waits for its parent to take note."""
        return self.state not in {"Z", "X"}


def read_process(pid: int) -> Process | None:
    """Return one row, or None when there is no such process."""
    try:
        text = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return None
    # The second field is the program's name in brackets and may itself hold brackets and spaces.
    state, parent, group, session, *rest = text.rpartition(")")[2].split()
    return Process(pid, int(parent), int(group), int(session), state, started=int(rest[15]))


def is_running(pid: int) -> bool:
    """Say whether a process of this number is alive, with or without `/proc`."""
    if _PROC.is_dir():
        row = read_process(pid)
        return row is not None and row.is_alive
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def read_processes() -> list[Process]:
    """Return every process that this user may see."""
    if not _PROC.is_dir():
        return []
    numbers = [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]
    return [row for pid in numbers if (row := read_process(pid))]


def command_line(pid: int) -> list[str]:
    """Return a process's arguments; empty when it has ended or is the kernel's own."""
    try:
        raw = (_PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return []
    return [os.fsdecode(part) for part in raw.split(b"\0") if part]


def descendants(roots: Iterable[int], table: Iterable[Process]) -> list[Process]:
    """Return the rows below the given processes, the given ones left out."""
    rows = list(table)
    known = set(roots)
    found: list[Process] = []
    while new := [row for row in rows if row.parent in known and row.pid not in known]:
        known.update(row.pid for row in new)
        found.extend(new)
    return found


def send(pid: int, number: signal.Signals) -> None:
    """Signal one process; that it has already ended, or has become another user's, is fine."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def send_to_group(group: int, number: signal.Signals) -> None:
    """Signal a process group; that it is already empty is fine."""
    # macOS answers EPERM for a group of zombies.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def reap(pid: int) -> None:
    """Take note of the end of a process that was handed to us, so that its number is free again."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def adopt_orphans() -> None:
    """Make this process the parent of every grandchild that loses its own (Linux, prctl(2)); elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with_parent() -> None:
    """Let the kernel ask this process to end when its parent has ended, however it came (prctl(2)); elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
