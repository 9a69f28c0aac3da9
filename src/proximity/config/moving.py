"""The operator's commands for bringing history in and taking a city along: what they are called and what each needs."""

import argparse
from collections.abc import Callable
from pathlib import Path

from proximity.config.commands import as_operator
from proximity.config.installation import Installation
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.supervisor import say_line


def add_import(parser: argparse.ArgumentParser) -> None:
    """Say what `proximity import` needs."""
    parser.set_defaults(run=import_table)
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV or a spreadsheet (.xlsx), up to 100 MB")
    parser.add_argument("--city", required=True, help="short name of the city")
    parser.add_argument(
        "--organisation", required=True, help="name of the police organisation whose cases these become"
    )
    parser.add_argument(
        "--as", dest="account", required=True, metavar="E-MAIL", help="a supervisor there, who brings them in"
    )
    parser.add_argument(
        "--decisions", type=Path, required=True, metavar="FILE.json",
        help="what each column and value means; written where there is none yet, to be filled in (exit code 3)",
    )  # fmt: skip
    parser.add_argument("--report", type=Path, metavar="FILE.csv", help="gets what is to be said of each row")
    parser.add_argument("--begin", action="store_true", help="make the cases; without it nothing is made")
    parser.add_argument("--purpose", required=True, help="why; it stands in the audit log beside the act")


def add_export(parser: argparse.ArgumentParser) -> None:
    """Say what `proximity city export` needs."""
    parser.set_defaults(run=export_city)
    parser.add_argument("city", metavar="CITY")
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FOLDER|FILE.zip|FILE.zip.age", help="a new folder or a new ZIP"
    )
    parser.add_argument(
        "--for", dest="recipients", action="append", default=[], metavar="age1…",
        help="public age key of whoever may open it: encrypts it while it is written; may be given more than once",
    )  # fmt: skip


def import_table(installation: Installation, options: argparse.Namespace) -> int:
    """Bring a table in."""

    def work() -> int:
        # Needs the tables, which are there only once Django is set up.
        from proximity.bulk import commands

        return commands.import_table(
            say_line, file=options.file, city=options.city, organisation=options.organisation, account=options.account,
            decisions=options.decisions, report=options.report, begin=options.begin, purpose=options.purpose,
        )  # fmt: skip

    return as_operator(installation, lambda _urls: _in_words(work))


def export_city(installation: Installation, options: argparse.Namespace) -> int:
    """Take everything of a city along."""

    def work() -> int:
        from proximity.bulk import commands

        return commands.export_all(
            say_line, city=options.city, to=options.to, purpose=options.purpose, recipients=options.recipients
        )

    return as_operator(installation, lambda _urls: _in_words(work))


def _in_words(work: Callable[[], int]) -> int:
    from proximity.accounts.operations import NotSound

    try:
        return work()
    except NotSound as problem:
        raise ProcessProblem(str(problem)) from None
