"""The key files of the two processes: what each may hold, and nothing more.

- `DATA/public/keys`: draft.key (rotates), pepper.key, audit.key. All that the public process is given. None of them
  opens a report.
- `DATA/keys`: master.key, audit.key. Staff side only.

The pepper exists once, in the public directory. Staff enter reports and hand over receipts too, so the staff ring reads
it there rather than keep a copy that could come to differ. It also reads the public audit key, to verify the public
process's chain; the reverse never holds.

Keys are made when an instance is set up (`create`), never while it runs (`load`). Each ring has an anchor, made first:
where other keys are present and the anchor is not, it was lost or its disk is not mounted, and making a new one would
bury everything sealed under the old.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from proximity.foundation.sealing.boxes import KEY_BYTES, Hidden
from proximity.foundation.sealing.keyfiles import (
    KeyExists,
    KeyMissing,
    check_directory,
    make_directory,
    read_key,
    read_keys,
    write_key,
)
from proximity.foundation.sealing.keys import MASTER_KIND, MasterKey

_DRAFT = "draft"
_PEPPER = "pepper"
_PUBLIC_AUDIT = "public-audit"
_STAFF_AUDIT = "staff-audit"

# File name -> kind written inside; the first is the anchor.
_PUBLIC_FILES = {"pepper.key": _PEPPER, "draft.key": _DRAFT, "audit.key": _PUBLIC_AUDIT}
_STAFF_FILES = {"master.key": MASTER_KIND, "audit.key": _STAFF_AUDIT}


@dataclass(frozen=True, slots=True, repr=False)
class PublicKeyring(Hidden):
    """The keys of the public process, 32 bytes each.

    `draft` seals wizard drafts and the mailbox cookie (newest first); `pepper` finds a report by its receipt; `audit`
    chains what the public process itself records.
    """

    draft: tuple[bytes, ...]
    pepper: bytes
    audit: bytes

    @classmethod
    def create(cls, directory: Path) -> Self:
        """Make the directory (0700) and every missing key (0600), then load. Raises KeyMissing for a lost anchor."""
        _create_missing(directory, _PUBLIC_FILES)
        return cls.load(directory)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Return the ring in `directory`. Raises KeyMissing, KeyTooOpen or KeyDamaged, naming the path."""
        check_directory(directory)
        return cls(
            draft=read_keys(directory / "draft.key", _DRAFT),
            pepper=read_key(directory / "pepper.key", _PEPPER),
            audit=read_key(directory / "audit.key", _PUBLIC_AUDIT),
        )


@dataclass(frozen=True, slots=True, repr=False)
class StaffKeyring(Hidden):
    """The keys of the staff side: the `master` key, its own `audit` key, and two of the public ring (32 bytes each)."""

    master: MasterKey
    audit: bytes
    pepper: bytes
    public_audit: bytes

    @classmethod
    def create(cls, directory: Path, *, public: Path) -> Self:
        """Make the directory (0700) and every missing key (0600), then load; the `public` ring is created before.

        Raises KeyMissing when the master key is gone while other keys are there: restore it, do not replace it.
        """
        _create_missing(directory, _STAFF_FILES)
        return cls.load(directory, public=public)

    @classmethod
    def load(cls, directory: Path, *, public: Path) -> Self:
        """Return the ring in `directory`, with what it needs of the ring in `public`.

        Raises KeyMissing, KeyTooOpen or KeyDamaged, naming the path. `master.key` may be a symbolic link to another
        disk; the mode of the file it leads to is what counts.
        """
        check_directory(directory)
        check_directory(public)
        return cls(
            master=MasterKey.load(directory / "master.key"),
            audit=read_key(directory / "audit.key", _STAFF_AUDIT),
            pepper=read_key(public / "pepper.key", _PEPPER),
            public_audit=read_key(public / "audit.key", _PUBLIC_AUDIT),
        )


def _create_missing(directory: Path, files: dict[str, str]) -> None:
    """Write a random key for each of `files` that `directory` lacks, the anchor first and never beside older keys."""
    make_directory(directory)
    anchor, *others = files
    if not (directory / anchor).exists() and any((directory / name).exists() for name in others):
        message = f"{directory / anchor}: this key is gone while others are there. Restore it, or mount its disk."
        raise KeyMissing(message)
    for name, kind in files.items():
        if not (directory / name).exists():
            _write_unless_there(directory / name, kind)


def _write_unless_there(path: Path, kind: str) -> None:
    """Write a random key to `path`, unless another process setting up at the same moment was first."""
    try:
        write_key(path, os.urandom(KEY_BYTES), kind)
    except KeyExists:
        return
