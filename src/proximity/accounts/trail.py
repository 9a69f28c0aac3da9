"""Signing in and out, told to the instance's chain of the audit log. The only handlers of signals in this project.

They run inside the request's transaction and let every error through: a sign-in that cannot be logged does not happen.
What was typed is never logged: people type their password into the field for the e-mail address.
"""

from collections.abc import Mapping

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from proximity.accounts.guesses import note_guess
from proximity.accounts.models import Person
from proximity.accounts.requests import begin_session
from proximity.accounts.second_factor import has_second_factor
from proximity.audit.operations import Origin, record_event

UNKNOWN = Origin(actor="unknown")
PASSWORD, SECOND_FACTOR = "password", "second factor"


def listen() -> None:
    """Connect the handlers; called once, when the workspace's process starts."""
    user_logged_in.connect(signed_in, dispatch_uid="trail")
    user_logged_out.connect(signed_out, dispatch_uid="trail")
    user_login_failed.connect(password_failed, dispatch_uid="trail")
    authentication_failed.connect(second_factor_failed, dispatch_uid="trail")


def signed_in(*, request: HttpRequest, user: Person, **_rest: object) -> None:
    """Begin the session anew, without an office, and log that somebody signed in. Sessions that are over go for good."""
    begin_session(request)
    if has_second_factor(user):
        request.known_from_now = user  # type: ignore[attr-defined]  # read by the middleware, which has the response
    request.session.clear_expired()
    record_event("sign_in.succeeded", origin=Origin(actor=f"person:{user.pk}"), target=user.pk)


def signed_out(*, user: Person | None, **_rest: object) -> None:
    """Log that somebody signed out, herself or because her time was over."""
    if user is not None:
        record_event("sign_out", origin=Origin(actor=f"person:{user.pk}"), target=user.pk)


def password_failed(*, credentials: Mapping[str, object], request: HttpRequest, **_rest: object) -> None:
    """Log a wrong password, or one that came too soon after too many wrong ones."""
    email = str(credentials.get("email", "")).strip().lower()
    person = Person.objects.filter(email=email).only("pk").first()
    slowed = getattr(request, "axes_locked_out", False)
    if not slowed:
        note_guess(request, email)
    action = "sign_in.slowed" if slowed else "sign_in.failed"
    record_event(action, origin=UNKNOWN, target=person.pk if person else "", label=PASSWORD)


def second_factor_failed(*, user: Person, **_rest: object) -> None:
    """Log a wrong code from somebody who knew the password."""
    record_event("sign_in.failed", origin=UNKNOWN, target=user.pk, label=SECOND_FACTOR)
