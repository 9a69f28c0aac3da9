"""How fast a chain of the audit log is verified from the database: run `python benchmarks/audit.py [ROWS]`.

Starts a PostgreSQL of its own in a temporary folder, writes a chain of 200,000 rows (or ROWS), and verifies it three times
as `proximity audit verify` does. Prints the best. The aim is 50,000 rows a second on one core.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta

from proximity.config.testing import cluster  # starts the database and names it in the environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proximity.config.settings.staff")

import django

django.setup()

from proximity.audit import heads
from proximity.audit.keys import key_of
from proximity.audit.models import AuditEvent
from proximity.audit.operations import entry_of
from proximity.audit.verify import verify_one
from proximity.config.database import prepare_database
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.chain import GENESIS, Head, chain_hash

AIM = 50_000
BATCH = 10_000


def write_chain(rows: int) -> str:
    """Write a chain of `rows` events, as many as a city writes in years, and its head; return its name."""
    city, organisation, chain = new_id(), new_id(), ""
    chain = f"{city}/staff"
    key, digest, start = key_of(chain), GENESIS, datetime(2026, 1, 1, tzinfo=UTC)
    for first in range(1, rows + 1, BATCH):
        batch = []
        for seq in range(first, min(first + BATCH, rows + 1)):
            event = AuditEvent(
                chain=chain, seq=seq, at=start + timedelta(seconds=7 * seq), city_id=city, organisation_id=organisation,
                actor=f"person:{organisation}", action="report.read", target=str(new_id()), label="R-7K3QXM",
                purpose="first assessment",
            )  # fmt: skip
            event.digest = digest = chain_hash(key, digest, entry_of(event))
            batch.append(event)
        AuditEvent.objects.bulk_create(batch)
    heads.note_head(chain, Head(rows, digest))
    return chain


def main() -> int:
    """Measure and print; return 1 where the aim is missed."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    assert os.environ[cluster.MARK]
    prepare_database()
    chain = write_chain(rows)
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        report = verify_one(chain)
        best = max(best, rows / (time.perf_counter() - start))
        assert report.is_whole, report
        assert report.count == rows
    print(f"{rows:,} rows verified, best of three: {best:,.0f} rows a second (aim {AIM:,})", flush=True)
    return 0 if best >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
