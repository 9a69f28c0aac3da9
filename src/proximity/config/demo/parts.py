"""Work in several processes at once, forked from this one: all of them end well, or none goes on."""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized

from django.db import connections

from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.table import end_with_parent

FORK = multiprocessing.get_context("fork")


def in_parts[T](parts: Sequence[T], work: Callable[[T], None], *, at_once: int) -> None:
    """Do each part in one of so many processes, whichever is free, and wait for all.

    Raises `ProcessProblem` as soon as one failed; the others are ended. Nothing is shared: each opens connections of its own.
    Whatever ends this process ends them.
    """
    # A connection must not be in two processes.
    connections.close_all()
    taken = FORK.Value("i", 0)
    children = [FORK.Process(target=_do, args=(work, parts, taken)) for _ in parts[:at_once]]
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        # Until a child can die of it the signal waits: what comes during the hooks of a fork is swallowed there.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        try:
            for child in children:
                child.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        _wait_for(children)
    finally:
        for child in children:
            if child.is_alive():
                child.terminate()
                child.join()
        signal.signal(signal.SIGTERM, before)


def _wait_for(children: Sequence[ForkProcess]) -> None:
    """Wait until all have ended well; no longer than until the first that has not."""
    while True:
        # Asked once a round: a child that failed between two questions would be waited for by nobody.
        ends = [child.exitcode for child in children]
        for end in ends:
            if end:
                raise ProcessProblem(f"A part of the work failed with exit code {end}.")
        at_work = [child.sentinel for child, end in zip(children, ends, strict=True) if end is None]
        if not at_work:
            return
        wait(at_work)


def _do[T](work: Callable[[T], None], parts: Sequence[T], taken: "Synchronized[int]") -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    end_with_parent()
    while (number := _next(taken)) < len(parts):
        work(parts[number])


def _next(taken: "Synchronized[int]") -> int:
    with taken.get_lock():
        taken.value += 1
        return taken.value - 1
