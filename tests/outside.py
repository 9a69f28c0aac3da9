"""A PostgreSQL that somebody else runs: Debian's 17 where it is installed, in CI always; else the programs of our own."""

import contextlib
import os
import pwd
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proximity.foundation.database.binaries import server_bin
from proximity.foundation.processes.child import Account
from tests.running import free_port

DEBIANS = Path("/usr/lib/postgresql/17/bin")
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Outside:
    """A running server: where it answers, which major version it is, and how its administrator signs in."""

    port: int
    version: int
    administrator: dict[str, str]
    log: Path


@contextlib.contextmanager
def outside_server(folder: Path) -> Iterator[Outside]:
    """Make a server in `folder`, which its user can reach, start it on TCP with passwords, and stop it afterwards."""
    root = os.geteuid() == 0
    account = Account.named("nobody" if root else pwd.getpwuid(os.geteuid()).pw_name)
    programs, version = _programs(account)
    place = folder / "outside"
    place.mkdir(mode=0o700)
    password = secrets.token_urlsafe(16)
    (place / "password").write_text(password)
    if root:
        for path in (place, place / "password"):
            os.chown(path, account.uid, account.gid)
    who = {"user": account.uid, "group": account.gid, "extra_groups": []} if root else {}
    begin = [
        programs / "initdb",
        "-D",
        place / "data",
        "-U",
        "postgres",
        "--auth=scram-sha-256",
        f"--pwfile={place / 'password'}",
    ]
    subprocess.run(begin, check=True, capture_output=True, cwd="/", **who)  # type: ignore[call-overload]  # one way or the other
    port = free_port()
    log = place / "log"
    options = ["-c", f"listen_addresses={HOST}", "-p", str(port), "-c", f"unix_socket_directories={place}"]
    with (folder / "outside.log").open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", "-D", place / "data", *options], cwd="/", stdout=output, stderr=output, **who
        )  # type: ignore[call-overload]  # one way or the other
        administrator = {"PGHOST": HOST, "PGPORT": str(port), "PGUSER": "postgres", "PGPASSWORD": password}
        try:
            _wait(programs, administrator)
            yield Outside(port, version, administrator, log)
        finally:
            # Fast shutdown: whoever is still connected is cut off.
            server.send_signal(signal.SIGINT)
            server.wait(30)


def _programs(account: Account) -> tuple[Path, int]:
    if (DEBIANS / "postgres").exists():
        return DEBIANS, 17
    assert not os.environ.get("CI"), (
        "CI tries Debian's PostgreSQL 17, and it is not installed: scripts/bring-postgresql"
    )
    return server_bin(account, Path("/var/lib/proximity")), 18


def _wait(programs: Path, administrator: dict[str, str]) -> None:
    deadline = time.monotonic() + 60
    ask = [programs / "psql", "-qAtc", "SELECT 1", "postgres"]
    while subprocess.run(ask, env=administrator, capture_output=True, check=False).returncode:
        assert time.monotonic() < deadline, "the outside server did not start"
        time.sleep(0.1)
