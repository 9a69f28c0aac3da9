"""Backup and restore on real clusters: whole with the code, worthless without, never over somebody's data."""

import io
import json
import tarfile
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from proximity.config import recovery
from proximity.config.backup import SUFFIX, back_up, read_manifest, restore
from proximity.config.installation import Installation
from proximity.config.serve import run_step
from proximity.foundation.database.launcher import ensure_running
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.progress import Progress
from proximity.foundation.sealing.keys import MasterKey
from proximity.foundation.sealing.restore_code import RestoreCode, WrongRestoreCode

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("clusters")]
MARK = "a row that must come back"


def silent(_text: str) -> None:
    """Hear nothing."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Return an installation with tables, a row, a sealed file, and its restore code."""
    folder = tmp_path_factory.mktemp("backup")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    installation = Installation(folder / "data", 8000, 8001)
    installation.data.mkdir()
    installation.create_keys()
    with ensure_running(installation.paths, environ={}) as database:
        run_step(["migrate-tables"], installation.operator_environment(database.urls), Progress(1))
        with psycopg.connect(database.urls.owner) as owner:
            owner.execute(
                "INSERT INTO accounts_city (id, slug, name, country, time_zone, reference_prefix, place_source)"
                " VALUES (gen_random_uuid(), 'x', %s, 'es', 'UTC', 'X', '')",
                [MARK],
            )
            owner.execute("INSERT INTO search_posting VALUES (1, gen_random_uuid(), gen_random_uuid())")
    (installation.data / "files").mkdir()
    (installation.data / "files" / "one.sealed").write_bytes(b"ciphertext")
    (installation.data / "files" / "half.part").write_bytes(b"never whole")
    return installation, recovery.draw_code(installation)


@pytest.fixture(scope="module", autouse=True)
def _no_outside_database():
    """Keep the tests' own database out of the commands under test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL_OWNER", "DATABASE_URL_STAFF", "DATABASE_URL_PUBLIC"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module")
def made(ground, tmp_path_factory):
    """Return a backup."""
    return backed_up(ground, tmp_path_factory.mktemp("shelf"), 30)


def backed_up(ground, folder, days):
    with ensure_running(ground[0].paths) as database:
        return back_up(ground[0], database.urls.owner, folder, keep_days=days, notify=silent)


def beside(ground, name):
    return Installation(ground[0].data.parent / name, 8000, 8001)


def test_a_backup_comes_back_whole_in_another_folder(ground, made):
    installation, code = ground
    restored = beside(ground, "restored")
    restore(restored, made.path, code, notify=silent)
    assert (
        MasterKey.load(restored.keys / "master.key").reveal()
        == MasterKey.load(installation.keys / "master.key").reveal()
    )
    for name in ("pepper.key", "draft.key", "audit.key"):
        path = restored.public_data / "keys" / name
        assert path.read_bytes() == (installation.public_data / "keys" / name).read_bytes()
        assert path.stat().st_mode & 0o77 == 0
    assert (restored.data / "files" / "one.sealed").read_bytes() == b"ciphertext"
    assert not (restored.data / "files" / "half.part").exists()
    with ensure_running(restored.paths) as database, psycopg.connect(database.urls.staff) as staff:
        assert staff.execute("SELECT name FROM accounts_city").fetchall() == [(MARK,)]
        with psycopg.connect(database.urls.owner) as owner:
            assert owner.execute("SELECT * FROM search_posting").fetchall() == []
        with pytest.raises(psycopg.Error):
            staff.execute("SELECT * FROM reporting_report WHERE city_id = gen_random_uuid() OR true").fetchall()


def test_the_wrong_code_writes_nothing(ground, made):
    restored = beside(ground, "wrong")
    with pytest.raises(WrongRestoreCode):
        restore(restored, made.path, RestoreCode.draw(), notify=silent)
    assert not restored.data.exists()


def test_a_backup_holds_no_key_that_opens_without_the_code(ground, made):
    installation, code = ground
    content = made.path.read_bytes()
    assert MasterKey.load(installation.keys / "master.key").reveal() not in content
    assert (installation.keys / "web.secret").read_bytes() not in content
    assert (installation.public_data / "keys" / "draft.key").read_bytes().split()[-1] not in content
    assert code.display.encode() not in content


def test_a_folder_in_use_is_refused(ground, made):
    installation, code = ground
    with pytest.raises(ProcessProblem, match="not empty"):
        restore(installation, made.path, code, notify=silent)


def test_a_damaged_backup_is_refused_by_name(ground, made, tmp_path):
    _, code = ground
    changed = tmp_path / made.path.name
    with tarfile.open(made.path) as source, tarfile.open(changed, "w") as target:
        for member in source.getmembers():
            content = source.extractfile(member).read()
            if member.name == "files/one.sealed":
                content = b"CIPHERTEXT"
            target.addfile(member, io.BytesIO(content))
    with pytest.raises(ProcessProblem, match=r"one\.sealed"):
        restore(beside(ground, "damaged"), changed, code, notify=silent)


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_what_is_no_backup_is_refused(ground, tmp_path, content):
    path = tmp_path / f"x{SUFFIX}"
    path.write_bytes(content)
    assert read_manifest(path) is None
    with pytest.raises(ProcessProblem, match="not a whole backup"):
        restore(beside(ground, "nothing"), path, ground[1], notify=silent)


def test_expired_backups_are_deleted_by_the_next_one(ground, tmp_path):
    old = tmp_path / f"old{SUFFIX}"
    expired = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    manifest = json.dumps({"format": 1, "expires": expired}).encode()
    with tarfile.open(old, "w") as archive:
        member = tarfile.TarInfo("manifest.json")
        member.size = len(manifest)
        archive.addfile(member, io.BytesIO(manifest))
    made = backed_up(ground, tmp_path, 1)
    assert made.deleted == (old,)
    assert not old.exists()
    assert made.path.exists()


def test_the_code_is_confirmed_only_by_itself(ground):
    installation, code = ground
    assert not recovery.is_confirmed(installation)
    with pytest.raises(WrongRestoreCode):
        recovery.confirm_code(installation, RestoreCode.draw())
    assert not recovery.is_confirmed(installation)
    recovery.confirm_code(installation, code)
    assert recovery.is_confirmed(installation)
    recovery.confirmed_path(installation).unlink()
