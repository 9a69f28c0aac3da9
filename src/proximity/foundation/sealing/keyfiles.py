"""Key files: one line per key, made once, readable by their owner only.

A line reads `proximity-key 1 <kind> <32 bytes in URL-safe base 64>`. The kind is written inside so that a file put in
another's place is refused. The newest key is the first line; only kinds that rotate have more than one.
"""

import base64
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from proximity.foundation.sealing.boxes import KEY_BYTES

_HEAD = "proximity-key 1"
_OTHERS = 0o077


class KeyFileError(Exception):
    """A key file cannot be used; the message names the path and what to do, never the key."""


class KeyMissing(KeyFileError):
    """There is no such key file or directory."""


class KeyTooOpen(KeyFileError):
    """Group or others may reach the key file or its directory."""


class KeyDamaged(KeyFileError):
    """The file is there, but does not hold a key of this kind."""


class KeyExists(KeyFileError):
    """A key is never overwritten: what it sealed would be lost."""


def make_directory(path: Path) -> None:
    """Make the key directory `path` with mode 0700 where it is missing. Raises KeyTooOpen when it lets others in."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_directory(path)


def check_directory(path: Path) -> None:
    """Raise KeyMissing unless `path` is a directory, KeyTooOpen unless it is its owner's alone."""
    if not path.is_dir():
        message = f"{path}: there is no such key directory. Restore it from where you keep it, or set up anew."
        raise KeyMissing(message)
    _check_mode(path, path.stat().st_mode)


def write_key(path: Path, secret: bytes, kind: str) -> None:
    """Write `secret` (32 bytes) to the new file `path` with mode 0600, safely on disk before this returns.

    Raises KeyExists when the file is there. Written under another name and linked into place, so that neither a crash
    nor a second process setting up at the same moment ever leaves half a key.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(f"{_HEAD} {kind} {base64.urlsafe_b64encode(secret).decode()}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        message = f"{path}: a key is there already and is never overwritten."
        raise KeyExists(message) from None
    finally:
        draft.unlink()
    _flush_directory(path.parent)


def replace_keys(path: Path, newest_first: Sequence[bytes], kind: str) -> None:
    """Let the key file `path`, which exists, hold these keys (32 bytes each) from now on, safely on disk before this returns.

    Whole or not at all: whoever reads meanwhile finds the old file or the new one. A symbolic link is followed, so that a
    key that lives on another disk stays there.
    """
    place = path.resolve(strict=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(f"{_HEAD} {kind} {base64.urlsafe_b64encode(key).decode()}\n".encode() for key in newest_first)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    _flush_directory(place.parent)


def read_keys(path: Path, kind: str) -> tuple[bytes, ...]:
    """Return the keys (32 bytes each, newest first) in `path`, at least one.

    A symbolic link is followed, so that a key may live on another disk. Raises KeyMissing, KeyTooOpen or KeyDamaged.
    """
    try:
        with path.open("rb") as file:
            _check_mode(path, os.fstat(file.fileno()).st_mode)
            lines = file.read().splitlines()
    except FileNotFoundError:
        message = f"{path}: this key file is missing. Restore it from where you keep it; a new key opens nothing old."
        raise KeyMissing(message) from None
    keys = tuple(_parse(line, kind) for line in lines)
    if not keys or None in keys:
        message = f"{path}: this is no {kind} key file of Proximity, or it is damaged. Restore it."
        raise KeyDamaged(message)
    return tuple(key for key in keys if key is not None)


def read_key(path: Path, kind: str) -> bytes:
    """Return the only key in `path`. Raises as `read_keys`, and KeyDamaged when the file holds several."""
    keys = read_keys(path, kind)
    if len(keys) > 1:
        message = f"{path}: a {kind} key file holds one key, this one holds {len(keys)}."
        raise KeyDamaged(message)
    return keys[0]


def _parse(line: bytes, kind: str) -> bytes | None:
    """Return the key on `line`, or None when it is not a line of this kind."""
    head = f"{_HEAD} {kind} ".encode()
    try:
        secret = base64.b64decode(line.removeprefix(head), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return secret if line.startswith(head) and len(secret) == KEY_BYTES else None


def _check_mode(path: Path, mode: int) -> None:
    """Raise KeyTooOpen when `mode` gives group or others any right."""
    if mode & _OTHERS:
        message = f"{path}: others may reach this key. Run: chmod go= '{path}'"
        raise KeyTooOpen(message)


def _flush_directory(path: Path) -> None:
    """Make the new name in `path` survive a power cut: a lost key cannot be made again."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
