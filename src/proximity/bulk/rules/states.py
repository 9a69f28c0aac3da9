"""How far an import has come, what may follow what, and when what is left of it goes. Pure data."""

from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(days=30)
"""So long after the last act file and rows are kept: enough to correct what was wrong, and to take it back."""


class ImportState(StrEnum):
    """Where an import stands."""

    READING = "reading"
    READ = "read"
    UNREADABLE = "unreadable"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


TRANSITIONS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.READING: frozenset({ImportState.READ, ImportState.UNREADABLE}),
    ImportState.READ: frozenset({ImportState.READING, ImportState.CHECKING}),
    ImportState.UNREADABLE: frozenset({ImportState.READING}),
    ImportState.CHECKING: frozenset({ImportState.CHECKED}),
    ImportState.CHECKED: frozenset({ImportState.READING, ImportState.READ, ImportState.CHECKING, ImportState.RUNNING}),
    ImportState.RUNNING: frozenset({ImportState.DONE, ImportState.STOPPED}),
    ImportState.STOPPED: frozenset({ImportState.RUNNING, ImportState.UNDOING}),
    ImportState.DONE: frozenset({ImportState.UNDOING}),
    ImportState.UNDOING: frozenset({ImportState.UNDONE}),
    ImportState.UNDONE: frozenset(),
}
WORKING = frozenset({ImportState.READING, ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING})
"""Where the worker is at it and a person waits."""
BEFORE_CASES = frozenset({ImportState.READ, ImportState.UNREADABLE, ImportState.CHECKED})
"""Where decisions can be changed: no case was made yet."""
MAY_GO = frozenset(ImportState) - WORKING


class NotNow(ValueError):
    """The state of the import does not allow this step."""


def may_become(current: ImportState, wanted: ImportState) -> bool:
    """Say whether an import may pass from one state to another."""
    return wanted in TRANSITIONS[current]


def check_may_become(current: ImportState, wanted: ImportState) -> None:
    """Raise `NotNow` unless the step is allowed."""
    if not may_become(current, wanted):
        raise NotNow(f"{current} → {wanted}")
