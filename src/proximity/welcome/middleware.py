"""What must answer even when the database does not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from proximity.foundation.metrics import metrics
from proximity.welcome.views.front import healthz, leave

type GetResponse = Callable[[HttpRequest], HttpResponse]

NEED_NO_TRANSACTION = (leave, healthz, metrics)


def before_the_wall(get_response: GetResponse) -> GetResponse:
    """Answer the way out and what monitoring asks before the wall opens a transaction; stands just before it in the list.

    Somebody who must leave the page at once cannot wait for a database.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            view = resolve(request.path_info).func
        except Resolver404:
            return get_response(request)
        return view(request) if view in NEED_NO_TRANSACTION else get_response(request)

    return middleware
