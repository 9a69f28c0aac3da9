"""The sync page: how one stands with each installation, what it would be sent, and reading them now."""

import json
import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.foundation.ui.flash import say_done
from proximity.network.models import State
from proximity.network.operations.asking import ask_to_read
from proximity.network.queries_network import expected, standing, standings, this_one
from proximity.network.queries_network import would_be_sent as places_for
from proximity.network.rules.envelope import read

STATES: dict[State, Promise] = {
    State.ACCEPTED: gettext_lazy("Takes part"),
    State.WAITING: gettext_lazy("Waits to be accepted"),
    State.LEFT: gettext_lazy("Parted"),
}
SHOWN = LISTED = 50
PLACE = re.compile(r"[0-9]{1,6}")


@needs(Capability.OPERATE_NETWORK)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the installations that are known, page by page."""
    typed = request.GET.get("from", "")
    first = int(typed) if PLACE.fullmatch(typed) else 0
    found = standings(first=first, number=LISTED + 1)
    if first and not found:
        return redirect("network:index")
    rows = [(one, STATES[one.state], sum(number for _reason, number in one.refused)) for one in found[:LISTED]]
    next_url = f"?from={first + LISTED}" if len(found) > LISTED else ""
    context = {"own": this_one(), "rows": rows, "expected": expected(), "next_url": next_url}
    return render(request, "network/index.html", context)


@needs(Capability.OPERATE_NETWORK)
@require_POST
def read_now(request: HttpRequest) -> HttpResponse:
    """Let the worker read all of them now."""
    ask_to_read(by=actor_at_work(request))
    say_done(request, _("They are being read now. Look again in a minute."))
    return redirect("network:index")


@needs(Capability.OPERATE_NETWORK)
@require_GET
def would_be_sent(request: HttpRequest, *, instance_id: UUID) -> HttpResponse:
    """Show the first objects that an installation may read here."""
    found = standing(instance_id)
    if found is None:
        raise Http404
    items = [read(json.loads(place.wire)) for place in places_for(instance_id, limit=SHOWN)]
    return render(request, "network/would_be_sent.html", {"one": found, "items": items})
