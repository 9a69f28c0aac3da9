"""`proximity doctor`: what an operator without a database administrator must know, in sentences."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import psycopg
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from proximity.accounts.keys import organisation_keys
from proximity.accounts.models import City, Organisation
from proximity.cases.commands import due_by_office
from proximity.config import watching
from proximity.config.findings import Finding, Grade
from proximity.config.installation import Installation
from proximity.config.recovery import is_confirmed, sealed_path
from proximity.foundation.database.urls import Urls
from proximity.foundation.privacy import proximity_models
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.keys import MasterKey
from proximity.foundation.words.lemmas import are_built
from proximity.search.models import Change


def examine(installation: Installation, urls: Urls) -> Iterator[Finding]:
    """Yield one finding per check. Runs with the owner's connection set up in Django."""
    yield from _roles(urls)
    yield _migrations()
    yield from _walls()
    yield _cities()
    yield from _organisation_keys()
    yield _key_disk(installation)
    yield from _master_key(installation)
    yield from watching.findings(installation)
    yield _restore_code(installation)
    yield _disposal()
    yield _search()


def report(findings: Iterator[Finding], say: Callable[[str], None]) -> int:
    """Say every finding and return the exit code: 1 where something is bad."""
    marks = {Grade.GOOD: "ok      ", Grade.WARNING: "warning ", Grade.BAD: "BAD     "}
    worst = 0
    for finding in findings:
        say(f"{marks[finding.grade]}{finding.text}")
        worst = max(worst, 1 if finding.grade is Grade.BAD else 0)
    return worst


def _roles(urls: Urls) -> Iterator[Finding]:
    for name, url in (("staff", urls.staff), ("public", urls.public)):
        with psycopg.connect(url) as login:
            row = login.execute(
                "SELECT rolsuper OR rolbypassrls OR rolcreaterole, current_user FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        if row is None or row[0]:
            yield Finding(
                Grade.BAD, f"The {name} process's database role is above the wall: it must be an ordinary role."
            )
        else:
            yield Finding(Grade.GOOD, f"The {name} process's database role stands behind the wall.")


def _migrations() -> Finding:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0, stdout=StringIO())
    except (SystemExit, CommandError):
        return Finding(
            Grade.BAD, "The database is older than this program: stop and start Proximity to bring it up to date."
        )
    return Finding(Grade.GOOD, "The database fits this version.")


def _walls() -> Iterator[Finding]:
    names = [model._meta.db_table for model in proximity_models() if "city_id" in _columns(model)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND NOT relrowsecurity", [names])
        open_tables = [name for (name,) in cursor.fetchall() if name not in PUBLIC_TABLES]
    if open_tables:
        yield Finding(Grade.BAD, f"No wall stands around: {', '.join(open_tables)}.")
    else:
        yield Finding(Grade.GOOD, "Every table with a city's content stands behind the wall.")


def _cities() -> Finding:
    without = [city.name for city in City.objects.exclude(organisations__accepts_reports=True).order_by("name")]
    if not City.objects.exists():
        return Finding(Grade.WARNING, "There is no city yet: `proximity city add`.")
    if without:
        return Finding(
            Grade.WARNING,
            f"Nobody takes reports in {', '.join(without)}: `proximity organisation add --takes-reports`.",
        )
    return Finding(Grade.GOOD, "In every city somebody takes reports.")


# Public facts: who the organisations are.
PUBLIC_TABLES = frozenset({"accounts_organisation"})


def _columns(model: type) -> set[str]:
    return {field.column for field in model._meta.concrete_fields}  # type: ignore[attr-defined]  # a Django model


def _organisation_keys() -> Iterator[Finding]:
    """Compare the public keys in the database with the private ones: a swapped key would receive the next reports."""
    wrong = []
    for organisation in Organisation.objects.all():
        try:
            keys = organisation_keys(organisation.pk)
        except SealBroken:
            wrong.append(organisation.name)
            continue
        if (keys.public_seal, keys.public_sign) != (bytes(organisation.seal_key), bytes(organisation.sign_key)):
            wrong.append(organisation.name)
    if wrong:
        yield Finding(
            Grade.BAD, f"Keys in the database are not those drawn here: {', '.join(wrong)}. Stop taking reports."
        )
    else:
        yield Finding(Grade.GOOD, "The organisations' keys in the database are those drawn here.")


def _key_disk(installation: Installation) -> Finding:
    master = (installation.keys / "master.key").resolve()
    if _device(master) == _device(installation.data):
        return Finding(
            Grade.WARNING,
            "The master key lies on the same disk as the data. Move it to another and leave a symbolic link: "
            f"{installation.keys / 'master.key'}",
        )
    return Finding(Grade.GOOD, "The master key lies on another disk than the data.")


def _master_key(installation: Installation) -> Iterator[Finding]:
    if MasterKey.load(installation.keys / "master.key").is_being_replaced:
        yield Finding(
            Grade.BAD,
            "Replacing the master key was interrupted: stop Proximity and run `proximity keys replace-master` again.",
        )


def _device(path: Path) -> int:
    return path.stat().st_dev


def _restore_code(installation: Installation) -> Finding:
    if not sealed_path(installation).exists():
        return Finding(
            Grade.BAD, "There is no restore code, so no backup can be made: run `proximity restore-code new`."
        )
    if not is_confirmed(installation):
        return Finding(
            Grade.WARNING,
            "Nobody has confirmed that the restore code was written down: run `proximity restore-code confirm`.",
        )
    return Finding(Grade.GOOD, "The restore code was confirmed.")


def _disposal() -> Finding:
    """Say how many records should be gone by now: the organisation decides, and keeping them longer breaks its own rule."""
    overdue = {one.organisation.name: len(one.dispose) for one in due_by_office(timezone.now()) if one.dispose}
    if not overdue:
        return Finding(Grade.GOOD, "Nothing is overdue for disposal.")
    named = ", ".join(f"{name}: {count}" for name, count in overdue.items())
    return Finding(Grade.WARNING, f"Overdue for disposal ({named}): see `proximity retention due`.")


def _search() -> Finding:
    """Say whether words are led to their dictionary forms, and whether the index keeps up."""
    if not are_built():
        return Finding(
            Grade.WARNING,
            "The search finds no inflected forms: its dictionaries are not built. Start Proximity once, or run `make setup`.",
        )
    waiting = Change.objects.values("organisation", "record_id").distinct().count()
    if waiting > MANY_WAITING:
        return Finding(
            Grade.WARNING, f"{waiting} cases and reports wait to be read for the search: is the job worker running?"
        )
    return Finding(Grade.GOOD, "The search knows its languages and keeps up.")


MANY_WAITING = 5000
