"""`proximity keys`: the master key and an organisation's keys replaced, while nothing of this installation runs.

The master key goes in three steps, and each may be the last before a power cut: the file holds the new key and the old one; the
database is wrapped by the new one in one transaction; the file holds the new one alone. Run again, it goes on.
"""

import argparse
import contextlib
from collections.abc import Iterator

import psycopg

from proximity.config import recovery
from proximity.config.commands import as_operator
from proximity.config.installation import Installation
from proximity.config.serve import show_code
from proximity.foundation.database.launcher import supervised
from proximity.foundation.database.urls import STAFF, Urls
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.processes.supervisor import say_line
from proximity.foundation.sealing.keys import MasterKey


def replace_master(installation: Installation, options: argparse.Namespace) -> int:
    """Draw a new master key, wrap everything by it, and show a new restore code. Raises `ProcessProblem` while something runs."""
    installation.create_keys()
    path = installation.keys / "master.key"

    def work(urls: Urls) -> int:
        check_nobody_works(urls)
        known = MasterKey.load(path)
        if not known.is_being_replaced:
            known.succeeded_by(MasterKey.generate()).replace_in(path)
        wrapped = _rewrap_everything(options.purpose)
        # Before the old key goes: a code shown twice does no harm, a backup that nobody can open does.
        code = recovery.draw_code(installation)
        MasterKey.load(path).newest().replace_in(path)
        _words_to_read_anew()
        say_line(f"The master key was replaced; {wrapped} secrets are wrapped by the new one.")
        show_code(code)
        say_line("The code before this one opens only the backups made until now.")
        return 0

    with _nothing_running(installation):
        return as_operator(installation, work)


def _rewrap_everything(purpose: str) -> int:
    from django.db import transaction

    from proximity.accounts.rotation import OPERATOR, rewrap_secrets
    from proximity.audit.operations import record_event
    from proximity.dossier.identities import rewrap_certificates
    from proximity.network.keys import rewrap_keys
    from proximity.network.operations.membership import rewrap_instance_keys

    with transaction.atomic():
        wrapped = rewrap_secrets() + rewrap_certificates() + rewrap_keys() + rewrap_instance_keys()
        record_event("keys.master_replaced", origin=OPERATOR, purpose=purpose)
    return wrapped


def _words_to_read_anew() -> None:
    """Queue every record for the search: the keys of its words are derived from the master key."""
    from proximity.foundation import keyrings
    from proximity.search.jobs import rebuild_all

    keyrings.read_anew()
    rebuild_all()


def replace_organisation(installation: Installation, options: argparse.Namespace) -> int:
    """Draw new keys for one organisation. Raises `ProcessProblem` while something runs, or where there is none of this name."""

    def work(urls: Urls) -> int:
        from proximity.accounts.models import Organisation
        from proximity.accounts.rotation import replace_organisation_keys
        from proximity.foundation.sealing.keys import fingerprint

        check_nobody_works(urls)
        found = Organisation.objects.filter(city__slug=options.city, name=options.organisation).first()
        if found is None:
            raise ProcessProblem("There is no such organisation: `proximity organisation list` shows their names.")
        moved = replace_organisation_keys(organisation=found, purpose=options.purpose)
        found.refresh_from_db()
        say_line(f"{found.name} has new keys; {moved} record keys were sealed to them.")
        say_line(f"fingerprint: {fingerprint(bytes(found.sign_key))}")
        return 0

    with _nothing_running(installation):
        return as_operator(installation, work)


@contextlib.contextmanager
def _nothing_running(installation: Installation) -> Iterator[None]:
    """Refuse to begin while `proximity run` or another command uses our own database."""
    with supervised(installation.paths, seconds=0):
        pass
    yield


def check_nobody_works(urls: Urls) -> None:
    """Raise `ProcessProblem` while a process of the workspace is connected: it would go on with the old keys."""
    with psycopg.connect(urls.staff) as login:
        row = login.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND pid <> pg_backend_pid()", [STAFF]
        ).fetchone()
    if row is not None and row[0]:
        raise ProcessProblem("The workspace or the job worker is running. Stop Proximity first, then replace keys.")
