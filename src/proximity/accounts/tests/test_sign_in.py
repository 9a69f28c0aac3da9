"""Signing in: password, second factor, office, and what the log says of it."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.urls import get_resolver

from proximity.accounts.operations import add_membership, end_membership
from proximity.accounts.rules import Role
from proximity.accounts.tests.conftest import code_of
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import SideClient, as_role

pytestmark = pytest.mark.django_db


def events(*, action):
    with as_role("owner"):
        return list(AuditEvent.objects.filter(action=action).order_by("id"))


def test_password_code_and_the_only_office_lead_to_ones_work(cast, sit_down):
    desk = sit_down(cast.alice)
    assert desk.give_password().headers["Location"] == "/sign-in/code/"
    assert desk.give_code().headers["Location"] == "/"
    answer = desk.client.get("/", follow=True)
    assert answer.redirect_chain == [("/office/?next=%2F", 302), ("/", 302)]
    assert "Policía Municipal · Madrid" in answer.content.decode()


def test_signing_in_and_the_office_and_signing_out_are_logged_without_what_was_typed(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.sign_in()
    desk.client.get("/", follow=True)
    desk.client.post("/sign-out/")
    person = f"person:{cast.alice.person_id}"
    for action in ("sign_in.succeeded", "office.entered", "sign_out"):
        (event,) = events(action=action)
        assert event.actor == person
        assert event.chain == "instance/staff"
        assert event.city_id is None


def test_a_code_on_paper_works_once(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.give_password()
    assert desk.give_code(desk.factor.codes[0]).status_code == 302
    desk.client.post("/sign-out/")
    desk.give_password()
    answer = desk.give_code(desk.factor.codes[0])
    assert answer.status_code == 200
    assert "This code does not fit" in answer.content.decode()


def test_the_code_of_an_app_works_once(cast, sit_down):
    desk = sit_down(cast.alice)
    code = code_of(desk.factor.secret)
    desk.give_password()
    assert desk.give_code(code).status_code == 302
    desk.client.post("/sign-out/")
    desk.give_password()
    assert desk.give_code(code).status_code == 200


def test_a_password_alone_opens_nothing(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.give_password()
    assert desk.client.get("/").headers["Location"] == "/sign-in/?next=%2F"


def test_a_wrong_password_says_so_keeps_the_address_and_is_logged_without_it(cast, sit_down):
    desk = sit_down(cast.alice)
    page = desk.give_password("wrong").content.decode()
    assert "do not fit together" in page
    assert 'value="alice@example.org"' in page
    (event,) = events(action="sign_in.failed")
    assert (event.actor, event.target, event.label) == ("unknown", str(cast.alice.person_id), "password")


def test_an_unknown_address_gets_the_same_answer_and_leaves_no_trace_of_itself(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.email = "my-password-in-the-wrong-field@example.org"
    assert "do not fit together" in desk.give_password().content.decode()
    (event,) = events(action="sign_in.failed")
    assert event.target == ""
    assert "wrong-field" not in str(vars(event))


def test_a_wrong_code_is_logged_and_the_seventh_has_to_wait(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.give_password()
    for _ in range(6):
        assert "This code does not fit" in desk.give_code("000000").content.decode()
    assert "Please wait five minutes" in desk.give_code().content.decode()
    assert [event.label for event in events(action="sign_in.failed")] == ["second factor"] * 6


def test_who_guesses_waits_and_who_works_elsewhere_does_not_notice(cast, sit_down):
    desk = sit_down(cast.alice)
    for _ in range(4):
        assert desk.give_password("wrong").status_code == 200
    assert desk.give_password("wrong").status_code == 429
    answer = desk.give_password()
    assert answer.status_code == 429
    assert "Your account is not locked" in answer.content.decode()
    assert len(events(action="sign_in.slowed")) == 1
    desk.client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert desk.give_password().headers["Location"] == "/sign-in/code/"


def test_capitals_in_the_address_give_no_further_guesses(cast, sit_down):
    desk = sit_down(cast.alice)
    for email in ("Alice@example.org", "ALICE@example.org", "aLICE@example.org", "alice@EXAMPLE.org"):
        desk.email = email
        desk.give_password("wrong")
    assert desk.give_password("wrong").status_code == 429


def test_the_right_password_clears_the_count_and_capitals_do_not_matter(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.email = "Alice@Example.org"
    for _ in range(4):
        desk.give_password("wrong")
    desk.sign_in()
    desk.client.post("/sign-out/")
    assert desk.give_password("wrong").status_code == 200


def test_a_closed_account_does_not_get_in(cast, sit_down):
    desk = sit_down(cast.alice)
    person = cast.people["alice"]
    person.is_active = False
    with as_role("owner"):
        person.save()
    assert desk.give_password().headers["Location"] == "/sign-in/closed/"
    assert "This account is closed" in desk.client.get("/sign-in/closed/").content.decode()


def test_a_sign_in_that_cannot_be_logged_does_not_happen(cast, sit_down, monkeypatch):
    desk = sit_down(cast.alice)
    desk.give_password()
    desk.client.raise_request_exception = False

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr("proximity.accounts.trail.record_event", broken)
    assert desk.give_code().status_code == 500
    monkeypatch.undo()
    assert desk.client.get("/").headers["Location"] == "/sign-in/?next=%2F"


def test_the_session_changes_its_key_at_sign_in(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.give_password()
    before = desk.client.cookies["proximity_staff"].value
    desk.give_code()
    assert desk.client.cookies["proximity_staff"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_an_office_planted_in_the_visitors_session_is_gone_after_sign_in(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.give_password()
    session = desk.client.session
    session["membership"] = str(cast.memberships["charlie"].pk)
    session.save()
    desk.give_code()
    assert "membership" not in desk.client.session


@pytest.mark.parametrize("who", ["charlie", "nadia"])
def test_anothers_membership_in_the_session_gives_nothing(cast, workspace, who):
    browser = workspace(cast.alice)
    session = browser.session
    session["membership"] = str(cast.memberships[who].pk)
    session.save()
    assert browser.get("/").headers["Location"] == "/office/?next=%2F"


def test_an_ended_membership_gives_nothing_from_the_next_request_on(cast, workspace):
    browser = workspace(cast.alice)
    assert browser.get("/").status_code == 200
    with as_role("owner"):
        end_membership(membership=cast.memberships["alice"])
    answer = browser.get("/", follow=True)
    assert "You have no office here" in answer.content.decode()


def test_after_a_working_day_one_signs_in_again(cast, workspace, monkeypatch):
    browser = workspace(cast.alice)
    now = time.time()
    monkeypatch.setattr("proximity.accounts.requests.time.time", lambda: now + 8 * 3600 + 1)
    assert browser.get("/").headers["Location"] == "/sign-in/?next=%2F"
    assert len(events(action="sign_out")) == 1


def test_a_session_that_does_not_say_when_it_began_is_over(cast, workspace):
    browser = workspace(cast.alice)
    session = browser.session
    del session["signed_in_at"]
    session.save()
    assert browser.get("/").status_code == 302


def test_a_part_of_a_page_leads_the_whole_window_to_the_sign_in(cast):
    answer = SideClient().get("/audit/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=%2Faudit%2F"


def test_what_was_asked_for_comes_after_signing_in(cast, sit_down):
    desk = sit_down(cast.ines)
    desk.give_password(next="/audit/")
    assert desk.give_code().headers["Location"] == "/audit/"
    assert desk.client.get("/audit/").headers["Location"] == "/office/?next=%2Faudit%2F"
    assert desk.client.get("/office/?next=/audit/").headers["Location"] == "/audit/"


def test_nobody_is_led_to_another_site_after_signing_in(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.give_password(next="https://example.com/")
    assert desk.give_code().headers["Location"] == "/"
    for elsewhere in ["//example.com/", "example.com", "'", "\\\\example.com", "javascript:alert(1)"]:
        assert desk.client.get("/office/", {"next": elsewhere}).headers["Location"] == "/"


def test_only_the_pages_of_signing_in_are_mounted():
    names = set(get_resolver().reverse_dict)
    for name in ("account_signup", "account_reset_password", "account_email", "mfa_deactivate_totp", "mfa_index"):
        assert name not in names


def test_the_sign_in_page_is_in_the_browsers_language_and_helps_password_keepers(cast):
    page = SideClient().get("/sign-in/", headers={"Accept-Language": "es"}).content.decode()
    assert 'lang="es"' in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_a_person_with_two_offices_chooses_and_changes(cast, sit_down):
    with as_role("owner"):
        police = add_membership(
            person=cast.people["alice"], organisation=cast.organisations["madrid.hall"], role=Role.CITY_OFFICIAL
        )
    desk = sit_down(cast.alice)
    desk.sign_in()
    page = desk.client.get("/office/").content.decode()
    assert "Where do you work now?" in page
    answer = desk.client.post("/office/", {"membership": str(cast.memberships["charlie"].pk)})
    assert answer.status_code == 422
    assert "Choose one of your offices." in answer.content.decode()
    assert desk.client.post("/office/", {}).status_code == 422
    assert desk.client.post("/office/", {"membership": str(police.pk)}).headers["Location"] == "/"
    page = desk.client.get("/").content.decode()
    assert "You now work for Ayuntamiento." in page
    assert "Change office" in page
    assert [event.label for event in events(action="office.entered")] == ["Ayuntamiento"]


def test_with_one_office_only_nothing_is_offered_to_change(cast, workspace):
    assert "Change office" not in workspace(cast.alice).get("/").content.decode()


def test_the_sign_out_page_asks_first(cast, workspace):
    assert "Do you want to sign out?" in workspace(cast.alice).get("/sign-out/").content.decode()


def test_a_form_without_the_code_is_asked_again(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.give_password()
    assert desk.client.post("/sign-in/code/", {}).headers["Location"] == "/sign-in/code/"
    assert desk.give_code().headers["Location"] == "/"
