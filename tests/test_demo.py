"""`proximity demo` as an operator runs it: where it says it is, what comes back when its processes are killed, what it keeps."""

import csv
import os
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import psycopg
import pytest
import pytest_socket

from proximity.foundation.processes.ports import answers, check_port_free
from proximity.foundation.processes.table import Process, command_line, descendants, read_process, read_processes
from tests.attack.dana import NGO, POLICE, tell
from tests.attack.ground import Ground
from tests.driver import Driver, Page
from tests.running import Demo, demo_folder, running_demo

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("demo"), pytest.mark.enable_socket]

STORY = "Told to a demo that was killed."
# What each child of the supervisor is known by, in its arguments.
CHILDREN = {
    "public": "proximity.config.wsgi_public:application",
    "staff": "proximity.config.wsgi_staff:application",
    "worker": "work-jobs",
    "postgres": "-D",
}
PATIENCE = 60
"""Seconds until something has to be back; generous, since how quick it is, is measured elsewhere."""
CLEANING = 300
"""Seconds until the worker has cleaned the evidence that the demo was filled with, each piece in a process of its own."""


@dataclass(frozen=True, slots=True)
class FirstDay:
    """A demo that was filled, told something, robbed of a process, and stopped with Ctrl-C."""

    data: Path
    ports: tuple[int, int]
    said: list[str]
    accounts: str
    code: str
    records: tuple[int, ...]
    exit_code: int
    left: list[Process]


def wait_until(done, what: str, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def tree(demo: Demo) -> list[Process]:
    """Return every living process that a demo has started."""
    return [row for row in descendants({demo.process.pid}, read_processes()) if row.is_alive]


def mains(demo: Demo) -> dict[str, list[Process]]:
    """Return the demo's direct children by the name the supervisor has for them."""
    own = [row for row in tree(demo) if row.parent == demo.process.pid]
    return {name: [row for row in own if mark in command_line(row.pid)] for name, mark in CHILDREN.items()}


def kill(demo: Demo, name: str) -> set[tuple[int, int]]:
    """Kill a child without warning; return who it and all below it were."""
    (main,) = mains(demo)[name]
    gone = {main.key, *(row.key for row in descendants({main.pid}, read_processes()))}
    os.kill(main.pid, signal.SIGKILL)
    return gone


def alive(keys: set[tuple[int, int]]) -> list[Process]:
    found = (read_process(pid) for pid, _ in keys)
    return [row for row in found if row is not None and row.key in keys and row.is_alive]


def patiently(ask: Callable[[], Page]) -> Page | None:
    """Return the page that somebody gets, or None while nobody answers."""
    try:
        return ask()
    except (OSError, HTTPException):
        return None


def mailbox(demo: Demo, code: str) -> str:
    """Open a mailbox as a new visitor and return what she reads there, nothing while nobody answers."""
    page = patiently(lambda: Driver().post(f"{demo.public}/en/mailbox/", {"code": code}))
    return "" if page is None else page.text


def inbox_opens(demo: Demo, alice: Driver) -> bool:
    """Say whether Alice, who signed in before, sees her inbox."""
    page = patiently(lambda: alice.get(f"{demo.staff}/inbox/"))
    return page is not None and (page.status, page.url) == (200, f"{demo.staff}/inbox/")


def does_a_job(demo: Demo) -> None:
    """Ask for a job and wait until the worker has done it: a done one is deleted."""
    with psycopg.connect(Ground(demo).url("owner"), autocommit=True) as owner:
        row = owner.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, args)"
            " VALUES ('evidence.clean', 'default', '{\"timestamp\": 0}') RETURNING id"
        ).fetchone()
        assert row is not None

        def is_done() -> bool:
            return owner.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s", [row[0]]).fetchone() is None

        wait_until(is_done, "the worker does no jobs")


def is_idle(demo: Demo) -> bool:
    """Say whether no job waits that could begin now, and no living worker has one in hand."""
    with psycopg.connect(Ground(demo).url("superuser")) as root:
        busy = root.execute(
            "SELECT 1 FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id"
            " WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()"
            " OR status = 'doing' AND worker.last_heartbeat > now() - interval '30 seconds'"
        )
        return busy.fetchone() is None


