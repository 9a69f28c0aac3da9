"""Key files and the rings of the two processes."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from proximity.foundation.sealing import keyring
from proximity.foundation.sealing.keyfiles import KeyDamaged, KeyExists, KeyMissing, KeyTooOpen, read_keys, write_key
from proximity.foundation.sealing.keyring import PublicKeyring, StaffKeyring
from proximity.foundation.sealing.keys import MasterKey


@pytest.fixture
def public(tmp_path: Path) -> Path:
    path = tmp_path / "public" / "keys"
    PublicKeyring.create(path)
    return path


@pytest.fixture
def staff(tmp_path: Path, public: Path) -> Path:
    path = tmp_path / "keys"
    StaffKeyring.create(path, public=public)
    return path


def secrets_of(ring: StaffKeyring) -> list[bytes]:
    return [ring.master.reveal(), ring.audit, ring.pepper, ring.public_audit]


def test_created_rings_load_again_unchanged(public: Path, staff: Path) -> None:
    assert PublicKeyring.create(public) == PublicKeyring.load(public)
    again = StaffKeyring.create(staff, public=public)
    assert secrets_of(again) == secrets_of(StaffKeyring.load(staff, public=public))


def test_no_two_keys_are_the_same(public: Path, staff: Path) -> None:
    ring = PublicKeyring.load(public)
    assert len({*ring.draft, ring.pepper, ring.audit, *secrets_of(StaffKeyring.load(staff, public=public))}) == 5


def test_staff_and_public_share_the_pepper_and_the_public_audit_key(public: Path, staff: Path) -> None:
    ring, theirs = PublicKeyring.load(public), StaffKeyring.load(staff, public=public)
    assert (ring.pepper, ring.audit) == (theirs.pepper, theirs.public_audit)
    assert ring.audit != theirs.audit


def test_the_public_side_holds_no_master_key(public: Path) -> None:
    assert sorted(path.name for path in public.iterdir()) == ["audit.key", "draft.key", "pepper.key"]


def test_directories_are_0700_and_files_0600_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        StaffKeyring.create(tmp_path / "s", public=_created(tmp_path / "p"))
    finally:
        os.umask(before)
    for directory in (tmp_path / "s", tmp_path / "p"):
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}


def _created(path: Path) -> Path:
    PublicKeyring.create(path)
    return path


def test_a_ring_never_shows_a_key(public: Path, staff: Path) -> None:
    assert repr(PublicKeyring.load(public)) == "<PublicKeyring: hidden>"
    assert repr(StaffKeyring.load(staff, public=public)) == "<StaffKeyring: hidden>"


def test_a_missing_directory_is_named(tmp_path: Path, public: Path) -> None:
    with pytest.raises(KeyMissing, match="nowhere: there is no such key directory"):
        PublicKeyring.load(tmp_path / "nowhere")
    with pytest.raises(KeyMissing, match="nowhere"):
        StaffKeyring.load(tmp_path / "nowhere", public=public)


def test_a_staff_ring_without_its_public_ring_says_so(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="public: there is no such key directory"):
        StaffKeyring.create(tmp_path / "keys", public=tmp_path / "public")


@pytest.mark.parametrize("name", ["pepper.key", "draft.key", "audit.key"])
def test_a_missing_key_is_named_and_never_made_by_loading(public: Path, name: str) -> None:
    (public / name).unlink()
    with pytest.raises(KeyMissing, match=f"{name}: this key file is missing"):
        PublicKeyring.load(public)
    assert not (public / name).exists()


def test_creating_makes_what_is_missing_and_keeps_the_rest(public: Path) -> None:
    before = PublicKeyring.load(public)
    (public / "draft.key").unlink()
    after = PublicKeyring.create(public)
    assert (after.pepper, after.audit) == (before.pepper, before.audit)
    assert after.draft != before.draft


def test_a_lost_anchor_is_never_replaced_beside_other_keys(public: Path, staff: Path) -> None:
    (public / "pepper.key").unlink()
    with pytest.raises(KeyMissing, match=r"pepper\.key: this key is gone while others are there"):
        PublicKeyring.create(public)
    (staff / "master.key").unlink()
    with pytest.raises(KeyMissing, match="Restore it, or mount its disk"):
        StaffKeyring.create(staff, public=public)
    assert not (staff / "master.key").exists()


def test_a_master_key_on_a_disk_that_is_not_mounted_is_missed_not_replaced(tmp_path: Path, public: Path) -> None:
    directory = tmp_path / "keys"
    directory.mkdir(mode=0o700)
    (directory / "master.key").symlink_to(tmp_path / "stick" / "master.key")
    with pytest.raises(KeyMissing, match=r"master\.key"):
        StaffKeyring.create(directory, public=public)
    (tmp_path / "stick").mkdir()
    master = MasterKey.generate()
    master.save(tmp_path / "stick" / "master.key")
    assert StaffKeyring.load(directory, public=public).master.reveal() == master.reveal()


def test_a_restored_master_key_is_taken_and_the_rest_is_made(tmp_path: Path, public: Path) -> None:
    directory = tmp_path / "keys"
    directory.mkdir(mode=0o700)
    master = MasterKey.generate()
    master.save(directory / "master.key")
    assert StaffKeyring.create(directory, public=public).master.reveal() == master.reveal()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_may_reach_is_refused_with_the_way_to_mend_it(public: Path, mode: int) -> None:
    (public / "pepper.key").chmod(mode)
    with pytest.raises(KeyTooOpen, match=r"pepper\.key: others may reach this key. Run: chmod go= "):
        PublicKeyring.load(public)


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o777])
def test_a_directory_that_others_may_reach_is_refused(public: Path, staff: Path, mode: int) -> None:
    public.chmod(mode)
    with pytest.raises(KeyTooOpen, match="keys: others"):
        PublicKeyring.load(public)
    with pytest.raises(KeyTooOpen):
        PublicKeyring.create(public)
    with pytest.raises(KeyTooOpen):
        StaffKeyring.load(staff, public=public)


def test_one_key_file_in_the_place_of_another_is_refused(public: Path) -> None:
    (public / "pepper.key").write_bytes((public / "draft.key").read_bytes())
    with pytest.raises(KeyDamaged, match="this is no pepper key file"):
        PublicKeyring.load(public)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"proximity-key 1 pepper \n",
        b"proximity-key 1 pepper !!!!\n",
        b"proximity-key 1 pepper QUFB\n",
        b"proximity-key 2 pepper AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        b"\xff\x00",
    ],
)
def test_a_damaged_key_file_is_refused(public: Path, content: bytes) -> None:
    (public / "pepper.key").write_bytes(content)
    with pytest.raises(KeyDamaged, match="it is damaged"):
        PublicKeyring.load(public)


def test_only_the_draft_key_rotates(public: Path, tmp_path: Path) -> None:
    for name in ("draft", "pepper"):
        write_key(tmp_path / name, b"n" * 32, name)
        path = public / f"{name}.key"
        path.write_bytes((tmp_path / name).read_bytes() + path.read_bytes())
    assert read_keys(public / "draft.key", "draft")[0] == b"n" * 32
    assert len(read_keys(public / "draft.key", "draft")) == 2
    with pytest.raises(KeyDamaged, match="holds one key, this one holds 2"):
        PublicKeyring.load(public)


def test_a_key_is_never_overwritten_and_no_scrap_is_left(tmp_path: Path) -> None:
    write_key(tmp_path / "a.key", b"1" * 32, "test")
    with pytest.raises(KeyExists, match="never overwritten"):
        write_key(tmp_path / "a.key", b"2" * 32, "test")
    assert read_keys(tmp_path / "a.key", "test") == (b"1" * 32,)
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]


def test_set_ups_at_the_same_moment_agree_on_the_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: PublicKeyring.create(tmp_path / "keys"), range(8)))
    assert all(ring == rings[0] for ring in rings)


def test_a_key_that_another_set_up_wrote_first_is_kept(tmp_path: Path) -> None:
    write_key(tmp_path / "pepper.key", b"1" * 32, "pepper")
    keyring._write_unless_there(tmp_path / "pepper.key", "pepper")
    assert read_keys(tmp_path / "pepper.key", "pepper") == (b"1" * 32,)
