"""Standing in for a colleague who is away, and opening a sealed case by breaking the glass."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.queries import colleagues
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.access import CaseNotFound
from proximity.cases.forms.doors import AwayForm, GlassForm
from proximity.cases.forms.fields import FAULTS, EntryForm
from proximity.cases.operations.doors import break_glass
from proximity.cases.operations.substitutions import SubstitutionNotFound, end_substitution, set_substitution
from proximity.cases.queries.doors import away_lines
from proximity.cases.views.page import case_url
from proximity.foundation.ui.flash import say_done


@needs(Capability.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Show who stands in for whom, and set it: for oneself, or as a supervisor for a colleague."""
    actor = actor_at_work(request)
    form = _away_form(request, actor)
    if form.is_bound and form.is_valid() and _set_away(form, actor):
        say_done(request, _("Set. It ends by itself after the last day."))
        return HttpResponseRedirect(reverse("cases:away"))
    context = {"form": form, "lines": away_lines(actor)}
    return render(request, "cases/away.html", context, status=422 if form.errors else 200)


@needs(Capability.WORK_CASES)
@require_POST
def end_away(request: HttpRequest) -> HttpResponse:
    """End a substitution before its last day."""
    actor, form = actor_at_work(request), EntryForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        end_substitution(substitution_id=form.cleaned_data["entry"], by=actor)
    except (SubstitutionNotFound, NotAllowed):
        raise Http404 from None
    except NotNow:
        say_done(request, _("It had ended already."))
    else:
        say_done(request, _("Ended."))
    return HttpResponseRedirect(reverse("cases:away"))


@needs(Capability.SUPERVISE_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def glass(request: HttpRequest) -> HttpResponse:
    """Ask what a sealed case is needed for, open it, and lead to it."""
    actor = actor_at_work(request)
    form = GlassForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            return HttpResponseRedirect(
                case_url(
                    break_glass(reference=said["reference"], purpose=said["purpose"], by=actor).reference, at="head"
                )
            )
        except NotSound as fault:
            form.add_error(fault.field, FAULTS[fault.field])
        except CaseNotFound:
            form.add_error("reference", _("There is no sealed case of this reference for you to open."))
    return render(request, "cases/glass.html", {"form": form}, status=422 if form.errors else 200)


def _away_form(request: HttpRequest, actor: Actor) -> AwayForm:
    form = AwayForm(request.POST if request.method == "POST" else None, initial={"person": actor.person_id})
    everybody = colleagues(actor.organisation, Capability.WORK_CASES)
    myself = [person for person in everybody if person.pk == actor.person_id]
    form.offer(everybody if actor.may(Capability.SUPERVISE_CASES) else myself, everybody)
    return form


def _set_away(form: AwayForm, actor: Actor) -> bool:
    said = form.cleaned_data
    try:
        set_substitution(
            person=said["person"], substitute=said["substitute"], first=said["from_on"], last=said["until_on"], by=actor
        )
    except NotSound as fault:
        form.add_error(fault.field, FAULTS[fault.field])
    except NotAllowed:
        form.add_error("person", FAULTS["person"])
    return not form.errors
