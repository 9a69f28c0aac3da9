"""What commands call: make, start, share and stop the database of a DATA folder, or use an outside one.

```
with ensure_running(paths) as database:       # backup, audit verify: starts a server if none runs, stops it if last
with supervised(paths) as database, Supervisor(logs=paths.log) as supervisor:       # demo, run
    supervisor.start(*database.children())
```
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGINT

from proximity.foundation.database import server
from proximity.foundation.database.binaries import server_bin
from proximity.foundation.database.create import create_cluster, remove_staging
from proximity.foundation.database.locks import FileLock, alone
from proximity.foundation.database.passwords import read_passwords
from proximity.foundation.database.paths import Paths, Place, claim_socket_folder, create_data_folder, find_place
from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.database.settings import server_command, server_environment
from proximity.foundation.database.urls import SUPERUSER, Urls, outside_urls, socket_url, socket_urls
from proximity.foundation.processes.child import Child
from proximity.foundation.processes.running import Running

_START_SECONDS = 120.0
_LOCK_SECONDS = 150.0
_RETRY = 0.1
_TELL_EVERY = 2.0

type Notify = Callable[[str], None]


def silent(text: str) -> None:
    """Serve as the listener of a caller who wants no news."""


@dataclass(frozen=True, slots=True)
class External:
    """A server that someone else runs, named by the environment. Nothing is started, nothing is stopped."""

    urls: Urls
    note: str = "The database is an outside server, named by DATABASE_URL_OWNER, _STAFF and _PUBLIC."
    started_here: bool = False

    def children(self) -> tuple[Child, ...]:
        """Return no child: there is nothing to keep running."""
        return ()


@dataclass(slots=True)
class Cluster:
    """Our own server and our share in its use. `note` is a sentence for the operator, often empty.

    `superuser_url` is for making databases (restore, tests); no process of the application gets it.
    """

    paths: Paths
    place: Place
    urls: Urls
    superuser_url: str
    programs: Path
    use: FileLock = field(repr=False)
    running: Running | None = None

    @property
    def note(self) -> str:
        """Say where the cluster lies when that is not the usual place."""
        return self.place.note

    @property
    def started_here(self) -> bool:
        """Say whether this command started the server, rather than finding it running."""
        return self.running is not None

    def children(self) -> tuple[Child, ...]:
        """Return the server as a child for the supervisor."""
        return (_server_child(self.place, self.programs),)

    def stop(self) -> None:
        """Give up our share; when nobody else uses the server, stop it. Again is fine."""
        with alone(self.paths.start_lock, seconds=_LOCK_SECONDS, notify=silent):
            if self.use.is_open and self.use.try_alone():
                if self.running:
                    self.running.stop(lambda: False)
                server.stop_server(self.place)
                if self.place.socket_folder != self.place.folder:
                    with contextlib.suppress(OSError):
                        self.place.socket_folder.rmdir()
            self.use.close()


def start_cluster(paths: Paths, *, notify: Notify = silent) -> Cluster:
    """Make the cluster if it is new, start its server if none runs, and take a share in its use.

    Call `stop()` on what is returned. While a supervisor starts its server again, waits for that. Raises
    `DatabaseProblem`; after an unclean stop the server may take up to 120 s to repair itself.
    """
    create_data_folder(paths)
    deadline = time.monotonic() + _START_SECONDS
    while True:
        with alone(paths.start_lock, seconds=_LOCK_SECONDS, notify=notify), _prepared(paths, notify) as cluster:
            if _attach_or_start(cluster, notify):
                return cluster
        if time.monotonic() > deadline:
            raise DatabaseProblem("The database server is down, and the command in charge of it does not start it.")
        time.sleep(_RETRY)


@contextlib.contextmanager
def ensure_running(
    paths: Paths, *, environ: Mapping[str, str] = os.environ, notify: Notify = silent
) -> Iterator[Cluster | External]:
    """Give a command its database for the length of the block: the outside one, the running one, or one just started.

    Whoever leaves last stops the server, so a command may outlive the one that started it.
    """
    if outside := outside_urls(environ):
        yield External(outside)
        return
    cluster = start_cluster(paths, notify=notify)
    try:
        yield cluster
    finally:
        cluster.stop()


@contextlib.contextmanager
def supervised(
    paths: Paths, *, environ: Mapping[str, str] = os.environ, notify: Notify = silent, seconds: float = 30
) -> Iterator[Cluster | External]:
    """Make this command the one in charge of the server: it runs as a child of the supervisor (see `children`).

    A server left over from a killed command is stopped first. Raises `DatabaseProblem` when another command still
    uses the database after `seconds`.
    """
    if outside := outside_urls(environ):
        yield External(outside)
        return
    cluster = _take_charge(paths, notify, time.monotonic() + seconds)
    try:
        yield cluster
    finally:
        cluster.stop()


def _take_charge(paths: Paths, notify: Notify, deadline: float) -> Cluster:
    create_data_folder(paths)
    told = False
    while True:
        with alone(paths.start_lock, seconds=_LOCK_SECONDS, notify=notify), _prepared(paths, notify) as cluster:
            if cluster.use.try_alone():
                server.stop_server(cluster.place)
                claim_socket_folder(cluster.place)
                cluster.use.share()
                return cluster
        if not told:
            notify("Waiting for another command that uses the database.")
            told = True
        if time.monotonic() > deadline:
            raise DatabaseProblem(f"Another command uses the database of {paths.data}. Stop it, or wait until it ends.")
        time.sleep(_RETRY)


@contextlib.contextmanager
def _prepared(paths: Paths, notify: Notify) -> Iterator[Cluster]:
    """Yield a cluster that exists and fits the programs. If the block does not keep it, let go of its lock and server.

    Call it with the start lock held. The block keeps the cluster by sharing its use lock.
    """
    place = find_place(paths)
    programs = server_bin(place.account, paths.elsewhere)
    if server.exists(place):
        remove_staging(place)
    else:
        notify(f"Creating the database in {place.folder}.")
        create_cluster(paths, place, programs)
    server.check_version(place)
    passwords = read_passwords(paths)
    folder = place.socket_folder
    superuser_url = socket_url(SUPERUSER, passwords.superuser, folder, database="postgres")
    cluster = Cluster(paths, place, socket_urls(passwords, folder), superuser_url, programs, FileLock(paths.use_lock))
    try:
        yield cluster
    except BaseException:
        if cluster.running:
            cluster.running.stop(lambda: False)
        cluster.use.close()
        raise
    if not cluster.use.is_shared:
        cluster.use.close()


def _attach_or_start(cluster: Cluster, notify: Notify) -> bool:
    """Share the running server or start one; false when another command is in charge and its server is down."""
    if server.server_pid(cluster.place) is None:
        if not cluster.use.try_alone():
            return False
        claim_socket_folder(cluster.place)
        cluster.running = Running(_server_child(cluster.place, cluster.programs), cluster.paths.log)
        cluster.running.launch()
    _await_ready(cluster, notify)
    return cluster.use.share()


def _await_ready(cluster: Cluster, notify: Notify) -> None:
    """Wait until the server takes connections, telling every other second that it is still repairing itself."""
    started = told = time.monotonic()
    while not server.is_ready(cluster.place):
        now = time.monotonic()
        running = cluster.running
        if running and (code := running.exit_code()) is not None:
            raise DatabaseProblem(f"The database server did not start ({code}). Its log says:\n{running.log_tail()}")
        if running is None and server.server_pid(cluster.place) is None:
            raise DatabaseProblem("The database server ended while it was being waited for. Try again.")
        if now - started > _START_SECONDS:
            raise DatabaseProblem(
                f"The database server is not ready after {_START_SECONDS:.0f} s: see {cluster.paths.log}."
            )
        if now - told > _TELL_EVERY:
            told = now
            notify(f"The database server is starting; after an unclean stop it repairs itself: {now - started:.0f} s.")
        time.sleep(0.01)


def _server_child(place: Place, programs: Path) -> Child:
    return Child(
        name="postgres",
        argv=server_command(programs, place),
        env=server_environment(),
        ready=lambda: server.is_ready(place),
        prepare=lambda: server.clear_the_way(place),
        # "Fast shutdown": connections are cut, everything is written down.
        stop_signal=SIGINT,
        account=None if place.account.is_me else place.account,
        folder=Path("/"),
        ready_seconds=_START_SECONDS,
        stop_seconds=60,
        orphan_seconds=5,
        marked=False,
    )
