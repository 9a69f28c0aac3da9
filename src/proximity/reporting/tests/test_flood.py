"""Very many reports at once: nobody is refused, one question is asked, and one real report among them is found."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone, translation

from proximity.accounts.models import City
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, STAFF, as_role, refused, rows
from proximity.reporting.access import get_report_by_receipt
from proximity.reporting.drafts import Draft, DraftUnreadable, open_draft
from proximity.reporting.jobs import forget_old_arrivals
from proximity.reporting.models import FloodBucket, Recipient, Report
from proximity.reporting.operations import flood as flood_operations
from proximity.reporting.operations.flood import forget_arrivals, note_arrival
from proximity.reporting.operations.pile import look_through
from proximity.reporting.queries.apart import apart_count
from proximity.reporting.queries.inbox import home_items, inbox, waiting_count
from proximity.reporting.rules.flood import CITY, KEPT, NETWORK, Flood
from proximity.reporting.rules.questions import Step
from proximity.reporting.tests.flooding import REAL, flood, junk, network, send, who_does_not, who_knows
from proximity.reporting.tests.people import NOW
from proximity.reporting.tests.walking import Walk, kept

HERE = "203.0.113.7"
OTHER = "My neighbour wrote a slur on our door last night and threw eggs at the window. It is the third time."


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch):
    """Let the buckets' clock stand: at each quarter of an hour a quarter of what may come in an hour drains."""
    begun = timezone.now()
    monkeypatch.setattr(flood_operations, "timezone", SimpleNamespace(now=lambda: begun))


@pytest.fixture
def police(cast):
    return cast.organisations["madrid.police"]


@pytest.fixture
def busy(cast):
    """Let so many reports have arrived in Madrid that everybody is asked."""
    with as_role(PUBLIC):
        for _ in range(CITY.free + 1):
            note_arrival(network="", city=cast.cities["madrid"])


def marks():
    with as_role("owner"):
        return list(Recipient.objects.values_list("flood", flat=True).order_by("report_id"))


def arrivals(times, *, at="198.18.1.0/24", city, now=NOW):
    with as_role(PUBLIC):
        return [note_arrival(network=at, city=city, now=now) for _ in range(times)]


@pytest.mark.django_db
class TestCounting:
    def test_one_network_is_asked_after_its_free_ones_and_another_is_not(self, cast):
        madrid = cast.cities["madrid"]
        assert arrivals(NETWORK.free + 2, city=madrid) == [False] * NETWORK.free + [True] * 2
        assert arrivals(1, at="198.18.2.0/24", city=madrid) == [False]

    def test_a_city_is_asked_whatever_the_networks_and_another_city_is_not(self, cast):
        for number in range(CITY.free):
            arrivals(1, at=f"198.19.{number}.0/24", city=cast.cities["madrid"])
        assert arrivals(1, at="198.18.200.0/24", city=cast.cities["madrid"]) == [True]
        assert arrivals(1, at="198.18.200.0/24", city=cast.cities["bradford"]) == [False]

    def test_what_comes_from_this_machine_counts_for_the_city_alone(self, cast):
        assert not any(arrivals(NETWORK.free + 5, at="", city=cast.cities["madrid"]))
        with as_role("owner"):
            assert FloodBucket.objects.count() == 1

    def test_on_the_next_day_the_names_are_others(self, cast):
        arrivals(1, city=cast.cities["madrid"])
        arrivals(1, city=cast.cities["madrid"], now=NOW + timedelta(days=1))
        with as_role("owner"):
            assert FloodBucket.objects.count() == 4

    def test_nothing_of_it_leads_to_a_report(self, cast, police, public):
        send(public, REAL, to=police, address=HERE)
        with as_role("owner"):
            sent = Report.objects.get()
            buckets = list(FloodBucket.objects.all())
        assert len(buckets) == 2
        for bucket in buckets:
            assert bucket.at.minute % 15 == bucket.at.second == bucket.at.microsecond == 0
            assert bucket.at <= sent.sent_at
            assert HERE not in str(vars(bucket))
            assert str(sent.pk) not in str(vars(bucket))

    def test_after_a_day_the_counts_are_gone(self, cast):
        now = timezone.now()
        arrivals(1, city=cast.cities["madrid"], now=now - KEPT - timedelta(hours=1))
        arrivals(1, at="198.18.9.0/24", city=cast.cities["madrid"], now=now)
        assert forget_arrivals(now=now) == 2
        forget_old_arrivals()
        with as_role("owner"):
            assert FloodBucket.objects.count() == 2

    def test_the_workspace_reads_no_name_and_the_public_process_deletes_nothing(self, cast, acting):
        arrivals(1, city=cast.cities["madrid"])
        acting(cast.bob)
        with refused("permission denied"):
            rows("SELECT name FROM reporting_floodbucket")
        with as_role(PUBLIC), refused("permission denied"):
            rows("DELETE FROM reporting_floodbucket RETURNING 1")


