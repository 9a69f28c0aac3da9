"""What an auditor does: reads the log, takes it along, has it verified. Each of these is itself an event of the log."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.audit.verify import VERIFIED, ChainReport, outcome_of, verify_all
from proximity.oversight.queries import LogPage, LogRow, log_page
from proximity.oversight.rules import LogFilter

EXPORT_ROWS = 50_000
_LABEL = 200


@transaction.atomic
def read_log(*, wanted: LogFilter, before: UUID | None = None, by: Actor, now: datetime | None = None) -> LogPage:
    """Return a page of the log, newest first, and note the look. Raises `NotAllowed` for who is no auditor."""
    page = log_page(by, wanted, before=before)
    record_event("audit.read", origin=by.origin, label=wanted.described()[:_LABEL], now=now)
    return page


@transaction.atomic
def export_log(*, wanted: LogFilter, by: Actor, now: datetime | None = None) -> list[LogRow]:
    """Return the newest 50,000 events that fit, for a table to take along, and note it. Raises `NotAllowed`."""
    page = log_page(by, wanted, size=EXPORT_ROWS)
    record_event("audit.exported", origin=by.origin, label=wanted.described()[:_LABEL], now=now)
    return page.rows


@transaction.atomic
def verify_log(*, by: Actor, now: datetime | None = None) -> list[ChainReport]:
    """Check the chains of the auditor's city and of the instance, note the outcome, and return it. Raises `NotAllowed`."""
    by.check_may(Capability.READ_AUDIT)
    reports = verify_all(by.city_id)
    record_event(VERIFIED, origin=by.origin, label=outcome_of(reports), now=now)
    return reports
