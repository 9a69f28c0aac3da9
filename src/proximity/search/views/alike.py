"""Which cases may be the same as one or belong together with it: proposed with reasons, decided by a person."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor
from proximity.accounts.requests import needs
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow
from proximity.cases.access import CaseNotFound, get_case_for
from proximity.cases.models import Case
from proximity.cases.operations.linking import link_cases
from proximity.cases.rules.links import LinkKind
from proximity.cases.views.page import case_or_404, case_url
from proximity.foundation.ui.flash import say_done
from proximity.search.forms import LinkForm
from proximity.search.operations.comparing import look_for_alike
from proximity.search.queries.labels import DONE, LIKENESS, REASONS

ALIKE = "search:alike"


@needs(Capability.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show what is proposed of a case, or record what somebody decided of it and another."""
    actor, case = case_or_404(request, reference)
    if request.method == "POST":
        return _decide(request, case, actor)
    found = [
        (one, LIKENESS[one.proposal.likeness], [REASONS[reason] for reason in one.proposal.reasons])
        for one in look_for_alike(case=case, by=actor)
    ]
    context = {"case": case, "found": found, "here": case_url(case.reference, at="links")}
    return render(request, "search/alike.html", context)


def _decide(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    here = reverse(ALIKE, kwargs={"reference": case.reference})
    form = LinkForm(request.POST)
    try:
        if not form.is_valid():
            raise NotNow("nothing that can be decided")
        kind = LinkKind(form.cleaned_data["kind"])
        link_cases(case=case, other=get_case_for(actor, form.cleaned_data["other"]), kind=kind, by=actor)
    except (NotNow, CaseNotFound):
        say_done(request, _("This is not possible any more: something had changed in the meantime."))
        return HttpResponseRedirect(here)
    say_done(request, str(DONE[kind]))
    return HttpResponseRedirect(here if kind == LinkKind.DIFFERENT else case_url(case.reference, at="links"))
