"""The machine's clock jumps: a day forward, an hour back. Nothing is lost, nobody is let in, nothing is done twice.

The clock is set for this process: what Python asks, and what it tells the database. The database's own is asked for jobs alone.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from proximity.accounts.operations import set_second_factor
from proximity.audit.verify import verify_all
from proximity.cases.access import cases_visible_to
from proximity.cases.factories import assess_case, make_case
from proximity.cases.operations.handling import close_case, start_work
from proximity.cases.queries.page import case_page
from proximity.foundation.pure import ids
from proximity.foundation.testing import as_role, forget_context, rows
from proximity.reporting.models import Report
from proximity.reporting.operations.mailbox import write_message
from proximity.reporting.queries.inbox import inbox
from proximity.reporting.tests.people import Dana
from proximity.reporting.tests.walking import Walk, kept
from proximity.search.jobs import index_what_changed
from proximity.search.models import Posting

pytestmark = pytest.mark.django_db
WORDS = "Something else came to my mind."
DAY, BACK = timedelta(days=1), timedelta(hours=-1)
JUMPS = pytest.mark.parametrize("jump", [DAY, BACK], ids=["a day forward", "an hour back"])


class Clock:
    """Sets this process's clock off by some time; the time goes on from there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.off = timedelta()
        nanoseconds, seconds = time.time_ns, time.time
        monkeypatch.setattr(time, "time_ns", lambda: nanoseconds() + round(self.off.total_seconds() * 1e9))
        monkeypatch.setattr(time, "time", lambda: seconds() + self.off.total_seconds())
        monkeypatch.setattr(timezone, "now", lambda: datetime.now(tz=UTC) + self.off)

    @contextmanager
    def set(self, off: timedelta) -> Iterator[None]:
        before, self.off = self.off, off
        yield
        self.off = before


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


def is_whole(city) -> bool:
    with as_role("owner"):
        found = [report for report in verify_all(city.pk) if report.count]
    return bool(found) and all(report.faults == () for report in found)


@JUMPS
def test_a_receipt_opens_its_mailbox_and_takes_new_words(cast, clock, jump):
    dana = Dana(cast, cast.organisations["madrid.police"])
    with clock.set(jump):
        dana.does(write_message, text=WORDS, readers=[cast.organisations["madrid.police"].pk])
        assert [line.text for line in dana.mailbox(now=timezone.now()).talk] == [WORDS]
    assert [line.text for line in dana.mailbox(now=timezone.now()).talk] == [WORDS]
    assert is_whole(cast.cities["madrid"])


def test_a_draft_that_was_begun_before_a_day_passed_asks_and_keeps_everything(public, clock):
    walk = Walk(public).to_what().press(what="Told before the clock jumped.")
    with clock.set(DAY):
        walk.press("skip")
        assert walk.heading == "This page was open for a long time. Do you want to go on?"
        assert "Told before the clock jumped." in walk.page
        walk.press("stay", asked="")
        assert walk.skip_to("readers").choose("Acogida Madrid").step


def test_a_draft_from_an_hour_ahead_is_as_good_as_any(public, clock):
    with clock.set(-BACK):
        walk = Walk(public).to_check()
    walk.press()
    code = walk.code
    assert kept(code).what == "He shouted at my sister."
    # The same page, sent again after another jump, is the same report.
    with clock.set(DAY / 2):
        walk.response = walk.response.client.post(walk.address, {"draft": _draft_of(walk), "go": "next"})
    with as_role("owner"):
        assert Report.objects.count() == 1


def _draft_of(walk: Walk) -> str:
    return walk.hidden("draft")


def test_whoever_was_signed_in_signs_in_again_after_a_day_and_stays_an_hour_back(cast, workspace, clock):
    browser = workspace(cast.alice)
    assert browser.get("/").status_code == 200
    with clock.set(BACK):
        assert browser.get("/").status_code == 200
    with clock.set(DAY):
        answer = browser.get("/")
        assert answer.status_code == 302
        assert "/sign-in" in answer.headers["Location"]


def test_a_one_time_code_of_another_hour_opens_nothing(cast, clock):
    person = cast.people["bob"]
    secret = set_second_factor(person=person).secret
    app = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).wrap()
    code = _code(secret)
    for jump in (DAY, BACK):
        with clock.set(jump):
            assert not app.validate_code(code)
            assert app.validate_code(_code(secret))
    assert app.validate_code(code)


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@JUMPS
def test_work_goes_on_and_the_log_stays_in_its_order(cast, acting, clock, jump):
    """What is done after a jump follows in the log what was done before, whatever its time says."""
    dana = Dana(cast, cast.organisations["madrid.police"])
    forget_context()
    alice = acting(cast.alice)
    case = make_case(dana.report, by=alice)
    with clock.set(jump):
        assess_case(case, by=alice)
        start_work(case=case, by=alice)
        assert inbox(alice).lines
        case_page(cases_visible_to(alice).get(pk=case.pk), by=alice)
    case.refresh_from_db()
    close_case(case=case, feedback="We spoke with her.", by=alice)
    told = rows(
        "SELECT action FROM audit_auditevent WHERE chain LIKE '%%/staff' AND city_id IS NOT NULL ORDER BY chain, seq"
    )
    order = [action for (action,) in told if action in {"case.opened", "case.work_started", "case.closed"}]
    assert order == ["case.opened", "case.work_started", "case.closed"]
    assert is_whole(cast.cities["madrid"])


@JUMPS
def test_identifiers_stay_unique_and_in_order_on_either_side_of_a_jump(clock, jump):
    before = [ids.new_id() for _ in range(500)]
    with clock.set(jump):
        during = [ids.new_id() for _ in range(500)]
    after = [ids.new_id() for _ in range(500)]
    assert len({*before, *during, *after}) == 1500
    for some in (before, during, after):
        assert some == sorted(some)


def test_a_job_of_a_minute_that_comes_again_is_asked_for_once():
    """Back an hour, and the same minutes come by once more: each finds its job taken."""
    now = int(datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp())
    hour = round(-BACK.total_seconds())
    with as_role("owner"):
        asked = [_ask(moment) for moment in (now - hour, now, now - hour, now)]
    assert asked[0]
    assert asked[1]
    assert asked[3] is None


def _ask(moment: int) -> int | None:
    ask = "SELECT procrastinate_defer_periodic_job_v2('default', NULL, NULL, 'search.index', 0, 'clocks', %s, '{}')"
    found: int | None = rows(ask, moment)[0][0]
    return found


def test_what_a_job_does_twice_is_as_if_done_once(cast, acting, clock):
    """A day forward and back again: a minute's job may run a second time."""
    dana = Dana(cast, cast.organisations["madrid.police"])
    forget_context()
    make_case(dana.report, by=acting(cast.alice))
    index_what_changed()
    with as_role("owner"):
        first = set(Posting.objects.values_list("record_id", "term"))
    assert first
    with clock.set(DAY):
        index_what_changed()
    index_what_changed()
    with as_role("owner"):
        assert set(Posting.objects.values_list("record_id", "term")) == first
