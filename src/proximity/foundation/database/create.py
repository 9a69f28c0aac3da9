"""Making a cluster: three roles without special powers, one database, and a wall around it."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from proximity.foundation.database import settings
from proximity.foundation.database.passwords import Passwords, write_passwords
from proximity.foundation.database.paths import Paths, Place
from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.database.urls import DATABASE, OWNER, PUBLIC, STAFF, SUPERUSER
from proximity.foundation.processes.child import Account

_ROLE = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


def create_cluster(paths: Paths, place: Place, programs: Path) -> None:
    """Make the cluster and its passwords, whole or not at all.

    Everything is made beside its place and moved there last, so a cluster that is there is complete, and what an
    interrupted attempt left is thrown away. Raises `DatabaseProblem`, also when passwords without a cluster show that
    there was one: an empty database in its stead would hide the loss.
    """
    staging = _staging(place)
    if paths.private_passwords.exists() and not staging.exists():
        raise DatabaseProblem(
            f"The database is missing from {place.folder}, though its passwords are in {paths.private_passwords}. "
            "If it lies on another disk, mount that disk. To begin with an empty database, remove the passwords."
        )
    remove_staging(place)
    try:
        _make_private_folder(staging, place.account)
        passwords = Passwords.random()
        fresh = staging / "data"
        _run_initdb(staging, fresh, programs, place.account, passwords)
        _run_single(fresh, programs, place.account, SUPERUSER, role_commands(passwords))
        _run_single(fresh, programs, place.account, DATABASE, schema_commands())
        write_passwords(paths, passwords)
        fresh.rename(place.folder)
        _sync(place.folder.parent)
    except OSError as problem:
        raise DatabaseProblem(f"The database cannot be made in {place.folder}: {problem}") from problem
    remove_staging(place)


def remove_staging(place: Place) -> None:
    """Throw away what an interrupted `create_cluster` left."""
    shutil.rmtree(_staging(place), ignore_errors=True)


def _staging(place: Place) -> Path:
    return place.folder.with_name(place.folder.name + ".new")


def _sync(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_private_folder(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700)
    if not account.is_me:
        os.chown(folder, account.uid, account.gid)


def _run_initdb(staging: Path, fresh: Path, programs: Path, account: Account, passwords: Passwords) -> None:
    password = staging / "superuser"
    with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(passwords.superuser)
    if not account.is_me:
        os.chown(password, account.uid, account.gid)
    command = [
        str(programs / "initdb"),
        f"--pgdata={fresh}",
        f"--username={SUPERUSER}",
        f"--pwfile={password}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        # Sorting and upper case that do not change with the host's C library.
        "--locale-provider=builtin",
        "--builtin-locale=PG_UNICODE_FAST",
        "--data-checksums",
    ]
    for name, value in settings.INITIAL.items():
        command += ["--set", f"{name}={value}"]
    _run(command, account, "")


def _run_single(fresh: Path, programs: Path, account: Account, database: str, commands: Sequence[str]) -> None:
    """Run SQL in PostgreSQL's single-user mode: no server, no socket, and passwords in no argument list."""
    command = [str(programs / "postgres"), "--single", "-D", str(fresh)]
    for name, value in settings.FIXED.items():
        command += ["-c", f"{name}={value}"]
    _run([*command, "-c", "exit_on_error=on", database], account, "".join(f"{line}\n" for line in commands))


def _run(command: list[str], account: Account, text: str) -> None:
    other = None if account.is_me else account
    done = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        cwd="/",
        env=settings.server_environment(),
        start_new_session=True,
        user=other.uid if other else None,
        group=other.gid if other else None,
        extra_groups=[] if other else None,
        check=False,
    )
    if done.returncode:
        raise DatabaseProblem(f"{Path(command[0]).name} failed: {done.stderr.strip()[-2000:]}")


def role_commands(passwords: Passwords, options: str = "") -> list[str]:
    """Return one command a line, as single-user mode wants it. Passwords hold no quotes (see `Passwords.random`)."""
    return [
        f"CREATE ROLE {OWNER} {_ROLE} PASSWORD '{passwords.owner}'",
        f"CREATE ROLE {STAFF} {_ROLE} NOINHERIT PASSWORD '{passwords.staff}'",
        f"CREATE ROLE {PUBLIC} {_ROLE} NOINHERIT PASSWORD '{passwords.public}'",
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}{options}",
        f"REVOKE ALL ON DATABASE {DATABASE}, postgres, template1 FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {STAFF}, {PUBLIC}",
        # The owner may step into a role, and inherits nothing: no policy meant for a role ever applies to it.
        f"GRANT {STAFF}, {PUBLIC} TO {OWNER} WITH INHERIT FALSE, SET TRUE",
    ]


def schema_commands() -> list[str]:
    """Return what is told to the new database itself."""
    # The database's owner keeps the schema: it belongs to pg_database_owner since PostgreSQL 15.
    return ["REVOKE CREATE ON SCHEMA public FROM PUBLIC"]
