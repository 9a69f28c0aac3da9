"""A server that somebody else runs: the commands that its administrator gives it once, and the three addresses that follow.

It must be PostgreSQL 17 or 18. Nothing here connects to it.
"""

import os
from pathlib import Path
from urllib.parse import quote

from proximity.foundation.database.create import role_commands, schema_commands
from proximity.foundation.database.passwords import Passwords
from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.database.urls import DATABASE, OWNER, PUBLIC, STAFF, Urls

SQL, ADDRESSES, PUBLIC_ADDRESS = "database.sql", "database.env", "database-public.env"
# Sorting and upper case that do not change with the server's C library, as in our own cluster.
_LOCALE = " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE '{locale}' LOCALE 'C'"
# PG_UNICODE_FAST came with 18; 17 has C.UTF-8, which differs in full case mapping alone.
_BUILTIN = {17: "C.UTF-8", 18: "PG_UNICODE_FAST"}


def write_outside(folder: Path, *, host: str, port: int, version: int) -> None:
    """Write what the administrator runs, and the addresses for our processes, into `folder`: files for their owner alone.

    `host` is a name, an address, or the folder of a Unix socket. The passwords are drawn here and stand nowhere else. The
    public process's address stands in a file of its own, since it is given no other. Raises `DatabaseProblem` for a version
    that Proximity does not run on, or where one of the files is there.
    """
    if version not in _BUILTIN:
        raise DatabaseProblem(f"Proximity runs on PostgreSQL 17 and 18, not on {version}.")
    passwords = Passwords.random()
    urls = outside_addresses(passwords, host=host, port=port)
    names = urls.environment()
    public = {"DATABASE_URL_PUBLIC": names.pop("DATABASE_URL_PUBLIC")}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / SQL, script(passwords, version=version))
    _write(folder / ADDRESSES, _lines(names))
    _write(folder / PUBLIC_ADDRESS, _lines(public))


def script(passwords: Passwords, *, version: int) -> str:
    """Return the commands for `psql` as a superuser of the server."""
    locale = _LOCALE.format(locale=_BUILTIN[version])
    lines = [f"{line};" for line in role_commands(passwords, locale)]
    return "\n".join(
        [r"\set ON_ERROR_STOP on", *lines, rf"\connect {DATABASE}", *(f"{line};" for line in schema_commands()), ""]
    )


def outside_addresses(passwords: Passwords, *, host: str, port: int) -> Urls:
    """Return the three addresses of an outside server."""

    def address(user: str, password: str) -> str:
        login = f"postgresql://{user}:{quote(password, safe='')}@"
        if host.startswith("/"):
            return f"{login}:{port}/{DATABASE}?host={quote(host, safe='/')}"
        return f"{login}{host}:{port}/{DATABASE}"

    return Urls(address(OWNER, passwords.owner), address(STAFF, passwords.staff), address(PUBLIC, passwords.public))


def _lines(values: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _write(path: Path, content: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise DatabaseProblem(f"{path} is there already: its passwords may be in use.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
