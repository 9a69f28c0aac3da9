"""What a killed supervisor left behind is found by its mark and ended; what a living one started is not."""

import os
import signal
import subprocess
import sys

import pytest

from proximity.foundation.processes.leftovers import MARK, end_leftovers, left_behind, mark
from proximity.foundation.processes.tests.conftest import wait_until

pytestmark = pytest.mark.cluster
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
# A supervisor that starts a child, tells its number and waits to be killed.
STARTS_ONE = """
import subprocess, sys, os, time
from pathlib import Path
from proximity.foundation.processes.leftovers import mark
marked = os.environ | mark(Path(sys.argv[1]))
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], env=marked, start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def orphan(tmp_path):
    """Return the number of a process whose supervisor was killed."""
    supervisor = subprocess.Popen([sys.executable, "-c", STARTS_ONE, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    pid = int(supervisor.stdout.readline())
    assert list(left_behind(tmp_path)) == []
    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()
    return pid


def test_what_a_killed_supervisor_left_is_ended(tmp_path, orphan):
    assert [row.pid for row in left_behind(tmp_path)] == [orphan]
    assert end_leftovers(tmp_path) == 1
    assert list(left_behind(tmp_path)) == []
    assert end_leftovers(tmp_path) == 0


def test_another_folder_is_not_ours(tmp_path, orphan):
    other = tmp_path / "other"
    assert end_leftovers(other) == 0
    assert [row.pid for row in left_behind(tmp_path)] == [orphan]
    os.kill(orphan, signal.SIGKILL)


def test_what_this_process_started_is_not_left_behind(tmp_path):
    with subprocess.Popen(SLEEP, env=os.environ | mark(tmp_path)) as child:
        assert list(left_behind(tmp_path)) == []
        child.kill()


@pytest.mark.parametrize("value", ["", "1", "x:y:z", "1:2"])
def test_a_mark_that_cannot_be_read_is_nobodys(tmp_path, value):
    with subprocess.Popen(SLEEP, env=os.environ | {MARK: value}) as child:
        assert wait_until(lambda: child.poll() is None)
        assert list(left_behind(tmp_path)) == []
        child.kill()
