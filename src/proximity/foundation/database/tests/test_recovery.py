"""After a kill: stale pid files, orphaned backends, and PostgreSQL under the supervisor."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from proximity.foundation.database import launcher, server
from proximity.foundation.database.launcher import Cluster, ensure_running, start_cluster, supervised
from proximity.foundation.database.paths import Paths
from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.database.tests.conftest import ask, processes_of, tell, wait_until
from proximity.foundation.processes.supervisor import Supervisor
from proximity.foundation.processes.table import is_running

pytestmark = pytest.mark.cluster
NOWHERE: dict[str, str] = {}


def kill_server(cluster: Cluster) -> int:
    """Kill the server's main process as the out-of-memory killer would."""
    pid = server.server_pid(cluster.place)
    assert pid
    os.kill(pid, signal.SIGKILL)
    return pid


def abandon(cluster: Cluster) -> None:
    """Kill a server and let go of it, as if the command that started it had been killed too."""
    kill_server(cluster)
    cluster.use.close()
    assert cluster.running
    assert wait_until(lambda: cluster.running is not None and cluster.running.exit_code() == -signal.SIGKILL)


def test_a_killed_server_repairs_itself_and_has_lost_nothing(paths: Paths) -> None:
    first = start_cluster(paths)
    tell(first.urls.owner, "CREATE TABLE many AS SELECT generate_series(1, 50000) AS number")
    abandon(first)
    assert (first.place.folder / "postmaster.pid").exists()
    second = start_cluster(paths)
    assert second.started_here
    assert ask(second.urls.owner, "SELECT count(*) FROM many") == 50000
    second.stop()


def test_a_killed_server_is_stopped_by_its_starter_without_complaint(paths: Paths) -> None:
    with ensure_running(paths, environ=NOWHERE) as database:
        assert isinstance(database, Cluster)
        kill_server(database)
        place = database.place
    assert processes_of(place) == []


def test_a_pid_file_whose_number_now_belongs_to_another_program_is_no_server(paths: Paths) -> None:
    first = start_cluster(paths)
    abandon(first)
    assert wait_until(lambda: not processes_of(first.place))
    account = first.place.account
    with subprocess.Popen(
        ["/bin/sleep", "60"], user=account.uid, group=account.gid, extra_groups=None if account.is_me else []
    ) as stranger:
        file = first.place.folder / "postmaster.pid"
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        second = start_cluster(paths)
        assert second.started_here
        assert stranger.poll() is None
        stranger.kill()
    assert ask(second.urls.owner, "SELECT 1") == 1
    second.stop()


def test_a_killed_server_of_whose_end_nobody_has_taken_note_yet_is_in_nobodys_way(paths: Paths) -> None:
    first = start_cluster(paths)
    abandon(first)
    account = first.place.account
    with subprocess.Popen(
        ["/bin/sleep", "60"], user=account.uid, group=account.gid, extra_groups=None if account.is_me else []
    ) as zombie:
        zombie.kill()
        assert wait_until(lambda: not is_running(zombie.pid))
        file = first.place.folder / "postmaster.pid"
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(zombie.pid), *lines[1:]]) + "\n")
        second = start_cluster(paths)
        assert zombie.returncode is None
    assert ask(second.urls.owner, "SELECT 1") == 1
    second.stop()


def test_the_way_is_not_cleared_under_a_running_server(cluster: Cluster) -> None:
    with pytest.raises(DatabaseProblem, match="runs already"):
        server.clear_the_way(cluster.place)
    assert ask(cluster.urls.owner, "SELECT 1") == 1


