"""One account guessed from many networks: strangers wait ever longer, a browser that knows the person does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proximity.accounts import guesses
from proximity.accounts.guesses import COOKIE, PatientBackend, note_guess
from proximity.accounts.models import GuessCount, Person
from proximity.accounts.operations import reset_access
from proximity.accounts.rules import FREE_GUESSES, LONGEST_WAIT, guess_wait
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import SideClient, as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def guess():
    """Return a function that tries passwords for an account, each from a network of its own."""
    network = iter(range(1, 250))

    def try_one(email="alice@example.org", typed="wrong"):
        stranger = SideClient(REMOTE_ADDR=f"203.0.113.{next(network)}")
        return stranger.post("/sign-in/", {"login": email, "password": typed})

    return try_one


def later(monkeypatch, wait):
    now = timezone.now() + wait
    monkeypatch.setattr(guesses.timezone, "now", lambda: now)


def test_the_wait_begins_late_doubles_and_has_an_end():
    assert [guess_wait(wrong) for wrong in (0, FREE_GUESSES - 1)] == [timedelta(), timedelta()]
    assert [guess_wait(FREE_GUESSES + more).total_seconds() for more in range(4)] == [1, 2, 4, 8]
    assert guess_wait(FREE_GUESSES + 10) == guess_wait(10**9) == LONGEST_WAIT


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
def test_who_guesses_from_many_networks_waits_whether_there_is_such_an_account_or_not(cast, guess, email, monkeypatch):
    for _ in range(FREE_GUESSES):
        assert guess(email).status_code == 200
    refused = guess(email)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "1"
    assert "Wait one minute" in refused.content.decode()
    # What came too soon was not looked at, and does not make the wait longer for anybody.
    assert GuessCount.objects.get().wrong == FREE_GUESSES
    later(monkeypatch, timedelta(seconds=2))
    assert guess(email).status_code == 200
    assert GuessCount.objects.get().wrong == FREE_GUESSES + 1


def test_the_right_password_is_refused_too_while_strangers_wait_and_works_after_the_wait(cast, guess, monkeypatch):
    for _ in range(FREE_GUESSES):
        guess()
    assert guess(typed="alice has a long password").status_code == 429
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="sign_in.slowed", target=str(cast.alice.person_id)).count() == 1
    later(monkeypatch, timedelta(seconds=2))
    assert guess(typed="alice has a long password").headers["Location"] == "/"


def test_a_long_wait_is_told_in_minutes_and_nobody_elses_account_waits(cast, guess):
    GuessCount.objects.create(account=guesses._account("alice@example.org"), wrong=10**6, last_at=timezone.now())
    assert "Wait 15 minutes" in guess().content.decode()
    assert guess("bob@example.org").status_code == 200


def test_a_browser_in_which_she_has_signed_in_before_does_not_wait(cast, sit_down, guess):
    desk = sit_down(cast.alice)
    desk.sign_in()
    cookie = desk.client.cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/sign-in/", "Strict", True)
    assert int(cookie["max-age"]) == 180 * 86400
    desk.client.post("/sign-out/")
    for _ in range(FREE_GUESSES):
        guess()
    assert guess().status_code == 429
    assert desk.give_password().headers["Location"] == "/sign-in/code/"
    # It knows her and not her colleague; and her own slips there do not count against strangers.
    del desk.client.cookies["proximity_staff"]
    assert desk.give_password("wrong").status_code == 200
    assert GuessCount.objects.get().wrong == FREE_GUESSES
    for _ in range(FREE_GUESSES):
        guess("bob@example.org")
    desk.email = "bob@example.org"
    assert desk.give_password().status_code == 429


def test_colleagues_share_a_browser_and_the_one_longest_ago_is_forgotten(cast, rf, monkeypatch):
    monkeypatch.setattr(guesses, "MOST_MARKS", 2)
    request = rf.get("/")
    for name in ("alice", "bob", "alice", "nadia"):
        response = guesses.HttpResponse()
        guesses.remember_browser(request, response, cast.people[name])
        request.COOKIES[COOKIE] = response.cookies[COOKIE].value
    known = [name for name in ("alice", "bob", "nadia") if guesses._is_known(request, f"{name}@example.org")]
    assert known == ["alice", "nadia"]


def test_a_password_alone_makes_no_browser_known(cast):
    browser = SideClient()
    browser.post("/sign-in/", {"login": "alice@example.org", "password": "alice has a long password"})
    assert COOKIE not in browser.cookies


@pytest.mark.parametrize("change", ["reset", "altered", "old"])
def test_a_mark_that_is_void_helps_nobody(cast, sit_down, rf, change, monkeypatch):
    desk = sit_down(cast.alice)
    desk.sign_in()
    request = rf.get("/")
    request.COOKIES[COOKIE] = desk.client.cookies[COOKIE].value
    assert guesses._is_known(request, "Alice@example.org ")
    if change == "reset":
        with as_role("owner"):
            reset_access(person=Person.objects.get(email="alice@example.org"), password="another")
    elif change == "altered":
        request.COOKIES[COOKIE] = "W10" + request.COOKIES[COOKIE][3:]
    else:
        monkeypatch.setattr(guesses, "KNOWN_FOR", timedelta(seconds=-1))
    assert not guesses._is_known(request, "alice@example.org")


def test_who_is_at_work_gives_her_password_again_without_waiting(cast, workspace):
    browser = workspace(cast.alice)
    session = browser.session
    session["signed_in_at"] -= 360
    session.save()
    GuessCount.objects.create(account=guesses._account("alice@example.org"), wrong=99, last_at=timezone.now())
    typed = {"password": "alice has a long password"}
    assert browser.post("/account/password-again/?next=/account/codes/", typed).headers["Location"] == "/account/codes/"


def test_counts_of_former_days_are_thrown_away(cast, rf):
    GuessCount.objects.create(account="0" * 32, wrong=5, last_at=timezone.now() - timedelta(days=2))
    note_guess(rf.get("/"), "somebody@example.org")
    assert "0" * 32 not in set(GuessCount.objects.values_list("account", flat=True))
    assert "somebody" not in str(list(GuessCount.objects.values_list()))


def test_without_a_request_nobody_waits(cast):
    assert PatientBackend().authenticate(None, email="alice@example.org") is None
