"""What each command does. Django is set up only once the database's address is known, hence the imports inside."""

import argparse
import os
import sys
from collections.abc import Callable

from proximity.config import backup as backups
from proximity.config import recovery
from proximity.config.installation import Installation
from proximity.config.serve import serve, show_code
from proximity.foundation.database.launcher import ensure_running
from proximity.foundation.database.urls import Urls
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.supervisor import say_line
from proximity.foundation.sealing.restore_code import NotARestoreCode, RestoreCode, WrongRestoreCode


def demo(installation: Installation, _options: argparse.Namespace) -> int:
    """Set up and run the demo."""
    serve(installation, demo=True)
    return 0


def run(installation: Installation, _options: argparse.Namespace) -> int:
    """Set up and run this installation."""
    serve(installation, demo=False)
    return 0


def migrate_tables(_installation: Installation, options: argparse.Namespace) -> int:
    """Bring the tables up to this version."""
    _set_up_django()
    from proximity.accounts.models import City
    from proximity.config.database import prepare_database
    from proximity.search.commands import build_words

    build_words(say_line)
    prepare_database()
    if not options.demo and not City.objects.exists():
        say_line(
            "There is no city yet: `proximity city add`, then `organisation add` and `account add` (--help says how)."
        )
    return 0


def seed_demo(installation: Installation, _options: argparse.Namespace) -> int:
    """Fill the demo cities, unless they are there."""
    _set_up_django()
    from proximity.config.demo.seed import processes, seed

    seed(installation.accounts_file, say=say_line, at_once=processes())
    return 0


def work_jobs(_installation: Installation, _options: argparse.Namespace) -> int:
    """Take and run jobs until told to stop."""
    _set_up_django()
    from proximity.config.worker import work

    work()
    return 0


def doctor(installation: Installation, options: argparse.Namespace) -> int:
    """Examine the installation."""

    def work(urls: Urls) -> int:
        from proximity.config.doctor import examine, report

        _note("doctor.run", options.purpose)
        return report(examine(installation, urls), say_line)

    return as_operator(installation, work)


def backup(installation: Installation, options: argparse.Namespace) -> int:
    """Write a backup."""
    if not recovery.sealed_path(installation).exists():
        raise ProcessProblem("Without a restore code a backup could never be opened: run `proximity restore-code new`.")

    def work(urls: Urls) -> int:
        _note("backup.made", options.purpose)
        made = backups.back_up(installation, urls.owner, options.to, keep_days=options.keep_days, notify=say_line)
        recovery.note_backup(installation)
        say_line(f"{made.path} ({made.size / 1e6:.1f} MB), expires in {options.keep_days} days")
        for path in made.deleted:
            say_line(f"deleted, expired: {path}")
        return 0

    return as_operator(installation, work)


def restore(installation: Installation, options: argparse.Namespace) -> int:
    """Lay out a backup in a new data folder; asks for the restore code."""
    try:
        backups.restore(installation, options.file, _ask_code(), notify=say_line)
    except WrongRestoreCode as problem:
        raise ProcessProblem(str(problem)) from None

    def work(_urls: Urls) -> int:
        from proximity.config.database import prepare_database
        from proximity.search.jobs import rebuild_all

        prepare_database()
        _note("backup.restored", options.purpose)
        # The worker reads the texts for the search once Proximity runs.
        rebuild_all()
        return 0

    done = as_operator(installation, work)
    say_line(f"Restored into {installation.data}. Run `proximity audit verify`, then start as usual.")
    return done


def restore_code(installation: Installation, options: argparse.Namespace) -> int:
    """Draw a new restore code and show it once, or check the one on paper."""
    installation.create_keys()
    if options.what == "new":
        show_code(recovery.draw_code(installation))
    else:
        try:
            recovery.confirm_code(installation, _ask_code())
        except WrongRestoreCode as problem:
            raise ProcessProblem(str(problem)) from None
        say_line("Confirmed.")
    return as_operator(installation, lambda _urls: _note(f"restore_code.{options.what}", options.purpose))


def audit(installation: Installation, options: argparse.Namespace) -> int:
    """Verify every chain of the audit log."""

    def work(_urls: Urls) -> int:
        from proximity.audit.commands import verify

        return verify(say_line, purpose=options.purpose)

    return as_operator(installation, work)


def retention(installation: Installation, options: argparse.Namespace) -> int:
    """Say what is due for review or disposal, city by city."""

    def work(_urls: Urls) -> int:
        from proximity.cases.commands import say_due

        say_due(say_line, purpose=options.purpose)
        return 0

    return as_operator(installation, work)


