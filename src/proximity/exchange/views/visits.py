"""Visits and meetings: the list, the page of one, offering and changing one, who comes, and the calendar."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.addresses import address_of
from proximity.accounts.requests import actor_at_work
from proximity.exchange.access import NotHere, get_object, get_own
from proximity.exchange.forms.fields import offer
from proximity.exchange.forms.taking_part import ComingForm, VisitForm
from proximity.exchange.operations.taking_part import answers_of, come, plan_visit
from proximity.exchange.queries.objects import Choice, choices_for
from proximity.exchange.queries.visiting import event_of, events, visit_page, visit_rows
from proximity.exchange.rules.calendar import Event, calendar
from proximity.exchange.rules.readers import Readers, choice_of
from proximity.exchange.rules.visits import Coming, Visit, is_coming
from proximity.exchange.views.sheets import FORM_METHODS, Make, Sheet, filled_in, plain, reads, takes_part
from proximity.network.rules.audience import Audience
from proximity.network.rules.kinds import Kind


def visit_address(object_id: UUID) -> str:
    """Return where a visit is read."""
    return reverse("exchange:visit", kwargs={"object_id": object_id})


@require_safe
@reads
def index(request: HttpRequest) -> HttpResponse:
    """Show the visits that are offered and asked for."""
    actor = actor_at_work(request)
    return render(request, "exchange/visits.html", {"rows": visit_rows(actor), "own_address": address_of(actor)})


@require_safe
@reads
def visit(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Show a visit and who comes."""
    return render(request, "exchange/visit.html", {"page": visit_page(object_id, by=actor_at_work(request))})


@require_safe
@reads
def feed(request: HttpRequest) -> HttpResponse:
    """Give the visits that have a day as a calendar file."""
    return _calendar(events(actor_at_work(request)), "visits")


@require_safe
@reads
def one_in_calendar(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Give one visit as a calendar file."""
    return _calendar([event_of(object_id, by=actor_at_work(request))], "visit")


def _calendar(found: list[Event], name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    content = calendar(_now("Visits between cities"), found)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _form(choices: list[Choice]) -> Make[VisitForm]:
    def make(data: QueryDict | None, there: dict[str, object] | None) -> VisitForm:
        form = VisitForm(data, there)
        offer(form, "readers", [(choice.code, choice.words) for choice in choices])
        return form

    return make


def _save(actor: Actor, visit_id: UUID | None, form: VisitForm) -> str:
    readers = form.cleaned_data["readers"]
    return visit_address(plan_visit(visit=form.visit(), readers=readers, visit_id=visit_id, by=actor))


@require_http_methods(FORM_METHODS)
@takes_part
def new(request: HttpRequest) -> HttpResponse:
    """Offer a visit or ask for one."""
    actor = actor_at_work(request)
    choices = choices_for(actor)
    sheet = Sheet(
        _("Offer a visit, or ask for one"), _("Send it"), reverse("exchange:visits"), _("Others can read it now."),
        reading=choices,
    )  # fmt: skip
    return filled_in(
        request,
        sheet,
        _form(choices),
        lambda form: _save(actor, None, form),
        lambda: {"readers": Readers.NETWORK.value},
    )


@require_http_methods(FORM_METHODS)
@takes_part
def change(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Change the own visit: agree a day, note what came of it."""
    actor = actor_at_work(request)
    own = get_own(actor, object_id, Kind.VISIT)
    audience = Audience.of_scope(own.scope)
    if is_coming(own.content) or audience is None:
        raise NotHere
    choices = choices_for(actor)
    sheet = Sheet(
        _("Change the visit"), _("Send it"), visit_address(object_id), _("Others can read it now."), reading=choices
    )  # fmt: skip
    return filled_in(
        request, sheet, _form(choices), lambda form: _save(actor, object_id, form),
        lambda: VisitForm.first(Visit.from_json(own.content)) | {"readers": choice_of(audience)},
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@takes_part
def coming(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Say how many come, in which roles."""
    actor = actor_at_work(request)
    found = get_object(actor, object_id, Kind.VISIT)
    if is_coming(found.content):
        raise NotHere
    mine = answers_of(actor, Kind.VISIT, object_id)
    text = (_("Roles and numbers, no names: you tell those to each other. Nobody at all takes your answer back."),)
    sheet = Sheet(
        _("Who comes from your office?"), _("Send it"), visit_address(object_id), _("Others can read it now."), text,
        Visit.from_json(found.content).title,
    )  # fmt: skip

    def save(form: ComingForm) -> str:
        come(coming=form.coming(object_id), by=actor)
        return sheet.back

    def first() -> dict[str, object]:
        people = Coming.from_json(mine.content).people if mine else {}
        return {role.value: number for role, number in people.items()}

    return filled_in(request, sheet, plain(ComingForm), save, first)
