"""Whether one real report among ten thousand is found: run `python -m benchmarks.flood [REPORTS [THROUGH]]`.

Starts a PostgreSQL of its own and sends so many reports through the public view, in this process, as a script does that
fills every box alike. Where THROUGH is given, only the first ones go that way and the others are stored by the operation
that the view calls, marked. Among them are one of a person who answers the question and one of a person who never does. Then
it looks as an officer does, puts what is alike onto the pile, and confirms as a second one. Prints what each step took.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from proximity.config.testing import cluster  # starts the database and names it in the environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proximity.config.testing.settings")

import django

django.setup()

from django.db import transaction
from django.template.utils import EngineHandler
from django.test import override_settings
from django.test.utils import setup_test_environment

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.factories import Cast, make_cast
from proximity.config.database import prepare_database
from proximity.config.settings import public as worn  # noqa: TID251  (only the process itself wears them otherwise)
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, STAFF, PublicClient, as_role
from proximity.reporting.access import get_report_for, open_report
from proximity.reporting.models import Recipient, Report
from proximity.reporting.operations.pile import decide_pile, look_through, propose_pile
from proximity.reporting.operations.submit import submit_report
from proximity.reporting.queries.apart import alike_with, apart_count
from proximity.reporting.queries.inbox import inbox, waiting_count
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.flood import Flood
from proximity.reporting.rules.pile import Reason
from proximity.reporting.tests.flooding import REAL, junk, network, send, who_does_not, who_knows

HERE = "203.0.113.7"
HEARD = (
    "My neighbour wrote a slur on our door last night and threw eggs at the window. It is the third time since summer."
)


class Client(PublicClient):
    """A browser whose every request is a transaction of its own, kept."""

    def request(self, **request: object):
        """Send one request."""
        with transaction.atomic():
            return super().request(**request)


@contextmanager
def public_side():
    """Wear the settings of the public process."""
    with ExitStack() as stack:
        stack.enter_context(override_settings(
            SIDE="public", LANGUAGES=worn.LANGUAGES, ROOT_URLCONF=worn.ROOT_URLCONF, MIDDLEWARE=worn.MIDDLEWARE
        ))  # fmt: skip
        stack.enter_context(patch("django.template.loader.engines", EngineHandler(worn.TEMPLATES)))
        yield Client()


@contextmanager
def at_work(actor: Actor):
    """Act as somebody in the workspace, in one transaction that is kept."""
    with transaction.atomic(), as_role(STAFF):
        enter_as(actor)
        yield actor


def timed[T](what: str, work: Callable[[], T]) -> T:
    """Do something and print how long it took."""
    start = time.perf_counter()
    found = work()
    print(f"{what:58} {time.perf_counter() - start:8.2f} s", flush=True)
    return found


def store(cast: Cast, text: str) -> None:
    """Store a report as the view does whose question was not answered."""
    with transaction.atomic(), as_role(PUBLIC):
        submit_report(
            city=cast.cities["madrid"], answers=Answers(safe_now="yes", city="madrid", what=text), receipt=Receipt.draw(),
            recipients=[cast.organisations["madrid.police"]], language="en", flood=Flood.UNANSWERED,
        )  # fmt: skip


def arrive(cast: Cast, count: int, through: int) -> tuple[str, str]:
    """Send everything; return the codes of the one who answered and of the one who did not."""
    police = cast.organisations["madrid.police"]
    asked: Counter[int] = Counter()
    slowest = 0.0
    with public_side() as client:
        for number in range(count):
            if number == count * 2 // 3:
                mute = send(client, REAL, to=police, address=HERE, answer=who_does_not)
                heard = send(client, HEARD, to=police, address=HERE, answer=who_knows)
            if number % 1_000 == 999:
                print(f"  {number + 1:,} sent", flush=True)
            start = time.perf_counter()
            if number >= through:
                store(cast, junk(number))
                continue
            asked[send(client, junk(number), to=police, address=network(number)).asked] += 1
            slowest = max(slowest, time.perf_counter() - start)
    print(
        f"questions before the code of junk: {dict(asked)}; slowest whole sending {slowest * 1000:.0f} ms", flush=True
    )
    return heard.code, mute.code


def look(cast: Cast, count: int) -> None:
    """Look as Alice, put onto the pile, confirm as Bob."""
    with at_work(cast.alice) as alice:
        waiting = timed("inbox counted", lambda: waiting_count(alice))
        apart = timed("what stands apart counted", lambda: apart_count(alice))
        timed("one page of the inbox", lambda: inbox(alice))
        print(f"in the inbox {waiting:,}, apart {apart:,}", flush=True)
        page = timed("newest 2,000 compared", lambda: look_through(by=alice))
        print("first lines:", [(line.size, line.letters) for line in page.lines[:12]], "last:", page.lines[-1].size)
        lead = get_report_for(alice, page.lines[-1].reference)
        alike = timed("all compared with one", lambda: alike_with(open_report(lead, by=alice), by=alice))
        pile = timed("put onto the pile", lambda: propose_pile(reports=alike, reason=Reason.MACHINE, by=alice))
        after = timed("what is left compared", lambda: look_through(by=alice))
        texts = {}
        for line in after.lines:
            texts[line.reference] = open_report(get_report_for(alice, line.reference), by=alice).answers.what
        found = [n for n, line in enumerate(after.lines, 1) if texts[line.reference] == REAL]
        print(
            f"alike {pile.count:,}; left apart {len(after.lines)} lines; the real one stands on line {found}",
            flush=True,
        )
        lines, key = [], ""
        while True:
            one = inbox(alice, after=key)
            lines += one.lines
            if not (key := one.after):
                break
        heard = [
            line for line in lines if open_report(get_report_for(alice, line.reference), by=alice).answers.what == HEARD
        ]
        print(f"in the inbox now {len(lines)}; who answered stands there: {len(heard) == 1}", flush=True)
        assert found
        assert len(heard) == 1
    with at_work(cast.bob) as bob:
        moved = timed("confirmed by a second person", lambda: decide_pile(pile=pile, confirm=True, by=bob))
        timed("inbox counted", lambda: waiting_count(bob))
    print(f"set aside {moved:,}")
    with transaction.atomic(), as_role("owner"):
        assert Report.objects.count() == count + 2, "somebody was refused"
        print(
            f"stored {Report.objects.count():,} of {count + 2:,} sent;",
            dict(Counter(Recipient.objects.values_list("flood", flat=True))),
        )


def main() -> int:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    through = int(sys.argv[2]) if len(sys.argv) > 2 else count
    assert os.environ[cluster.MARK]
    prepare_database()
    setup_test_environment()
    with transaction.atomic():
        cast = make_cast()
    timed(f"{count:,} and two reports sent, {through:,} through the view", lambda: arrive(cast, count, through))
    look(cast, count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
