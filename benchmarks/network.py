"""How fast signed objects are taken in, without and with the database; how much memory a long pull takes; how many members poll.

    python benchmarks/network.py [OBJECTS]

Ends with one line of JSON. The database is the tests' own PostgreSQL, behind its walls, in the roles of worker and public
process. What arrives was signed before: a worker checks, it does not sign. Pages are 500 objects of about 1.7 KB. A poll is a
signed request with nothing new, view and database together by the clock, in one thread: an upper bound for processor time.
"""

import contextlib
import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from tempfile import TemporaryDirectory

import proximity.config.testing.cluster  # noqa: F401  (starts the tests' own PostgreSQL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proximity.config.testing.settings")
os.environ["EXCHANGE_KINDS"] = "proximity.network.tests.kinds.SCHEMAS"

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test import RequestFactory

from proximity.accounts.operations import add_city
from proximity.audit.operations import Origin
from proximity.config.database import prepare_database
from proximity.network.context import enter_everywhere
from proximity.network.database import DatabaseStore, hop_of
from proximity.network.models import Instance, SharedObject, State
from proximity.network.operations.membership import accept_instance, know_instance, this_instance
from proximity.network.registry import schemas
from proximity.network.requests import sign_request
from proximity.network.rules.signing import canonical
from proximity.network.rules.taking import ingest
from proximity.network.rules.taxii import members_collection
from proximity.network.tests.elsewhere import Elsewhere, acquainted
from proximity.network.views import taxii

OPERATOR = Origin(actor="operator")
WORDS = "What was done, with whom, what came of it, and what one would do otherwise. " * 10


def megabytes():
    """Return how much memory this process has now."""
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    return pages_held * resource.getpagesize() / 1024 / 1024


def signed_lines(sender, count, path):
    """Write `count` signed objects, a line each, so that they take no memory when they are read."""
    city = next(iter(sender.cities))
    with path.open("wb") as stream:
        for number in range(count):
            made = sender.publish(city, f"{number} {WORDS}")
            stream.write(canonical(sender.held.pop(made).wire) + b"\n")
            sender.out.clear()


def pages(path):
    """Return the objects of a file, page by page, as a pull would get them."""
    with path.open("rb") as stream:
        for page in batched(stream, 500):
            yield [json.loads(line) for line in page]


def in_memory(sender, path):
    """Return how many objects a second the rules take without a database."""
    reader = Elsewhere(["lv"])
    acquainted(reader, sender)
    began, taken = time.monotonic(), 0
    for page in pages(path):
        taken += reader.take(page, sender.id).taken
    return taken / (time.monotonic() - began)


def in_database(sender, path):
    """Return how many objects a second are taken with the database, and by how much memory grew meanwhile."""
    with transaction.atomic():
        enter_everywhere()
        add_city(slug="here", name="Here", country="fi", time_zone="Europe/Helsinki", reference_prefix="HER")
        this_instance(name="Here", by=OPERATOR)
        know_instance(content=sender.card(), by=OPERATOR)
        accept_instance(instance_id=sender.id, by=OPERATOR)
    base, most, began, taken = megabytes(), 0.0, time.monotonic(), 0
    for page in pages(path):
        with transaction.atomic():
            enter_everywhere()
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE proximity_staff")
            hop = hop_of(Instance.objects.get(pk=sender.id))
            outcome = ingest(DatabaseStore(now=datetime.now(UTC)), page, hop=hop, check=schemas().check)
        assert not outcome.refused, outcome.refused
        taken += outcome.taken
        most = max(most, megabytes())
    seconds = time.monotonic() - began
    assert SharedObject.objects.count() == taken
    return taken / seconds, seconds, most - base


def polled(sender, here, times):
    """Return how many seconds one poll with nothing new takes, checking its signature included."""
    collection = members_collection(here)
    path = f"/exchange/collections/{collection}/objects/?next={10**12}"
    url = settings.PUBLIC_ADDRESS + path
    asked = [
        RequestFactory().get(
            path, headers=sign_request(url, key=sender.request, instance=sender.id, now=datetime.now(UTC))
        )
        for _ in range(times)
    ]
    began = time.monotonic()
    for request in asked:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE proximity_public")
            answer = taxii.objects(request, collection_id=collection)
        assert answer.status_code == 200, answer.content
    return (time.monotonic() - began) / times


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory() as folder:
        sender, path = Elsewhere(["es"]), Path(folder) / "objects"
        signed_lines(sender, count, path)
        prepare_database()
        # First the database: what the other holds in memory is not to be counted.
        with_database, seconds, grown = in_database(sender, path)
        without = in_memory(sender, path)
        here = Instance.objects.get(state=State.SELF).pk
        poll = polled(sender, here, 500)
    result = {
        "objects": count,
        "per_second_without_database": round(without),
        "per_second_with_database": round(with_database),
        "pull_seconds": round(seconds, 1),
        "grown_mb": round(grown, 1),
        "poll_ms": round(poll * 1000, 2),
        "core_share_of_5000_members_every_5_minutes": round(5000 / 300 * poll, 3),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
