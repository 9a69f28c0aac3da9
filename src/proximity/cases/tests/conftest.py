"""A report that the police of Madrid read, and the case that Alice opened from it."""

import pytest

from proximity.cases.factories import make_case
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.reporting.factories import send_report
from proximity.reporting.models import Report


@pytest.fixture
def told(cast):
    """Return a function that sends a report to the police (and to others by key) and returns it."""

    def send(*others, barred=()):
        readers = [cast.organisations[key] for key in ("madrid.police", *others)]
        bodies = tuple(cast.organisations[key] for key in barred)
        with as_role(PUBLIC):
            sent, _ = send_report(*readers, city=cast.cities["madrid"], barred=bodies)
        forget_context()
        return sent.report

    return send


@pytest.fixture
def alice(cast, acting):
    """Return Alice, at work."""
    return acting(cast.alice)


@pytest.fixture
def case(told, cast, acting):
    """Return Alice's case, in her context."""
    report = told("madrid.ngo")
    alice = acting(cast.alice)
    return make_case(Report.objects.get(pk=report.pk), by=alice)
