"""Chains of a test's own: heads in a folder of its own, written as if the transaction had ended."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from proximity.audit import heads
from proximity.audit.models import AuditEvent
from proximity.audit.operations import Origin, record_event
from proximity.foundation.testing import as_role


@pytest.fixture(autouse=True)
def own_heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep heads apart from those of other tests, whose rows are rolled back while their heads stay."""
    monkeypatch.setattr(heads, "folder_of", lambda side: tmp_path / side / "audit-heads")
    return tmp_path


@pytest.fixture
def write(django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[..., list[AuditEvent]]:
    """Return a function that writes some events to a city's chain, or the instance's, and notes the head outside."""

    def write_events(count: int, city: UUID | None = None) -> list[AuditEvent]:
        origin = Origin(actor="operator", city=city)
        with django_capture_on_commit_callbacks(execute=True), as_role("owner"):
            return [record_event("test.done", origin=origin, label=str(number)) for number in range(count)]

    return write_events
