"""The progress display, on a terminal and into a pipe."""

import io
import re

import pytest

from proximity.foundation.processes.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


class Pipe(io.StringIO):
    """A stream that counts how much of what was written has been flushed."""

    flushed = ""

    def flush(self) -> None:
        """Remember what could be read at the other end by now."""
        self.flushed = self.getvalue()


def test_each_step_is_one_line_with_its_time() -> None:
    pipe = Pipe()
    progress = Progress(2, stream=pipe)
    with progress.step("Creating the database"):
        assert pipe.flushed == "[1/2] Creating the database …"
    with progress.step("Loading the cities"):
        pass
    assert re.fullmatch(
        r"\[1/2\] Creating the database … \d\.\d s\n\[2/2\] Loading the cities … \d\.\d s\n", pipe.flushed
    )


def test_a_step_that_fails_says_so_and_the_error_goes_on() -> None:
    pipe = Pipe()
    progress = Progress(1, stream=pipe)
    with pytest.raises(ZeroDivisionError), progress.step("Dividing"):
        raise ZeroDivisionError
    assert pipe.flushed == "[1/1] Dividing … failed\n"


def test_a_note_breaks_the_line_and_the_step_is_named_again() -> None:
    pipe = Pipe()
    progress = Progress(1, stream=pipe)
    progress.note("Hello")
    with progress.step("Starting"):
        progress.note("Repairing: 4 s")
        progress.note("Repairing: 6 s")
    assert pipe.flushed.startswith("Hello\n[1/1] Starting …\n    Repairing: 4 s\nRepairing: 6 s\n[1/1] Starting … 0.")


def test_standard_output_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    Progress(1).note("Ready")
    assert capsys.readouterr().out == "Ready\n"


def test_a_terminal_gets_marks_and_text_with_brackets_stays_whole() -> None:
    terminal = Terminal()
    progress = Progress(2, stream=terminal)
    with progress.step("Reading [red]packs[/red]"):
        progress.note("es [checked]")
    with pytest.raises(ZeroDivisionError), progress.step("Dividing"):
        raise ZeroDivisionError
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    assert re.search(r"✓ \[1/2\] Reading \[red\]packs\[/red\] … \d\.\d s", shown)
    assert "es [checked]" in shown
    assert "✗ [2/2] Dividing … failed" in shown
