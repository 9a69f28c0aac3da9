"""Figures in the workspace: what is released, for all; prepare, look, release, for who may."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.foundation.ui.flash import say_done
from proximity.insight.access import prepared_table
from proximity.insight.forms import ReleaseForm
from proximity.insight.operations import prepare_release, release_table
from proximity.insight.operations.release import NothingPrepared
from proximity.insight.queries.downloads import csv_rows
from proximity.insight.queries.figures import figure
from proximity.insight.queries.releases import release_of
from proximity.insight.queries.sentences import caveat
from proximity.insight.rules.signing import LICENCE
from proximity.insight.views.downloads import csv_file


@require_safe
@needs(Capability.READ_FIGURES)
def index(request: HttpRequest) -> HttpResponse:
    """Show the city's newest released figures, and to who may release where to begin."""
    actor = actor_at_work(request)
    release = release_of(actor.organisation.city.slug)
    may_release = actor.may(Capability.RELEASE_FIGURES)
    context = {
        "release": release,
        "figure": figure(release) if release else None,
        "may_release": may_release,
        "prepared": prepared_table(actor) if may_release else None,
        "caveat": caveat(),
    }
    return render(request, "insight/staff_index.html", context)


@require_POST
@needs(Capability.RELEASE_FIGURES)
def prepare(request: HttpRequest) -> HttpResponse:
    """Have a table counted, then show it."""
    prepare_release(by=actor_at_work(request))
    return HttpResponseRedirect(reverse("figures:prepared"))


@require_safe
@needs(Capability.RELEASE_FIGURES)
def prepared(request: HttpRequest) -> HttpResponse:
    """Show the prepared table as everybody would see it, and ask whether to release it."""
    return _look(request)


def _look(request: HttpRequest, form: ReleaseForm | None = None, *, changed: bool = False) -> HttpResponse:
    actor = actor_at_work(request)
    table = prepared_table(actor)
    if table is None:
        return HttpResponseRedirect(reverse("figures:index"))
    if form is None or changed:
        typed = {"signed_as": actor.name} if form is None else {name: form[name].value() for name in form.fields}
        form = ReleaseForm(initial=typed | {"prepared": table.pk}, first=not _was_released(actor))
    context = {
        "prepared": table, "figure": figure(table), "form": form, "changed": changed, "caveat": caveat(),
        "licence": LICENCE,
    }  # fmt: skip
    status = 409 if changed else 422 if form.is_bound else 200
    return render(request, "insight/prepared.html", context, status=status)


def _was_released(actor: Actor) -> bool:
    return release_of(actor.organisation.city.slug) is not None


@require_POST
@needs(Capability.RELEASE_FIGURES)
def release(request: HttpRequest) -> HttpResponse:
    """Release the tables that were looked at; where they are not the prepared ones any more, show those instead."""
    actor = actor_at_work(request)
    form = ReleaseForm(request.POST, first=not _was_released(actor))
    if not form.is_valid():
        return _look(request, form, changed="prepared" in form.errors)
    given = form.cleaned_data
    try:
        released = release_table(
            prepared_id=given["prepared"], signed_as=given["signed_as"], note=given.get("note", ""), by=actor
        )
    except NothingPrepared:
        return _look(request, form, changed=True)
    say_done(request, _("The figures are released as version %(version)s.") % {"version": str(released.version)})
    return HttpResponseRedirect(reverse("figures:index"))


@require_safe
@needs(Capability.READ_FIGURES)
def download(request: HttpRequest, version: int) -> HttpResponse:
    """Give the published counts of the actor's own city as CSV."""
    city = actor_at_work(request).organisation.city.slug
    found = release_of(city, version)
    if found is None:
        raise Http404
    return csv_file(f"figures-{city}-{found.version}.csv", csv_rows(found))
