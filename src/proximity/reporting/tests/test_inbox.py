"""The inbox: what is due first stands first, nothing is opened by looking, and no page is heavy."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from proximity.accounts.models import KeyWrap
from proximity.foundation.testing import as_role
from proximity.reporting.factories import TOLD
from proximity.reporting.models import Recipient, Report
from proximity.reporting.operations.handling import answer_report, close_with_feedback
from proximity.reporting.operations.mailbox import request_erasure, withdraw_recipient, write_message
from proximity.reporting.queries import inbox as queries
from proximity.reporting.queries.inbox import due_words, home_items, inbox, waiting_count
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.deadlines import next_promise
from proximity.reporting.tests.people import NOW, Dana, read_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def ngo(cast):
    return cast.organisations["madrid.ngo"]


@pytest.fixture
def danas(cast, ngo):
    return [Dana(cast, ngo) for _ in range(3)]


@pytest.fixture
def nadia(cast, acting, danas):
    return acting(cast.nadia)


def promise(dana, **dates):
    with as_role("owner"):
        Recipient.objects.filter(report=dana.report).update(**dates)


def references(page):
    return [line.reference for line in page.lines]


def test_a_line_says_what_one_must_know_and_no_word_of_the_story(danas, nadia):
    line = inbox(nadia, now=NOW).lines[0]
    assert str(line.perceived) == "perceived as hate"
    assert [str(wish) for wish in line.wishes] == ["contact"]
    assert (str(line.status), str(line.channel)) == ("New", "online")
    assert not line.new_message
    assert KeyWrap.objects.filter(opened_at__isnull=True).count() == 3


def test_what_was_skipped_or_is_unknown_to_this_version_is_no_error(cast, acting, ngo):
    Dana(cast, ngo, answers=Answers(what="He shouted.", wishes=("dance",)))
    line = inbox(acting(cast.nadia)).lines[0]
    assert str(line.perceived) == "not said whether hate"
    assert line.wishes == ()


def test_a_report_that_was_tampered_with_says_so_and_the_others_stay_in_the_list(danas, nadia, workspace, cast):
    first, second, _third = danas
    with as_role("owner"):
        contents = {one.report.pk: Report.objects.get(pk=one.report.pk).content for one in (first, second)}
        Report.objects.filter(pk=first.report.pk).update(content=contents[second.report.pk])
    told = {line.reference: str(line.status) for line in inbox(nadia, now=NOW).lines}
    assert told.pop(first.report.reference) == str(queries.BROKEN)
    assert set(told.values()) == {"New"}
    page = workspace(cast.nadia).get("/")
    assert page.status_code == 200
    assert str(queries.BROKEN) in page.content.decode()


def test_what_is_due_first_stands_first_and_says_so(danas, nadia):
    late, soon, never = danas
    promise(late, acknowledge_by=NOW.date() - timedelta(days=1))
    promise(soon, acknowledge_by=NOW.date() + timedelta(days=1))
    read_as(nadia, never.report)
    promise(never, acknowledged_at=NOW, feedback_at=NOW)
    page = inbox(nadia, now=NOW)
    assert references(page) == [dana.report.reference for dana in (late, soon, never)]
    assert [line.overdue for line in page.lines] == [True, False, False]
    assert [due_words(line) for line in page.lines] == ["overdue since 23 Nov 2026", "due by 25 Nov 2026", ""]


@pytest.mark.parametrize(("acknowledged", "informed"), [(False, False), (True, False), (True, True)])
def test_the_list_and_the_rule_name_the_same_promise(danas, nadia, acknowledged, informed):
    first = danas[0]
    promise(first, acknowledged_at=NOW if acknowledged else None, feedback_at=NOW if informed else None)
    row = Recipient.objects.get(report=first.report)
    expected = next_promise(
        acknowledge_by=row.acknowledge_by, feedback_by=row.feedback_by, acknowledged=acknowledged, informed=informed
    )
    line = next(line for line in inbox(nadia).lines if line.reference == first.report.reference)
    assert line.due == expected


def test_closed_leaves_the_list_and_a_new_message_brings_it_back(acting, danas, nadia, ngo):
    closed = danas[0]
    read_as(nadia, closed.report)
    close_with_feedback(report=closed.report, text="Done.", by=nadia)
    assert closed.report.reference not in references(inbox(nadia))
    assert references(inbox(nadia, done=True)) == [closed.report.reference]
    closed.does(write_message, text="One more thing.", readers=[ngo.pk])
    acting(nadia)
    line = next(line for line in inbox(nadia).lines if line.reference == closed.report.reference)
    assert line.new_message
    assert inbox(nadia, done=True).lines == ()


def test_a_request_to_erase_brings_it_back_with_its_date(acting, danas, nadia, ngo):
    closed = danas[0]
    read_as(nadia, closed.report)
    close_with_feedback(report=closed.report, text="Done.", by=nadia)
    closed.does(request_erasure, recipient_id=closed.reader(ngo).recipient.pk, now=NOW)
    acting(nadia)
    line = next(line for line in inbox(nadia, now=NOW).lines if line.reference == closed.report.reference)
    assert line.erasing
    assert due_words(line) == "to be erased? by 22 Dec 2026"


def test_taken_back_unread_is_gone_and_taken_back_opened_is_told_of(acting, danas, nadia, ngo):
    unread, opened, _ = danas
    read_as(nadia, opened.report)
    for dana in (unread, opened):
        dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk)
    acting(nadia)
    lines = {line.reference: line for line in inbox(nadia).lines}
    assert unread.report.reference not in lines
    assert str(lines[opened.report.reference].status) == "Taken back"
    assert lines[opened.report.reference].due is None


def test_a_report_taken_back_between_two_queries_is_left_out(danas, nadia):
    with patch.object(queries, "open_records", return_value={}):
        assert inbox(nadia).lines == ()


@pytest.mark.parametrize("done", [False, True])
def test_pages_follow_one_another_by_key(monkeypatch, danas, nadia, done):
    monkeypatch.setattr(queries, "PAGE", 2)
    if done:
        for dana in danas:
            read_as(nadia, dana.report)
            close_with_feedback(report=dana.report, text="Done.", by=nadia)
    first = inbox(nadia, done=done)
    second = inbox(nadia, done=done, after=first.after)
    assert second.after == ""
    assert sorted(references(first) + references(second)) == sorted(dana.report.reference for dana in danas)
    assert references(inbox(nadia, done=done, after="rubbish")) == references(first)


def test_the_list_takes_few_queries_however_long_it_is(danas, nadia, django_assert_num_queries):
    inbox(nadia)  # opens the organisation's keys, once per process
    # One asks whether so many were sent in a flood that they stand apart, one where persons ask or write anew.
    with django_assert_num_queries(4):
        assert len(inbox(nadia).lines) == 3


def test_who_may_not_read_reports_sees_none(cast, acting, danas):
    lars = acting(cast.lars)
    assert inbox(lars).lines == ()
    assert waiting_count(lars) == 0
    assert home_items(lars) is None


def test_the_home_page_shows_the_most_urgent_and_how_many_wait(acting, cast, danas, nadia, ngo):
    late = danas[2]
    promise(late, acknowledge_by=datetime(2020, 1, 2, tzinfo=UTC).date())
    read_as(nadia, danas[0].report)
    danas[0].does(write_message, text="Hello", readers=[ngo.pk])
    acting(nadia)
    home = home_items(nadia)
    assert (home.items[0].label, home.items[0].urgent) == (late.report.reference, True)
    assert home.all_url == "/inbox/"
    assert {str(item.what) for item in home.items} == {"New", "new message"}
    assert waiting_count(nadia) == 3


def test_a_page_of_fifty_is_light(cast, workspace, ngo):
    for _ in range(51):
        Dana(cast, ngo, answers=TOLD)
    browser = workspace(cast.nadia)
    page = browser.get("/inbox/").content
    assert page.count(b"data-item") == 50
    assert b'rel="next"' in page
    assert len(page) < 60_000


def test_the_two_lists_and_the_way_to_enter_a_report(cast, acting, workspace, danas):
    nadia = acting(cast.nadia)
    read_as(nadia, danas[0].report)
    answer_report(report=danas[0].report, text="Hello", by=nadia, now=timezone.now())
    browser = workspace(cast.nadia)
    page = browser.get("/inbox/").content.decode()
    assert "Enter a report" in page
    assert danas[0].report.reference in page
    assert "Nothing is closed yet" in browser.get("/inbox/?show=done").content.decode()
    assert "No report waits for you" in workspace(cast.alice).get("/inbox/").content.decode()
    assert workspace(cast.lars).get("/inbox/").status_code == 403


def test_what_waits_is_counted_only_so_far(danas, nadia, monkeypatch):
    assert waiting_count(nadia) == len(danas)
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    assert waiting_count(nadia) == 2
