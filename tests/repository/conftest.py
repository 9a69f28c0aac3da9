"""The shared fixtures of the package, for tests that stand outside it; and the sources."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proximity.conftest import (  # noqa: F401  (pytest finds fixtures by name)
    _behind_the_wall,
    _first_cast,
    acting,
    cast,
    django_db_setup,
    folders,
    public,
    workspace,
)
from proximity.foundation.pure import slowing


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer wrong secrets at once: these tests open every address many times."""
    monkeypatch.setattr(slowing, "LONGEST_WAIT", 0.0)


ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "proximity"


def modules(*, tests: bool = False) -> Iterator[Path]:
    """Yield the modules of the package, without migrations, and without tests and what they stand on unless asked."""
    support = {PACKAGE / "conftest.py", PACKAGE / "foundation" / "testing.py"}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if "migrations" in parts or (not tests and ({"tests", "testing"} & set(parts) or path in support)):
            continue
        yield path


def templates() -> list[Path]:
    """Return every template of the package."""
    return sorted(PACKAGE.rglob("templates/**/*.html"))


def where(path: Path) -> str:
    """Return a path as a reader of the repository names it."""
    return str(path.relative_to(ROOT))
