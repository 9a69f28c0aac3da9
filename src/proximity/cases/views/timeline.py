"""All that happened to a case, page by page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proximity.accounts.requests import needs
from proximity.accounts.rules import Capability
from proximity.audit.queries import events_about
from proximity.cases.operations.reading import READ
from proximity.cases.queries.page import names_with_actors
from proximity.cases.views.page import case_or_404
from proximity.foundation.pure.ids import uuid_or_none

PAGE = 100


@needs(Capability.WORK_CASES)
@require_safe
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show one page of a case's timeline, newest first; `?before=` begins behind the last one of the page before."""
    _actor, case = case_or_404(request, reference)
    found = events_about(case.pk, but=[READ], limit=PAGE + 1, before=uuid_or_none(request.GET.get("before", "")))
    shown = found[:PAGE]
    context = {
        "case": case, "events": shown, "names": names_with_actors([], shown),
        "next_url": f"?before={shown[-1].id}" if len(found) > PAGE else "",
    }  # fmt: skip
    return render(request, "cases/timeline.html", context)
