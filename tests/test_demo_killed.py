"""A demo that is killed while it is being filled: the second start goes on where the first stopped, and ends whole."""

import os
import signal

import psycopg
import pytest
import pytest_socket

from proximity.foundation.processes.table import descendants, read_processes
from tests.attack.ground import Ground
from tests.running import demo_folder, free_port, running_demo, start_demo

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("demo"), pytest.mark.enable_socket]

CITY = "bradford"
CASES = (
    "SELECT count(*) FROM cases_case c JOIN accounts_organisation o ON o.id = c.organisation_id WHERE o.accepts_reports"
)


def test_a_demo_that_is_killed_while_it_is_filled_goes_on():
    pytest_socket.enable_socket()
    with demo_folder() as folder:
        demo = start_demo(folder / "data", free_port(), free_port(), CITY)
        assert demo.process.stdout is not None
        # The line is not the last that is told of this city: killed some cases before its end.
        line = next(line for line in demo.process.stdout if "% filled" in line)
        assert "case" in line
        for row in descendants({demo.process.pid}, read_processes()):
            os.kill(row.pid, signal.SIGKILL)
        demo.process.kill()
        demo.process.communicate()
        with (
            running_demo(folder / "data", cities=CITY) as again,
            psycopg.connect(Ground(again).url("superuser")) as root,
        ):
            assert not any("kept" in said for said in again.printed)
            assert root.execute(CASES).fetchone() == (60,)
            assert root.execute("SELECT count(*) FROM insight_release").fetchone() == (1,)
            opened = root.execute("SELECT count(*) FROM audit_auditevent WHERE action = 'case.opened'").fetchone()
            assert opened == (60,)
