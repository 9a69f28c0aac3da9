"""What the text tool points at in a case, on a page of its own: looked at on wish, accepted or rejected by a person."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import POLICE_KINDS, Capability
from proximity.assessment.operations import AnsweredMeanwhile
from proximity.assessment.queries.suggestions import are_on
from proximity.assessment.rules import NotNow, NotSound
from proximity.assessment.suggesting import Pointed, switch
from proximity.cases.forms.suggestions import ACCEPT, SuggestionForm, SwitchForm
from proximity.cases.models import Case
from proximity.cases.operations.assessing import decide_suggestion
from proximity.cases.operations.reading import note_reading
from proximity.cases.queries.suggestions import pointed_at, suggestions_page
from proximity.cases.rules.states import CaseStatus
from proximity.cases.views.page import case_or_404
from proximity.foundation.ui.flash import say_done


@dataclass(frozen=True, slots=True)
class Line:
    """One suggestion with its form."""

    pointed: Pointed
    form: SuggestionForm


@needs(Capability.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show what the tool points at once the bias question is answered; take one decision. Not there where the city has it off."""
    actor, case = case_or_404(request, reference)
    if not are_on(case.city_id):
        raise Http404
    note_reading(case=case, by=actor)
    if request.method != "POST":
        return _page(request, actor, case)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, case, wrong=form, status=422)
    return _decided(request, actor, case, form)


def _decided(request: HttpRequest, actor: Actor, case: Case, form: SuggestionForm) -> HttpResponse:
    """Take the decision of a form that is whole, against the report as it reads now."""
    pointed, given = pointed_at(case, form.cleaned_data["key"], by=actor), form.cleaned_data
    accepted = given["decision"] == ACCEPT
    if pointed is None:
        return _page(request, actor, case, typed=given["reason"], status=409)
    try:
        decide_suggestion(case=case, pointed=pointed, accepted=accepted, reason=given["reason"], by=actor)
    except (NotNow, NotSound, AnsweredMeanwhile):
        return _page(request, actor, case, typed=given["reason"], status=409)
    say_done(request, _("Accepted: it is noted as an indicator.") if accepted else _("Rejected: it stays on record."))
    return HttpResponseRedirect(reverse("cases:suggestions", kwargs={"reference": case.reference}))


def _page(
    request: HttpRequest,
    actor: Actor,
    case: Case,
    *,
    wrong: SuggestionForm | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the page; the form that was wrong keeps what was typed, and `typed` is what a refused one held."""
    page = suggestions_page(case, by=actor)
    key = str(wrong["key"].value()) if wrong else ""
    lines = [
        Line(one, _form(number, one, wrong if one.key == key else None)) for number, one in enumerate(page.waiting, 1)
    ]
    context = {
        "case": case, "page": page, "lines": lines, "is_closed": case.status == CaseStatus.CLOSED,
        "is_refused": status == 409 or (wrong is not None and key not in {one.key for one in page.waiting}), "typed": typed,
    }  # fmt: skip
    return render(request, "cases/suggestions.html", context, status=status)


def _form(number: int, pointed: Pointed, wrong: SuggestionForm | None) -> SuggestionForm:
    """Return the form of one suggestion, with ids of its own on the page."""
    name = f"s{number}-%s"
    form = (
        SuggestionForm(wrong.data, auto_id=name)
        if wrong
        else SuggestionForm(auto_id=name, initial={"key": pointed.key})
    )
    form.fields.pop("decision")
    return form


@needs(Capability.SUPERVISE_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Say whether the text tool is used in the city, and let a supervisor of police switch it."""
    actor = actor_at_work(request)
    may = actor.organisation.kind in POLICE_KINDS
    if request.method == "POST":
        form = SwitchForm(request.POST)
        if form.is_valid():
            _switch(actor, on=form.cleaned_data["on"], may=may)
            return HttpResponseRedirect(reverse("cases:suggestion_settings"))
    context = {"is_on": are_on(actor.city_id), "may": may}
    return render(request, "cases/suggestion_settings.html", context, status=422 if request.method == "POST" else 200)


def _switch(actor: Actor, *, on: bool, may: bool) -> None:
    if not may:
        raise PermissionDenied
    try:
        switch(on=on, by=actor)
    except NotAllowed:
        raise PermissionDenied from None
