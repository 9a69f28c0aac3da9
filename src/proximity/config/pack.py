"""`proximity pack build` and `proximity pack certificate`: the operator's acts on packs, each in the audit log."""

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import City, Organisation
from proximity.accounts.rules import Role
from proximity.audit.operations import Origin, record_event
from proximity.cases.models import Case
from proximity.cases.operations.packs import write_pack_of
from proximity.config.database import prepare_database
from proximity.config.demo.demo_case import demo_case
from proximity.config.demo.seed import processes, seed
from proximity.config.installation import Installation
from proximity.dossier.identities import give_certificate
from proximity.dossier.signing.certificates import NotACertificate, from_file
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.sealing.keys import fingerprint
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.packs.loader import load_pack

type Say = Callable[[str], None]


def build_for_operator(
    installation: Installation, *, reference: str | None, city: str, out: Path, language: str, purpose: str, say: Say
) -> str:  # fmt: skip
    """Write the pack of a case to a file and return the fingerprint of who signed it. Without a reference: the demo case.

    Raises `ProcessProblem`, in words for the operator.
    """
    _check_writable(out)
    if reference is None:
        city, reference = _demo_case(installation, say)
    with transaction.atomic():
        case = _case(reference, city)
        by = Actor(None, "operator", Role.OFFICER, case.organisation)
        enter_as(by)
        spoken, now = language or _language(case), timezone.now()
        record_event(
            "case.pack_exported", origin=by.origin, target=case.pk, label=case.reference, purpose=purpose, now=now
        )
        with _written(out) as file:
            _write(case, by, spoken, now, file, say)
    return fingerprint(bytes(case.organisation.sign_key))


def give_certificate_of(*, city: str, organisation: str, file: Path, password: str, purpose: str) -> None:
    """Let an organisation sign with the certificate in a file. Raises `ProcessProblem`, in words for the operator."""
    found = Organisation.objects.filter(city__slug=city, name=organisation).select_related("city").first()
    if found is None:
        names = ", ".join(Organisation.objects.filter(city__slug=city).values_list("name", flat=True))
        raise ProcessProblem(f"There is no such organisation in that city. There are: {names or 'none'}")
    try:
        identity = from_file(file.read_bytes(), password=password)
        with transaction.atomic():
            enter_staff(city=found.city_id, organisation=found.pk, person=SYSTEM)
            give_certificate(organisation=found, identity=identity, by=Origin(actor="operator"), purpose=purpose)
    except (NotACertificate, OSError) as problem:
        raise ProcessProblem(str(problem)) from None


def _demo_case(installation: Installation, say: Say) -> tuple[str, str]:
    """Return city and reference of the demo case; an installation with nothing in it is filled first."""
    if not _has_cities():
        say("This installation is empty: filling the demo cities first. That takes a minute.")
        prepare_database()
        seed(installation.accounts_file, say=say, at_once=processes())
    found = demo_case(installation.data)
    if found is None:
        raise ProcessProblem(
            "This installation has no demo case: it is no demo, or was filled by an earlier version. Name a case with --case."
        )
    return found


def _has_cities() -> bool:
    return City._meta.db_table in connection.introspection.table_names() and City.objects.exists()


def _case(reference: str, city: str) -> Case:
    """Return a case by its reference. Raises `ProcessProblem` for none, and for one that stands in several cities."""
    if not _has_cities():
        raise ProcessProblem("This installation has no cases yet.")
    cases = Case.objects.filter(reference=reference).select_related("organisation__city", "city")
    found = list(cases.filter(city__slug=city) if city else cases)
    if not found:
        raise ProcessProblem(f"There is no case {reference!r}{f' in {city}' if city else ''}.")
    if len(found) > 1:
        raise ProcessProblem("Several cities have a case of this reference: name one with --city.")
    return found[0]


def _language(case: Case) -> str:
    """Return the language of documents in a city: its country's first that there are words in, else English."""
    ours = dict(settings.LANGUAGES)
    return next((one for one in load_pack(case.city.country).languages if one in ours), "en")


def _check_writable(out: Path) -> None:
    """Raise `ProcessProblem` at once where the file could not be written in the end."""
    if out.is_dir() or not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise ProcessProblem(f"{out} cannot be written.")


def _write(case: Case, by: Actor, language: str, now: datetime, file: BinaryIO, say: Say) -> None:
    if language not in dict(settings.LANGUAGES):
        raise ProcessProblem(f"Documents are written in: {', '.join(dict(settings.LANGUAGES))}.")
    write_pack_of(case, language=language, by=by, now=now, write=file.write, say=say)


@contextlib.contextmanager
def _written(out: Path) -> Iterator[BinaryIO]:
    """Write a file that only its owner may read, and give it its name when it is whole."""
    part = out.with_name(f".{out.name}.{uuid4().hex[:8]}")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
