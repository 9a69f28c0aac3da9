"""The person at work, taken from a request, and the decorator that asks what she may do."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability


def actor_at_work(request: HttpRequest) -> Actor:
    """Return who acts in this request. Raises `PermissionDenied` where nobody is at work."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise PermissionDenied
    return actor


type View = Callable[..., HttpResponse]


def needs(capability: Capability) -> Callable[[View], View]:
    """Let a view run only for roles with a capability; the table in docs/reference/roles.md is generated from it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
            if not actor_at_work(request).may(capability):
                raise PermissionDenied
            return view(request, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]  # read by the generated table of roles
        return guarded

    return decorate
