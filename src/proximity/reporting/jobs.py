"""Background work of reporting: counts of what arrived are forgotten."""

from django.db import transaction

from proximity.foundation.jobs import periodic
from proximity.reporting.operations.flood import forget_arrivals


@periodic(name="reporting.forget_arrivals", cron="41 * * * *")
def forget_old_arrivals() -> None:
    """Delete what was counted a day ago."""
    with transaction.atomic():
        forget_arrivals()