def records(demo: Demo) -> tuple[int, ...]:
    """Return how many reports, cases and people there are."""
    counts = ", ".join(
        f"(SELECT count(*) FROM {table})" for table in ("reporting_report", "cases_case", "accounts_person")
    )
    with psycopg.connect(Ground(demo).url("superuser")) as root:
        row = root.execute(f"SELECT {counts}".encode()).fetchone()
    assert row is not None
    return tuple(row)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    pytest_socket.enable_socket()
    with demo_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def first(folder: Path) -> FirstDay:
    """Fill a demo, tell it something, kill the workspace, press Ctrl-C once it is back; the ports must be free then."""
    with running_demo(folder / "data") as demo:
        code = tell(demo.public, STORY, NGO, POLICE)
        gone = kill(demo, "staff")
        wait_until(lambda: not alive(gone) and answers(demo.staff_port)(), "the workspace did not come back")
        started = {row.key for row in tree(demo)}
        accounts, kept = (demo.data / "demo-accounts.txt").read_text(), records(demo)
        assert set(CHILDREN) == {name for name, found in mains(demo).items() if len(found) == 1}
    for port in (demo.port, demo.staff_port):
        check_port_free(port)
    return FirstDay(
        demo.data,
        (demo.port, demo.staff_port),
        demo.printed,
        accounts,
        code,
        kept,
        demo.process.returncode,
        alive(started),
    )


@pytest.fixture(scope="module")
def twin_data(first: FirstDay, folder: Path) -> Path:
    """Return a copy of the stopped demo's folder: what a second demo of its own would have made in its time."""
    subprocess.run(["cp", "-a", first.data, folder / "twin"], check=True)
    return folder / "twin"


@pytest.fixture(scope="module")
def second(first: FirstDay, twin_data: Path) -> Iterator[tuple[Demo, float]]:
    """Start the same demo again, on the same ports; return it with the seconds until it was ready."""
    begun = time.monotonic()
    with running_demo(first.data, port=first.ports[0], staff_port=first.ports[1]) as demo:
        yield demo, time.monotonic() - begun
        started = {row.key for row in tree(demo)}
    assert alive(started) == []


@pytest.fixture
def demo(second: tuple[Demo, float]) -> Demo:
    return second[0]


@pytest.fixture(scope="module")
def alice(second: tuple[Demo, float]) -> Driver:
    """Return Alice's browser, signed in."""
    return Ground(second[0]).sign_in("Alice")


def test_it_says_where_it_is_and_both_addresses_answer(first, demo, alice):
    assert f"Proximity is ready at http://localhost:{first.ports[0]}" in first.said
    assert any(line.endswith(f"http://localhost:{first.ports[1]}") and "workspace" in line for line in first.said)
    assert Driver().get(f"{demo.public}/").status == Driver().get(f"{demo.public}/en/").status == 200
    assert Driver().get(f"{demo.public}/staff/").url.startswith(demo.staff)
    assert inbox_opens(demo, alice)


def test_the_accounts_stand_in_a_table_for_the_owner_alone(first, demo):
    path = demo.data / "demo-accounts.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = list(csv.DictReader(first.accounts.splitlines(), delimiter="\t"))
    assert list(rows[0]) == [
        "name", "organisation", "city", "e-mail", "password", "TOTP secret", "one-time codes", "address",
    ]  # fmt: skip
    assert {"Alice", "Bob", "Nadia", "Ines", "Lars", "Charlie"} <= {row["name"] for row in rows}
    assert {row["address"] for row in rows} == {f"http://localhost:{first.ports[1]}"}
    assert all(len(row["one-time codes"].split()) == 10 for row in rows)
    # The screen shows the same people and not their secrets.
    shown = "\n".join(first.said)
    assert all(row["e-mail"] in shown and row["TOTP secret"] not in shown for row in rows)


def test_an_account_of_the_table_signs_in(demo):
    page = Ground(demo).sign_in("Ines").get(f"{demo.staff}/audit/")
    assert (page.status, page.url) == (200, f"{demo.staff}/audit/")


@pytest.mark.parametrize("name", CHILDREN)
def test_whatever_is_killed_comes_back_once_and_nothing_is_lost(first, demo, alice, name):
    told = tell(demo.public, f"{STORY} Then {name} was killed.", NGO, POLICE)
    wait_until(lambda: is_idle(demo), "the worker is never done", CLEANING)
    before = {one: len(tree_of) for one, tree_of in _trees(demo).items()}
    gone = kill(demo, name)
    wait_until(lambda: not alive(gone), f"processes of {name} live on")
    for code, words in ((told, name), (first.code, STORY)):
        wait_until(lambda code=code, words=words: words in mailbox(demo, code), f"no mailbox after {name}")
    # She is still signed in: her session is where everything else is.
    wait_until(lambda: inbox_opens(demo, alice), f"no workspace after {name}")
    does_a_job(demo)
    wait_until(lambda: {one: len(found) for one, found in _trees(demo).items()} == before, f"doubled after {name}")
    assert {one: len(found) for one, found in mains(demo).items()} == dict.fromkeys(CHILDREN, 1)


