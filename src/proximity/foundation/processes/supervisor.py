"""The parent of the long-running processes: starts them in order, keeps them running, stops them in reverse order."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from proximity.foundation.processes.child import Child, ProcessProblem
from proximity.foundation.processes.ports import check_ports_free
from proximity.foundation.processes.running import Running
from proximity.foundation.processes.table import adopt_orphans, read_processes

_TICK = 0.05
_LOOK_AROUND_EVERY = 1.0
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 30.0
_STEADY_AFTER = 30.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

type _Handler = Callable[[int, FrameType | None], object] | int | None


def say_line(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


class Supervisor:
    """Keeps children running until Ctrl-C, SIGTERM or SIGHUP; a second signal kills without waiting.

    `run()` does it all. A command that has work to do in between uses `with`, `start()` and `watch()`; then the first
    signal outside these raises KeyboardInterrupt, and leaving the block stops whatever was started.
    """

    def __init__(self, children: Sequence[Child] = (), *, logs: Path, say: Callable[[str], None] = say_line) -> None:
        """Take the children for `run()`, the folder for `<name>.log`, and where to say what happens."""
        self._children = tuple(children)
        self._logs = logs
        self._say = say
        self._running: list[Running] = []
        self._requests = 0
        self._is_busy = False
        self._looked_around = 0.0
        self._handlers: dict[signal.Signals, _Handler] = {}

    def __enter__(self) -> Self:
        """Become the parent of orphans, and answer signals when this is the main thread."""
        adopt_orphans()
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                # Under nohup the hang-up is ignored, and stays so. Shells let background jobs ignore SIGINT too, but who
                # sends it to a service means it.
                if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                    self._handlers[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop every child, in reverse order, and give the signals back."""
        self._is_busy = True
        try:
            self._stop_all()
        finally:
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
            self._handlers.clear()
            self._is_busy = False

    def run(self) -> None:
        """Start the children, keep them running, return when asked to stop and all have ended.

        Raises `ProcessProblem` when a port is taken or a child does not start.
        """
        with self, contextlib.suppress(KeyboardInterrupt):
            self.start(*self._children)
            self.watch()

    def start(self, *children: Child) -> None:
        """Start children one after the other, each when the one before is ready.

        Raises `ProcessProblem` when a port is taken (then none is started) or a child ends or is not ready in time,
        KeyboardInterrupt when asked to stop meanwhile.
        """
        check_ports_free((child.name, child.port) for child in children if child.port is not None)
        with self._busy():
            for child in children:
                if self._requests:
                    raise KeyboardInterrupt
                running = Running(child, self._logs)
                self._running.append(running)
                running.launch()
                self._await_ready(running)

    def watch(self) -> None:
        """Keep the children running; return when asked to stop."""
        with self._busy():
            while not self._requests:
                self._tick()

    def request_stop(self) -> None:
        """Ask `watch()` to return, from any thread; asked twice, children are killed without waiting."""
        self._requests += 1

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._requests += 1
        if self._requests == 1 and not self._is_busy:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def _busy(self) -> Iterator[None]:
        """Let signals only be counted here, so that no child is lost between its start and its being noted."""
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = False

    def _await_ready(self, running: Running) -> None:
        name = running.child.name
        while not running.check_ready():
            if self._requests:
                raise KeyboardInterrupt
            if (code := running.exit_code()) is not None:
                raise ProcessProblem(f"{name} did not start ({_ending(code)}). Its log says:\n{running.log_tail()}")
            if running.is_late:
                limit = f"{running.child.ready_seconds:.0f} s"
                raise ProcessProblem(f"{name} was not ready within {limit}. Its log says:\n{running.log_tail()}")
            self._tick(leave_alone=running)

    def _tick(self, *, leave_alone: Running | None = None) -> None:
        for running in self._running:
            if running is not leave_alone and not self._requests:
                self._look_after(running)
        if time.monotonic() - self._looked_around > _LOOK_AROUND_EVERY:
            self._looked_around = time.monotonic()
            table = read_processes()
            for running in self._running:
                running.observe(table)
        time.sleep(_TICK)

    def _look_after(self, running: Running) -> None:
        """Bring one child a step further: bury the dead, start what is due, notice who is ready again."""
        name = running.child.name
        if running.process is None:
            if time.monotonic() >= running.due_at:
                self._start_again(running)
        elif (code := running.exit_code()) is not None:
            self._give_up(running, f"{name} ended by itself ({_ending(code)})")
        elif running.ready_at is None:
            if running.check_ready():
                self._say(f"{name} runs again.")
            elif running.is_late:
                self._give_up(running, f"{name} was not ready within {running.child.ready_seconds:.0f} s")
        elif time.monotonic() - running.ready_at > _STEADY_AFTER:
            running.failures = 0

    def _start_again(self, running: Running) -> None:
        try:
            running.launch()
        except ProcessProblem as problem:
            self._give_up(running, str(problem))

    def _give_up(self, running: Running, why: str) -> None:
        """End what is left of a start that failed, and note when the next one is due."""
        running.bury(self._is_forced)
        pause = min(_FIRST_PAUSE * 2**running.failures, _LONGEST_PAUSE)
        running.failures += 1
        running.due_at = time.monotonic() + pause
        self._say(f"{why}. Starting it again in {pause:.1f} s; its log: {running.log}")

    def _stop_all(self) -> None:
        while self._running:
            self._running[-1].stop(self._is_forced)
            self._running.pop()

    def _is_forced(self) -> bool:
        return self._requests > 1


def _ending(code: int) -> str:
    """Say how a process ended: negative codes are signals, as `subprocess` has it."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"
