"""Reading the table of processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from proximity.foundation.processes import table
from proximity.foundation.processes.child import Account, ProcessProblem

_NO_SUCH_PID = 2**22 + 1  # above the kernel's largest


def test_this_process_is_in_the_table_under_its_parent() -> None:
    row = table.read_process(os.getpid())
    assert row
    assert (row.parent, row.group, row.session) == (os.getppid(), os.getpgid(0), os.getsid(0))
    assert row.is_alive
    assert row.key in {other.key for other in table.read_processes()}


def test_a_program_name_with_brackets_and_spaces_is_read_right(tmp_path: Path) -> None:
    program = tmp_path / "odd ) (name"
    program.symlink_to("/bin/sleep")
    with subprocess.Popen([program, "60"]) as child:
        row = table.read_process(child.pid)
        assert row
        assert row.parent == os.getpid()
        child.kill()


def test_what_does_not_exist_is_not_running() -> None:
    assert table.read_process(_NO_SUCH_PID) is None
    assert table.command_line(_NO_SUCH_PID) == []
    assert not table.is_running(_NO_SUCH_PID)
    table.send(_NO_SUCH_PID, signal.SIGKILL)
    table.send_to_group(_NO_SUCH_PID, signal.SIGKILL)


def test_a_zombie_is_not_running() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        row = table.read_process(child.pid)
        assert row
        assert row.state == "Z"
        assert not table.is_running(child.pid)


def test_descendants_are_found_at_every_depth_and_without_their_roots() -> None:
    rows = [table.Process(pid, parent, pid, pid, "S", 0) for pid, parent in ((2, 1), (3, 2), (4, 3), (5, 1))]
    assert [row.pid for row in table.descendants([2], rows)] == [3, 4]
    assert table.descendants([9], rows) == []


def test_without_proc_the_table_is_empty_and_the_kernel_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "_PROC", tmp_path / "proc")
    assert table.read_processes() == []
    assert table.is_running(os.getpid())
    assert not table.is_running(_NO_SUCH_PID)

    def forbidden(_pid: int, _number: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", forbidden)
    assert table.is_running(1)


def test_elsewhere_than_on_linux_orphans_are_not_adopted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("ctypes.CDLL", lambda _name: pytest.fail("prctl is Linux's"))
    table.adopt_orphans()


def test_a_user_that_does_not_exist_is_named() -> None:
    with pytest.raises(ProcessProblem, match="no user named mxyzptlk"):
        Account.named("mxyzptlk")


def test_an_owner_without_a_name_is_known_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Account.owning(tmp_path).is_me

    def unknown(_uid: int) -> None:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", unknown)
    assert Account.owning(tmp_path).name == str(os.geteuid())
