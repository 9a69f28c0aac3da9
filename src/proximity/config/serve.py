"""`proximity run` and `proximity demo`: the database, the two web processes and the job worker under one supervisor."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from proximity.config import recovery
from proximity.config.installation import Installation
from proximity.foundation.database.launcher import supervised
from proximity.foundation.database.urls import Urls
from proximity.foundation.processes.child import Child, ProcessProblem
from proximity.foundation.processes.leftovers import end_leftovers
from proximity.foundation.processes.ports import answers, check_ports_free
from proximity.foundation.processes.progress import Progress
from proximity.foundation.processes.supervisor import Supervisor, say_line
from proximity.foundation.sealing.restore_code import RestoreCode

BIN = Path(sys.executable).parent


def serve(installation: Installation, *, demo: bool) -> None:
    """Set everything up, start everything, print where it is, and keep it running until asked to stop.

    Raises `ProcessProblem` when a port is taken or a process does not start.
    """
    end_leftovers(installation.data / "log")
    check_ports_free([("the public site", installation.port), ("the workspace", installation.staff_port)])
    progress = Progress(7 if demo else 6)
    with progress.step("Drawing the keys that are missing"):
        installation.create_keys()
    with progress.step("Looking at further languages"):
        run_step(["prepare-languages"], installation.language_environment(), progress)
    with supervised(installation.paths, notify=progress.note) as database, _supervisor(installation) as supervisor:
        with progress.step("Starting the database"):
            supervisor.start(*database.children())
        if database.note:
            progress.note(database.note)
        operator = installation.operator_environment(database.urls)
        with progress.step("Preparing the tables"):
            run_step(["migrate-tables", *(["--demo"] if demo else [])], operator, progress)
        if demo:
            with progress.step("Filling the demo cities with synthetic reports and cases"):
                run_step(["seed-demo"], operator, progress)
        with progress.step("Starting the public site and the workspace"):
            supervisor.start(*web_children(installation, database.urls))
        with progress.step("Starting the job worker"):
            supervisor.start(worker_child(installation, database.urls))
        announce(installation, demo=demo)
        supervisor.watch()
        say_line("Stopping …")


def _supervisor(installation: Installation) -> Supervisor:
    return Supervisor(logs=installation.data / "log")


def run_step(arguments: list[str], environment: Mapping[str, str], progress: Progress) -> None:
    """Run one of our own commands and show its lines as notes. Raises `ProcessProblem` when it fails.

    A process of its own, so that the supervisor, which lives as long as the service, never grows to hold Django.
    """
    argv = [sys.executable, "-m", "proximity.config.cli", *arguments]
    with subprocess.Popen(argv, env=dict(environment), stdout=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout or ():
                progress.note(line.rstrip())
        except BaseException:
            # Asked to stop: what the step had begun is rolled back, and nothing is left running.
            process.terminate()
            raise
    if process.returncode:
        raise ProcessProblem(f"{' '.join(arguments)} failed with exit code {process.returncode}.")


def web_children(installation: Installation, urls: Urls) -> list[Child]:
    """Return the two web processes."""
    sides = (
        ("public", installation.port, installation.public_environment(urls)),
        ("staff", installation.staff_port, installation.staff_environment(urls)),
    )
    return [
        Child(
            name=side, argv=web_argv(side, port, listen=installation.listen), env=environment,
            ready=answers(port, host="127.0.0.1"), port=port, ready_seconds=60,
        )
        for side, port, environment in sides
    ]  # fmt: skip


def web_argv(side: str, port: int, *, listen: str) -> list[str]:
    """Return the command of one web process."""
    return [
        str(BIN / "granian"), "--interface", "wsgi", "--host", listen, "--port", str(port), "--workers", "1",
        "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5",
        f"proximity.config.wsgi_{side}:application",
    ]  # fmt: skip


def worker_argv() -> list[str]:
    """Return the command of the job worker."""
    return [sys.executable, "-m", "proximity.config.cli", "work-jobs"]


def worker_environment(installation: Installation, urls: Urls) -> dict[str, str]:
    """Return the job worker's environment: the workspace's, without a pool, since it is no server of many threads."""
    return installation.staff_environment(urls) | {"DATABASE_POOL": ""}


def worker_child(installation: Installation, urls: Urls) -> Child:
    """Return the job worker: a staff-side process without a port."""
    return Child(name="worker", argv=worker_argv(), env=worker_environment(installation, urls))


def announce(installation: Installation, *, demo: bool) -> None:
    """Print where everything is; in the demo also who may sign in, before it: that table is longer than a screen."""
    say_line("")
    if demo:
        for line in accounts_table(installation.accounts_file):
            say_line(line)
        say_line("")
    say_line(f"Proximity is ready at http://localhost:{installation.port}")
    say_line(f"The workspace of police, NGOs and partners: http://localhost:{installation.staff_port}")
    if not recovery.sealed_path(installation).exists():
        # Drawn only now, when somebody is sure to see it: a code that scrolled by in a failed start would be lost.
        show_code(recovery.draw_code(installation))
    say_line("")
    say_line("Ctrl-C stops everything; the data stays in " + str(installation.data))


def show_code(code: RestoreCode) -> None:
    """Print a restore code, which is kept nowhere."""
    say_line("")
    say_line("Restore code, shown this once. Without it no backup can be opened. Write it down and keep it elsewhere:")
    say_line(f"    {code.display}")


def accounts_table(path: Path) -> list[str]:
    """Return the demo accounts as lines for a screen: who, where, e-mail, password and the first one-time code left."""
    if not path.exists():
        return []
    rows = [line.split("\t") for line in path.read_text().splitlines()]
    header, people = rows[0], rows[1:]
    shown = [header.index(name) for name in ("name", "organisation", "city", "e-mail", "password")]
    code = header.index("one-time codes")
    table = [[*(header[index] for index in shown), "one-time code"]]
    table += [[*(row[index] for index in shown), row[code].split(" ")[0]] for row in people]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    return ["Demo accounts (each has nine more one-time codes in " + str(path) + "):", *lines]
