"""Work in several processes at once, forked from this one: all of them end well, or none goes on."""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence

from django.db import connections

from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.table import end_with_parent


def in_parts[T](parts: Sequence[T], work: Callable[[T], None]) -> None:
    """Do each part in a process of its own, and wait for all. Raises `ProcessProblem` where one failed; the others are ended.

    Nothing is shared: each opens connections of its own. Whatever ends this process ends them.
    """
    context = multiprocessing.get_context("fork")
    # A connection must not be in two processes.
    connections.close_all()
    children = [context.Process(target=_do, args=(work, part)) for part in parts]
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        for child in children:
            child.start()
        for child in children:
            child.join()
            if child.exitcode:
                raise ProcessProblem(f"A part of the work failed with exit code {child.exitcode}.")
    finally:
        for child in children:
            if child.is_alive():
                child.terminate()
                child.join()
        signal.signal(signal.SIGTERM, before)


def _do[T](work: Callable[[T], None], part: T) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    work(part)
