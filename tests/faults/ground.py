"""A small installation that is killed again and again, and people who go on reporting."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import psycopg

from proximity.foundation.processes.ports import answers, check_port_free
from proximity.foundation.processes.table import command_line, descendants, read_processes
from tests.attack.dana import NGO, POLICE, tell
from tests.attack.ground import Ground
from tests.driver import Driver
from tests.running import Demo, demo_folder, free_port

CHILDREN = {
    "public": "proximity.config.wsgi_public:application",
    "staff": "proximity.config.wsgi_staff:application",
    "worker": "work-jobs",
    "postgres": "-D",
}
SUPERVISOR = "supervisor"
READY_SECONDS = 90
LOG = "supervisor.log"
WHY = ("--purpose", "faults")


@dataclass(slots=True)
class Victim:
    """An installation with a city, an NGO and a police force; it is started, killed, started again."""

    demo: Demo
    supervisor: subprocess.Popen[bytes]
    receipts: dict[str, str] = field(default_factory=dict)
    """What was told, by the receipt that was shown for it."""
    tries: int = 0
    opened: int = 0
    """Of how many receipts, the oldest, it was seen that they open what was told."""

    @property
    def answers(self) -> bool:
        """Say whether everything was started and both sites answer."""
        return "Proximity is ready" in self.log() and answers(self.demo.port)() and answers(self.demo.staff_port)()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self.answers:
            if self.supervisor.poll() is not None:
                self.start()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def start(self) -> None:
        self.supervisor = _launch(self.demo)

    def log(self) -> str:
        return (self.demo.data.parent / LOG).read_text()

    def kill(self, name: str) -> None:
        """Kill one process without warning: a child's main process, the supervisor, or any process below."""
        if name == SUPERVISOR:
            self.supervisor.kill()
            self.supervisor.wait(10)
            return
        below = descendants({self.supervisor.pid}, read_processes())
        found = [row for row in below if row.is_alive and CHILDREN[name] in command_line(row.pid)]
        for row in found:
            os.kill(row.pid, signal.SIGKILL)

    @contextmanager
    def database_away(self) -> Iterator[None]:
        """Stop the database, and keep it stopped: the supervisor, which would start it again, is held meanwhile."""
        self.supervisor.send_signal(signal.SIGSTOP)
        try:
            self.kill("postgres")
            yield
        finally:
            self.supervisor.send_signal(signal.SIGCONT)

    def tell_on(self, stop: threading.Event, number: int) -> None:
        """Report again and again until told to stop; keep each receipt that was shown."""
        while not stop.is_set():
            self.tries += 1
            story = f"Story {number}-{self.tries} told while somebody pulled the plug. ñ Ж ņ"
            try:
                code = tell(self.demo.public, story, NGO, POLICE)
            except (OSError, HTTPException, AssertionError, StopIteration, ValueError):
                # Nobody answered, or the answer was a page that says so: no receipt was shown.
                time.sleep(0.1)
                continue
            self.receipts[code] = story

    def check(self, *, all_again: bool = False) -> None:
        """Open the mailbox of each new receipt, or of all, count what is stored, and see that nothing of it is half there."""
        self.wait_until_it_answers()
        # Of one moment: people go on reporting while this looks.
        shown = dict(self.receipts)
        looked_at = list(shown.items())[0 if all_again else self.opened :]
        missing = [code for code, story in looked_at if story not in self._mailbox(code)]
        assert missing == [], f"{len(missing)} of {len(looked_at)} receipts open nothing"
        self.opened = len(shown)
        with psycopg.connect(Ground(self.demo).url("superuser")) as root:
            half = root.execute("""
                SELECT report.id FROM reporting_report report
                WHERE NOT EXISTS (SELECT 1 FROM reporting_recipient WHERE report_id = report.id)
                   OR (SELECT count(*) FROM accounts_keywrap WHERE record_id = report.id) <>
                      (SELECT count(*) FROM reporting_recipient WHERE report_id = report.id)
                   OR NOT EXISTS (SELECT 1 FROM audit_auditevent WHERE target = report.id::text AND action = 'report.submitted')
            """).fetchall()
            (stored,) = root.execute("SELECT count(*) FROM reporting_report").fetchone() or (0,)
        assert half == [], f"{len(half)} reports are half there"
        # One more may be stored than was shown: its answer was lost with the plug.
        assert len(shown) <= stored <= self.tries

    def _mailbox(self, code: str) -> str:
        for _ in range(20):
            try:
                return Driver().post(f"{self.demo.public}/en/mailbox/", {"code": code}).text
            except (OSError, HTTPException):
                time.sleep(0.2)
        return ""


def _launch(demo: Demo) -> subprocess.Popen[bytes]:
    with (demo.data.parent / LOG).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "proximity.config.cli", "run"],
            env=demo.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip


@contextmanager
def victim(where: AbstractContextManager[Path] | None = None) -> Iterator[Victim]:
    """Set up an installation and run it; at the end it is stopped as Ctrl-C does, and its ports must be free.

    `where` gives the folder in place of an ordinary one.
    """
    with where or demo_folder() as folder:
        demo = Demo(folder / "data", free_port(), free_port(), process=None)  # type: ignore[arg-type]  # started otherwise
        for command in (
            ("prepare",),
            (
                "city",
                "add",
                "madrid",
                "--name",
                "Madrid",
                "--country",
                "es",
                "--time-zone",
                "Europe/Madrid",
                "--prefix",
                "MAD",
                *WHY,
            ),
            ("organisation", "add", "madrid", "--name", "Acogida Madrid", "--kind", "ngo", "--takes-reports", *WHY),
            (
                "organisation",
                "add",
                "madrid",
                "--name",
                "Policía Municipal",
                "--kind",
                "local_police",
                "--takes-reports",
                *WHY,
            ),
        ):
            done = demo.command(*command)
            assert done.returncode == 0, done.stdout + done.stderr
        one = Victim(demo, _launch(demo))
        try:
            one.wait_until_it_answers()
            yield one
        finally:
            one.supervisor.send_signal(signal.SIGINT)
            one.supervisor.wait(60)
            for port in (demo.port, demo.staff_port):
                check_port_free(port)


def pull_plugs(one: Victim, kills: int, *, seed: int, people: int = 2, say=lambda _text: None) -> None:
    """Kill something at a random moment, so many times, while people report."""
    chance, stop = random.Random(seed), threading.Event()  # noqa: S311  (no secret)
    tellers = [threading.Thread(target=one.tell_on, args=(stop, number)) for number in range(people)]
    for teller in tellers:
        teller.start()
    try:
        for number in range(kills):
            time.sleep(chance.uniform(0.0, 1.5))
            name = chance.choice([*CHILDREN, SUPERVISOR])
            one.kill(name)
            if name == SUPERVISOR:
                one.start()
            if chance.random() < 0.7:
                one.wait_until_it_answers()
            if number % 20 == 19:
                one.check()
                say(f"{number + 1} killed, {len(one.receipts)} receipts of {one.tries} tries, all whole")
    finally:
        stop.set()
        for teller in tellers:
            teller.join(120)
    one.check(all_again=True)
