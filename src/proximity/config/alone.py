"""One process of an installation by itself, for a service manager: `proximity prepare`, then `serve public|staff|worker`.

Each needs only its own part of the environment and of the disk: the public process has no other address of the database than
its own, and no folder but its own.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from proximity.config import recovery
from proximity.config.installation import Installation
from proximity.config.serve import run_step, show_code, web_argv, worker_argv, worker_environment
from proximity.foundation.database.launcher import ensure_running
from proximity.foundation.database.outside import ADDRESSES, PUBLIC_ADDRESS, SQL, write_outside
from proximity.foundation.database.urls import side_urls
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.progress import Progress
from proximity.foundation.processes.supervisor import say_line

SIDES = ("public", "staff", "worker")


def database_sql(_installation: Installation, options: argparse.Namespace) -> int:
    """Write what an outside server's administrator runs, and the addresses for our processes."""
    folder: Path = options.to
    write_outside(folder, host=options.host, port=options.port, version=options.version)
    say_line(f"{folder / SQL}: for a superuser of the server, with psql. Delete it afterwards: it holds passwords.")
    say_line(f"{folder / ADDRESSES}: for the workspace, the job worker and the operator.")
    say_line(f"{folder / PUBLIC_ADDRESS}: for the public site.")
    return 0


def prepare(installation: Installation, _options: argparse.Namespace) -> int:
    """Draw missing keys, look at further languages, bring the tables up to this version.

    On the first day it also draws and shows the restore code.
    """
    installation.create_keys()
    run_step(["prepare-languages"], installation.language_environment(), Progress(1))
    with ensure_running(installation.paths) as database:
        run_step(["migrate-tables"], installation.operator_environment(database.urls), Progress(1))
    if not recovery.sealed_path(installation).exists():
        show_code(recovery.draw_code(installation))
    return 0


def serve_side(installation: Installation, options: argparse.Namespace) -> NoReturn:
    """Become one process of this installation. Raises `ProcessProblem` without the address of an outside database."""
    side: str = options.side
    login = "public" if side == "public" else "staff"
    urls = side_urls(login, os.environ)
    if urls is None:
        raise ProcessProblem(
            f"`proximity serve {side}` needs DATABASE_URL_{login.upper()}: it starts no database. `proximity run` does."
        )
    if side == "public":
        become(web_argv(side, installation.port, listen=installation.listen), installation.public_environment(urls))
    if side == "staff":
        become(
            web_argv(side, installation.staff_port, listen=installation.listen), installation.staff_environment(urls)
        )
    become(worker_argv(), worker_environment(installation, urls))


def become(argv: list[str], environment: dict[str, str]) -> NoReturn:
    """Put another of our programs in this one's place: the service manager watches and stops it directly."""
    sys.stdout.flush()
    os.execve(argv[0], argv, environment)  # noqa: S606  (our own program, no shell)
