"""What every page of learning goes through: who may, and what is not there or not hers."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from proximity.accounts.actors import NotAllowed
from proximity.accounts.requests import View, needs
from proximity.accounts.rules import Capability
from proximity.learning.access import LEARN, SHARE_COUNTS, TRAIN, NotHere


def guarded(capability: Capability) -> Callable[[View], View]:
    """Let a view run for who has a capability; what is not there and what is not hers look the same."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **kwargs: str) -> HttpResponse:
            try:
                return view(request, **kwargs)  # type: ignore[return-value]  # no view of ours streams
            except NotHere:
                raise Http404 from None
            except NotAllowed:
                raise PermissionDenied from None

        return needs(capability)(answered)

    return decorate


learns = guarded(LEARN)
trains = guarded(TRAIN)
shares = guarded(SHARE_COUNTS)
