"""The restore code: drawn at set-up, shown once, never kept. What is kept is the master key sealed under it, for backups."""

import os
from datetime import UTC, datetime
from pathlib import Path

from proximity.config.installation import Installation
from proximity.foundation.sealing.keys import MasterKey
from proximity.foundation.sealing.restore_code import RestoreCode, open_master, seal_master


def sealed_path(installation: Installation) -> Path:
    """Return where the master key lies, sealed under the restore code."""
    return installation.keys / "restore.sealed"


def confirmed_path(installation: Installation) -> Path:
    """Return the mark that somebody typed the code in again from her paper."""
    return installation.keys / "restore.confirmed"


def draw_code(installation: Installation) -> RestoreCode:
    """Draw a new restore code and seal the master key under it; the one before opens only the backups made until now."""
    code = RestoreCode.draw()
    master = MasterKey.load(installation.keys / "master.key")
    path = sealed_path(installation)
    temporary = path.with_suffix(".new")
    handle = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(seal_master(master, code))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    confirmed_path(installation).unlink(missing_ok=True)
    return code


def confirm_code(installation: Installation, code: RestoreCode) -> None:
    """Note that the code was written down rightly. Raises `WrongRestoreCode`."""
    open_master(sealed_path(installation).read_bytes(), code)
    confirmed_path(installation).write_text(datetime.now(UTC).isoformat(timespec="seconds"))


def note_backup(installation: Installation) -> None:
    """Note beside the data that a backup was made just now."""
    _last_backup(installation).write_text(datetime.now(UTC).isoformat(timespec="seconds"))


def last_backup_at(installation: Installation) -> datetime | None:
    """Return when the last backup was made, None where none was ever made here."""
    path = _last_backup(installation)
    return datetime.fromisoformat(path.read_text()) if path.exists() else None


def _last_backup(installation: Installation) -> Path:
    return installation.data / "backup.last"


def is_confirmed(installation: Installation) -> bool:
    """Say whether somebody proved that the code was written down."""
    return confirmed_path(installation).exists()
