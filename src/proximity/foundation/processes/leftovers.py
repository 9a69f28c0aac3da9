"""What a supervisor leaves behind when it is killed without warning: its children live on and hold their ports.

Each child is told, in its environment, who started it and for which folder of logs; what it starts inherits that. The next
supervisor of the same folder ends whatever names one that is gone. Read from `/proc`; elsewhere nothing is found, and a port in
use is named.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from signal import SIGKILL

from proximity.foundation.processes.table import Process, read_process, read_processes, send

MARK = "PROXIMITY_SUPERVISOR"
_SECONDS = 5.0
_PAUSE = 0.02


def mark(logs: Path) -> dict[str, str]:
    """Return what a child of this process carries in its environment."""
    me = read_process(os.getpid())
    started = me.started if me else 0
    return {MARK: f"{os.getpid()}:{started}:{logs.resolve()}"}


def end_leftovers(logs: Path) -> int:
    """End what killed supervisors of this folder left behind, and return how many processes that were."""
    found = {row.key for row in left_behind(logs)}
    deadline = time.monotonic() + _SECONDS
    while (left := list(left_behind(logs))) and time.monotonic() < deadline:
        found |= {row.key for row in left}
        for row in left:
            send(row.pid, SIGKILL)
        time.sleep(_PAUSE)
    return len(found)


def left_behind(logs: Path) -> Iterator[Process]:
    """Yield the living processes that carry the mark of a supervisor of this folder that is gone."""
    place = str(logs.resolve())
    for row in read_processes():
        number, started, folder = _read_mark(row.pid)
        if folder == place and row.is_alive and row.pid != os.getpid() and not _lives(number, started):
            yield row


def _read_mark(pid: int) -> tuple[int, int, str]:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return 0, 0, ""
    for pair in environment.split(b"\0"):
        name, _, value = pair.partition(b"=")
        if name == MARK.encode():
            number, _, rest = os.fsdecode(value).partition(":")
            started, _, folder = rest.partition(":")
            return (int(number), int(started), folder) if number.isdigit() and started.isdigit() else (0, 0, "")
    return 0, 0, ""


def _lives(pid: int, started: int) -> bool:
    row = read_process(pid)
    return row is not None and row.is_alive and row.started == started
