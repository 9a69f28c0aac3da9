"""What a command is doing and how long it took: alive on a terminal, plain lines elsewhere."""

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.markup import escape


class Progress:
    """Counts through `total` steps: `[2/7] Creating the database … 0.9 s`. Flushes every line, waits for no key."""

    def __init__(self, total: int, *, stream: TextIO | None = None) -> None:
        """Take the number of steps and where to write (standard output unless given)."""
        self._total = total
        self._done = 0
        self._stream = stream or sys.stdout
        self._console = Console(file=self._stream, highlight=False) if self._stream.isatty() else None
        self._status = self._console.status("") if self._console else None
        self._head = ""
        self._is_line_open = False

    @contextlib.contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Show a step as under way, then how long it took, or that it failed. What is raised inside goes on up."""
        self._done += 1
        self._head = f"[{self._done}/{self._total}] {text} …"
        started = time.monotonic()
        self._begin()
        try:
            yield
        except BaseException:
            self._end("failed", good=False)
            raise
        self._end(f"{time.monotonic() - started:.1f} s", good=True)

    def note(self, text: str) -> None:
        """Say something on a line of its own, also in the middle of a step."""
        if self._console:
            self._console.print(escape(text), soft_wrap=True)
        elif self._is_line_open:
            self._write(f"\n    {text}\n")
            self._is_line_open = False
        else:
            self._write(f"{text}\n")

    def _begin(self) -> None:
        if self._status:
            self._status.update(escape(self._head))
            self._status.start()
        else:
            self._write(self._head)
            self._is_line_open = True

    def _end(self, result: str, *, good: bool) -> None:
        if self._console and self._status:
            self._status.stop()
            mark = "[green]✓[/green]" if good else "[red]✗[/red]"
            self._console.print(f"{mark} {escape(self._head)} {result}", soft_wrap=True)
        else:
            # After a note the line is begun again, so that the end names its step.
            self._write(f" {result}\n" if self._is_line_open else f"{self._head} {result}\n")
            self._is_line_open = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
