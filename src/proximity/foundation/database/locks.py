"""Locks between commands that use the same DATA folder.

`database.lock` is held, alone, while a server is looked for, made, started or stopped. `database.use` is held, shared,
by every command for as long as it uses the server: who can hold it alone knows that nobody else needs the server.
flock(2): a lock ends with its process, however that ends.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from proximity.foundation.database.problem import DatabaseProblem

_PAUSE = 0.05


class FileLock:
    """One lock file, opened. Two openings exclude each other even within one process."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it if need be; raise `DatabaseProblem` when this user may not."""
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise DatabaseProblem(f"{path} cannot be opened: {problem.strerror}.") from problem
        self.is_shared = False

    @property
    def is_open(self) -> bool:
        """Say whether `close` has not been called yet."""
        return self._file >= 0

    def try_alone(self) -> bool:
        """Take the lock for ourselves if nobody else holds it; say whether that worked."""
        return self._try(fcntl.LOCK_EX)

    def share(self) -> bool:
        """Take the lock together with others; false when someone holds it alone. Gives up holding it alone."""
        self.is_shared = self._try(fcntl.LOCK_SH)
        return self.is_shared

    def close(self) -> None:
        """Let go of the lock; again is fine."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextlib.contextmanager
def alone(path: Path, *, seconds: float, notify: Callable[[str], None]) -> Iterator[None]:
    """Hold a lock alone for the length of the block; raise `DatabaseProblem` when others keep it too long."""
    lock = FileLock(path)
    try:
        deadline = time.monotonic() + seconds
        told = False
        while not lock.try_alone():
            if time.monotonic() > deadline:
                raise DatabaseProblem(
                    f"Another command has been starting or stopping the database for {seconds:.0f} s."
                )
            if not told:
                notify("Waiting for another command that is starting or stopping the database.")
                told = True
            time.sleep(_PAUSE)
        yield
    finally:
        lock.close()
