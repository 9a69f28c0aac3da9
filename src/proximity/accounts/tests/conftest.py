"""Signing in for real: the forms one after the other, as a browser sends them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.http import HttpResponse

from proximity.accounts.actors import Actor
from proximity.accounts.factories import Cast
from proximity.accounts.operations import set_second_factor
from proximity.accounts.second_factor import SecondFactor
from proximity.foundation.testing import SideClient


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> Iterator[None]:
    """Forget the tries that other tests counted."""
    cache.clear()
    yield
    cache.clear()


def code_of(secret: str) -> str:
    """Return what an app shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def password_of(actor: Actor) -> str:
    """Return the password that the cast was given."""
    return f"{actor.name.lower()} has a long password"


@dataclass(slots=True)
class Desk:
    """A browser in front of which one of the cast sits down."""

    client: SideClient
    email: str
    password: str
    factor: SecondFactor

    def give_password(self, password: str | None = None, **extra: str) -> HttpResponse:
        return self.client.post("/sign-in/", {"login": self.email, "password": password or self.password, **extra})

    def give_code(self, code: str | None = None) -> HttpResponse:
        return self.client.post("/sign-in/code/", {"code": code or code_of(self.factor.secret)})

    def sign_in(self) -> HttpResponse:
        self.give_password()
        return self.give_code()


@pytest.fixture
def sit_down(cast: Cast) -> Callable[[Actor], Desk]:
    """Return a function that puts somebody with a second factor in front of a fresh browser."""

    def sit(actor: Actor) -> Desk:
        factor = set_second_factor(person=cast.people[actor.name.lower()])
        return Desk(SideClient(), f"{actor.name.lower()}@example.org", password_of(actor), factor)

    return sit
