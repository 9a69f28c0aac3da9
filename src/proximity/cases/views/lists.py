"""The list of cases, and opening a report as a case."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from proximity.accounts.queries import colleagues
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import POLICE_KINDS, Capability
from proximity.assessment.queries.suggestions import are_on
from proximity.cases.forms.lists import FilterForm
from proximity.cases.operations.opening import open_case
from proximity.cases.queries.lists import Filters, case_list
from proximity.cases.views.page import case_url
from proximity.foundation.pure.ids import uuid_or_none
from proximity.reporting.access import ReportNotFound, get_report_for
from proximity.reporting.rules.deadlines import local_day
from proximity.reporting.rules.states import NotNow


@needs(Capability.WORK_CASES)
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Show one page of cases; the filters and the place in the list stand in the address."""
    actor = actor_at_work(request)
    form = FilterForm(request.GET)
    form.offer(colleagues(actor.organisation, Capability.WORK_CASES))
    filters = form.filters() if form.is_valid() else Filters()
    found = case_list(actor, filters, after=uuid_or_none(request.GET.get("after", "")))
    query = request.GET.copy()
    query["after"] = str(found.after)
    today = local_day(timezone.now(), actor.organisation.city.time_zone)
    supervises = actor.may(Capability.SUPERVISE_CASES)
    context = {
        "today": today,
        "form": form,
        "found": found,
        "next_url": f"?{query.urlencode()}" if found.after else "",
        "supervises": supervises,
        "second_look": supervises and actor.organisation.kind in POLICE_KINDS and are_on(actor.city_id),
    }
    return render(request, "cases/list.html", context)


@needs(Capability.WORK_CASES)
@require_POST
def open_report_as_case(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Open a report as a case, or go to the case that it was opened as before."""
    actor = actor_at_work(request)
    try:
        opening = open_case(report=get_report_for(actor, reference), by=actor)
    except (ReportNotFound, NotNow):
        raise Http404 from None
    return HttpResponseRedirect(case_url(opening.case.reference, at="bias"))
