"""Small request guards shared by both processes."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template.loader import render_to_string

type GetResponse = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("proximity.requests")


def quiet_errors(get_response: GetResponse) -> GetResponse:
    """Log each server error as address pattern and status, without the query string or the form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code >= 500:
            route = getattr(request.resolver_match, "route", "") if request.resolver_match else ""
            log.error("server error", extra={"event": route, "status": response.status_code})
        return response

    return middleware


def same_origin_posts(get_response: GetResponse) -> GetResponse:
    """Refuse a POST that another site sent, by Sec-Fetch-Site and Origin where the browser sends them.

    The public side has no session that a forged request could ride on; the mailbox cookie is SameSite=Strict. A browser that
    sends neither header is let through: an old phone must be able to report.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and _is_foreign(request):
            return HttpResponseForbidden(render_to_string("403.html", request=request))
        return get_response(request)

    return middleware


def _is_foreign(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and _host_of(origin) != request.get_host()


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # what no browser sends, such as `http://[`
        return ""


def private_pages(get_response: GetResponse) -> GetResponse:
    """Let no shared cache keep a page, and let the browser's own Back still show it.

    `no-store` would lose what somebody typed when she goes Back, so the default is `private, no-cache`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware
