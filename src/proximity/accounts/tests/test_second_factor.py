"""The second factor: set up before anything else, sealed at rest, looked at again only with the password."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.utils.html import escape

from proximity.accounts.adapters import SecondFactorAdapter, SignInAdapter
from proximity.accounts.operations import set_second_factor
from proximity.accounts.second_factor import has_second_factor, unused_codes
from proximity.accounts.tests.conftest import code_of, password_of
from proximity.audit.models import AuditEvent
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.testing import SideClient, as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(cast):
    """Alice on her first day: a password and nothing else."""
    client = SideClient()
    client.post("/sign-in/", {"login": "alice@example.org", "password": password_of(cast.alice)})
    return client


def test_without_a_second_factor_every_page_leads_to_setting_it_up(newcomer):
    for address in ("/", "/office/", "/account/", "/audit/"):
        assert newcomer.get(address).headers["Location"].startswith("/account/second-factor/")


def test_setting_up_shows_the_secret_as_picture_and_letters_and_then_ten_codes(cast, newcomer):
    page = newcomer.get("/account/second-factor/")
    assert 'autocomplete="one-time-code"' in page.content.decode()
    assert "<svg" in page.content.decode()
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    wrong = newcomer.post("/account/second-factor/", {"code": "000000"})
    assert "This code does not fit" in wrong.content.decode()
    done = newcomer.post("/account/second-factor/", {"code": code_of(secret)})
    assert done.headers["Location"] == "/account/codes/"
    page = newcomer.get("/account/codes/").content.decode()
    assert page.count("<li><code>") == 10
    assert newcomer.get("/", follow=True).status_code == 200
    with as_role("owner"):
        event = AuditEvent.objects.get(action="second_factor.set")
    assert (event.actor, event.label) == (f"person:{cast.alice.person_id}", "app")


def test_who_has_a_second_factor_is_led_away_from_setting_one_up(cast, workspace):
    assert workspace(cast.alice).get("/account/second-factor/").headers["Location"] == "/account/"


def later(browser):
    """Let six minutes pass since she signed in."""
    session = browser.session
    session["signed_in_at"] -= 360
    session.save()


def test_codes_are_shown_again_only_after_the_password(cast, workspace):
    browser = workspace(cast.alice)
    later(browser)
    answer = browser.get("/account/codes/")
    assert answer.headers["Location"] == "/account/password-again/?next=%2Faccount%2Fcodes%2F"
    wrong = browser.post("/account/password-again/?next=/account/codes/", {"password": "wrong"})
    assert "This is not your password" in wrong.content.decode()
    right = browser.post("/account/password-again/?next=/account/codes/", {"password": password_of(cast.alice)})
    assert right.headers["Location"] == "/account/codes/"
    assert browser.get("/account/codes/").content.decode().count("<li><code>") == 10


def test_the_password_of_another_does_not_do(cast, workspace):
    browser = workspace(cast.alice)
    later(browser)
    browser.post("/account/password-again/", {"password": password_of(cast.nadia)})
    assert browser.get("/account/codes/").status_code == 302


def test_new_codes_replace_the_old_and_are_logged(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.sign_in()
    desk.client.get("/", follow=True)
    assert "You still have 10 codes" in desk.client.get("/account/codes/new/").content.decode()
    assert desk.client.post("/account/codes/new/").headers["Location"] == "/account/codes/"
    page = desk.client.get("/account/codes/").content.decode()
    assert not [code for code in desk.factor.codes if code in page]
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="second_factor.set", label="recovery codes").count() == 1


def test_when_all_codes_are_used_up_the_page_says_so(cast, workspace):
    browser = workspace(cast.alice)
    codes = Authenticator.objects.get(user=cast.people["alice"], type="recovery_codes")
    codes.data["used_mask"] = 2**10 - 1
    codes.save()
    assert unused_codes(cast.people["alice"]) == 0
    assert "All your codes are used up" in browser.get("/account/codes/").content.decode()


def test_a_copy_of_the_database_gives_nobody_a_second_factor(cast):
    factor = set_second_factor(person=cast.people["alice"])
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert factor.secret not in stored
    assert not [code for code in factor.codes if code in stored]
    assert factor.secret not in repr(factor)


def test_a_secret_that_was_altered_does_not_open(cast):
    adapter = SecondFactorAdapter()
    sealed = adapter.encrypt("secret")
    assert adapter.decrypt(sealed) == "secret"
    with pytest.raises(SealBroken):
        adapter.decrypt("A" * len(sealed))


def test_the_operator_takes_a_lost_second_factor_away_by_setting_a_new_one(cast):
    first = set_second_factor(person=cast.people["alice"])
    second = set_second_factor(person=cast.people["alice"])
    assert first.secret != second.secret
    assert len(second.codes) == 10
    assert has_second_factor(cast.people["alice"])
    assert unused_codes(cast.people["nadia"]) == 0


def test_nobody_signs_up_and_nobody_unknown_can_prove_herself(rf, cast):
    adapter = SignInAdapter()
    assert adapter.is_open_for_signup(rf.get("/")) is False
    assert adapter.get_reauthentication_methods(AnonymousUser()) == []
    assert adapter.get_client_ip(rf.get("/")) == "127.0.0.1"


def test_the_account_page_shows_whose_it_is(cast, workspace):
    page = workspace(cast.alice).get("/account/").content.decode()
    assert "alice@example.org" in page
    assert escape("10 of your ten codes") in page


def test_the_workspace_speaks_the_language_that_was_chosen(cast, workspace):
    browser = workspace(cast.alice)
    assert browser.post("/account/", {"language": "xx"}).status_code == 422
    assert browser.post("/account/", {"language": "es"}).status_code == 302
    assert 'lang="es"' in browser.get("/account/").content.decode()
    cast.people["alice"].refresh_from_db()
    assert cast.people["alice"].language == "es"
