"""Dana and her mailbox, and staff who open what she sent, for the tests of both sides."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from proximity.foundation.testing import PUBLIC, STAFF, as_role
from proximity.reporting.access import get_report_by_receipt, get_report_for
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.operations.handling import read_report
from proximity.reporting.queries.mailbox import mailbox_of

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


class Dana:
    """The person: her receipt, and what her mailbox says."""

    def __init__(self, cast, *recipients, barred=(), answers=TOLD):
        self.cast = cast
        with as_role(PUBLIC):
            sent, self.receipt = send_report(*recipients, city=cast.cities["madrid"], barred=barred, answers=answers)
        self.report = sent.report

    def mailbox(self, now=NOW):
        with as_role(PUBLIC):
            return mailbox_of(get_report_by_receipt(self.receipt), self.receipt, now=now)

    def reader(self, organisation):
        return next(line for line in self.mailbox().readers if line.organisation == organisation)

    def does(self, operation, **values):
        with as_role(PUBLIC):
            return operation(by=self.receipt, **values)


def read_as(actor, report):
    """Open a report as somebody whose context is entered."""
    return read_report(report=get_report_for(actor, report.reference), by=actor, now=NOW)


@contextmanager
def at_work(acting, actor) -> Iterator:
    """Step to the staff side as somebody, from a test that wears the settings of the public one."""
    with as_role(STAFF):
        yield acting(actor)
