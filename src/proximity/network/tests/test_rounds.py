"""A round of the worker: whose turn it is, several asked at a time, and one transaction at a time that takes in."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from proximity.foundation.testing import forget_context
from proximity.network.context import enter_everywhere
from proximity.network.database import DatabaseStore
from proximity.network.fetching import several_at_once
from proximity.network.jobs import due
from proximity.network.models import Instance
from proximity.network.operations.membership import SYSTEM, accept_instance, know_instance
from proximity.network.tests.elsewhere import Elsewhere

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ago(minutes):
    return None if minutes is None else NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("tried", "read", "problem", "through_hub", "is_due"),
    [
        pytest.param(None, None, "", False, True, id="never asked"),
        pytest.param(5, 5, "", False, True, id="answered"),
        pytest.param(5, 10, "no_answer", False, True, id="silent since a moment"),
        pytest.param(5, 100, "no_answer", False, False, id="silent for longer"),
        pytest.param(10, 100, "no_answer", False, True, id="a tenth of that"),
        pytest.param(59, 60 * 24 * 30, "no_answer", False, False, id="silent for a month"),
        pytest.param(60, 60 * 24 * 30, "no_answer", False, True, id="every hour"),
        pytest.param(14, None, "no_answer", False, False, id="never answered"),
        pytest.param(15, None, "no_answer", False, True, id="never answered, a quarter of an hour"),
        pytest.param(60 * 5, 60 * 5, "", True, False, id="known through a hub"),
        pytest.param(60 * 6, 60 * 6, "", True, True, id="known through a hub, six hours"),
    ],
)
def test_who_is_silent_is_asked_less_often(here, riga, tried, read, problem, through_hub, is_due):
    enter_everywhere()
    Instance.objects.filter(pk=riga.id).update(
        address="https://riga.example", tried_at=ago(tried), read_at=ago(read), problem=problem,
        introduced_by=here.pk if through_hub else None,
    )  # fmt: skip
    assert due(patient=True, now=NOW) == ([riga.id] if is_due else [])
    assert due(patient=False, now=NOW) == [riga.id]


def test_who_was_asked_longest_ago_comes_first(here):
    enter_everywhere()
    many = [Elsewhere(["lv"]) for _ in range(4)]
    for one, minutes in zip(many, (7, None, 30, 5), strict=True):
        know_instance(content=one.card(), by=SYSTEM)
        accept_instance(instance_id=one.id, by=SYSTEM)
        Instance.objects.filter(pk=one.id).update(
            address="https://x.example", tried_at=ago(minutes), read_at=ago(minutes)
        )
    assert due(patient=True, now=NOW) == [many[place].id for place in (1, 2, 0, 3)]


def test_several_are_asked_at_a_time_and_answers_keep_their_order(settings):
    settings.EXCHANGE_ASK_AT_ONCE = 4
    meeting = threading.Barrier(4, timeout=20)

    def ask(number):
        meeting.wait()  # nobody gets past alone
        return number * number

    assert several_at_once(ask, range(8)) == [number * number for number in range(8)]


def test_what_one_of_several_meets_is_not_passed_over(settings):
    settings.EXCHANGE_ASK_AT_ONCE = 4

    def ask(number):
        if number == 5:
            raise IndexError("of its own")
        return number

    with pytest.raises(IndexError, match="of its own"):
        several_at_once(ask, range(8))


def test_nothing_else_takes_in_before_the_transaction_ends(here):
    forget_context()
    enter_everywhere()
    DatabaseStore(now=NOW)
    free = []

    def try_elsewhere():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('network/taking', 0))")
            free.append(cursor.fetchone()[0])
        connection.close()

    thread = threading.Thread(target=try_elsewhere)
    thread.start()
    thread.join()
    assert free == [False]
