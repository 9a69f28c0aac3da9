"""The command line: what there is and what it needs. The commands themselves stand in `commands`."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from proximity.assessment.identify import command as reading
from proximity.config import alone, commands, exchange, keys, moving, people
from proximity.config.installation import Installation
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.sealing.keyfiles import KeyFileError

type Command = Callable[[Installation, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong arguments."""
    options = parser().parse_args(arguments)
    run: Command = options.run
    try:
        return run(Installation.from_environment(), options)
    except (ProcessProblem, KeyFileError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except BrokenPipeError:  # whoever read our lines has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Return what there is to type, and what each command needs."""
    found = argparse.ArgumentParser(prog="proximity", description="Local police and partners against hate crime.")
    subparsers = found.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, help_text: str = "") -> argparse.ArgumentParser:
        # A command without a help text is for our own processes and not listed.
        added = subparsers.add_parser(name, help=help_text) if help_text else subparsers.add_parser(name)
        added.set_defaults(run=run)
        return added

    add("demo", commands.demo, "set up and run eight demo cities with synthetic data")
    add("run", commands.run, "set up and run this installation")
    _with_purpose(add("doctor", commands.doctor, "say what needs an operator's attention"))
    backup = _with_purpose(add("backup", commands.backup, "write a backup and delete those that have expired"))
    backup.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where backups are kept")
    backup.add_argument("--keep-days", type=int, default=30, help="days until the backup expires (30)")
    restore = _with_purpose(add("restore", commands.restore, "lay a backup out in a new DATA folder"))
    restore.add_argument("file", type=Path)
    code = _with_purpose(add("restore-code", commands.restore_code, "draw the code that opens backups, or confirm it"))
    code.add_argument("what", choices=["new", "confirm"])
    audit = _with_purpose(add("audit", commands.audit, "verify the audit log"))
    audit.add_argument("what", choices=["verify"])
    retention = _with_purpose(add("retention", commands.retention, "say what is due for review or disposal"))
    retention.add_argument("what", choices=["due"])
    _one_by_one(add)
    _keys(subparsers.add_parser("keys", help="replace the master key or an organisation's keys, while nothing runs"))
    search = _with_purpose(add("search", commands.search, "build the index of the search anew"))
    search.add_argument("what", choices=["rebuild"])
    reading.add_arguments(add("identify", _identify, "point at words of a text that may match a bias indicator"))
    _second_look(add)
    packs = add("packs", commands.packs, "check the country packs")
    packs.add_argument("what", choices=["check"])
    languages = add("languages", commands.languages, "check the further languages of the public site")
    languages.add_argument("what", choices=["check"])
    languages.add_argument("folder", type=Path, nargs="?", help="with one folder per language; by itself all there are")
    _certificate(subparsers.add_parser("certificate", help="check a certificate of a course, without a network"))
    _pack(subparsers.add_parser("pack", help="make and verify packs for the prosecution"))
    people.add_commands(subparsers)
    exchange.add_commands(subparsers)
    add("exchange-agent", exchange.agent)
    moving.add_import(subparsers.add_parser("import", help="bring cases in from a table of an older register"))
    add("migrate-tables", commands.migrate_tables).add_argument("--demo", action="store_true")
    add("prepare-languages", commands.prepare_languages)
    add("seed-demo", commands.seed_demo)
    add("work-jobs", commands.work_jobs)
    return found


def _identify(_installation: Installation, options: argparse.Namespace) -> int:
    return reading.run(options)


def _second_look(add: Callable[..., argparse.ArgumentParser]) -> None:
    look = _with_purpose(
        add(
            "second-look",
            commands.second_look,
            "list open cases that nobody flagged though their words may match an indicator",
        )
    )
    look.add_argument(
        "--since", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD", help="opened from that day"
    )
    look.add_argument("--city", default="", help="short name of the city, where the supervisor works in several")
    look.add_argument(
        "--as", dest="account", required=True, metavar="E-MAIL",
        help="a supervisor of the police, whose cases these are; no word of a report is written out",
    )  # fmt: skip


def _one_by_one(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add what a service manager starts one by one, in place of `run`."""
    add("prepare", alone.prepare, "draw missing keys and bring the tables up to this version, then end")
    add("serve", alone.serve_side, "run one process alone, on an outside database").add_argument(
        "side", choices=alone.SIDES
    )
    outside = add(
        "database-sql", alone.database_sql, "write what an outside database's administrator runs, and addresses"
    )
    outside.add_argument(
        "--to", type=Path, required=True, metavar="FOLDER", help="gets three files for their owner alone"
    )
    outside.add_argument("--host", required=True, help="a name, an address, or the folder of a Unix socket")
    outside.add_argument("--port", type=int, default=5432)
    outside.add_argument(
        "--version", type=int, required=True, choices=(17, 18), help="PostgreSQL's major version there"
    )


def _keys(parser: argparse.ArgumentParser) -> None:
    whats = parser.add_subparsers(required=True, metavar="WHAT")
    master = _with_purpose(whats.add_parser("replace-master", help="draw a new master key; shows a new restore code"))
    master.set_defaults(run=keys.replace_master)
    organisation = _with_purpose(whats.add_parser("replace-organisation", help="draw new keys for one organisation"))
    organisation.set_defaults(run=keys.replace_organisation)
    organisation.add_argument("--city", required=True, help="short name of the city")
    organisation.add_argument("--organisation", required=True, help="name, as `proximity organisation list` shows it")


def _certificate(parser: argparse.ArgumentParser) -> None:
    whats = parser.add_subparsers(required=True, metavar="WHAT")
    check = whats.add_parser("verify", help="exit code 0 valid, 3 signed with a key you do not know, 1 changed")
    check.set_defaults(run=commands.certificate_verify)
    check.add_argument("file", type=Path, help="the PDF, or a file with what the QR code on the paper says")
    check.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help="card of the city's installation; by itself the keys that this one knows",
    )


def _pack(parser: argparse.ArgumentParser) -> None:
    whats = parser.add_subparsers(required=True, metavar="WHAT")
    build = _with_purpose(whats.add_parser("build", help="write the pack of a case to a file"))
    build.set_defaults(run=commands.pack_build)
    which = build.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", default="", metavar="REF", help="reference of the case")
    which.add_argument("--demo-case", action="store_true", help="the demo's case; fills an empty installation first")
    build.add_argument("--city", default="", help="which city's, where several have a case of this reference")
    build.add_argument("--language", default="", help="of the document; by itself the country's, else English")
    build.add_argument("--out", type=Path, required=True, metavar="FILE.zip")
    check = whats.add_parser(
        "verify", help="check a pack: exit code 0 genuine, 3 whole but signer not known, 1 altered or unsigned"
    )
    check.set_defaults(run=commands.pack_verify)
    check.add_argument("file", type=Path, metavar="FILE.zip")
    known = check.add_mutually_exclusive_group()
    known.add_argument("--fingerprint", default="", metavar="FP", help="of the sender's key, as told by another way")
    known.add_argument("--key", type=Path, metavar="FILE", help="the sender's public key: PEM, base64 or 32 bytes")
    own = _with_purpose(
        whats.add_parser("certificate", help="let an organisation sign PDF with its city's own certificate")
    )
    own.set_defaults(run=commands.pack_certificate)
    own.add_argument("--city", required=True, help="short name of the city")
    own.add_argument("--organisation", required=True, help="name of the organisation")
    own.add_argument("file", type=Path, help="PKCS #12, or PEM with key and certificates; the password is asked for")


def _with_purpose(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--purpose", default="", help="why; it stands in the audit log beside the act")
    return parser


if __name__ == "__main__":
    sys.exit(main())
