"""Backup and restore: one file that is worth nothing without the restore code.

It holds a dump of the database (whose contents are sealed; without the index of words), the sealed files, the master key sealed
under the restore code, and the other keys wrapped by the master key. Backups expire: erased data leaves them when they do.
"""

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from proximity import __version__
from proximity.config.env import Database
from proximity.config.installation import Installation
from proximity.config.recovery import sealed_path
from proximity.foundation.database.binaries import binary
from proximity.foundation.database.launcher import ensure_running
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.sealing.keys import MasterKey
from proximity.foundation.sealing.restore_code import RestoreCode, open_master

SUFFIX = ".proximity-backup"
FORMAT = 1
# Keys beside the master key, by their place under the data folder. The database's passwords are drawn anew.
KEYS = (
    "keys/audit.key",
    "keys/web.secret",
    "public/keys/pepper.key",
    "public/keys/draft.key",
    "public/keys/audit.key",
    "public/keys/web.secret",
)
# Sealed files, and the heads of the audit chains as they were noted beside the data.
FOLDERS = ("files", "packs", "public/incoming", "audit-heads", "public/audit-heads")

# Derived, and the only readable trace of what texts say: how often which word occurs. Built anew after a restore.
LEFT_OUT = ("search_posting", "search_commonterm", "search_indexedrecord", "search_change")

type Notify = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its file, its size in bytes, and which older ones had expired and were deleted."""

    path: Path
    size: int
    deleted: tuple[Path, ...]


def back_up(installation: Installation, url: str, folder: Path, *, keep_days: int, notify: Notify) -> Made:
    """Write one backup into `folder`, whole or not at all, and delete those there that have expired.

    `url` is the owner's address of the running database.

    Raises `ProcessProblem` where the database cannot be dumped.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"{now:%Y%m%dT%H%M%SZ}{SUFFIX}"
    part = path.with_suffix(".part")
    notify("Dumping the database")
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        dump = Path(scratch) / "database.dump"
        without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        _run(["pg_dump", "--format=custom", "--no-owner", *without, f"--file={dump}"], url)
        notify("Adding sealed files and keys")
        # Only ciphertext lies in `scratch`: the database holds nothing readable of what people told.
        _write(part, installation, dump, created=now, expires=now + timedelta(days=keep_days))
    part.replace(path)
    return Made(path, path.stat().st_size, tuple(_delete_expired(folder, now)))


def _write(part: Path, installation: Installation, dump: Path, *, created: datetime, expires: datetime) -> None:
    master = MasterKey.load(installation.keys / "master.key")
    hashes: dict[str, str] = {}
    handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
        _add_file(archive, "database.dump", dump, hashes)
        _add_bytes(archive, "master.sealed", sealed_path(installation).read_bytes(), hashes)
        for name in KEYS:
            wrapped = master.wrap((installation.data / name).read_bytes(), context=f"backup/{name}")
            _add_bytes(archive, f"{name}.wrapped", wrapped, hashes)
        for name, path in _sealed_files(installation.data):
            _add_file(archive, name, path, hashes)
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "created": created.isoformat(timespec="seconds"),
            "expires": expires.isoformat(timespec="seconds"),
            "sha256": hashes,
        }
        _add_bytes(archive, "manifest.json", json.dumps(manifest, indent=1).encode(), {})
        raw.flush()
        os.fsync(raw.fileno())


def _sealed_files(data: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and not path.name.endswith(".part"):
                yield str(path.relative_to(data)), path


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes, hashes: dict[str, str]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))
    hashes[name] = hashlib.sha256(content).hexdigest()


def _add_file(archive: tarfile.TarFile, name: str, path: Path, hashes: dict[str, str]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = path.stat().st_size, 0o600
    with path.open("rb") as file:
        archive.addfile(member, file)
    with path.open("rb") as file:
        hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()


def _delete_expired(folder: Path, now: datetime) -> Iterator[Path]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if (manifest := read_manifest(path)) and datetime.fromisoformat(str(manifest["expires"])) < now:
            path.unlink()
            yield path


def read_manifest(path: Path) -> dict[str, object] | None:
    """Return what a backup says of itself, or None where the file is not a whole backup."""
    try:
        with tarfile.open(path) as archive:
            file = archive.extractfile("manifest.json")
            content = json.loads(file.read()) if file else None
    except (tarfile.TarError, KeyError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def restore(installation: Installation, path: Path, code: RestoreCode, *, notify: Notify) -> None:
    """Lay a backup out in a data folder that does not exist yet or is empty.

    Raises `WrongRestoreCode`, before anything is written; `ProcessProblem` for a damaged backup or a folder in use.
    """
    if installation.data.exists() and any(installation.data.iterdir()):
        raise ProcessProblem(f"{installation.data} is not empty: name a new folder with DATA.")
    manifest = read_manifest(path)
    if manifest is None or manifest.get("format") != FORMAT:
        raise ProcessProblem(f"{path} is not a whole backup of this version.")
    with tarfile.open(path) as archive:
        notify("Checking the backup")
        _check_hashes(archive, manifest)
        master = open_master(_member(archive, "master.sealed"), code)
        notify("Laying out keys and sealed files")
        _lay_out(archive, installation, master)
        notify("Loading the database")
        _load(archive, installation)


def _check_hashes(archive: tarfile.TarFile, manifest: dict[str, object]) -> None:
    expected = manifest["sha256"]
    for member in archive.getmembers():
        if member.name == "manifest.json":
            continue
        file = archive.extractfile(member)
        found = hashlib.file_digest(file, "sha256").hexdigest() if file else ""  # type: ignore[arg-type]  # a reader
        if not isinstance(expected, dict) or expected.get(member.name) != found:
            raise ProcessProblem(f"The backup is damaged: {member.name} is not what was written.")


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise ProcessProblem(f"The backup is damaged: {name} is missing.")
    return file.read()


def _lay_out(archive: tarfile.TarFile, installation: Installation, master: MasterKey) -> None:
    for folder in (installation.keys, installation.public_data / "keys"):
        folder.mkdir(mode=0o700, parents=True)
    master.save(installation.keys / "master.key")
    for name in KEYS:
        content = master.unwrap(_member(archive, f"{name}.wrapped"), context=f"backup/{name}")
        _write_private(installation.data / name, content)
    _write_private(sealed_path(installation), _member(archive, "master.sealed"))
    for member in archive.getmembers():
        if member.name.startswith(tuple(f"{folder}/" for folder in FOLDERS)):
            archive.extract(member, installation.data, filter="data")


def _write_private(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _load(archive: tarfile.TarFile, installation: Installation) -> None:
    with ensure_running(installation.paths) as database, tempfile.TemporaryDirectory(dir=installation.data) as scratch:
        dump = Path(scratch) / "database.dump"
        source = archive.extractfile("database.dump")
        if source is None:
            raise ProcessProblem("The backup is damaged: database.dump is missing.")
        with dump.open("wb") as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)
        login = Database.from_url(database.urls.owner)
        _run(["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={login.name}", str(dump)], database.urls.owner)


def _run(arguments: list[str], url: str) -> None:
    """Run a PostgreSQL program; the password goes through its environment, since anybody may read argument lists."""
    login = Database.from_url(url)
    environment = os.environ | {
        "PGUSER": login.user,
        "PGPASSWORD": login.password,
        "PGHOST": login.host,
        "PGPORT": login.port,
        "PGDATABASE": login.name,
    }
    argv: list[str | Path] = [binary(arguments[0]), *arguments[1:]]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ProcessProblem(f"{arguments[0]} failed: {done.stderr.strip()[-1500:]}")