@pytest.mark.django_db
def test_of_reports_that_arrive_at_once_each_is_counted(cast):
    """Each thread has a connection and a transaction of its own, and what it counted stays: so it is taken away at the end."""
    city = City(slug="a-race")

    def in_a_thread[Found](work: Callable[[], Found]) -> Found:
        try:
            return work()
        finally:
            connection.close()

    def arrive(number):
        return in_a_thread(lambda: note_arrival(network=f"198.18.{number % 3}.0/24", city=city, now=NOW))

    with ThreadPoolExecutor(8) as pool:
        try:
            over = list(pool.map(arrive, range(CITY.free + 20)))
            levels = pool.submit(
                in_a_thread, lambda: sorted(FloodBucket.objects.values_list("level", flat=True))
            ).result()
        finally:
            pool.submit(in_a_thread, FloodBucket.objects.all().delete).result()
    assert levels[-1] == CITY.free + 20
    assert levels[:-1] == [min(NETWORK.brim, (CITY.free + 20 + more) // 3) for more in range(3)]
    assert over.count(False) == 3 * NETWORK.free


@pytest.mark.django_db
class TestTheQuestion:
    def test_in_quiet_times_nobody_is_asked(self, cast, public, police):
        assert send(public, REAL, to=police, address=HERE).asked == 0
        assert marks() == [Flood.NONE]

    def test_who_answers_right_gets_the_code_and_the_report_says_so(self, cast, public, police, busy):
        sent = send(public, REAL, to=police, address=HERE, answer=who_knows)
        assert sent.asked == 1
        assert kept(sent.code).what == REAL
        assert marks() == [Flood.ASKED]

    def test_who_never_answers_right_gets_the_code_too(self, cast, public, police, busy):
        sent = send(public, REAL, to=police, address=HERE)
        assert sent.asked == 3
        assert kept(sent.code).what == REAL
        assert marks() == [Flood.UNANSWERED]

    def test_a_wrong_answer_asks_another_question_and_says_so_kindly(self, cast, public, busy):
        walk = Walk(public).to_check().press()
        first = re.search(r"in digits: ([^<]+)<", walk.page)[1]
        walk.press(answer="no")
        assert re.search(r"in digits: ([^<]+)<", walk.page)[1] != first
        assert "That was another number." in walk.page

    def test_the_way_back_keeps_everything_and_the_question_stays(self, cast, public, busy):
        walk = Walk(public).to_check().press()
        assert walk.step == "gate"
        question = re.search(r"in digits: ([^<]+)<", walk.page)[1]
        walk.press("back")
        assert "He shouted at my sister." in walk.page
        walk.press()
        assert re.search(r"in digits: ([^<]+)<", walk.page)[1] == question
        walk.press(answer=who_knows(walk.page))
        assert kept(walk.code).what == "He shouted at my sister."

    def test_another_language_asks_the_same_question(self, cast, public, busy):
        walk = Walk(public).to_check().press()
        with as_role(PUBLIC):
            asked = open_draft(walk.hidden("draft"), timezone.now()).draft.question
        walk.address = "/es/report/"
        walk.press("stay")
        with as_role(PUBLIC):
            assert open_draft(walk.hidden("draft"), timezone.now()).draft.question == asked
        with translation.override("es"):
            assert 'lang="es"' in walk.page

    def test_the_answer_is_not_on_the_page(self, cast, public, busy):
        walk = Walk(public).to_check().press()
        text = re.sub(r"<[^>]*>", " ", walk.page)
        assert "in digits:" in text
        assert not re.search(rf"\b{who_knows(walk.page)}\b", text)

    def test_sending_twice_while_it_is_busy_shows_the_same_code_without_a_question(self, cast, public, police):
        walk = Walk(public).to_check("Policía Municipal")
        form = {"draft": walk.hidden("draft"), "go": "next"}
        code = walk.press().code
        with as_role(PUBLIC):
            for _ in range(CITY.free + 1):
                note_arrival(network="", city=cast.cities["madrid"])
        again = public.post(walk.address, form)
        assert f'id="receipt-code">{code}<' in again.content.decode()
        assert marks() == [Flood.NONE]

    def test_a_draft_of_another_version_is_read_and_a_question_that_is_none_is_not_asked(self, cast):
        with as_role(PUBLIC):
            token = Draft(step=Step.GATE, question="the square root of two", wrong=1).seal(NOW)
            opened = open_draft(token, NOW).draft
            with pytest.raises(DraftUnreadable):
                open_draft(token[:-4], NOW)
        assert (opened.step, opened.question, opened.wrong) == (Step.CHECK, "", 0)


@pytest.mark.django_db
def test_among_two_hundred_one_real_report_gets_through_and_is_found(cast, acting, public, police):
    """The same path that `benchmarks/flood.py` walks with ten thousand."""
    sent = []
    for number in range(200):
        if number == 140:
            mute = send(public, REAL, to=police, address=HERE, answer=who_does_not)
            heard = send(public, OTHER, to=police, address=HERE, answer=who_knows)
        sent.append(send(public, junk(number), to=police, address=network(number)))
    assert len({one.code for one in (*sent, mute, heard)}) == 202
    assert kept(mute.code).what == REAL
    assert heard.asked == 1
    assert len(marks()) == 202
    assert marks().count(Flood.ASKED) == 1
    apart = marks().count(Flood.UNANSWERED)
    assert apart == 201 - CITY.free
    with as_role(PUBLIC):
        reference = get_report_by_receipt(Receipt.parse(mute.code)).report.reference
    with as_role(STAFF), override_settings(ROOT_URLCONF="proximity.config.urls_staff"):
        look_as_alice(acting, cast, reference, apart)


def look_as_alice(acting, cast, mute, apart):
    """Who answered stands in her inbox, who did not stands first among what is apart."""
    alice = acting(cast.alice)
    assert apart_count(alice) == apart
    assert waiting_count(alice) == 202 - apart
    assert home_items(alice).items[-1].what == str(apart)
    page = look_through(by=alice)
    assert (page.lines[0].size, page.lines[0].reference) == (1, mute)
    assert page.lines[-1].size >= 199
    assert mute not in {line.reference for line in inbox(alice).lines}


@pytest.mark.django_db
def test_a_flood_is_sent_by_as_many_as_are_asked_for(cast, public, police):
    assert len(list(flood(public, 3, to=police))) == 3
