"""Background work of cases: the daily summary."""

import logging

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from proximity.accounts.models import Membership
from proximity.cases.operations.summaries import claim_summary, letter
from proximity.foundation.jobs import periodic
from proximity.foundation.wall import enter_staff

log = logging.getLogger("proximity.cases")


@periodic(name="cases.summaries", cron="*/5 * * * *")
def send_summaries() -> None:
    """Send each person who wants it this morning's summary of each of her offices. Without a mail server nothing happens."""
    if not settings.SENDS_MAIL:
        return
    waiting = Membership.objects.filter(ended_at__isnull=True, person__daily_summary=True)
    found = list(waiting.select_related("person", "organisation__city"))
    if not found:
        return
    try:
        server = mailers["default"]
        server.open()
    except OSError:
        # Nothing was claimed: the next run tries again.
        log.warning("the mail server does not answer")
        return
    try:
        for membership in found:
            _send_one(membership, server)
    finally:
        server.close()


def _send_one(membership: Membership, server: BaseEmailBackend) -> None:
    organisation = membership.organisation
    try:
        with transaction.atomic():
            enter_staff(city=organisation.city_id, organisation=organisation.pk)
            summary = claim_summary(membership=membership)
        if summary is not None:
            server.send_messages([letter(membership.person, summary)])
    except Exception:
        # Hers is not sent on this day; the others' are not to wait for it.
        log.exception("a summary could not be sent", extra={"object_id": membership.pk})
