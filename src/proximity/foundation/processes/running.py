"""One child at work: its process, the processes it made, and the ending of them all."""

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from signal import SIGKILL

from proximity.foundation.processes.child import Child, ProcessProblem
from proximity.foundation.processes.leftovers import mark
from proximity.foundation.processes.table import (
    Process,
    descendants,
    read_processes,
    reap,
    send,
    send_to_group,
)

_PAUSE = 0.02
_LOG_LIMIT = 10_000_000
_KILL_SECONDS = 5.0
_SETTLE_SECONDS = 0.5


class Running:
    """A child between its start and its end. Not for use from two threads."""

    def __init__(self, child: Child, logs: Path) -> None:
        """Take the child's description and the folder for its log; nothing is started yet."""
        self.child = child
        self.log = logs / f"{child.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.ready_at: float | None = None
        self.failures = 0
        self.due_at = 0.0
        self._seen: set[tuple[int, int]] = set()
        self._log_start = 0

    def launch(self) -> None:
        """Start the process in a session of its own, its output going to the log; raise `ProcessProblem` if not."""
        self.child.prepare()
        self.ready_at = None
        self._seen.clear()
        self.started_at = time.monotonic()
        account = self.child.account
        with _opened_log(self.log) as log:
            self._log_start = os.fstat(log).st_size
            try:
                self.process = subprocess.Popen(
                    [os.fspath(part) for part in self.child.argv],
                    env=self._environment(),
                    cwd=self.child.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    user=account.uid if account else None,
                    group=account.gid if account else None,
                    extra_groups=None if account is None else [],
                )
            except (OSError, subprocess.SubprocessError) as problem:
                raise ProcessProblem(f"{self.child.name} cannot be started: {problem}") from problem

    def _environment(self) -> dict[str, str]:
        given = dict(os.environ if self.child.env is None else self.child.env)
        return given | mark(self.log.parent) if self.child.marked else given

    def check_ready(self) -> bool:
        """Ask the child whether it is ready, and remember the first yes."""
        if self.ready_at is None and self._says_ready():
            self.ready_at = time.monotonic()
        return self.ready_at is not None

    @property
    def is_late(self) -> bool:
        """Say whether it has had its time to become ready and is not."""
        return self.ready_at is None and time.monotonic() - self.started_at > self.child.ready_seconds

    def exit_code(self) -> int | None:
        """Return how the process ended (negative: by that signal), None while it runs."""
        return self.process.poll() if self.process else None

    def observe(self, table: Iterable[Process]) -> None:
        """Remember the processes below this child, so that they are found when it is gone; bury the dead among them."""
        if self.process is None:
            return
        ours = self._ours(list(table))
        self._seen = {row.key for row in ours}
        for row in ours:
            if not row.is_alive and row.parent == os.getpid():
                reap(row.pid)

    def stop(self, is_forced: Callable[[], bool]) -> None:
        """Ask the child's group to end, wait, then kill what remains. `is_forced` cuts the waiting short."""
        if self.process is None:
            return
        if self.exit_code() is None:
            self.observe(read_processes())
            send_to_group(self.process.pid, self.child.stop_signal)
            _wait(lambda: self.exit_code() is not None or is_forced(), self.child.stop_seconds)
        self.bury(is_forced)

    def bury(self, is_forced: Callable[[], bool]) -> None:
        """End whatever is left of this child, itself included, and wait until it is gone."""
        if self.process is None:
            return
        if self.exit_code() is not None:
            _wait(lambda: not self.leftovers() or is_forced(), self.child.orphan_seconds)
        deadline = time.monotonic() + _KILL_SECONDS
        while time.monotonic() < deadline:
            # Again and again: between looking and killing, one of them may have made another.
            send_to_group(self.process.pid, SIGKILL)
            left = self.leftovers()
            for row in left:
                send(row.pid, SIGKILL)
            if self.exit_code() is not None and not left:
                break
            time.sleep(_PAUSE)
        self.process = None

    def leftovers(self) -> list[Process]:
        """Return the living processes that this child made, itself left out."""
        rows = read_processes()
        self.observe(rows)
        return [row for row in self._ours(rows) if row.is_alive]

    def log_tail(self, lines: int = 8) -> str:
        """Return the last lines that the latest start wrote."""
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            log.seek(self._log_start)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])
        return ""

    def _says_ready(self) -> bool:
        if self.child.ready:
            return self.child.ready()
        return self.exit_code() is None and time.monotonic() - self.started_at > _SETTLE_SECONDS

    def _ours(self, rows: list[Process]) -> list[Process]:
        if self.process is None:
            return []
        main = self.process.pid
        found = {row.pid: row for row in rows if main in {row.group, row.session} or row.key in self._seen}
        found |= {row.pid: row for row in descendants({main, *found}, rows)}
        found.pop(main, None)
        return list(found.values())


@contextlib.contextmanager
def _opened_log(path: Path) -> Iterator[int]:
    """Open a log for adding, readable by its owner only; a long one is first set aside as `.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_name(path.name + ".1"))
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield log
    finally:
        os.close(log)


def _wait(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(_PAUSE)
