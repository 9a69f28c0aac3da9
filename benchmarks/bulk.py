"""How fast history comes in: run `python -m benchmarks.bulk [ROWS]` (10,000 by itself).

Starts a PostgreSQL of its own, seals a made-up register of so many rows, and does the worker's parts in this process: reading,
checking, making the cases, taking some back. Prints rows per second and the most memory that the process has held so far.
"""

import io
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from proximity.config.testing import cluster  # starts the database and names it in the environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proximity.config.testing.settings")

import django

django.setup()

from django.db import connection, transaction
from django.test.utils import setup_test_environment

from proximity.accounts.actors import Actor, enter_as, machine_of
from proximity.accounts.factories import make_cast
from proximity.assessment.rules import BiasAnswer, GroundBasis, GroundStatus
from proximity.bulk.content import open_import_content
from proximity.bulk.factories import seal_table, spreadsheet
from proximity.bulk.models import Import
from proximity.bulk.operations.bringing import decide, take_file
from proximity.bulk.operations.running import begin_import, begin_undo, take_some_back
from proximity.bulk.operations.working import check_rows, make_some_cases, read_table
from proximity.bulk.rules.decisions import with_proposals
from proximity.bulk.rules.fields import Field
from proximity.config.database import prepare_database
from proximity.foundation.testing import STAFF
from proximity.packs.loader import load_pack

HEADINGS = ("Nº Expediente", "Fecha denuncia", "Fecha hechos", "Relato", "Lugar", "Móvil", "Estado", "Turno")
GROUNDS = ("islamofobia", "antigitanismo", "disfobia", "aporofobia", "antisemitismo")
TOLD = "En la parada le gritó que se fuera a su país y le tiró del pañuelo, dos personas lo vieron. "


def rows(number: int) -> list[tuple[str, ...]]:
    """Return a register of so many rows."""
    return [
        (
            f"EXP-{one}", f"{one % 28 + 1:02}/04/{2005 + one % 20}", f"{one % 28 + 1:02}/03/{2005 + one % 20}", TOLD * 4,
            f"Calle Inventada {one}", GROUNDS[one % 5], "Cerrado" if one % 3 else "Abierto", "noche",
        )
        for one in range(number)
    ]  # fmt: skip


def timed[T](what: str, number: int, work: Callable[[], T]) -> T:
    """Do something, and print how fast it was and how much memory the process has held at most."""
    began = time.perf_counter()
    done = work()
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {what} | {took:.1f} s | {number / took:,.0f} rows/s | {memory:,.0f} MB |", flush=True)
    return done


def entered(by: Actor, work: Callable[[], object]) -> object:
    """Do something as somebody, in a transaction of its own, in the workspace's role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {STAFF}")
        enter_as(by)
        return work()


def bring(by: Actor, content: bytes, name: str, number: int) -> Import:
    """Seal a table and read it."""
    machine = machine_of(by.organisation)
    upload = timed(
        f"seal {name} ({len(content) / 1e6:.1f} MB)", number, lambda: seal_table(io.BytesIO(content), name=name, by=by)
    )
    found = entered(by, lambda: take_file(upload=upload, by=by))
    timed(f"read {name}", number, lambda: entered(machine, lambda: read_table(import_id=found.pk, by=machine)))
    return found


def decide_all(found: Import, by: Actor) -> None:
    """Decide what a supervisor would."""
    opened = open_import_content(Import.objects.get(pk=found.pk), by=by)
    fields = tuple(Field.LEAVE_OUT if one is None else one for one in opened.decisions.fields)
    chosen = replace(
        opened.decisions, source="Registro", fields=fields, for_all={Field.BIAS: BiasAnswer.YES},
        ground_status=GroundStatus.SUSPECTED, ground_basis=GroundBasis.MEMBERSHIP,
    )  # fmt: skip
    left = decide(
        import_id=found.pk, decisions=with_proposals(chosen, opened.columns, load_pack("es").categories), by=by
    )
    assert left == []


def main(number: int) -> None:
    """Measure."""
    assert os.environ[cluster.MARK]
    prepare_database()
    setup_test_environment()
    with transaction.atomic():
        by = make_cast().bob
    machine = machine_of(by.organisation)
    print("| what | took | speed | most memory so far |\n|---|---|---|---|")
    table = rows(number)
    text = "\n".join(";".join(row) for row in (HEADINGS, *table)).encode()
    found = bring(by, text, "registro.csv", number)
    entered(by, lambda: decide_all(found, by))
    timed("check (dry run)", number, lambda: entered(machine, lambda: check_rows(import_id=found.pk, by=machine)))
    entered(by, lambda: begin_import(import_id=found.pk, by=by))

    def make() -> None:
        while entered(by, lambda: make_some_cases(import_id=found.pk, by=by)):
            pass

    timed("make the cases", number, make)
    entered(by, lambda: begin_undo(import_id=found.pk, reason="measured", by=by))
    timed(
        "take 500 back",
        500,
        lambda: [entered(by, lambda: take_some_back(import_id=found.pk, by=by)) for _ in range(10)],
    )
    del table, text
    bring(by, spreadsheet(("Casos", [HEADINGS, *rows(number)])), "registro.xlsx", number)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
