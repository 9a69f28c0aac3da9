"""What the launcher's tests share: DATA folders that the server's user can reach, and one cluster made in advance."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from proximity.foundation.database import server
from proximity.foundation.database.launcher import Cluster, start_cluster
from proximity.foundation.database.paths import Paths, Place, find_place
from proximity.foundation.processes.table import command_line, read_processes


def paths_in(folder: Path) -> Paths:
    """Describe a DATA folder of a test; what root puts elsewhere stays in the test's folder too."""
    return Paths(folder / "data", elsewhere=folder / "elsewhere")


def ask(url: str, query: str) -> object:
    """Run one query as the role of the address and return its single value."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def tell(url: str, command: str) -> None:
    """Run one command as the role of the address."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(command.encode())


def processes_of(place: Place) -> list[int]:
    """Return the living processes of a cluster."""
    return [
        row.pid
        for row in read_processes()
        if row.is_alive and any(place.title in part for part in command_line(row.pid))
    ]


def wait_until(done: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait for something; say whether it came about."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """Return a folder below which any user may reach what is theirs: pytest's own are closed to root's `nobody`."""
    folder = Path(tempfile.mkdtemp(prefix="proximity-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def folder(open_folder: Path) -> Iterator[Path]:
    """Return a fresh such folder."""
    fresh = Path(tempfile.mkdtemp(dir=open_folder))
    fresh.chmod(0o755)
    yield fresh
    shutil.rmtree(fresh)


@pytest.fixture
def new_paths(folder: Path) -> Iterator[Paths]:
    """Return a DATA folder that does not exist yet, and see that its server has stopped at the end."""
    paths = paths_in(folder)
    yield paths
    check_stopped(paths)


@pytest.fixture(scope="session")
def made_data(open_folder: Path) -> Path:
    """Make one cluster for all tests that do not test the making."""
    paths = paths_in(open_folder / "made")
    start_cluster(paths).stop()
    return paths.data


@pytest.fixture
def paths(made_data: Path) -> Iterator[Paths]:
    """Return the DATA folder with that cluster, not running. For tests that leave its files as they are."""
    paths = Paths(made_data, elsewhere=made_data.with_name("elsewhere"))
    yield paths
    check_stopped(paths)


@pytest.fixture
def copied_paths(new_paths: Paths, made_data: Path) -> Paths:
    """Return a copy of that DATA folder, to be damaged."""
    subprocess.run(["cp", "-a", os.fspath(made_data), os.fspath(new_paths.data)], check=True)
    return new_paths


@pytest.fixture
def hollow_paths(new_paths: Paths, made_data: Path) -> Paths:
    """Return a copy of it with everything but the cluster's content: enough for what fails before the server starts."""
    shutil.copytree(made_data, new_paths.data, ignore=lambda folder, names: set(names) if "postgres" in folder else ())
    made, hollow = made_data / "postgres", new_paths.data / "postgres"
    shutil.copy(made / "PG_VERSION", hollow)
    os.chown(hollow, made.stat().st_uid, made.stat().st_gid)
    return new_paths


def check_stopped(paths: Paths) -> None:
    """Fail, after stopping it, when a test has left the server of a DATA folder running."""
    if paths.location.exists():
        place = find_place(paths)
        left = server.server_pid(place)
        server.stop_server(place)
        assert left is None, "the test left a server running"


@pytest.fixture(scope="module")
def shared_cluster(made_data: Path) -> Iterator[Cluster]:
    """Return that cluster, running for all tests of a module that has no other."""
    started = start_cluster(Paths(made_data, elsewhere=made_data.with_name("elsewhere")))
    yield started
    started.stop()


@pytest.fixture
def cluster(paths: Paths) -> Iterator[Cluster]:
    """Return that cluster, running."""
    started = start_cluster(paths)
    yield started
    started.stop()
