"""What a trainer sees and does: her cohorts, their sessions and people, and what came of them."""

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.foundation.ui.flash import say_done
from proximity.learning.access_cohorts import get_cohort, get_session, lock_open
from proximity.learning.forms.cohorts import AttendanceForm, CohortForm, InviteForm, SessionForm
from proximity.learning.operations import cohorts as acts
from proximity.learning.queries.cohorts import attendance_of, cohort_page, result_rows, when
from proximity.learning.queries.scenarios import scenario_rows
from proximity.learning.views.guards import trains

FORM_METHODS = ["GET", "HEAD", "POST"]


def address_of(cohort_id: UUID) -> str:
    """Return where a cohort is kept."""
    return reverse("learning:cohort", kwargs={"cohort_id": cohort_id})


@require_http_methods(FORM_METHODS)
@trains
def new(request: HttpRequest) -> HttpResponse:
    """Set up a cohort."""
    actor = actor_at_work(request)
    rows = scenario_rows(actor)
    form = CohortForm(request.POST if request.method == "POST" else None, rows, {"language": get_language()})
    if form.is_valid():
        given = form.cleaned_data
        made = acts.begin_cohort(name=given["name"], language=given["language"], scenarios=given["scenarios"], by=actor)
        return HttpResponseRedirect(address_of(made.pk))
    return _form(request, form, _("Set up a course"), _("Set it up"), reverse("learning:index"))


@require_safe
@trains
def cohort(request: HttpRequest, *, cohort_id: UUID) -> HttpResponse:
    """Show a cohort: sessions, people, scenarios, results."""
    return render(request, "learning/cohort.html", {"page": cohort_page(cohort_id, by=actor_at_work(request))})


@require_http_methods(FORM_METHODS)
@trains
def plan(request: HttpRequest, *, cohort_id: UUID) -> HttpResponse:
    """Add a session."""
    actor = actor_at_work(request)
    found = lock_open(actor, cohort_id)
    form = SessionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        acts.plan_session(
            cohort_id=cohort_id, module=form.chosen, topic=given["topic"], place=given["place"],
            starts_at=form.starts_at(actor.organisation.city.time_zone), minutes=given["minutes"], by=actor,
        )  # fmt: skip
        return HttpResponseRedirect(address_of(cohort_id))
    return _form(request, form, _("Add a session"), _("Add it"), address_of(cohort_id), found.name)


@require_http_methods(FORM_METHODS)
@trains
def invite(request: HttpRequest, *, cohort_id: UUID) -> HttpResponse:
    """Invite somebody."""
    actor = actor_at_work(request)
    found = lock_open(actor, cohort_id)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acts.invite(cohort_id=cohort_id, email=form.cleaned_data["email"], by=actor)
        except acts.NoAccount:
            form.add_error("email", _("Nobody who can take part signs in here with this address."))
        except acts.InvitedAlready:
            form.add_error("email", _("She was invited already."))
        else:
            say_done(request, _("She is invited, and sees it on her first page."))
            return HttpResponseRedirect(address_of(cohort_id))
    return _form(request, form, _("Invite somebody"), _("Invite her"), address_of(cohort_id), found.name)


@require_http_methods(FORM_METHODS)
@trains
def attendance(request: HttpRequest, *, session_id: UUID) -> HttpResponse:
    """Note who was at a session."""
    actor = actor_at_work(request)
    session, seats, there = attendance_of(session_id, by=actor)
    lock_open(actor, session.cohort_id)
    form = AttendanceForm(request.POST if request.method == "POST" else None, seats, there)
    if form.is_valid():
        acts.note_attendance(session_id=session_id, seats=form.seats, by=actor)
        say_done(request, _("It is noted who was there."))
        return HttpResponseRedirect(address_of(session.cohort_id))
    context = {"session": session, "when": when(session), "form": form, "seats": seats}
    return render(request, "learning/attendance.html", context, status=422 if form.errors else 200)


@require_POST
@trains
def remove_session(request: HttpRequest, *, session_id: UUID) -> HttpResponse:
    """Take a session out."""
    actor = actor_at_work(request)
    cohort_id = get_session(actor, session_id).cohort_id
    acts.remove_session(session_id=session_id, by=actor)
    return HttpResponseRedirect(address_of(cohort_id))


@require_http_methods(FORM_METHODS)
@trains
def close(request: HttpRequest, *, cohort_id: UUID) -> HttpResponse:
    """Ask once, then close a cohort."""
    actor = actor_at_work(request)
    found = lock_open(actor, cohort_id)
    if request.method == "POST":
        acts.close_cohort(cohort_id=cohort_id, by=actor)
        say_done(request, _("The course is closed."))
        return HttpResponseRedirect(address_of(cohort_id))
    return render(request, "learning/close.html", {"cohort": found, "back": address_of(cohort_id)})


@require_safe
@trains
def results_csv(request: HttpRequest, *, cohort_id: UUID) -> HttpResponse:
    """Give what came of the questions as a table; its columns are described in docs/how-to/learning.md."""
    found = get_cohort(actor_at_work(request), cohort_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="results-{timezone.now():%Y-%m-%d}.csv"'
    table = csv.writer(response)
    table.writerow(["item", "measure", "people", "before", "after", "difference"])
    for row in result_rows(found.pk):
        measure = "percent_right" if row.is_share else "mean_1_to_5"
        numbers = [f"{number:.2f}" for number in (row.before, row.after, row.difference)]
        table.writerow([row.result.item, measure, row.result.people, *numbers])
    return response


def _form(request: HttpRequest, form: object, title: str, button: str, back: str, of: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": back, "of": of}
    return render(request, "learning/form.html", context, status=422 if getattr(form, "errors", None) else 200)
