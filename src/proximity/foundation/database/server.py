"""The server of one cluster as the machine shows it: whether it runs, whether it is ready, what it left behind."""

import functools
import os
import time
from collections.abc import Callable
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT

from proximity.foundation.database.binaries import major, version
from proximity.foundation.database.paths import SOCKET_NAME, Place
from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.processes.table import command_line, is_running, read_processes, send

_PROC = Path("/proc")
_PID_FILE = "postmaster.pid"
_PAUSE = 0.01
_FAST_SECONDS = 60.0
_LAST_SECONDS = 10.0


def exists(place: Place) -> bool:
    """Say whether the cluster has been made."""
    return (place.folder / "PG_VERSION").is_file()


def check_version(place: Place) -> None:
    """Raise `DatabaseProblem` when the cluster is of another major version than the programs."""
    made_by = (place.folder / "PG_VERSION").read_text(encoding="ascii").strip()
    if made_by != major():
        raise DatabaseProblem(
            f"The database in {place.folder} was made by PostgreSQL {made_by}, but the programs here are {version()}. "
            "Make a backup with the Proximity version that made it, and restore it with this one."
        )


def server_pid(place: Place) -> int | None:
    """Return the process number of the running server, None when none runs."""
    lines = _lines(place.folder / _PID_FILE)
    if not lines or not lines[0].isdigit():
        return None
    pid = int(lines[0])
    return pid if is_running(pid) and _belongs(pid, place) else None


def is_ready(place: Place) -> bool:
    """Say whether the server runs and takes connections: it writes that itself, on line 8 of its pid file."""
    lines = _lines(place.folder / _PID_FILE)
    return len(lines) > 7 and lines[7].strip() == "ready" and server_pid(place) is not None


def clear_the_way(place: Place) -> None:
    """End what a killed server left, so that a new one may start.

    Its processes end by themselves once they notice; those that do not are killed, for PostgreSQL refuses to start
    beside them. Pid and lock files are removed: their number may meanwhile belong to some other program, as after a restart
    of the machine, or nobody has taken note of the end of the killed server; PostgreSQL would take either for a server.
    Raises `DatabaseProblem` when the server runs.
    """
    if server_pid(place) is not None:
        raise DatabaseProblem(f"A server for {place.folder} runs already.")
    if not _wait_for(lambda: not _processes_of(place), _LAST_SECONDS):
        for pid in _processes_of(place):
            send(pid, SIGKILL)
        _wait_for(lambda: not _processes_of(place), _LAST_SECONDS)
    for file in (place.folder / _PID_FILE, place.socket_folder / f"{SOCKET_NAME}.lock"):
        file.unlink(missing_ok=True)


def stop_server(place: Place) -> None:
    """Stop a server that is not our child: at once but cleanly, then without ceremony. None running is fine."""
    for number, seconds in ((SIGINT, _FAST_SECONDS), (SIGQUIT, _LAST_SECONDS)):
        pid = server_pid(place)
        if pid is None:
            return
        send(pid, number)
        # Not `server_pid`: the server removes its pid file a moment before it is gone.
        if _wait_for(functools.partial(_is_gone, pid), seconds):
            return
    raise DatabaseProblem(f"The database server of {place.folder} does not stop.")


def _is_gone(pid: int) -> bool:
    return not is_running(pid)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _belongs(pid: int, place: Place) -> bool:
    """Say whether a process is of this cluster, by what any user may see: its arguments, or the title it has taken."""
    if not _PROC.is_dir():
        return True
    marks = (f"cluster_name={place.title}", f"postgres: {place.title}: ")
    return any(part.startswith(marks) for part in command_line(pid))


def _processes_of(place: Place) -> list[int]:
    me = os.getpid()
    return [row.pid for row in read_processes() if row.pid != me and row.is_alive and _belongs(row.pid, place)]


def _wait_for(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True
