"""What an older register said of a case that was brought in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_record
from proximity.cases.models import Case, CaseOrigin
from proximity.cases.rules.history import Origin
from proximity.foundation.sealing.records import RecordKey

TABLE = "cases_caseorigin"


@dataclass(frozen=True, slots=True)
class OriginLine:
    """What the page of a case says of where it came from. `by` is the name of who brought it in, empty for nobody here."""

    origin: Origin
    import_id: UUID
    row: int
    by: str
    at: datetime


def origin_of_case(case: Case, *, by: Actor) -> Origin:
    """Return what the register said of a case that was brought in. Raises `RecordNotFound` without a wrap."""
    return opened_origin(CaseOrigin.objects.get(case=case), open_record(case.pk, by=by))


def opened_origin(row: CaseOrigin, key: RecordKey) -> Origin:
    """Return an origin, opened with the key of its case."""
    return Origin.from_json(key.open_json(bytes(row.content), table=TABLE, column="content", row=row.pk))


def origin_line(case: Case, key: RecordKey) -> OriginLine | None:
    """Return where a case came from, or None for one that was opened here."""
    row = CaseOrigin.objects.filter(case=case).first() if case.imported else None
    if row is None:
        return None
    name = names_of([row.imported_by]).get(row.imported_by, "") if row.imported_by else ""
    return OriginLine(opened_origin(row, key), row.import_id, row.row, name, row.imported_at)
