"""Facts and tables of counts for tests."""

import json

from proximity.foundation.testing import as_role, changed, rows
from proximity.insight.rules.counting import Counts, Cut, Level, TableCode
from proximity.insight.rules.facts import Bias, Channel, Fact, Quarter, Source, Stage
from proximity.insight.rules.tables import Tables

YEARS = range(2019, 2027)


def fact(**changes) -> Fact:
    """Return an ordinary fact, changed as told."""
    usual = {
        "city": "madrid", "source": Source.POLICE, "channel": Channel.DESK, "grounds": ("REL.MUS",),
        "incident_type": "insult", "stage": Stage.RECORDED, "bias": Bias.YES, "happened": Quarter(2024, 2),
    }  # fmt: skip
    return Fact(**(usual | changes))


def counts(incidents, **cuts) -> Counts:
    """Return true counts: incidents by year, and rows by table (`ground=[(1, 2), …]`), each with a column for each year.

    The last column is the year that nobody knows, as there always is one.
    """
    years = range(2019, 2019 + len(incidents) - 1)
    tables = [
        Cut(
            code, Level.FINE_YEAR, tuple((f"{code}{place}", tuple(row)) for place, row in enumerate(cuts.get(code, ())))
        )
        for code in TableCode
    ]
    return Counts(years, tuple(incidents), tuple(tables))


def published_counts(tables: Tables) -> list[object]:
    """Return every number and gap of some published tables, in a fixed order."""
    rows = [count for table in tables.tables for _, row in table.rows for count in row]
    beside = [count for _, row in tables.measures for count in row]
    shares = [count for share in tables.coverage for row in (share.parts, share.wholes) for count in row]
    return [*rows, *tables.incidents, tables.total, *beside, *shares]


def sign_again(release, **changes):
    """Write a release a second time with raw SQL, changed; what stands in it is read by the owner, since staff see not all."""
    with as_role("owner"):
        ((row,),) = rows("SELECT to_jsonb(r)::text FROM insight_release r WHERE id = %s", release)
    again = json.dumps(json.loads(row) | changes, default=str)
    return changed(
        "INSERT INTO insight_release SELECT * FROM jsonb_populate_record(NULL::insight_release, %s::jsonb)", again
    )
