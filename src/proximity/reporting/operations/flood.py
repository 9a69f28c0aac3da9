"""Counting reports that arrive, so that a flood is noticed: per network, under a name that lasts a day, and per city."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.models import City
from proximity.foundation.clients import pseudonym
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.wall import enter_public
from proximity.reporting.models import FloodBucket, Report
from proximity.reporting.rules.flood import CITY, KEPT, NETWORK, Bucket, Limit, name_of, slot_of

# Made or locked in one statement: of reports that arrive at once each sees what the one before it has counted.
LOCKED = (
    "INSERT INTO reporting_floodbucket AS b (name, level, at) VALUES (%s, 0, %s)"
    " ON CONFLICT (name) DO UPDATE SET level = b.level RETURNING level, at"
)


@transaction.atomic
def note_arrival(*, network: str, city: City, now: datetime | None = None) -> bool:
    """Count one report that is about to be sent, and say whether more arrive than pass without a question.

    `network` is empty for what comes from this machine itself, as through its own onion address: then the city's count alone
    speaks. Nothing of the report is kept with it.
    """
    now = now or timezone.now()
    day = now.date()
    # The network's first, then the city's: always in this order, so that nobody waits for each other.
    over = bool(network) and _fill(name_of(pseudonym(f"flood/{network}", day=day), "n"), NETWORK, now)
    return _fill(name_of(pseudonym(f"flood/{city.slug}", day=day), "c"), CITY, now) or over


def is_stored(receipt: Receipt) -> bool:
    """Say whether a report was sent with this receipt before."""
    lookup = receipt.lookup(public_keyring().pepper)
    enter_public(receipt=lookup)
    return Report.objects.filter(receipt_lookup=lookup).exists()


def forget_arrivals(*, now: datetime | None = None) -> int:
    """Delete the counts of yesterday and before; return how many there were."""
    return FloodBucket.objects.filter(at__lt=(now or timezone.now()) - KEPT).delete()[0]


def _fill(name: str, limit: Limit, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, [name, slot_of(now)])
        found: tuple[float, datetime] = cursor.fetchone()
    bucket = Bucket(*found).with_one_more(limit, now)
    FloodBucket.objects.filter(name=name).update(level=bucket.level, at=bucket.at)
    return bucket.is_over(limit)
