"""Plugs pulled while people report: what was acknowledged is whole, nothing is half there, the ports are free afterwards."""

import os
import signal
import time

import psycopg
import pytest
import pytest_socket

from proximity.foundation.processes.table import descendants, is_running, read_processes
from tests.attack.dana import NGO, tell
from tests.attack.ground import Ground
from tests.driver import Driver
from tests.faults.ground import CHILDREN, SUPERVISOR, pull_plugs, victim

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("faults"), pytest.mark.enable_socket]
KILLS = int(os.environ.get("FAULT_KILLS", "8"))


@pytest.fixture(scope="module")
def one():
    pytest_socket.enable_socket()
    with victim() as one:
        yield one


def test_killed_at_random_moments_it_loses_no_report_that_it_acknowledged(one):
    pull_plugs(one, KILLS, seed=7)
    assert one.receipts, "nobody could report at all"


def test_a_killed_supervisor_leaves_nothing_that_the_next_one_does_not_end(one):
    one.wait_until_it_answers()
    left = [row.pid for row in descendants({one.supervisor.pid}, read_processes()) if row.is_alive]
    one.kill(SUPERVISOR)
    one.start()
    one.wait_until_it_answers()
    assert len(left) >= len(CHILDREN)
    assert [pid for pid in left if is_running(pid)] == []


def test_a_database_that_is_away_for_a_while_comes_back_to_everybody(one):
    """Frozen, not dead: connections hang and nobody is told. Afterwards both sites go on by themselves."""
    one.wait_until_it_answers()
    code = tell(one.demo.public, "Before the database froze.", NGO)
    (main,) = [pid for pid in _mains(one) if "postgres" in _mains(one)[pid]]
    frozen = [main, *(row.pid for row in descendants({main}, read_processes()))]
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(int(os.environ.get("FAULT_SECONDS", "8")))
    finally:
        for pid in reversed(frozen):
            os.kill(pid, signal.SIGCONT)
    one.wait_until_it_answers()
    assert "Before the database froze." in Driver().post(f"{one.demo.public}/en/mailbox/", {"code": code}).text
    after = tell(one.demo.public, "After it came back.", NGO)
    assert "After it came back." in Driver().post(f"{one.demo.public}/en/mailbox/", {"code": after}).text


def _mains(one):
    from proximity.foundation.processes.table import command_line  # noqa: PLC0415

    own = [
        row
        for row in descendants({one.supervisor.pid}, read_processes())
        if row.parent == one.supervisor.pid and row.is_alive
    ]
    return {row.pid: " ".join(command_line(row.pid)) for row in own}


def test_a_worker_that_was_dead_for_a_day_does_what_waited(one):
    """Jobs that were due yesterday are done once a worker lives again, and none of them twice."""
    one.wait_until_it_answers()
    with psycopg.connect(Ground(one.demo).url("owner"), autocommit=True) as owner:
        made = [
            owner.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name, args, scheduled_at)"
                " VALUES ('evidence.clean', 'default', '{\"timestamp\": 0}', now() - interval '1 day') RETURNING id"
            ).fetchone()[0]
            for _ in range(5)
        ]
        one.kill("worker")
        deadline = time.monotonic() + 150
        while owner.execute(
            "SELECT 1 FROM procrastinate_jobs WHERE id = ANY(%s) AND status <> 'failed'", [made]
        ).fetchone():
            assert time.monotonic() < deadline, "jobs of yesterday still wait"
            time.sleep(0.2)
        failed = owner.execute("SELECT count(*) FROM procrastinate_jobs WHERE id = ANY(%s)", [made]).fetchone()[0]
    assert failed == 0
