"""The inbox: what is addressed to one's organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.reporting.queries.apart import apart_count
from proximity.reporting.queries.inbox import due_words, inbox
from proximity.reporting.queries.piles import piles_waiting

DONE = "done"


@needs(Capability.READ_REPORTS)
@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """Show one page of the inbox: what is to do, or with `?show=done` the rest."""
    actor = actor_at_work(request)
    done = request.GET.get("show") == DONE
    page = inbox(actor, done=done, after=request.GET.get("after", ""))
    query = request.GET.copy()
    query["after"] = page.after
    context = {
        "lines": [(line, due_words(line)) for line in page.lines],
        "done": done,
        "next_url": f"?{query.urlencode()}" if page.after else "",
        "zone": actor.organisation.city.time_zone,
        "may_enter": actor.may(Capability.ENTER_REPORTS),
        "is_ngo": actor.organisation.kind == OrganisationKind.NGO,
        "apart": apart_count(actor),
        "piles": piles_waiting(actor) if actor.may(Capability.ANSWER_REPORTS) else 0,
    }
    return render(request, "reporting/staff/inbox.html", context)
