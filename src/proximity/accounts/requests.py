"""The person at work, taken from a request, and the decorator that asks what she may do."""

import time
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from proximity.accounts.actors import Actor
from proximity.accounts.models import Person
from proximity.accounts.queries import actor_of
from proximity.accounts.rules import Capability

# All that the session holds of ours: when it began, and which membership she works in.
SIGNED_IN_AT, MEMBERSHIP = "signed_in_at", "membership"
JUST_NOW = 300  # seconds


def begin_session(request: HttpRequest) -> None:
    """Start the clock of a session, with no office yet, whatever the visitor's session held before."""
    request.session.pop(MEMBERSHIP, None)
    request.session[SIGNED_IN_AT] = int(time.time())


def session_is_over(request: HttpRequest) -> bool:
    """Say whether somebody signed in longer ago than a working day, however busy she was since."""
    began: int = request.session.get(SIGNED_IN_AT, 0)
    return request.user.is_authenticated and time.time() - began > settings.SESSION_COOKIE_AGE


def signed_in_just_now(request: HttpRequest) -> bool:
    """Say whether somebody gave her password within the last five minutes, by signing in."""
    began: int = request.session.get(SIGNED_IN_AT, 0)
    return time.time() - began < JUST_NOW


def remember_office(request: HttpRequest, membership_id: UUID) -> None:
    """Keep which of her memberships a person works in, for the requests to come."""
    request.session[MEMBERSHIP] = str(membership_id)


def actor_of_session(request: HttpRequest) -> Actor | None:
    """Return who is at work: none without office, or where the membership has ended or is another's."""
    membership = request.session.get(MEMBERSHIP)
    return actor_of(request.user, UUID(membership)) if membership else None


def actor_at_work(request: HttpRequest) -> Actor:
    """Return who acts in this request. Raises `PermissionDenied` where nobody is at work."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise PermissionDenied
    return actor


def person_signed_in(request: HttpRequest) -> Person:
    """Return who is signed in, at work or not yet. Raises `PermissionDenied` where nobody is."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


type View = Callable[..., HttpResponseBase]


def needs(capability: Capability) -> Callable[[View], View]:
    """Let a view run only for roles with a capability; the table in docs/reference/roles.md is generated from it.

    Whoever lacks it is turned away (403), from an address that names an object with "not found" (404).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: str) -> HttpResponseBase:
            if not actor_at_work(request).may(capability):
                # Where the address names an object, whoever may not look gets the answer for one that does not exist.
                raise Http404 if kwargs else PermissionDenied
            return view(request, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]  # read by the generated table of roles
        return guarded

    return decorate
