"""The daily summary: whom it reaches, when, and how little it says."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from proximity.accounts.models import Membership
from proximity.accounts.operations import set_daily_summary
from proximity.audit.models import AuditEvent
from proximity.cases import jobs
from proximity.cases.models import Case, DailySummary
from proximity.cases.operations import summaries
from proximity.cases.operations.handling import rename_case
from proximity.cases.operations.summaries import claim_summary, letter
from proximity.cases.operations.tasks import add_task
from proximity.cases.rules.dues import Due
from proximity.cases.rules.states import TaskKind
from proximity.cases.rules.summaries import Summary, is_time, summary_of
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role, forget_context

pytestmark = pytest.mark.django_db
SEVEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # seven in Madrid, six in Bradford
TITLE = "Zqxcanary at the bakery"


@pytest.fixture
def membership(case, cast, acting):
    """Return Alice's office; something is overdue there, and she wants the summary."""
    alice = acting(cast.alice)
    rename_case(case=case, title=TITLE, seen=case.title_version, by=alice)
    Case.objects.filter(pk=case.pk).update(feedback_due="2026-11-20")
    add_task(case=case, kind=TaskKind.OTHER, title=TITLE, due_on=SEVEN.date(), by=alice)
    set_daily_summary(person=cast.people["alice"], wanted=True)
    return Membership.objects.select_related("person", "organisation__city").get(pk=cast.memberships["alice"].pk)


@pytest.mark.parametrize(
    ("hour", "zone", "time"),
    [
        (5, "Europe/Madrid", False),
        (6, "Europe/Madrid", True),
        (6, "Europe/London", False),
        (10, "Europe/Madrid", True),
        (11, "Europe/Madrid", False),
    ],
)
def test_it_goes_out_in_the_citys_morning(hour, zone, time):
    assert is_time(SEVEN.replace(hour=hour), zone) is time


def test_it_is_told_once_a_day_and_again_on_the_next(membership):
    first = claim_summary(membership=membership, now=SEVEN)
    assert (first.overdue, first.today, first.references) == (1, 1, ("MAD-2026-0001",))
    assert claim_summary(membership=membership, now=SEVEN + timedelta(hours=1)) is None
    assert claim_summary(membership=membership, now=SEVEN + timedelta(days=1)) is not None
    assert DailySummary.objects.count() == 1
    assert AuditEvent.objects.filter(action="summary.sent", target=str(membership.pk)).count() == 2


def test_it_is_not_sent_before_seven_nor_to_whom_did_not_ask_or_has_left(membership):
    assert claim_summary(membership=membership, now=SEVEN - timedelta(minutes=1)) is None
    membership.person.is_active = False
    assert claim_summary(membership=membership, now=SEVEN) is None
    membership.person.is_active, membership.person.daily_summary = True, False
    assert claim_summary(membership=membership, now=SEVEN) is None


def test_where_nothing_is_due_there_is_no_letter(membership):
    Case.objects.update(status="closed")
    assert claim_summary(membership=membership, now=SEVEN) is None
    assert DailySummary.objects.count() == 0


def test_a_summary_that_the_log_cannot_tell_of_is_not_claimed(membership, monkeypatch):
    monkeypatch.setattr(summaries, "record_event", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        claim_summary(membership=membership, now=SEVEN)
    assert DailySummary.objects.count() == 0


def test_the_letter_holds_numbers_and_references_in_her_language_and_nothing_else(membership):
    membership.person.language = "es"
    summary = claim_summary(membership=membership, now=SEVEN)
    written = letter(membership.person, summary)
    text = written.subject + written.body
    assert "MAD-2026-0001" in text
    assert written.to == ["alice@example.org"]
    assert "due today" not in text
    for content in (TITLE, "bakery", "Alice", "Policía", "Madrid", "feedback"):
        assert content not in text


def test_a_long_letter_names_forty_and_counts_the_rest(membership):
    written = letter(membership.person, Summary(50, 0, tuple(f"MAD-2026-{one:04d}" for one in range(50))))
    assert "and 10 more" in written.body
    assert "MAD-2026-0039" in written.body
    assert "MAD-2026-0040" not in written.body


def test_what_comes_later_is_not_counted():
    case, today = new_id(), SEVEN.date()
    later = Due(case, today + timedelta(days=2), "x", "tasks")
    assert not summary_of([later], {case: "MAD-1"}, now=SEVEN, today=today)


@contextmanager
def morning(monkeypatch, at=SEVEN):
    """Run with the clock of the job at an instant, as the worker: without context."""
    monkeypatch.setattr(jobs, "claim_summary", lambda *, membership: claim_summary(membership=membership, now=at))
    forget_context()
    yield


def test_the_job_sends_each_letter_once(membership, settings, monkeypatch):
    settings.SENDS_MAIL = True
    with morning(monkeypatch):
        jobs.send_summaries()
        jobs.send_summaries()
    (sent,) = mail.outbox
    assert sent.subject == "Proximity: 1 overdue, 1 due today"


def test_without_a_server_or_a_wish_the_job_does_nothing(membership, settings, monkeypatch):
    with morning(monkeypatch):
        jobs.send_summaries()
        settings.SENDS_MAIL = True
        membership.person.daily_summary = False
        membership.person.save(update_fields=["daily_summary"])
        jobs.send_summaries()
    assert mail.outbox == []


def test_a_server_that_does_not_answer_costs_nobody_her_summary(membership, settings, monkeypatch):
    settings.SENDS_MAIL = True

    def away(_self):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", away)
        with morning(patch):
            jobs.send_summaries()
    with as_role("owner"):
        assert DailySummary.objects.count() == 0
    with morning(monkeypatch):
        jobs.send_summaries()
    assert len(mail.outbox) == 1


def test_a_letter_that_was_lost_on_the_way_is_not_sent_twice(membership, settings, monkeypatch):
    settings.SENDS_MAIL = True
    with monkeypatch.context() as patch, morning(patch):
        patch.setattr(EmailBackend, "send_messages", lambda *_: 1 / 0)
        jobs.send_summaries()
    with morning(monkeypatch):
        jobs.send_summaries()
    assert mail.outbox == []


def test_she_chooses_it_on_her_account_page(workspace, cast):
    browser = workspace(cast.alice)
    page = browser.get("/account/").content.decode()
    assert "sends no e-mail yet" in page
    assert browser.post("/account/summary/", {"wanted": "on"}).url == "/account/"
    cast.people["alice"].refresh_from_db()
    assert cast.people["alice"].daily_summary
    browser.post("/account/summary/", {})
    cast.people["alice"].refresh_from_db()
    assert not cast.people["alice"].daily_summary
    with as_role("owner"):
        labels = AuditEvent.objects.filter(action="summary.chosen").order_by("id").values_list("label", flat=True)
        assert list(labels) == ["on", "off"]
