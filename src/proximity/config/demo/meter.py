"""How far the filling is over all its processes, and how long the rest will take."""

import time
from collections.abc import Callable

from proximity.config.demo.parts import FORK

SAY_EVERY = 3.0
"""Seconds between two lines, on quick machines and slow ones."""

type Say = Callable[[str], None]


class Meter:
    """Counts steps of about the same length, in this process and those forked from it, and says where it is from time to time."""

    def __init__(
        self, total: int, say: Say, *, every: float = SAY_EVERY, clock: Callable[[], float] = time.monotonic
    ) -> None:  # fmt: skip
        self._total, self._say, self._every, self._clock = total, say, every, clock
        self._begun = clock()
        self._done, self._said = FORK.Value("i", 0), FORK.Value("d", self._begun)

    def add(self, what: str, steps: int = 1) -> None:
        """Count steps; now and then say what was done last, which share of all that is, and about how many seconds remain."""
        with self._done.get_lock():
            self._done.value += steps
            now, done = self._clock(), self._done.value
            if now - self._said.value < self._every:
                return
            self._said.value = now
        left = (now - self._begun) / done * (self._total - done)
        self._say(f"{100 * done // self._total} % filled ({what}), about {left:.0f} s left")
