"""What was worked out lately, so that it is not worked out again; never more of it than twice a number. Pure."""

from collections.abc import Callable


class Lately[Key, Value](dict[Key, Value]):
    """Remembers what a function said.

    When as much is remembered as may be, the old lies by: what is asked for again goes over, the rest goes the next time. So
    what is met in every text stays, however many texts are read.
    """

    def __init__(self, work_out: Callable[[Key], Value], most: int) -> None:
        """Remember nothing yet."""
        super().__init__()
        self._work_out, self._most = work_out, most
        self._older: dict[Key, Value] = {}

    def __missing__(self, key: Key) -> Value:
        """Return what is said of what was not asked lately."""
        if len(self) >= self._most:
            self._older = dict(self)
            self.clear()
        value = self._older[key] if key in self._older else self._work_out(key)
        self[key] = value
        return value
