"""Background work of the exchange: the weekly mail to who wishes it, and where the cities here are."""

import logging

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from proximity.accounts.models import Organisation
from proximity.exchange.models import WeeklyDigest
from proximity.exchange.operations.digests import claim_digest, letter
from proximity.exchange.operations.places import tell_places as tell_all_places
from proximity.foundation.jobs import periodic
from proximity.foundation.wall import SYSTEM, enter_staff

log = logging.getLogger("proximity.exchange")


@periodic(name="exchange.places", cron="*/10 * * * *")
def tell_places() -> None:
    """Let other installations know where the cities here are, once it is set or changed."""
    tell_all_places()


@periodic(name="exchange.digests", cron="*/15 * * * *")
def send_digests() -> None:
    """Send each person who wishes it how much is new this week. Without a mail server nothing happens."""
    if not settings.SENDS_MAIL:
        return
    found = [one for organisation in Organisation.objects.all() for one in _wishing_at(organisation)]
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
        for digest in found:
            _send_one(digest, server)
    finally:
        server.close()


def _wishing_at(organisation: Organisation) -> list[WeeklyDigest]:
    with transaction.atomic():
        enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
        rows = WeeklyDigest.objects.filter(organisation=organisation)
        return list(rows.select_related("membership__person", "membership__organisation__city"))


def _send_one(digest: WeeklyDigest, server: BaseEmailBackend) -> None:
    membership = digest.membership
    try:
        with transaction.atomic():
            # In her own name: what is hidden from her is not counted.
            enter_staff(city=digest.city_id, organisation=digest.organisation_id, person=membership.person_id)
            found = claim_digest(digest=digest)
        if found is not None:
            server.send_messages([letter(membership.person, found)])
    except Exception:
        # Hers is not sent in this week; the others' are not to wait for it.
        log.exception("a weekly mail could not be sent", extra={"object_id": membership.pk})
