"""What the text tool points at in a report that an NGO was told: questions to ask first, then words, slurs covered."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.records import RecordNotFound
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.assessment.queries.suggestions import are_on_at
from proximity.assessment.suggesting import switch
from proximity.reporting.access import ReportNotFound, get_report_for
from proximity.reporting.forms.staff import SwitchForm
from proximity.reporting.models import Recipient
from proximity.reporting.operations.handling import read_report
from proximity.reporting.queries.suggestions import covered, read_reported
from proximity.reporting.rules.states import NotNow


@needs(Capability.FORWARD_REPORTS)
@require_safe
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show what stays open and what the tool points at. Nothing can be decided here, and nothing is kept."""
    actor = _worker(request)
    if not are_on_at(actor.organisation):
        raise Http404
    try:
        opened = read_report(report=get_report_for(actor, reference), by=actor)
    except (ReportNotFound, RecordNotFound, Recipient.DoesNotExist, NotNow):
        raise Http404 from None
    pointed, questions = read_reported(opened)
    context = {
        "report": opened.report, "questions": questions,
        "telling": covered(one for one in pointed if not one.is_weak),
        "weak": covered(one for one in pointed if one.is_weak),
    }  # fmt: skip
    return render(request, "reporting/staff/suggestions.html", context)


@needs(Capability.FORWARD_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Say whether the NGO uses the text tool, and switch it."""
    actor = _worker(request)
    if request.method == "POST":
        form = SwitchForm(request.POST)
        if form.is_valid():
            switch(on=form.cleaned_data["on"], by=actor)
            return HttpResponseRedirect(reverse("reports:suggestion_settings"))
    context = {"is_on": are_on_at(actor.organisation)}
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/staff/suggestion_settings.html", context, status=status)


def _worker(request: HttpRequest) -> Actor:
    """Return who is at work at an NGO; for others there is no such page."""
    actor = actor_at_work(request)
    if actor.organisation.kind != OrganisationKind.NGO:
        raise Http404
    return actor
