"""Scenarios: the list, one to answer, what others answered, writing one, taking it back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.foundation.ui.flash import say_done
from proximity.learning.access import SHARE_COUNTS, TRAIN, get_own_scenario, may_answer
from proximity.learning.forms.scenarios import AnswerForm, ScenarioForm
from proximity.learning.operations import scenarios as acts
from proximity.learning.queries.certificates import own_certificates
from proximity.learning.queries.cohorts import own_cohorts, own_seats
from proximity.learning.queries.scenarios import compared, scenario_page, scenario_rows
from proximity.learning.rules.scenarios import Scenario
from proximity.learning.views.guards import learns, trains
from proximity.network.operations.publishing import TooLarge, UnknownAudience

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@learns
def index(request: HttpRequest) -> HttpResponse:
    """Show what there is to answer; to a trainer what she can set up, too."""
    actor = actor_at_work(request)
    context = {
        "rows": scenario_rows(actor), "answers": may_answer(actor), "trains": actor.may(TRAIN),
        "missing": len(acts.missing(actor)) if actor.may(TRAIN) else 0, "cohorts": own_cohorts(actor), "seats": own_seats(actor),
        "certificates": own_certificates(actor), "shares": actor.may(SHARE_COUNTS),
    }  # fmt: skip
    return render(request, "learning/index.html", context)


@require_http_methods(FORM_METHODS)
@learns
def scenario(request: HttpRequest, *, scenario_id: UUID) -> HttpResponse:
    """Show a story and take an answer; whoever has answered sees what others say, and the trainer's reasons."""
    actor = actor_at_work(request)
    page = scenario_page(scenario_id, language=request.GET.get("lang", "") or get_language() or "en", by=actor)
    if page.knows:
        return render(request, "learning/compared.html", {"page": page, "found": compared(page, by=actor)})
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        acts.answer_scenario(
            scenario_id=scenario_id,
            bias=form.answer,
            indicators=form.indicators,
            why=form.cleaned_data["why"],
            by=actor,
        )
        say_done(request, _("Your answer is kept. This is what others say."))
        return HttpResponseRedirect(_address(scenario_id))
    return render(request, "learning/answer.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_http_methods(FORM_METHODS)
@trains
def new(request: HttpRequest) -> HttpResponse:
    """Write a scenario of one's own and publish it."""
    actor = actor_at_work(request)
    if request.method != "POST":
        return render(request, "learning/write.html", {"form": ScenarioForm(initial={"language": get_language()})})
    form = ScenarioForm(request.POST)
    if form.is_valid():
        try:
            made = acts.publish_scenario(
                scenario=form.scenario, language=form.cleaned_data["language"], readers=form.readers, by=actor
            )
        except TooLarge:
            form.add_error("story", _("This is too long. Say it more briefly."))
        except UnknownAudience:
            form.add_error("readers", _("Choose one."))
        else:
            say_done(request, _("People can answer it now."))
            return HttpResponseRedirect(_address(made))
    return render(request, "learning/write.html", {"form": form}, status=422)


@require_POST
@trains
def bring(request: HttpRequest) -> HttpResponse:
    """Publish the scenarios that come with the program."""
    acts.publish_packaged(by=actor_at_work(request))
    say_done(request, _("People can answer them now."))
    return HttpResponseRedirect(reverse("learning:index"))


@require_http_methods(FORM_METHODS)
@trains
def withdraw(request: HttpRequest, *, scenario_id: UUID) -> HttpResponse:
    """Ask once, then take a scenario back."""
    actor = actor_at_work(request)
    own = get_own_scenario(actor, scenario_id)
    if request.method == "POST":
        acts.withdraw_scenario(scenario_id=scenario_id, by=actor)
        say_done(request, _("It is withdrawn."))
        return HttpResponseRedirect(reverse("learning:index"))
    context = {"title": Scenario.from_json(own.content).title, "language": own.language, "back": _address(scenario_id)}
    return render(request, "learning/withdraw.html", context)


def _address(scenario_id: UUID) -> str:
    return reverse("learning:scenario", kwargs={"scenario_id": scenario_id})