def second_look(installation: Installation, options: argparse.Namespace) -> int:
    """Say which open cases nobody flagged though their reports raise suggestions, in the name of a supervisor."""

    def work(_urls: Urls) -> int:
        from proximity.cases.commands_second_look import NobodyLooks, say_second_look

        try:
            say_second_look(
                say_line, since=options.since, account=options.account, city=options.city, purpose=options.purpose
            )
        except NobodyLooks as problem:
            raise ProcessProblem(str(problem)) from None
        return 0

    return as_operator(installation, work)


def search(installation: Installation, options: argparse.Namespace) -> int:
    """Build the index of the search anew, here and now."""

    def work(_urls: Urls) -> int:
        from proximity.search.commands import rebuild

        _note("search.rebuild_asked", options.purpose)
        rebuild(say_line)
        return 0

    return as_operator(installation, work)


def packs(_installation: Installation, _options: argparse.Namespace) -> int:
    """Check the country packs; needs no database."""
    from proximity.packs.commands import check

    return check(say_line)


def languages(installation: Installation, options: argparse.Namespace) -> int:
    """Check the further languages; needs no database."""
    from proximity.config.languages.parts import PACKAGE
    from proximity.config.languages.prepare import check

    ours = (PACKAGE / "locale_more", installation.public_data / "languages")
    roots = (options.folder,) if options.folder else ours
    return 1 if sum(check(root, say_line) for root in roots) else 0


def prepare_languages(installation: Installation, _options: argparse.Namespace) -> int:
    """Compile the installation's own further languages, and say which were refused; the sites start all the same."""
    from proximity.config import env
    from proximity.config.languages.prepare import prepare

    prepare(installation.public_data / "languages", say_line, with_pseudo=env.yes("PSEUDO_LANGUAGES"))
    return 0


def pack_build(installation: Installation, options: argparse.Namespace) -> int:
    """Write the pack of a case to a file."""

    def work(_urls: Urls) -> int:
        from proximity.config.pack import build_for_operator

        signer = build_for_operator(
            installation, reference=None if options.demo_case else options.case, city=options.city, out=options.out,
            language=options.language, purpose=options.purpose, say=say_line,
        )  # fmt: skip
        say_line(f"{options.out} ({options.out.stat().st_size / 1e6:.1f} MB)")
        say_line(f"fingerprint: {signer}")
        return 0

    return as_operator(installation, work)


def pack_certificate(installation: Installation, options: argparse.Namespace) -> int:
    """Let an organisation sign with its city's own certificate; asks for the password of the file."""

    def work(_urls: Urls) -> int:
        from proximity.config.pack import give_certificate_of

        give_certificate_of(
            city=options.city, organisation=options.organisation, file=options.file, password=_ask_password(),
            purpose=options.purpose,
        )  # fmt: skip
        say_line("From now on the organisation signs its documents with this certificate.")
        return 0

    return as_operator(installation, work)


def pack_verify(_installation: Installation, options: argparse.Namespace) -> int:
    """Check a pack; needs no database, no DATA and no keys."""
    from proximity.dossier.commands import verify

    return verify(options.file, say_line, known_fingerprint=options.fingerprint, key_file=options.key)


def certificate_verify(installation: Installation, options: argparse.Namespace) -> int:
    """Check a certificate of a course. With a card it needs no database, no DATA and no keys."""
    from proximity.learning.commands import WRONG_ARGUMENT, NotToRead, keys_from, verify

    if options.key is not None:
        try:
            keys = keys_from(options.key, say_line)
        except NotToRead as problem:
            say_line(str(problem))
            return WRONG_ARGUMENT
        return verify(options.file, say_line, keys=keys)

    def work(_urls: Urls) -> int:
        from proximity.learning.queries.keys import known_keys

        return verify(options.file, say_line, keys=known_keys())

    return as_operator(installation, work)


def _ask_password() -> str:
    """Return the password of a file: typed unseen, or the first line of standard input; empty for none."""
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass("Password of the file (empty for none): ")
    return sys.stdin.readline().rstrip("\n")


def _ask_code() -> RestoreCode:
    if sys.stdin.isatty():
        sys.stdout.write("Restore code: ")
        sys.stdout.flush()
    try:
        return RestoreCode.parse(sys.stdin.readline())
    except NotARestoreCode as problem:
        raise ProcessProblem(str(problem)) from None


def as_operator(installation: Installation, work: Callable[[Urls], int]) -> int:
    """Find or start the database, set Django up with the owner's connection, and do the work."""
    installation.create_keys()
    with ensure_running(installation.paths) as database:
        os.environ.update(installation.operator_environment(database.urls))
        _set_up_django()
        return work(database.urls)


def _note(action: str, purpose: str) -> int:
    """Write the operator's act to the instance's chain."""
    from django.db import transaction

    from proximity.audit.operations import Origin, record_event

    with transaction.atomic():
        record_event(action, origin=Origin(actor="operator"), purpose=purpose)
    return 0


def _set_up_django() -> None:
    import django

    django.setup()
