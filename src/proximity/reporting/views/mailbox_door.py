"""The door of the mailbox: it asks for the code, keeps it in one sealed cookie for half an hour, and slows down wrong ones.

A form that arrives after the cookie has run out is shown again with everything that was typed: the code is asked for, and the
same form goes on from there. A page without the cookie may also carry the code itself.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from proximity.foundation.clients import client_network
from proximity.foundation.forgetting import FORGET
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.slowing import WrongCodes
from proximity.foundation.sealing.drafts import TokenRefused, TokenSealer
from proximity.foundation.sealing.receipts import Receipt
from proximity.reporting.access import OpenReport, ReportNotFound, get_report_by_receipt
from proximity.reporting.forms.mailbox import CodeForm

COOKIE = "mailbox"
IDLE = timedelta(minutes=30)
CODE_FIELD = "code"
NOT_CARRIED = frozenset({CODE_FIELD})

wrong_codes = WrongCodes()


@dataclass(frozen=True, slots=True)
class Visit:
    """A person in her mailbox: the receipt that opened it, and the report."""

    receipt: Receipt
    opened: OpenReport


type VisitView = Callable[..., HttpResponse]


def with_code(view: VisitView) -> VisitView:
    """Run a view for whoever holds a code, as `view(request, visit, **kwargs)`; everybody else is asked for one."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if CODE_FIELD in request.POST:
            return by_code(request, lambda visit: view(request, visit, **kwargs))
        visit = _by_cookie(request)
        if visit is None:
            return _ask(request, CodeForm(label_suffix=""), closed=True)
        return _remembering(view(request, visit, **kwargs), visit.receipt)

    return guarded


def by_code(
    request: HttpRequest, then: Callable[[Visit], HttpResponse], *, remember: bool = True
) -> HttpResponse:  # fmt: skip
    """Read the code that a form brought and go on with the mailbox it opens, or ask again; `remember` leaves it open."""
    form = CodeForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _ask(request, form, status=422)
    receipt: Receipt = form.cleaned_data[CODE_FIELD]
    try:
        visit = Visit(receipt, get_report_by_receipt(receipt))
    except ReportNotFound:
        return _after_wrong(request, form)
    return _remembering(then(visit), receipt) if remember else then(visit)


def ask_for_code(request: HttpRequest, *, left: bool = False) -> HttpResponse:
    """Show the page that asks for the code; `left` says goodbye first."""
    return _ask(request, CodeForm(label_suffix=""), left=left)


def is_open(request: HttpRequest) -> bool:
    """Say whether this browser has a mailbox open."""
    return _by_cookie(request) is not None


def forget(response: HttpResponse) -> HttpResponse:
    """Take the cookie away, and ask the browser to forget the pages it has seen here."""
    response.delete_cookie(_cookie_name(), path="/", samesite="Strict")
    response.headers["Clear-Site-Data"] = FORGET
    return response


def carried(request: HttpRequest) -> Iterable[tuple[str, str]]:
    """Yield what a form brought besides the code, so that a page that comes in between loses none of it."""
    return ((name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED for value in values)


def _by_cookie(request: HttpRequest) -> Visit | None:
    try:
        payload = _sealer().open(request.COOKIES.get(_cookie_name(), ""), timezone.now(), max_age=IDLE)
        receipt = Receipt.parse(str(payload))
        return Visit(receipt, get_report_by_receipt(receipt))
    except (TokenRefused, ReportNotFound):
        return None


def _remembering(response: HttpResponse, receipt: Receipt) -> HttpResponse:
    """Start the half hour anew."""
    response.set_cookie(
        _cookie_name(), _sealer().seal(receipt.display, timezone.now()), max_age=IDLE, path="/",
        secure=settings.OVER_HTTPS, httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


def _after_wrong(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """Answer a code that opens nothing: at once, after a short wait, or with the request to wait a moment."""
    wait = wrong_codes.wait_after_wrong(client_network(request), now=time.monotonic())
    if not wait:
        return _ask(request, form, unknown=True, status=422)
    with wrong_codes.seat() as seated:
        if not seated:
            response = _ask(request, form, busy=True, status=429)
            response.headers["Retry-After"] = "2"
            return response
        time.sleep(wait)
    return _ask(request, form, unknown=True, status=422)


def _ask(request: HttpRequest, form: CodeForm, *, status: int = 200, **notices: bool) -> HttpResponse:
    if notices.get("unknown"):
        form.add_error(CODE_FIELD, CodeForm.UNKNOWN)
    context = {"form": form, "carried": list(carried(request)), **notices}
    return render(request, "reporting/mailbox/code.html", context, status=status)


def _cookie_name() -> str:
    """Over HTTPS the name itself tells the browser to take the cookie from this host alone."""
    return f"__Host-{COOKIE}" if settings.OVER_HTTPS else COOKIE


def _sealer() -> TokenSealer:
    return TokenSealer("mailbox", *public_keyring().draft)