def _trees(demo: Demo) -> dict[str, list[Process]]:
    """Return the processes of each child but PostgreSQL, which has one for each connection of the moment."""
    table = read_processes()
    return {
        name: [row for main in found for row in descendants({main.pid}, table) if row.is_alive]
        for name, found in mains(demo).items()
        if name != "postgres"
    }


def test_ctrl_c_ends_every_process_and_frees_the_ports(first):
    assert first.said[-1] == "Stopping …"
    assert first.exit_code == 0
    assert first.left == []


def test_a_second_start_keeps_everything_and_does_not_fill_again(first, second):
    demo, seconds = second
    assert seconds < PATIENCE
    assert any("kept" in line for line in demo.printed)
    assert (demo.data / "demo-accounts.txt").read_text() == first.accounts
    assert any("Restore code" in line for line in first.said)
    assert not any("Restore code" in line for line in demo.printed)
    assert STORY in mailbox(demo, first.code)
    assert all(now >= then for now, then in zip(records(demo), first.records, strict=True))
    with psycopg.connect(Ground(demo).url("superuser")) as root:
        slugs = "SELECT count(*) FROM accounts_city WHERE slug IN ('madrid', 'bradford')"
        assert root.execute(slugs).fetchone() == (2,)
        # Whatever the other tests told, nobody has opened a case since.
        assert root.execute("SELECT count(*) FROM cases_case").fetchone() == (first.records[1],)


def test_the_operator_opens_a_city_while_it_runs_and_gives_a_lost_access_back(demo):
    def operate(*typed: str) -> list[str]:
        done = demo.command(*typed, "--purpose", "a test")
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    zone = ("--country", "gb", "--time-zone", "Europe/London")
    operate("city", "add", "leeds", "--name", "Leeds", *zone, "--prefix", "LEE")
    operate("organisation", "add", "leeds", "--name", "Leeds Aid", "--kind", "ngo", "--takes-reports")
    office = ("--city", "leeds", "--organisation", "Leeds Aid", "--role", "ngo_worker")
    shown = operate("account", "add", "ada@leeds.example", "--name", "Ada", *office)
    assert "Leeds" in Driver().get(f"{demo.public}/en/help/").text
    assert "second-factor" in _first_page(demo, "ada@leeds.example", shown).url
    bob = Ground(demo).sign_in("Bob")
    shown = operate("account", "reset", demo.account("Bob")["e-mail"])
    assert bob.get(f"{demo.staff}/inbox/").url.startswith(f"{demo.staff}/sign-in/")
    assert "second-factor" in _first_page(demo, demo.account("Bob")["e-mail"], shown).url
    refused = demo.command("account", "reset", demo.account("Bob")["e-mail"])
    assert (refused.returncode, "--purpose" in refused.stderr) == (2, True)


def _first_page(demo: Demo, email: str, shown: list[str]) -> Page:
    """Sign in with the password that the operator was shown, and return the page that comes then."""
    (password,) = [line.strip() for line in shown if line.startswith("    ")]
    driver = Driver()
    return driver.submit(driver.get(f"{demo.staff}/sign-in/"), login=email, password=password)


def test_two_demos_run_side_by_side(demo, twin_data):
    mine = {row.key for found in mains(demo).values() for row in found}
    with running_demo(twin_data) as twin:
        assert not {demo.port, demo.staff_port} & {twin.port, twin.staff_port}
        code = tell(twin.public, "Told to the other demo.", NGO, POLICE)
        assert "Told to the other demo." in mailbox(twin, code)
        assert "Told to the other demo." not in mailbox(demo, code)
        assert Driver().get(f"{demo.staff}/sign-in/").status == Driver().get(f"{twin.staff}/sign-in/").status == 200
        started = {row.key for row in tree(twin)}
    assert alive(started) == []
    for port in (twin.port, twin.staff_port):
        check_port_free(port)
    assert {row.key for row in alive(mine)} == mine
    assert answers(demo.port)()
    assert answers(demo.staff_port)()
