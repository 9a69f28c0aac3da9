"""The page of keeping and disposal, and one list of what is disposed of."""

import csv
import io
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases import jobs
from proximity.cases.access_disposals import DisposalNotFound, get_disposal_for
from proximity.cases.forms.fields import FAULTS
from proximity.cases.forms.keeping import PeriodForm, ProposeForm
from proximity.cases.models import Disposal
from proximity.cases.operations.disposing import decide_disposal, propose_disposal
from proximity.cases.operations.keeping import choose_period
from proximity.cases.queries.disposals import (
    DueRow,
    due_rows,
    exported,
    held_cases,
    list_lines,
    lists_for,
    rows_due,
)
from proximity.cases.queries.keeping_page import basis_words, kinds_of
from proximity.cases.queries.labels import KEPT_KIND, OUTCOME
from proximity.cases.rules.retention import DisposalState, Period, Standing
from proximity.foundation.pure.spans import Unit
from proximity.foundation.ui.flash import say_done
from proximity.oversight.rules import spreadsheet_safe
from proximity.packs.vocabulary import KeptKind
from proximity.reporting.rules.deadlines import local_day


@needs(Capability.DISPOSE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what is due, held and listed."""
    return _page(request, actor_at_work(request))


@needs(Capability.KEEP_RECORDS)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Put what was ticked on a list for a second person."""
    actor = actor_at_work(request)
    form = ProposeForm(request.POST, records=[row.record_id for row in due_rows(actor, now=timezone.now())])
    if not form.is_valid():
        return _page(request, actor, proposing=form, status=422)
    try:
        disposal = propose_disposal(records=form.chosen(), by=actor)
    except NotNow:
        form.add_error("records", _("One of these may not go any more. Look again."))
        return _page(request, actor, proposing=form, status=409)
    say_done(request, _("Proposed. A second person has to confirm it; until then nothing is deleted."))
    return HttpResponseRedirect(reverse("retention:list", kwargs={"disposal_id": disposal.pk}))


@needs(Capability.KEEP_RECORDS)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Decide for how long the organisation keeps one kind of records."""
    actor, form = actor_at_work(request), PeriodForm(request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            choose_period(
                kind=KeptKind(asked["kind"]), period=Period(asked["amount"], Unit(asked["unit"])), reason=asked["reason"],
                by=actor,
            )  # fmt: skip
        except NotSound as fault:
            form.add_error(fault.field, FAULTS[fault.field])
        else:
            say_done(request, _("Decided. All days were counted anew."))
            return HttpResponseRedirect(reverse("retention:index"))
    return _page(request, actor, period=form, status=422)


@needs(Capability.DISPOSE)
@require_safe
def show_list(request: HttpRequest, *, disposal_id: UUID) -> HttpResponse:
    """Show one list, record by record, to whoever may decide on it or has to answer for it."""
    actor, disposal = _found(request, disposal_id)
    return _list(request, actor, disposal)


@needs(Capability.DISPOSE)
@require_POST
def decide(request: HttpRequest, *, disposal_id: UUID) -> HttpResponse:
    """Confirm a list as its second person, or refuse it."""
    actor, disposal = _found(request, disposal_id)
    confirm = request.POST.get("decision") == "confirm"
    try:
        decided = decide_disposal(disposal=disposal, confirm=confirm, by=actor)
    except NotNow:
        refusal = _("This list is decided already, or you proposed it yourself: a second person has to confirm it.")
        return _list(request, actor, get_disposal_for(actor, disposal_id), refusal=refusal, status=409)
    if confirm:
        jobs.carry_out.defer(disposal=str(decided.pk), organisation=str(decided.organisation_id))
    say_done(request, _("Confirmed. It is being carried out.") if confirm else _("Refused. Nothing was deleted."))
    return HttpResponseRedirect(reverse("retention:list", kwargs={"disposal_id": disposal_id}))


@needs(Capability.DISPOSE)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand over all that was decided on lists as a table."""
    actor = actor_at_work(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([
        _("Organisation"), _("Reference"), _("Kind of records"), _("Rests on"), _("Recorded"), _("Closed"), _("Proposed by"),
        _("Proposed"), _("Decided by"), _("Decided"), _("What became of it"), _("When"),
    ])  # fmt: skip
    for line, entry in exported(actor):
        disposal = line.disposal
        cells = (
            disposal.organisation.name, entry.reference, KEPT_KIND[entry.kind],
            basis_words(disposal.organisation, entry.basis), entry.recorded_on, entry.closed_on or "", line.proposed_by,
            disposal.proposed_at.isoformat(timespec="seconds"), line.decided_by,
            disposal.decided_at.isoformat(timespec="seconds") if disposal.decided_at else "", OUTCOME[entry.outcome],
            entry.done_at.isoformat(timespec="seconds") if entry.done_at else "",
        )  # fmt: skip
        writer.writerow([spreadsheet_safe(str(cell)) for cell in cells])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="disposed.csv"'
    return response


def _found(request: HttpRequest, disposal_id: UUID) -> tuple[Actor, Disposal]:
    actor = actor_at_work(request)
    try:
        return actor, get_disposal_for(actor, disposal_id)
    except DisposalNotFound:
        raise Http404 from None


def _page(
    request: HttpRequest, actor: Actor, *, proposing: ProposeForm | None = None, period: PeriodForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = timezone.now()
    keeps = actor.may(Capability.KEEP_RECORDS)
    office = actor.organisation
    context = {
        "keeps": keeps, "office": office, "lang": get_language(), "groups": _groups(actor, rows_due(actor, now=now)),
        "proposing": proposing, "ticked": request.POST.getlist("records"), "held": held_cases(actor) if keeps else [],
        "waiting": lists_for(actor, waiting=True), "past": lists_for(actor, waiting=False),
        "kinds": kinds_of(office, day=local_day(now, office.city.time_zone)) if keeps else [],
        "period": (period or PeriodForm()) if keeps else None, "zone": office.city.time_zone,
    }  # fmt: skip
    return render(request, "cases/retention.html", context, status=status)


def _groups(actor: Actor, rows: list[DueRow]) -> list[tuple[str, list[tuple[DueRow, str]]]]:
    """Return what is due under its two headings, each row with the words of its basis; nothing where nothing is due."""
    told = [(row, basis_words(actor.organisation, row.basis)) for row in rows]
    titles = ((Standing.DISPOSE, _("Time is over")), (Standing.REVIEW, _("To be looked at again")))
    groups = [(title, [one for one in told if one[0].standing is standing]) for standing, title in titles]
    return [(title, found) for title, found in groups if found]


def _list(
    request: HttpRequest, actor: Actor, disposal: Disposal, *, refusal: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    entries = list(disposal.entries.order_by("reference"))
    count = len(entries)
    (line,) = list_lines([disposal])
    waits = disposal.state == DisposalState.PROPOSED
    mine = disposal.proposed_by == actor.person_id
    words = ngettext("Dispose of %(number)d record for good", "Dispose of %(number)d records for good", count)
    context = {
        "disposal": disposal, "line": line, "refusal": refusal, "waits": waits, "mine": mine,
        "entries": [(entry, basis_words(disposal.organisation, entry.basis)) for entry in entries],
        "button": words % {"number": count}, "zone": actor.organisation.city.time_zone,
    }  # fmt: skip
    return render(request, "cases/disposal.html", context, status=status)
