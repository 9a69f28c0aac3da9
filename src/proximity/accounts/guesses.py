"""Who guesses passwords, and how long she waits.

Twice: django-axes counts an account's wrong passwords per network, `GuessCount` those from all networks together. Neither
locks an account. The second does not slow a browser in which the person has signed in before, second factor and all: it keeps
a mark that says so. Both name what is tried by pseudonyms that last a day and keep neither address nor e-mail.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from ipaddress import IPv6Address
from math import ceil

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from proximity.accounts.models import GuessCount, Person
from proximity.accounts.rules import guess_wait
from proximity.foundation.clients import client_network, pseudonym

COOKIE = "proximity_known"
KNOWN_FOR = timedelta(days=180)
MOST_MARKS = 8
"""Colleagues who share a browser; the one who signed in longest ago is forgotten first."""
WAITS_UNTIL = "guess_waits_until"
SIGNER = TimestampSigner(salt="proximity/known-browser/1")


def guessed_account(request: HttpRequest, credentials: Mapping[str, object] | None) -> str:
    """Return the pseudonym of the account that is tried; upper case and blanks make no second account."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return _account(str(typed))


def guessing_network(request: HttpRequest) -> str:
    """Return the pseudonym of the network that tries, in the shape of an address, since that is what the column takes."""
    return str(IPv6Address(pseudonym(client_network(request))))


class PatientBackend(BaseBackend):
    """Signs nobody in. Asked before all others, it refuses without a look at the password while an account is being guessed."""

    def authenticate(self, request: HttpRequest | None, email: str = "", **_credentials: object) -> None:
        """Let the next backend look, or raise `PermissionDenied` where a browser that is not known has to wait."""
        if request is None or _is_known(request, email):
            return
        # Locked until the request ends: of many guesses at once each sees what the one before it has counted.
        found = GuessCount.objects.select_for_update().filter(account=_account(email)).first()
        if found is None or timezone.now() >= (until := found.last_at + guess_wait(found.wrong)):
            return
        setattr(request, WAITS_UNTIL, until)
        request.axes_locked_out = True  # type: ignore[attr-defined]  # read by the middleware of django-axes
        raise PermissionDenied


def note_guess(request: HttpRequest, email: str, *, now: datetime | None = None) -> None:
    """Count a wrong password for an account, unless it was typed in a browser that knows the person."""
    if _is_known(request, email):
        return
    at, account = now or timezone.now(), _account(email)
    counted = GuessCount.objects.filter(account=account)
    if not counted.update(wrong=F("wrong") + 1, last_at=at):
        GuessCount.objects.filter(last_at__lt=at - timedelta(days=1)).delete()
        GuessCount.objects.bulk_create([GuessCount(account=account, wrong=1, last_at=at)], ignore_conflicts=True)


def forget_guesses(email: str) -> None:
    """Forget today's wrong passwords for an account, from all networks: it has a new one."""
    GuessCount.objects.filter(account=_account(email)).delete()
    AccessAttempt.objects.filter(username=_account(email)).delete()


def wait_a_little(request: HttpRequest, _response: HttpResponse, _credentials: Mapping[str, object]) -> HttpResponse:
    """Say that there were too many tries, and when the next one counts. The account itself is not locked."""
    until: datetime | None = getattr(request, WAITS_UNTIL, None)
    if until is None:
        return render(request, "429.html", status=429)
    seconds = max(1, ceil((until - timezone.now()).total_seconds()))
    response = render(request, "accounts/wait.html", {"minutes": ceil(seconds / 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def remember_browser(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Keep in the browser that a person has signed in here; a new password of hers makes the mark void."""
    marks = [_mark(person), *(mark for mark in _marks(request) if mark != _mark(person))]
    response.set_cookie(
        COOKIE, SIGNER.sign_object(marks[:MOST_MARKS]), max_age=KNOWN_FOR, path="/sign-in/", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Strict",
    )  # fmt: skip


def _is_known(request: HttpRequest, email: str) -> bool:
    """Say whether the person has signed in from this browser before, or is at work in it now."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    return person is not None and (getattr(request, "user", None) == person or _mark(person) in _marks(request))


def _marks(request: HttpRequest) -> list[str]:
    try:
        found: list[str] = SIGNER.unsign_object(request.COOKIES.get(COOKIE, ""), max_age=KNOWN_FOR)
    except BadSignature:
        return []
    return found


def _mark(person: Person) -> str:
    return salted_hmac(SIGNER.salt, f"{person.pk} {person.password}", algorithm="sha256").hexdigest()[:32]


def _account(email: str) -> str:
    return pseudonym(email.strip().lower()).hex()
