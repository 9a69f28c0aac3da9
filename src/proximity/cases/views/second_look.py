"""The second look (R21): a supervisor of the police goes through the open cases that nobody flagged."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import POLICE_KINDS, Capability
from proximity.assessment.queries.suggestions import are_on
from proximity.assessment.rules import NotNow
from proximity.cases.forms.second_look import SinceForm, VerdictForm
from proximity.cases.operations.second_look import look_again, note_second_look
from proximity.cases.views.page import case_or_404
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.ui.flash import say_done
from proximity.reporting.rules.deadlines import local_day

YEAR = timedelta(days=365)


@needs(Capability.SUPERVISE_CASES)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Ask since when, then show one page of cases. Not there where the city has the tool off."""
    actor = actor_at_work(request)
    if actor.organisation.kind not in POLICE_KINDS:
        raise PermissionDenied
    if not are_on(actor.city_id):
        raise Http404
    form = SinceForm(request.GET if "since" in request.GET else None, initial={"since": _a_year_ago(actor)})
    if not form.is_valid():
        return render(request, "cases/second_look.html", {"form": form}, status=422 if form.is_bound else 200)
    since, after = form.cleaned_data["since"], uuid_or_none(request.GET.get("after", ""))
    found = look_again(since=since, after=after, by=actor)
    context = {
        "form": form, "found": found, "since": since.isoformat(), "after": after or "",
        "next_url": f"?since={since.isoformat()}&after={found.after}" if found.after else "",
    }  # fmt: skip
    return render(request, "cases/second_look.html", context)


def _a_year_ago(actor: Actor) -> date:
    return local_day(timezone.now(), actor.organisation.city.time_zone) - YEAR


@needs(Capability.SUPERVISE_CASES)
@require_POST
def note(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Note in a case what came of looking again, and lead back to the list."""
    actor, case = case_or_404(request, reference)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    try:
        note_second_look(case=case, reassess=given["reassess"], by=actor)
    except NotNow:
        say_done(request, _("This is not possible any more: something had changed in the meantime."))
    else:
        done = _("Noted, and set as a task.") if given["reassess"] else _("Noted in the case: it stays.")
        say_done(request, f"{case.reference}: {done}")
    query = {"since": given["since"].isoformat()} | ({"after": str(given["after"])} if given["after"] else {})
    return HttpResponseRedirect(reverse("cases:second_look", query=query))
