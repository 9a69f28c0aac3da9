"""What the supervisor is told about one child process."""

import os
import pwd
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class ProcessProblem(RuntimeError):
    """A process could not be started or did not do its work; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine as whom a process runs."""

    name: str
    uid: int
    gid: int

    @classmethod
    def named(cls, name: str) -> "Account":
        """Look a user up by name; raise `ProcessProblem` when the machine has none of that name."""
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            raise ProcessProblem(f"This machine has no user named {name}.") from None
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    @classmethod
    def owning(cls, path: Path) -> "Account":
        """Return the owner of a file or folder, also when the user list no longer names it."""
        status = path.stat()
        try:
            name = pwd.getpwuid(status.st_uid).pw_name
        except KeyError:
            name = str(status.st_uid)
        return cls(name, status.st_uid, status.st_gid)

    @property
    def is_me(self) -> bool:
        """Say whether this process already runs as this user."""
        return self.uid == os.geteuid()


def nothing() -> None:
    """Serve as the preparation of a child that needs none."""


@dataclass(frozen=True, slots=True)
class Child:
    """One process to keep running. Times are seconds.

    `argv[0]` is the program's full path. `env` replaces the whole environment; None hands ours on.
    `ready` is asked again and again until it says yes and must return within about a second; a child without one is
    taken for ready when it has run for half a second.
    `prepare` runs before each start, also before a restart, and may raise `ProcessProblem`.
    `port` is checked to be free before the first start.
    `marked`: it carries the mark by which the next supervisor finds what a killed one left behind; not PostgreSQL, which is
    found by its folder and stopped gently.
    `orphan_seconds` is how long processes left behind by a dead child may take to end by themselves.
    """

    name: str
    argv: Sequence[str | Path]
    env: Mapping[str, str] | None = None
    ready: Callable[[], bool] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    port: int | None = None
    account: Account | None = None
    folder: Path | None = None
    prepare: Callable[[], None] = nothing
    ready_seconds: float = 60
    stop_seconds: float = 10
    orphan_seconds: float = 0
    marked: bool = True
