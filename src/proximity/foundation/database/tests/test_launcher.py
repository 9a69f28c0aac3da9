"""Making, starting, sharing and stopping a cluster."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from proximity.foundation.database import binaries, launcher, server, settings
from proximity.foundation.database.launcher import Cluster, External, ensure_running, start_cluster, supervised
from proximity.foundation.database.locks import alone
from proximity.foundation.database.paths import Paths, Place
from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.database.tests.conftest import ask, paths_in, processes_of, tell

pytestmark = pytest.mark.cluster
NOWHERE: dict[str, str] = {}


def test_a_new_cluster_keeps_what_is_written_and_its_passwords(new_paths: Paths) -> None:
    told: list[str] = []
    first = start_cluster(new_paths, notify=told.append)
    assert first.started_here
    assert told == [f"Creating the database in {new_paths.data / 'postgres'}."]
    assert first.note == ""
    tell(first.urls.owner, "CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    first.stop()
    assert processes_of(first.place) == []
    second = start_cluster(new_paths, notify=told.append)
    assert len(told) == 1
    assert second.urls == first.urls
    assert ask(second.urls.owner, "SELECT answer FROM kept") == 42
    second.stop()


def test_secrets_are_in_two_files_that_only_their_owner_reads(cluster: Cluster) -> None:
    private, public = cluster.paths.private_passwords, cluster.paths.public_password
    assert set(json.loads(private.read_text())) == {"superuser", "owner", "staff"}
    assert set(json.loads(public.read_text())) == {"public"}
    for path in (private, public):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    secret = json.loads(private.read_text())["owner"]
    assert secret not in repr(cluster.place)
    assert stat.S_IMODE(cluster.place.folder.stat().st_mode) == 0o700


def test_the_server_does_not_run_as_root_and_knows_none_of_our_environment(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "6000")
    monkeypatch.setenv("MASTER_KEY", "not-for-the-server")
    cluster = start_cluster(paths)
    pid = server.server_pid(cluster.place)
    assert pid
    status = Path(f"/proc/{pid}/status").read_text()
    assert f"Uid:\t{cluster.place.account.uid}\t" in status
    assert cluster.place.account.uid != 0
    assert "MASTER_KEY" not in Path(f"/proc/{pid}/environ").read_text()
    cluster.stop()


def test_two_data_folders_run_side_by_side(cluster: Cluster, folder: Path, made_data: Path) -> None:
    other = paths_in(folder / "other")
    other.data.parent.mkdir()
    subprocess.run(["cp", "-a", os.fspath(made_data), os.fspath(other.data)], check=True)
    with ensure_running(other, environ=NOWHERE) as second:
        tell(second.urls.owner, "CREATE TABLE only_there (id int)")
        assert ask(cluster.urls.owner, "SELECT to_regclass('only_there')") is None
        assert ask(second.urls.owner, "SELECT to_regclass('only_there')") == "only_there"
    assert ask(cluster.urls.owner, "SELECT 1") == 1


def test_a_command_finds_the_running_server_and_leaves_it_running(cluster: Cluster) -> None:
    with ensure_running(cluster.paths, environ=NOWHERE) as found:
        assert isinstance(found, Cluster)
        assert not found.started_here
        assert found.urls == cluster.urls
    assert ask(cluster.urls.owner, "SELECT 1") == 1


def test_a_command_stops_the_server_that_it_started_also_after_an_error(paths: Paths) -> None:
    found: list[Place] = []

    def fail() -> None:
        with ensure_running(paths, environ=NOWHERE) as database:
            assert isinstance(database, Cluster)
            assert database.started_here
            found.append(database.place)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert processes_of(found[0]) == []


def test_the_last_command_to_leave_stops_the_server(paths: Paths) -> None:
    first = start_cluster(paths)
    second = start_cluster(paths)
    first.stop()
    assert ask(second.urls.owner, "SELECT 1") == 1
    second.stop()
    assert processes_of(second.place) == []
    assert first.running
    assert first.running.exit_code() == 0


def test_starters_do_not_race(paths: Paths) -> None:
    script = f"""
from pathlib import Path
from proximity.foundation.database.launcher import ensure_running
from proximity.foundation.database.locks import alone
from proximity.foundation.database.paths import Paths, Place
import psycopg, time
with ensure_running(Paths(Path({str(paths.data)!r}), Path({str(paths.elsewhere)!r})), environ={{}}) as database:
    print(database.started_here, psycopg.connect(database.urls.owner).execute("SELECT 1").fetchone())
    time.sleep(1)
