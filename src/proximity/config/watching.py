"""What changes by itself while Proximity runs, for the doctor: jobs that wait, room on the disk, backups, certificates."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from proximity.config.findings import Finding, Grade
from proximity.config.installation import Installation
from proximity.config.recovery import last_backup_at
from proximity.dossier.identities import given_until
from proximity.foundation.metrics import disk_free, jobs_waiting, worker_silence

GIGABYTE = 1_000_000_000
LITTLE_ROOM, NO_ROOM = 5 * GIGABYTE, GIGABYTE
BACKUP_DAYS = 2
SILENT_SECONDS = 60
OLD_JOB_SECONDS = 3600
CERTIFICATE_DAYS = 21
_PATIENCE = 5


def findings(installation: Installation) -> Iterator[Finding]:
    """Yield one finding per check. Runs with the owner's connection set up in Django."""
    yield _jobs()
    yield _room(installation)
    yield _backup(installation)
    yield from _signing_certificates()
    for name, address in (("public site", settings.PUBLIC_ADDRESS), ("workspace", settings.STAFF_ADDRESS)):
        if address.startswith("https://"):
            yield site_certificate(name, address)


def _jobs() -> Finding:
    waiting, seconds = jobs_waiting()
    silent = worker_silence() > SILENT_SECONDS
    if seconds > OLD_JOB_SECONDS:
        wait = f"{waiting} jobs wait, the oldest for {seconds / 3600:.0f} hours"
        if silent:
            return Finding(Grade.BAD, f"{wait}: the job worker does nothing. See DATA/log.")
        return Finding(
            Grade.WARNING,
            f"{wait}. The job worker is running: after a pause, or after a backup was put back, it has to catch up. "
            "Ask again in some minutes; where the number does not fall, see DATA/log.",
        )
    if silent:
        return Finding(Grade.WARNING, f"The job worker is not running; {waiting} jobs wait. `proximity run` starts it.")
    return Finding(Grade.GOOD, f"The job worker is at work; {waiting} jobs wait.")


def _room(installation: Installation) -> Finding:
    free = disk_free(installation.data)
    words = f"{free / GIGABYTE:.1f} GB are free where the data lies."
    if free < NO_ROOM:
        return Finding(Grade.BAD, f"{words} Without room no report can be taken: make room now.")
    if free < LITTLE_ROOM:
        return Finding(Grade.WARNING, f"{words} Make room, or move the data to a larger disk.")
    return Finding(Grade.GOOD, words)


def _backup(installation: Installation) -> Finding:
    last = last_backup_at(installation)
    if last is None:
        return Finding(Grade.WARNING, "No backup was ever made from here: run `proximity backup`.")
    days = (datetime.now(UTC) - last) / timedelta(days=1)
    if days > BACKUP_DAYS:
        return Finding(
            Grade.WARNING, f"The last backup is {days:.0f} days old: run `proximity backup`, best every night."
        )
    return Finding(Grade.GOOD, f"The last backup is {max(days, 0) * 24:.0f} hours old.")


def _signing_certificates() -> Iterator[Finding]:
    """Yield a finding for each certificate that a city brought in and that ends soon: ours are renewed by themselves."""
    for name, until in given_until():
        days = (until - timezone.now()) / timedelta(days=1)
        if days < CERTIFICATE_DAYS:
            grade = Grade.BAD if days < 0 else Grade.WARNING
            yield Finding(grade, f"The certificate with which {name} signs packs ends in {days:.0f} days.")


def site_certificate(name: str, address: str) -> Finding:
    """Say how long the certificate of an `https://` address holds, as a browser on this machine sees it."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        with (
            socket.create_connection((host, parts.port or 443), timeout=_PATIENCE) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=host) as secure,
        ):
            ends = ssl.cert_time_to_seconds(str((secure.getpeercert() or {})["notAfter"]))
    except ssl.SSLCertVerificationError as problem:
        return Finding(Grade.BAD, f"Browsers do not trust the certificate of the {name}: {problem.verify_message}.")
    except OSError:
        return Finding(Grade.WARNING, f"The {name} does not answer at {address} from this machine.")
    days = (datetime.fromtimestamp(ends, UTC) - datetime.now(UTC)) / timedelta(days=1)
    grade = Grade.WARNING if days < CERTIFICATE_DAYS else Grade.GOOD
    return Finding(grade, f"The certificate of the {name} holds for {days:.0f} days.")
