"""The supervisor against children that die, hide, refuse and return; every test ends with nothing left running."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from proximity.foundation.processes.child import Account, Child, ProcessProblem
from proximity.foundation.processes.ports import answers, check_port_free
from proximity.foundation.processes.supervisor import Supervisor
from proximity.foundation.processes.table import reap
from proximity.foundation.processes.tests.conftest import Family, free_port, wait_until

pytestmark = [pytest.mark.enable_socket, pytest.mark.cluster]


@contextmanager
def running(supervisor: Supervisor, *children: Child) -> Iterator[None]:
    """Start children, keep them running in another thread for the length of the block, then stop them."""
    with supervisor:
        supervisor.start(*children)
        watcher = threading.Thread(target=supervisor.watch)
        watcher.start()
        try:
            yield
        finally:
            supervisor.request_stop()
            watcher.join()


@contextmanager
def signalled(number: signal.Signals, when: Callable[[], bool], times: int = 1) -> Iterator[None]:
    """Send this process a signal as soon as something has come about."""

    def send() -> None:
        if wait_until(when):
            for _ in range(times):
                os.kill(os.getpid(), number)
                time.sleep(0.2)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield
    finally:
        sender.join()


def test_children_start_in_order_and_stop_in_reverse(tmp_path: Path, family: Family) -> None:
    first, second = free_port(), free_port()
    seen: list[str] = []

    def check_second() -> bool:
        seen.append("first answers" if answers(first)() else "first is silent")
        return answers(second)()

    one = family.child("serve", "one", port=first)
    two = Child("two", family.child("serve", port=second).argv, ready=check_second, port=second)
    with running(Supervisor(logs=tmp_path), one, two):
        assert answers(first)()
        assert answers(second)()
        assert set(seen) == {"first answers"}
    check_port_free(first)
    check_port_free(second)
    assert (tmp_path / "one.log").stat().st_mode & 0o777 == 0o600


def test_a_child_has_ended_before_the_one_started_earlier_is_asked_to(tmp_path: Path, family: Family) -> None:
    book = tmp_path / "guest-book"
    children = [family.child("polite", name, rest=str(book)) for name in ("first", "second", "third")]
    with running(Supervisor(logs=tmp_path), *children):
        assert wait_until(lambda: len(list(tmp_path.glob("ready-*"))) == 3)
        started = [row.pid for row in family.processes("polite")]
    assert [int(line) for line in book.read_text().split()] == started[::-1]


@pytest.mark.parametrize("kind", ["serve", "fork", "escape"])
def test_a_killed_child_is_buried_with_its_workers_and_starts_again(tmp_path: Path, family: Family, kind: str) -> None:
    port = free_port()
    lines: list[str] = []
    with running(Supervisor(logs=tmp_path, say=lines.append), family.child(kind, port=port)):
        before = {row.pid for row in family.processes()}
        # The table of descendants is looked at every second; what hides in its own session is known from then on.
        time.sleep(1.2)
        main = family.main_pid(kind)
        assert main
        os.kill(main, signal.SIGKILL)
        assert wait_until(lambda: any("runs again" in line for line in lines))
        after = {row.pid for row in family.processes()}
        assert not before & after
        assert len(before) == len(after)
        assert answers(port)()
    assert "ended by itself (signal 9)" in lines[0]
    check_port_free(port)


def test_a_killed_worker_whose_parent_notices_leads_to_a_restart(tmp_path: Path, family: Family) -> None:
    port = free_port()
    lines: list[str] = []
    with running(Supervisor(logs=tmp_path, say=lines.append), family.child("fork", port=port)):
        main = family.main_pid("fork")
        worker = next(row.pid for row in family.processes() if row.pid != main)
        os.kill(worker, signal.SIGKILL)
        assert wait_until(lambda: any("runs again" in line for line in lines))
        assert answers(port)()
    assert "exit code 0" in lines[0]


def test_restarts_that_fail_are_tried_again_with_longer_pauses(tmp_path: Path, family: Family) -> None:
    marker = tmp_path / "starts"
    lines: list[str] = []
    child = family.child("moody", rest=str(marker))
    with running(Supervisor(logs=tmp_path, say=lines.append), child):
        assert wait_until(marker.exists)
        main = family.main_pid("moody")
        assert main
        os.kill(main, signal.SIGKILL)
        assert wait_until(lambda: marker.read_text().count("started") == 4)
    pauses = [line.split("Starting it again in ")[1].split(" s")[0] for line in lines if "Starting" in line]
    assert pauses == ["0.2", "0.4", "0.8"]


def test_a_preparation_that_fails_on_restart_is_tried_again(tmp_path: Path, family: Family) -> None:
    answers_in_turn = iter([True, False, True])
    lines: list[str] = []

    def prepare() -> None:
        if not next(answers_in_turn):
            raise ProcessProblem("The floor is wet")

    child = Child("sleeper", family.child("sleep").argv, prepare=prepare)
    with running(Supervisor(logs=tmp_path, say=lines.append), child):
        main = family.main_pid("sleep")
        assert main
        os.kill(main, signal.SIGKILL)
        assert wait_until(lambda: any("runs again" in line for line in lines))
    assert any(line.startswith("The floor is wet. Starting it again") for line in lines)


def test_a_restarted_child_that_never_gets_ready_is_killed_and_tried_again(tmp_path: Path, family: Family) -> None:
    is_first = iter([True])
    lines: list[str] = []
    child = Child("sleeper", family.child("sleep").argv, ready=lambda: next(is_first, False), ready_seconds=0.3)
    with running(Supervisor(logs=tmp_path, say=lines.append), child):
        main = family.main_pid("sleep")
        assert main
        os.kill(main, signal.SIGKILL)
        assert wait_until(lambda: any("not ready within" in line for line in lines))


def test_a_child_that_was_steady_starts_again_without_a_long_pause(
    tmp_path: Path, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proximity.foundation.processes.supervisor._STEADY_AFTER", 0.1)
    lines: list[str] = []
    with running(Supervisor(logs=tmp_path, say=lines.append), family.child("sleep")):
        for round_number in (1, 2):
            main = family.main_pid("sleep")
            assert main
            time.sleep(0.3)
            os.kill(main, signal.SIGKILL)
            assert wait_until(lambda count=round_number: sum("runs again" in line for line in lines) == count)  # type: ignore[misc]
    assert sum("Starting it again in 0.2 s" in line for line in lines) == 2


def test_a_child_that_refuses_to_stop_is_killed(tmp_path: Path, family: Family) -> None:
    port = free_port()
    child = Child("deaf", family.child("deaf", port=port).argv, ready=answers(port), port=port, stop_seconds=0.3)
    started = time.monotonic()
    with running(Supervisor(logs=tmp_path), child):
        started = time.monotonic()
    assert 0.3 <= time.monotonic() - started < 3
    check_port_free(port)


def test_a_second_request_does_not_wait(tmp_path: Path, family: Family) -> None:
    port = free_port()
    child = Child("deaf", family.child("deaf", port=port).argv, ready=answers(port), port=port, stop_seconds=60)
    started = time.monotonic()
    supervisor = Supervisor([child], logs=tmp_path)
    with signalled(signal.SIGINT, answers(port), times=2):
        supervisor.run()
    assert time.monotonic() - started < 10
    check_port_free(port)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_stops_all_and_gives_the_old_handlers_back(
    tmp_path: Path, family: Family, number: signal.Signals
) -> None:
    port = free_port()
    # Whoever started the tests may ignore it, as nohup does.
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with signalled(number, answers(port)):
            Supervisor([family.child("fork", port=port), family.child("sleep")], logs=tmp_path).run()
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, before)
    check_port_free(port)


def test_a_hang_up_that_is_ignored_stays_ignored(tmp_path: Path, family: Family) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Supervisor(logs=tmp_path) as supervisor:
            supervisor.start(family.child("sleep"))
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_an_interrupt_counts_also_where_the_shell_had_it_ignored(tmp_path: Path, family: Family) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with signalled(signal.SIGINT, lambda: bool(family.processes("sleep"))):
            Supervisor([family.child("sleep")], logs=tmp_path).run()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_interrupt_during_the_start_stops_what_has_started(tmp_path: Path, family: Family) -> None:
    port = free_port()
    never = Child("never", family.child("sleep").argv, ready=lambda: False)
    supervisor = Supervisor(logs=tmp_path)

    def start_all() -> None:
        with supervisor:
            supervisor.start(family.child("serve", port=port), never, family.child("serve", "unborn", port=free_port()))

    with signalled(signal.SIGINT, lambda: bool(family.processes("sleep"))), pytest.raises(KeyboardInterrupt):
        start_all()
    check_port_free(port)
    assert not (tmp_path / "unborn.log").exists()


def test_an_interrupt_between_start_and_watch_reaches_the_work_under_way(tmp_path: Path, family: Family) -> None:
    def work() -> None:
        with Supervisor(logs=tmp_path) as supervisor:
            supervisor.start(family.child("sleep"))
            with signalled(signal.SIGTERM, lambda: True):
                time.sleep(30)

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        work()
    assert time.monotonic() - started < 10


def test_an_interrupt_before_the_next_start_starts_nothing(tmp_path: Path, family: Family) -> None:
    with Supervisor(logs=tmp_path) as supervisor:
        supervisor.request_stop()
        with pytest.raises(KeyboardInterrupt):
            supervisor.start(family.child("sleep"))
    assert not (tmp_path / "sleep.log").exists()


def test_an_interrupt_in_the_middle_of_a_restart_stops_everything(tmp_path: Path, family: Family) -> None:
    first, second = free_port(), free_port()
    lines: list[str] = []
    children = [family.child("serve", "a", port=first), family.child("fork", port=second)]

    def killed() -> bool:
        main = family.main_pid("fork")
        if main and answers(second)() and not lines:
            os.kill(main, signal.SIGKILL)
        return bool(lines)

    with signalled(signal.SIGINT, killed):
        Supervisor(children, logs=tmp_path, say=lines.append).run()
    check_port_free(first)
    check_port_free(second)


def test_a_taken_port_is_named_before_anything_starts(tmp_path: Path, family: Family) -> None:
    taken = free_port()
    with running(Supervisor(logs=tmp_path / "other"), family.child("serve", port=taken)):
        children = [family.child("sleep"), family.child("serve", "website", port=taken)]
        with pytest.raises(ProcessProblem, match=f"Port {taken}, wanted for website, is in use"):
            Supervisor(children, logs=tmp_path / "mine").run()
    assert not (tmp_path / "mine").exists()


def test_a_child_that_ends_during_the_start_shows_its_log(tmp_path: Path, family: Family) -> None:
    with pytest.raises(ProcessProblem, match=r"broken did not start \(exit code 1\)(.|\n)*no such setting: COLOUR"):
        Supervisor([family.child("sleep"), family.child("broken")], logs=tmp_path).run()


def test_a_child_that_is_not_ready_in_time_is_an_error(tmp_path: Path, family: Family) -> None:
    child = Child("slow", family.child("sleep").argv, ready=lambda: False, ready_seconds=0.3)
    with pytest.raises(ProcessProblem, match="slow was not ready within 0 s"):
        Supervisor([child], logs=tmp_path).run()


def test_a_program_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProcessProblem, match="ghost cannot be started"):
        Supervisor([Child("ghost", [tmp_path / "ghost"])], logs=tmp_path).run()


def test_a_long_log_is_set_aside_at_the_next_start(
    tmp_path: Path, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proximity.foundation.processes.running._LOG_LIMIT", 10)
    (tmp_path / "sleep.log").write_text("a long log of long ago")
    with running(Supervisor(logs=tmp_path), family.child("sleep")):
        assert (tmp_path / "sleep.log").read_text() == ""
    assert (tmp_path / "sleep.log.1").read_text() == "a long log of long ago"


def test_a_child_gets_its_own_environment_folder_and_session(tmp_path: Path) -> None:
    script = "import os; print(os.environ.get('COLOUR'), os.getcwd(), os.getsid(0) == os.getpid(), flush=True)"
    child = Child("asked", [sys.executable, "-c", script], env={"COLOUR": "blue"}, folder=tmp_path)
    with pytest.raises(ProcessProblem, match=f"blue {tmp_path} True"), Supervisor(logs=tmp_path / "log") as supervisor:
        supervisor.start(Child("asked", child.argv, env=child.env, folder=child.folder, ready=lambda: False))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may change user")
def test_root_can_run_a_child_as_another_user(tmp_path: Path) -> None:
    child = Child("id", ["/bin/sh", "-c", "id -un; id -G"], account=Account.named("nobody"), ready=lambda: False)
    with pytest.raises(ProcessProblem, match=r"nobody\n\d+$"):
        Supervisor([child], logs=tmp_path).run()


def test_the_whole_program_ends_on_ctrl_c_after_a_child_was_killed(tmp_path: Path, family: Family) -> None:
    """Run the supervisor as commands do: a process of its own, its output a pipe."""
    port, other = free_port(), free_port()
    program = f"""
from pathlib import Path
from proximity.foundation.processes.supervisor import Supervisor
from proximity.foundation.processes.tests.conftest import Family
family = Family({family.mark!r})
children = [family.child("escape", port={port}), family.child("serve", port={other})]
Supervisor(children, logs=Path({str(tmp_path)!r})).run()
print("all stopped", flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert wait_until(lambda: answers(port)() and answers(other)())
        time.sleep(1.2)
        main = family.main_pid("escape")
        assert main
        os.kill(main, signal.SIGKILL)
        assert demo.stdout
        assert "ended by itself" in demo.stdout.readline()
        assert "runs again" in demo.stdout.readline()
        demo.send_signal(signal.SIGINT)
        assert demo.stdout.read() == "all stopped\n"
    assert demo.returncode == 0
    check_port_free(port)
    check_port_free(other)


def test_reaping_a_stranger_is_harmless() -> None:
    reap(1)