def test_backends_that_outlive_their_server_are_killed(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_LAST_SECONDS", 0.3)
    cluster = start_cluster(paths)
    with psycopg.connect(cluster.urls.owner) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        kill_server(cluster)
        assert cluster.running
        assert wait_until(lambda: processes_of(cluster.place) == [backend])
        server.clear_the_way(cluster.place)
    assert processes_of(cluster.place) == []
    cluster.stop()


def test_a_server_that_does_not_stop_politely_is_stopped_at_once(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = start_cluster(paths)
    pid = server.server_pid(cluster.place)
    assert pid
    monkeypatch.setattr(server, "_FAST_SECONDS", 0.1)
    monkeypatch.setattr(server, "_LAST_SECONDS", 0.1)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(DatabaseProblem, match="does not stop"):
        server.stop_server(cluster.place)
    os.kill(pid, signal.SIGCONT)
    assert wait_until(lambda: server.server_pid(cluster.place) is None)
    cluster.stop()


def test_a_long_repair_is_reported_and_not_waited_for_without_end(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(launcher, "_START_SECONDS", 0.5)
    monkeypatch.setattr(launcher, "_TELL_EVERY", 0.1)
    monkeypatch.setattr("proximity.foundation.database.server.is_ready", lambda _place: False)
    with pytest.raises(DatabaseProblem, match="not ready after"):
        start_cluster(paths, notify=told.append)
    assert any("repairs itself" in line for line in told)


def test_a_server_that_ends_while_it_is_waited_for_is_an_error(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter([server.server_pid(cluster.place)])
    monkeypatch.setattr("proximity.foundation.database.server.is_ready", lambda _place: False)
    monkeypatch.setattr("proximity.foundation.database.server.server_pid", lambda _place: next(numbers, None))
    with pytest.raises(DatabaseProblem, match="ended while it was being waited for"):
        start_cluster(cluster.paths)
    monkeypatch.undo()


def test_without_proc_a_living_number_is_taken_for_the_server(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_PROC", cluster.paths.data / "no-proc")
    assert server.is_ready(cluster.place)


@contextmanager
def watched(cluster: Cluster, lines: list[str]) -> Iterator[Supervisor]:
    """Run the cluster under a supervisor for the length of the block."""
    with Supervisor(logs=cluster.paths.log, say=lines.append) as supervisor:
        supervisor.start(*cluster.children())
        watcher = threading.Thread(target=supervisor.watch)
        watcher.start()
        try:
            yield supervisor
        finally:
            supervisor.request_stop()
            watcher.join()


def test_under_the_supervisor_a_killed_server_returns_with_everything(paths: Paths) -> None:
    lines: list[str] = []
    with supervised(paths, environ=NOWHERE) as database:
        assert isinstance(database, Cluster)
        with watched(database, lines), psycopg.connect(database.urls.owner, autocommit=True) as connection:
            connection.execute("CREATE TABLE survivor AS SELECT 42 AS answer")
            before = set(processes_of(database.place))
            kill_server(database)
            assert wait_until(lambda: any("runs again" in line for line in lines))
            assert not before & set(processes_of(database.place))
            assert ask(database.urls.owner, "SELECT answer FROM survivor") == 42
        assert processes_of(database.place) == []
    assert lines[0].startswith("postgres ended by itself (signal 9)")
    assert "was shut down at" not in (paths.log / "postgres.log").read_text().rpartition("signal 9")[0]


def test_a_command_that_comes_while_the_server_restarts_waits_for_it(paths: Paths) -> None:
    lines: list[str] = []
    with supervised(paths, environ=NOWHERE) as database:
        assert isinstance(database, Cluster)
        with watched(database, lines):
            kill_server(database)
            with ensure_running(paths, environ=NOWHERE) as found:
                assert isinstance(found, Cluster)
                assert not found.started_here
                assert ask(found.urls.owner, "SELECT 1") == 1
            assert server.server_pid(database.place)
        assert processes_of(database.place) == []


def test_a_server_stops_cleanly_under_the_supervisor_with_connections_open(paths: Paths) -> None:
    with supervised(paths, environ=NOWHERE) as database:
        assert isinstance(database, Cluster)
        with watched(database, []):
            connection = psycopg.connect(database.urls.staff)
        connection.close()
    assert "database system is shut down" in (paths.log / "postgres.log").read_text()


def test_a_killed_command_leaves_a_server_that_the_next_one_takes_over_and_stops(paths: Paths) -> None:
    script = f"""
from pathlib import Path
from proximity.foundation.database.launcher import ensure_running
from proximity.foundation.database.paths import Paths
with ensure_running(Paths(Path({str(paths.data)!r}), Path({str(paths.elsewhere)!r})), environ={{}}):
    print("up", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout
        assert command.stdout.readline() == "up\n"
        command.kill()
    with ensure_running(paths, environ=NOWHERE) as database:
        assert isinstance(database, Cluster)
        assert not database.started_here
        place = database.place
    assert processes_of(place) == []
