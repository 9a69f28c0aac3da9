"""Objectives and measures of the draft: add, change, review, put before another, take out."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work
from proximity.plans import operations
from proximity.plans.access import get_measure, get_objective
from proximity.plans.forms import MeasureForm, ObjectiveForm, ReviewForm, SeenForm
from proximity.plans.queries.publications import day_in
from proximity.plans.queries.workplace import bodies, reviews_of
from proximity.plans.rules.days import months_later
from proximity.plans.rules.measures import MeasureState
from proximity.plans.views.editing import Make, Sheet, draft_address, filled_in, plain, works_on_plans
from proximity.plans.views.staff import FORM_METHODS

REMOVE = "plans/remove.html"
REVIEW_MONTHS = 3
NEW: dict[str, object] = {"seen": 0}


def at(objective_id: UUID) -> str:
    """Return the address of an objective in the draft."""
    return draft_address(f"o-{objective_id}")


@require_http_methods(FORM_METHODS)
@works_on_plans
def add_objective(request: HttpRequest) -> HttpResponse:
    """Add an objective."""
    actor = actor_at_work(request)
    sheet = Sheet(_("Add an objective"), _("Add it"), draft_address())

    def save(form: ObjectiveForm) -> None:
        operations.add_objective(words=form.words(), by=actor)

    return filled_in(request, sheet, plain(ObjectiveForm), save, lambda: NEW)


@require_http_methods(FORM_METHODS)
@works_on_plans
def objective(request: HttpRequest, *, objective_id: UUID) -> HttpResponse:
    """Change an objective."""
    actor = actor_at_work(request)
    found = get_objective(actor, objective_id)
    sheet = Sheet(_("Change the objective"), _("Save"), at(objective_id))

    def save(form: ObjectiveForm) -> None:
        words, seen = form.words(), form.cleaned_data["seen"]
        operations.change_objective(objective_id=objective_id, words=words, seen=seen, by=actor)

    return filled_in(request, sheet, plain(ObjectiveForm), save, lambda: ObjectiveForm.first(found))


@require_POST
@works_on_plans
def objective_up(request: HttpRequest, *, objective_id: UUID) -> HttpResponse:
    """Put an objective before the one above it."""
    operations.move_objective_up(objective_id=objective_id, by=actor_at_work(request))
    return HttpResponseRedirect(at(objective_id))


@require_http_methods(FORM_METHODS)
@works_on_plans
def remove_objective(request: HttpRequest, *, objective_id: UUID) -> HttpResponse:
    """Ask once, then take an objective out with all that hangs on it."""
    actor = actor_at_work(request)
    found = get_objective(actor, objective_id)
    text = _("Its measures and indicators go with it. Published versions keep it.")
    sheet = Sheet(_("Take this objective out?"), _("Take out"), draft_address(), text, REMOVE, {"what": found.title})

    def save(form: SeenForm) -> None:
        operations.remove_objective(objective_id=objective_id, seen=form.cleaned_data["seen"], by=actor)

    return filled_in(request, sheet, plain(SeenForm), save, lambda: {"seen": found.version})


def _proposed(actor: Actor) -> date:
    """Return the day that is proposed for the next review."""
    return months_later(day_in(actor.organisation.city), REVIEW_MONTHS)


def _measure_form(actor: Actor, *, new: bool) -> Make[MeasureForm]:
    """Return what makes the form of a measure: only a new one asks for its first review."""

    def make(data: QueryDict | None, there: dict[str, object] | None) -> MeasureForm:
        form = MeasureForm(data, initial=there)
        form.offer(bodies(actor))
        if not new:
            del form.fields["review_on"]
        return form

    return make


@require_http_methods(FORM_METHODS)
@works_on_plans
def add_measure(request: HttpRequest, *, objective_id: UUID) -> HttpResponse:
    """Add a measure to an objective."""
    actor = actor_at_work(request)
    found = get_objective(actor, objective_id)
    sheet = Sheet(_("Add a measure"), _("Add it"), at(objective_id), found.title)

    def save(form: MeasureForm) -> None:
        words, review_on = form.words(), form.cleaned_data["review_on"]
        operations.add_measure(objective_id=objective_id, words=words, review_on=review_on, by=actor)

    return filled_in(
        request, sheet, _measure_form(actor, new=True), save, lambda: NEW | {"review_on": _proposed(actor)}
    )


@require_http_methods(FORM_METHODS)
@works_on_plans
def measure(request: HttpRequest, *, measure_id: UUID) -> HttpResponse:
    """Change what a measure says."""
    actor = actor_at_work(request)
    found = get_measure(actor, measure_id)
    sheet = Sheet(_("Change the measure"), _("Save"), at(found.objective_id), found.objective.title)

    def save(form: MeasureForm) -> None:
        words, seen = form.words(), form.cleaned_data["seen"]
        operations.change_measure(measure_id=measure_id, words=words, seen=seen, by=actor)

    return filled_in(request, sheet, _measure_form(actor, new=False), save, lambda: MeasureForm.first(found))


@require_http_methods(FORM_METHODS)
@works_on_plans
def review(request: HttpRequest, *, measure_id: UUID) -> HttpResponse:
    """Review a measure: what was looked at, how far it has come, when to look again."""
    actor = actor_at_work(request)
    found = get_measure(actor, measure_id)
    more = {"earlier": reviews_of(found), "measure": found}
    sheet = Sheet(
        _("Review the measure"), _("Note the review"), at(found.objective_id), found.text, "plans/review.html", more
    )

    def make(data: QueryDict | None, there: dict[str, object] | None) -> ReviewForm:
        form = ReviewForm(data, initial=there)
        form.offer(MeasureState(found.state))
        return form

    def save(form: ReviewForm) -> None:
        looked, seen = form.looked(), form.cleaned_data["seen"]
        operations.review_measure(measure_id=measure_id, looked=looked, seen=seen, by=actor)

    return filled_in(
        request, sheet, make, save, lambda: {"seen": found.version, "state": found.state, "review_on": _proposed(actor)}
    )


@require_http_methods(FORM_METHODS)
@works_on_plans
def remove_measure(request: HttpRequest, *, measure_id: UUID) -> HttpResponse:
    """Ask once, then take out a measure that was never published."""
    actor = actor_at_work(request)
    found = get_measure(actor, measure_id)
    text = _("It was never published, so nobody will miss a reason.")
    sheet = Sheet(
        _("Take this measure out?"), _("Take out"), at(found.objective_id), text, REMOVE, {"what": found.text}
    )

    def save(form: SeenForm) -> None:
        operations.remove_measure(measure_id=measure_id, seen=form.cleaned_data["seen"], by=actor)

    return filled_in(request, sheet, plain(SeenForm), save, lambda: {"seen": found.version})
