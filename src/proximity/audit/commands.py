"""The log at the command line. Runs with the database owner's connection, whom no wall keeps from any city's rows."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from proximity.audit.operations import Origin, record_event
from proximity.audit.verify import VERIFIED, ChainReport, outcome_of, verify_all

HEAD_MISSING = "No head is kept outside the database: nobody can tell whether its end was cut off."


def verify(echo: Callable[[str], None], city: UUID | None = None, purpose: str = "") -> int:
    """Check the chains of a city and the instance (all chains with None), say what is wrong, and return 0 where all is whole.

    Returns 1 otherwise, as a program's exit code. The check itself is logged, with its `purpose`.
    """
    reports = verify_all(city)
    for report in reports:
        for line in lines_of(report):
            echo(line)
    whole = sum(report.is_whole for report in reports)
    echo(f"{whole} of {len(reports)} chains whole.")
    with transaction.atomic():
        record_event(VERIFIED, origin=Origin(actor="operator"), label=outcome_of(reports), purpose=purpose)
    return 0 if whole == len(reports) else 1


def lines_of(report: ChainReport) -> list[str]:
    """Return a report in English: one line for the chain, then one for each thing wrong."""
    verdict = "whole" if report.is_whole else "NOT WHOLE"
    head = f"{report.chain}: {verdict}, {report.count} rows, last hash {report.last.hex()[:16]}"
    faults = [f"  {fault}" for fault in report.faults]
    return [head, *faults, *([f"  {HEAD_MISSING}"] if report.head_missing else [])]
