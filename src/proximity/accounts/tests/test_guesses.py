"""Where a request comes from, and the pseudonyms under which guesses are counted."""

from datetime import date

import pytest
from axes.models import AccessAttempt

from proximity.accounts.guesses import guessed_account, guessing_network
from proximity.foundation.clients import client_network, pseudonym


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "203.0.113.5", "127.0.0.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "10.0.0.1", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "not an address", "unknown"),
    ],
)
def test_the_address_is_what_the_outermost_of_our_proxies_saw(rf, settings, proxies, forwarded, network):
    settings.TRUSTED_PROXIES = proxies
    assert client_network(rf.get("/", headers={"X-Forwarded-For": forwarded})) == network


def test_a_request_without_an_address_comes_from_nowhere(rf):
    request = rf.get("/")
    del request.META["REMOTE_ADDR"]
    assert client_network(request) == "unknown"


def test_a_pseudonym_lasts_a_day():
    assert pseudonym("x", day=date(2026, 1, 1)) == pseudonym("x", day=date(2026, 1, 1))
    assert pseudonym("x", day=date(2026, 1, 1)) != pseudonym("x", day=date(2026, 1, 2))
    assert pseudonym("x") != pseudonym("y")


def test_an_account_is_named_by_what_was_typed_however_it_was_typed(rf):
    by_form = guessed_account(rf.post("/", {"login": " Alice@Example.org"}), None)
    assert by_form == guessed_account(rf.post("/"), {"email": "alice@example.org"})


def test_a_network_has_the_shape_of_an_address_and_says_nothing(rf):
    assert "127.0.0.1" not in guessing_network(rf.get("/"))


@pytest.mark.django_db
def test_guesses_are_counted_without_address_and_e_mail(cast, sit_down):
    desk = sit_down(cast.alice)
    desk.give_password("wrong")
    attempt = AccessAttempt.objects.get()
    kept = str(vars(attempt))
    for told in ("alice@example.org", "127.0.0.1", "wrong"):
        assert told not in kept
