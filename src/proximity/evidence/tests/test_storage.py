"""Where sealed bytes lie, and that a move to another disk loses nothing."""

import errno
import os
from pathlib import Path

import pytest

from proximity.evidence import storage
from proximity.foundation.pure.ids import new_id

CITY, FILE = new_id(), new_id()


@pytest.fixture(autouse=True)
def _folders(tmp_path, settings):
    settings.PROXIMITY_DATA, settings.PUBLIC_DATA = tmp_path, tmp_path / "public"


def incoming(content: bytes) -> None:
    part = storage.PartFile(storage.incoming_folder(), FILE, storage.SEALED)
    part.write(content)
    part.keep()


def test_nothing_has_its_name_before_it_is_whole_and_flushed(monkeypatch):
    flushed = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (flushed.append(Path(f"/proc/self/fd/{handle}").readlink()), real(handle))
    )
    part = storage.PartFile(storage.incoming_folder(), FILE, storage.SEALED)
    part.write(b"sealed")
    assert [path.suffix for path in storage.incoming_folder().iterdir()] == [".part"]
    part.keep()
    assert flushed == [storage.incoming_folder() / f"{FILE}.part", storage.incoming_folder()]


def test_an_original_is_found_before_and_after_it_is_taken_in():
    incoming(b"sealed")
    for _ in range(3):
        with storage.open_original(CITY, FILE) as stream:
            assert stream.read() == b"sealed"
        storage.take_in(CITY, FILE)
    assert not list(storage.incoming_folder().iterdir())


def test_a_move_to_another_disk_copies_flushes_and_then_deletes(monkeypatch):
    incoming(b"sealed")
    real = Path.replace

    def other_disk(self: Path, target: Path) -> Path:
        if self.parent == storage.incoming_folder():
            raise OSError(errno.EXDEV, "another disk")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", other_disk)
    storage.take_in(CITY, FILE)
    assert not list(storage.incoming_folder().iterdir())
    assert (storage.city_folder(CITY) / f"{FILE}.sealed").read_bytes() == b"sealed"


def test_another_fault_of_the_disk_is_not_hidden():
    with pytest.raises(FileNotFoundError):
        storage.take_in(CITY, FILE)


def test_deleting_takes_all_of_a_file_and_may_be_repeated():
    incoming(b"sealed")
    storage.PartFile(storage.city_folder(CITY), FILE, storage.CLEAN).keep()
    for _ in range(2):
        storage.delete_file(CITY, FILE)
    assert not [path for path in Path(storage.settings.PROXIMITY_DATA).rglob("*") if path.is_file()]