"""
    commands = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [command.communicate()[0] for command in commands]
    assert all("(1,)" in answer for answer in answers)
    assert sum("True" in answer for answer in answers) >= 1
    assert not (paths.data / "postgres" / "postmaster.pid").exists()


def test_the_command_in_charge_waits_for_others_and_says_so(cluster: Cluster) -> None:
    told: list[str] = []
    with (
        pytest.raises(DatabaseProblem, match="Another command uses the database"),
        supervised(cluster.paths, environ=NOWHERE, notify=told.append, seconds=0.3),
    ):
        pytest.fail("taken from under another command")
    assert told == ["Waiting for another command that uses the database."]
    assert ask(cluster.urls.owner, "SELECT 1") == 1


def test_the_command_in_charge_stops_a_server_that_a_killed_command_left(paths: Paths) -> None:
    abandoned = start_cluster(paths)
    abandoned.use.close()  # as the kernel does when the command is killed
    with supervised(paths, environ=NOWHERE) as database:
        assert isinstance(database, Cluster)
        assert processes_of(database.place) == []
    assert abandoned.running
    assert abandoned.running.exit_code() == 0


def test_a_command_waits_while_another_in_charge_has_no_server_up(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "_START_SECONDS", 0.3)
    with (
        supervised(paths, environ=NOWHERE),
        pytest.raises(DatabaseProblem, match="the command in charge of it does not start it"),
    ):
        start_cluster(paths)


def test_a_lock_that_is_held_too_long_is_an_error_that_says_so(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "_LOCK_SECONDS", 0.2)
    told: list[str] = []
    with alone(paths.start_lock, seconds=1, notify=told.append), pytest.raises(DatabaseProblem, match="0 s"):
        start_cluster(paths, notify=told.append)
    assert told == ["Waiting for another command that is starting or stopping the database."]


def test_a_lock_file_of_another_user_is_named(hollow_paths: Paths) -> None:
    hollow_paths.start_lock.unlink()
    hollow_paths.start_lock.mkdir()
    with pytest.raises(DatabaseProblem, match=r"database\.lock cannot be opened"):
        start_cluster(hollow_paths)


def test_an_outside_server_is_taken_as_it_is(new_paths: Paths) -> None:
    environ = {f"DATABASE_URL_{role}": f"postgresql://{role}@db/x" for role in ("OWNER", "STAFF", "PUBLIC")}
    for database_of in (ensure_running, supervised):
        with database_of(new_paths, environ=environ) as database:
            assert isinstance(database, External)
            assert database.urls.staff == "postgresql://STAFF@db/x"
            assert database.children() == ()
            assert not database.started_here
    assert not new_paths.data.exists()


def test_half_an_outside_server_is_an_error(new_paths: Paths) -> None:
    with (
        pytest.raises(DatabaseProblem, match="not set: DATABASE_URL_OWNER, DATABASE_URL_PUBLIC"),
        ensure_running(new_paths, environ={"DATABASE_URL_STAFF": "postgresql://x"}),
    ):
        pytest.fail("half a server")


def test_a_cluster_of_another_major_version_is_refused(hollow_paths: Paths) -> None:
    (hollow_paths.data / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(DatabaseProblem, match=r"made by PostgreSQL 17, but the programs here are 18\."):
        start_cluster(hollow_paths)


def test_an_interrupted_making_is_thrown_away_and_done_again(hollow_paths: Paths) -> None:
    place = hollow_paths.data / "postgres"
    place.rename(hollow_paths.data / "postgres.new")
    cluster = start_cluster(hollow_paths)
    assert ask(cluster.urls.public, "SELECT 1") == 1
    assert not (hollow_paths.data / "postgres.new").exists()
    cluster.stop()


def test_a_lost_cluster_is_not_replaced_by_an_empty_one(hollow_paths: Paths) -> None:
    shutil.rmtree(hollow_paths.data / "postgres")
    with pytest.raises(DatabaseProblem, match=r"is missing from .*postgres, though its passwords are in"):
        start_cluster(hollow_paths)


def test_a_folder_where_nothing_can_be_made_is_named(new_paths: Paths) -> None:
    new_paths.data.parent.mkdir(exist_ok=True)
    new_paths.data.write_text("a file, not a folder")
    with pytest.raises(DatabaseProblem, match="data cannot be made"):
        start_cluster(new_paths)


def test_a_failed_initdb_tells_why(new_paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.INITIAL, "shared_buffers", "much")
    with pytest.raises(DatabaseProblem, match="initdb failed: "):
        start_cluster(new_paths)
    assert not (new_paths.data / "postgres").exists()


@pytest.mark.parametrize("content", ["", "[]", '{"owner": "x"}'])
def test_damaged_passwords_are_an_error(hollow_paths: Paths, content: str) -> None:
    hollow_paths.private_passwords.write_text(content)
    with pytest.raises(DatabaseProblem, match=r"damaged|lacks"):
        start_cluster(hollow_paths)


def test_missing_passwords_are_an_error(hollow_paths: Paths) -> None:
    hollow_paths.public_password.unlink()
    with pytest.raises(DatabaseProblem, match="cannot be read: No such file"):
        start_cluster(hollow_paths)


def test_the_programs_for_backups_are_found(cluster: Cluster) -> None:
    done = subprocess.run(
        [binaries.binary("pg_dump"), "--schema-only", cluster.urls.owner], check=True, capture_output=True, text=True
    )
    assert "PostgreSQL database dump complete" in done.stdout


def test_a_program_that_is_not_in_the_wheel_is_named() -> None:
    with pytest.raises(DatabaseProblem, match="no program named pg_magic"):
        binaries.binary("pg_magic")


def test_without_the_wheel_the_message_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_PACKAGE", "embedded_nothing")
    with pytest.raises(DatabaseProblem, match="make setup"):
        binaries.binary("pg_dump")


def test_a_server_that_cannot_start_shows_its_log(copied_paths: Paths) -> None:
    with (copied_paths.data / "postgres" / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = much\n")
    with pytest.raises(DatabaseProblem, match=r"did not start \(1\)(.|\n)*shared_buffers"):
        start_cluster(copied_paths)
