"""Indicators of the draft: computed from released figures or noted by hand."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work
from proximity.assessment.queries.labels import Words
from proximity.plans import operations
from proximity.plans.access import PlanNotFound, get_indicator, get_objective
from proximity.plans.forms import ComputedForm, HandForm, ReadingForm, SeenForm
from proximity.plans.models import Indicator
from proximity.plans.queries.wording import COMPUTED
from proximity.plans.queries.workplace import readings_of, releases_in_words
from proximity.plans.rules.indicators import Computed
from proximity.plans.views.editing import Make, Sheet, filled_in, plain, works_on_plans
from proximity.plans.views.parts import NEW, REMOVE, at
from proximity.plans.views.staff import FORM_METHODS


def _computed_form(actor: Actor) -> Make[ComputedForm]:
    def make(data: QueryDict | None, there: dict[str, object] | None) -> ComputedForm:
        form = ComputedForm(data, initial=there)
        form.offer(releases_in_words(actor))
        return form

    return make


@require_http_methods(FORM_METHODS)
@works_on_plans
def add_computed(request: HttpRequest, *, objective_id: UUID) -> HttpResponse:
    """Add an indicator that is computed; its baseline begins with the newest release."""
    actor = actor_at_work(request)
    found = get_objective(actor, objective_id)
    newest = next((release.version for release, _words in releases_in_words(actor)), None)
    sheet = Sheet(_("Add an indicator from released figures"), _("Add it"), at(objective_id), found.title)

    def save(form: ComputedForm) -> None:
        operations.add_indicator(objective_id=objective_id, words=form.words(), by=actor)

    return filled_in(request, sheet, _computed_form(actor), save, lambda: NEW | {"baseline_release": newest})


@require_http_methods(FORM_METHODS)
@works_on_plans
def add_by_hand(request: HttpRequest, *, objective_id: UUID) -> HttpResponse:
    """Add an indicator that is noted by hand."""
    actor = actor_at_work(request)
    found = get_objective(actor, objective_id)
    sheet = Sheet(_("Add an indicator noted by hand"), _("Add it"), at(objective_id), found.title)

    def save(form: HandForm) -> None:
        operations.add_indicator(objective_id=objective_id, words=form.words(), by=actor)

    return filled_in(request, sheet, plain(HandForm), save, lambda: NEW)


@require_http_methods(FORM_METHODS)
@works_on_plans
def indicator(request: HttpRequest, *, indicator_id: UUID) -> HttpResponse:
    """Change an indicator."""
    actor = actor_at_work(request)
    found = get_indicator(actor, indicator_id)
    sheet = Sheet(_("Change the indicator"), _("Save"), at(found.objective_id), found.objective.title)

    def save(form: ComputedForm | HandForm) -> None:
        words, seen = form.words(), form.cleaned_data["seen"]
        operations.change_indicator(indicator_id=indicator_id, words=words, seen=seen, by=actor)

    if found.code:
        return filled_in(request, sheet, _computed_form(actor), save, lambda: ComputedForm.first(found))
    return filled_in(request, sheet, plain(HandForm), save, lambda: HandForm.first(found))


@require_http_methods(FORM_METHODS)
@works_on_plans
def reading(request: HttpRequest, *, indicator_id: UUID) -> HttpResponse:
    """Note a number of an indicator that is not computed."""
    actor = actor_at_work(request)
    found = get_indicator(actor, indicator_id)
    if found.code:
        raise PlanNotFound
    more = {"earlier": readings_of(found)}
    sheet = Sheet(_("Note a number"), _("Note it"), at(found.objective_id), found.name, "plans/reading.html", more)

    def save(form: ReadingForm) -> None:
        operations.note_reading(indicator_id=indicator_id, noted=form.noted(), by=actor)

    return filled_in(request, sheet, plain(ReadingForm), save, dict)


@require_http_methods(FORM_METHODS)
@works_on_plans
def remove_indicator(request: HttpRequest, *, indicator_id: UUID) -> HttpResponse:
    """Ask once, then take an indicator out with the numbers noted of it."""
    actor = actor_at_work(request)
    found = get_indicator(actor, indicator_id)
    text = _("The numbers noted of it go with it. Published versions keep it.")
    more = {"what": name_of_indicator(found)}
    sheet = Sheet(_("Take this indicator out?"), _("Take out"), at(found.objective_id), text, REMOVE, more)

    def save(form: SeenForm) -> None:
        operations.remove_indicator(indicator_id=indicator_id, seen=form.cleaned_data["seen"], by=actor)

    return filled_in(request, sheet, plain(SeenForm), save, lambda: {"seen": found.version})


def name_of_indicator(one: Indicator) -> Words:
    """Return what an indicator is called."""
    return COMPUTED[Computed(one.code)] if one.code else one.name
