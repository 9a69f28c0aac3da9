"""What is sealed of an import, opened and sealed again. Every place is bound to its row, so nothing can be exchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_record
from proximity.bulk.models import Import, ImportRow, KeptDecisions
from proximity.bulk.reading import How
from proximity.bulk.rules.decisions import Column, Decisions
from proximity.foundation.pure.json import JSONValue
from proximity.foundation.sealing.records import RecordKey

TABLE, ROWS, KEPT = "bulk_import", "bulk_importrow", "bulk_keptdecisions"


@dataclass(frozen=True, slots=True)
class Opened:
    """An import with what is sealed of it."""

    key: RecordKey
    name: str
    sha256: str
    how: How
    columns: tuple[Column, ...]
    decisions: Decisions

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings of its columns."""
        return tuple(column.heading for column in self.columns)


def open_import_content(found: Import, *, by: Actor) -> Opened:
    """Return an import, opened. Raises `RecordNotFound` without a wrap."""
    key = open_record(found.pk, by=by)
    about, columns = _open(found, "about", key), _open(found, "columns", key)
    said = about if isinstance(about, dict) else {}
    return Opened(
        key, str(said.get("name", "")), str(said.get("sha256", "")), How.from_json(_open(found, "how", key)),
        tuple(Column.from_json(one) for one in columns) if isinstance(columns, list) else (),
        Decisions.from_json(_open(found, "decisions", key)),
    )  # fmt: skip


def sealed_part(key: RecordKey, column: str, value: JSONValue, row: UUID) -> bytes:
    """Return one part of an import, sealed."""
    return key.seal_json(value, table=TABLE, column=column, row=row)


def sealed_cells(key: RecordKey, cells: Sequence[str], row: UUID) -> bytes:
    """Return the cells of a row, sealed."""
    return key.seal_json(list(cells), table=ROWS, column="cells", row=row)


def cells_of(row: ImportRow, key: RecordKey) -> tuple[str, ...]:
    """Return the cells of a row."""
    found = key.open_json(bytes(row.cells), table=ROWS, column="cells", row=row.pk)
    return tuple(map(str, found)) if isinstance(found, list) else ()


def kept_decisions(by: Actor) -> JSONValue:
    """Return what the actor's organisation decided the last time, or nothing."""
    row = KeptDecisions.objects.filter(organisation=by.organisation).first()
    if row is None:
        return None
    return open_record(row.pk, by=by).open_json(bytes(row.content), table=KEPT, column="content", row=row.pk)


def _open(found: Import, column: str, key: RecordKey) -> JSONValue:
    return key.open_json(bytes(getattr(found, column)), table=TABLE, column=column, row=found.pk)
