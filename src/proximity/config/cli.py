"""The command line. Light commands start without Django; the others set it up once the database is known."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from proximity.config.installation import Installation
from proximity.config.serve import serve
from proximity.foundation.database.launcher import ensure_running
from proximity.foundation.processes.child import ProcessProblem

type Command = Callable[[Installation, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong arguments."""
    options = _parser().parse_args(arguments)
    run: Command = options.run
    try:
        return run(Installation.from_environment(), options)
    except ProcessProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="proximity", description="Local police and partners against hate crime.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "demo", _demo, "set up and run two demo cities with synthetic data")
    _add(commands, "run", _run, "set up and run this installation")
    _add(commands, "migrate-tables", _migrate)
    _add(commands, "seed-demo", _seed)
    _add(commands, "work-jobs", _work)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, help_text: str = ""
) -> argparse.ArgumentParser:
    """Add a command; one without a help text is for our own processes and not listed."""
    parser = commands.add_parser(name, help=help_text) if help_text else commands.add_parser(name)
    parser.set_defaults(run=run)
    return parser


def _demo(installation: Installation, _options: argparse.Namespace) -> int:
    serve(installation, demo=True)
    return 0


def _run(installation: Installation, _options: argparse.Namespace) -> int:
    serve(installation, demo=False)
    return 0


def _migrate(_installation: Installation, _options: argparse.Namespace) -> int:
    _set_up_django()
    from proximity.config.database import prepare_database

    prepare_database()
    return 0


def _seed(installation: Installation, _options: argparse.Namespace) -> int:
    _set_up_django()
    from proximity.config.demo.seed import seed_demo

    seed_demo(installation.accounts_file)
    return 0


def _work(_installation: Installation, _options: argparse.Namespace) -> int:
    _set_up_django()
    from proximity.config.worker import work

    work()
    return 0


def _set_up_django() -> None:
    """Set Django up in this process, which was given its environment by `as_operator` or by the supervisor."""
    import django

    django.setup()


def as_operator(installation: Installation, work: Callable[[], int]) -> int:
    """Find or start the database, set Django up with the owner's connection, and do the work."""
    installation.create_keys()
    with ensure_running(installation.paths) as database:
        os.environ.update(installation.operator_environment(database.urls))
        _set_up_django()
        return work()


if __name__ == "__main__":
    sys.exit(main())
