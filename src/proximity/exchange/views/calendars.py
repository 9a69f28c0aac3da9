"""The calendar that one subscribes to: its secret address is made and ended here, and opens without signing in."""

import time
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proximity.accounts.addresses import end_address, make_address, open_address
from proximity.accounts.requests import actor_at_work
from proximity.exchange.access import READ
from proximity.exchange.queries.visiting import days
from proximity.exchange.rules.calendar import calendar
from proximity.exchange.views.sheets import reads
from proximity.foundation.clients import client_network
from proximity.foundation.pure.slowing import WrongCodes
from proximity.foundation.ui.flash import say_done

LONGEST_SECRET = 100
# Neither what holds the secret nor what it opens is kept by anybody on the way, or told to where somebody goes next.
UNTOLD = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
wrong_secrets = WrongCodes()


@require_POST
@reads
def make(request: HttpRequest) -> HttpResponse:
    """Make the secret address of who asks, in place of any she had, and show it: this once."""
    secret = make_address(by=actor_at_work(request))
    address = _whole(reverse("exchange:subscribed_calendar", kwargs={"secret": secret}))
    response = render(request, "exchange/calendar_address.html", {"address": address})
    for name, value in UNTOLD.items():
        response.headers[name] = value
    return response


@require_POST
@reads
def end(request: HttpRequest) -> HttpResponse:
    """End it."""
    end_address(by=actor_at_work(request))
    say_done(request, _("The address has ended: it opens nothing any more."))
    return HttpResponseRedirect(reverse("exchange:visits"))


@require_safe
def subscribed(request: HttpRequest, *, secret: str) -> HttpResponse:
    """Give the days that whoever made an address may see. Whatever opens nothing gets one and the same answer."""
    holder = open_address(secret, needs=READ) if len(secret) <= LONGEST_SECRET else None
    if holder is None:
        return _after_wrong(request)
    with translation.override(holder.language):
        content = calendar(_("Visits between cities"), days(holder.actor, address=_page_of))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=UNTOLD)


def _page_of(object_id: UUID) -> str:
    return _whole(reverse("exchange:visit", kwargs={"object_id": object_id}))


def _whole(path: str) -> str:
    return f"{settings.STAFF_ADDRESS.rstrip('/')}{path}"


def _after_wrong(request: HttpRequest) -> HttpResponse:
    """Answer a secret that opens nothing: at once, after a short wait, or with the request to come again later."""
    wait = wrong_secrets.wait_after_wrong(client_network(request), now=time.monotonic())
    if wait:
        with wrong_secrets.seat() as seated:
            if not seated:
                return HttpResponse(status=429, headers=UNTOLD | {"Retry-After": "60"})
            time.sleep(wait)
    return HttpResponse(status=404, content_type="text/plain; charset=utf-8", headers=UNTOLD)
