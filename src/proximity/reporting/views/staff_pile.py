"""What was sent while very many arrived, and the pile of what is not a report."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.foundation.ui.flash import say_done
from proximity.reporting.access import PileNotFound, ReportNotFound, get_pile_for, get_report_for, open_report
from proximity.reporting.forms.pile import PileForm
from proximity.reporting.models import Pile, Report
from proximity.reporting.operations.pile import decide_pile, look_through, propose_pile, read_samples, take_up
from proximity.reporting.queries.apart import alike_with, apart_count
from proximity.reporting.queries.piles import members_of, pile_line, pile_lines, piles_waiting, reports_on
from proximity.reporting.rules.pile import samples_of
from proximity.reporting.rules.states import NotNow

PAGES = "reporting/staff/"
ALIKE = "alike"


@needs(Capability.READ_REPORTS)
@require_safe
def show_apart(request: HttpRequest) -> HttpResponse:
    """Show groups of what was sent while very many arrived; what stands alone first."""
    actor = actor_at_work(request)
    page = look_through(by=actor, after=request.GET.get("after", ""), older=request.GET.get("older", ""))
    query = request.GET.copy()
    query["after"] = page.after
    context = {
        "page": page, "count": apart_count(actor), "waiting": piles_waiting(actor), "zone": actor.organisation.city.time_zone,
        "next_url": f"?{query.urlencode()}" if page.after else "", "may_answer": actor.may(Capability.ANSWER_REPORTS),
    }  # fmt: skip
    return render(request, f"{PAGES}apart.html", context)


@needs(Capability.ANSWER_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def not_a_report(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Ask why a report, or with `?alike=1` all that are alike with it, is none; then put it onto the pile."""
    actor, report = _found(request, reference)
    together = ALIKE in request.GET
    reports = alike_with(open_report(report, by=actor), by=actor) if together else [report.pk]
    form = PileForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _propose(request, report, reports, form, actor)
    samples = read_samples(reports=samples_of(tuple(reports)), by=actor) if together else []
    context = {"report": report, "form": form, "count": len(reports), "samples": samples, "together": together}
    return render(request, f"{PAGES}not_a_report.html", context, status=422 if form.errors else 200)


@needs(Capability.ANSWER_REPORTS)
@require_safe
def show_piles(request: HttpRequest) -> HttpResponse:
    """Show the piles, those that wait for a second person first."""
    actor = actor_at_work(request)
    context = {"lines": pile_lines(actor), "zone": actor.organisation.city.time_zone}
    return render(request, f"{PAGES}piles.html", context)


@needs(Capability.ANSWER_REPORTS)
@require_safe
def show_pile(request: HttpRequest, *, pile_id: UUID) -> HttpResponse:
    """Show one pile to whoever decides on it: samples, which are read by that, and which reports."""
    actor = actor_at_work(request)
    pile = _pile(actor, pile_id)
    line = pile_line(pile, by=actor)
    listed = reports_on(pile, after=request.GET.get("after", ""))
    samples = read_samples(reports=samples_of(members_of(pile)), by=actor) if line.waits and not line.own else []
    context = {
        "line": line, "samples": samples, "listed": listed, "zone": actor.organisation.city.time_zone,
        "next_url": f"?after={listed.after}" if listed.after else "",
    }  # fmt: skip
    return render(request, f"{PAGES}pile.html", context)


@needs(Capability.ANSWER_REPORTS)
@require_POST
def decide(request: HttpRequest, *, pile_id: UUID) -> HttpResponse:
    """Agree that these are no reports, or take them back into the inbox."""
    actor = actor_at_work(request)
    pile, confirm = _pile(actor, pile_id), request.POST.get("go") == "confirm"
    try:
        moved = decide_pile(pile=pile, confirm=confirm, by=actor)
    except NotNow:
        say_done(request, _("This is not possible any more: something had changed in the meantime."))
        return HttpResponseRedirect(reverse("reports:pile", kwargs={"pile_id": pile.pk}))
    if confirm:
        done = ngettext("Closed: %(count)d is not a report.", "Closed: %(count)d are not reports.", moved) % {
            "count": moved
        }
    else:
        done = _("Taken back. They stand where they stood before.")
    say_done(request, done)
    return HttpResponseRedirect(reverse("reports:piles"))


@needs(Capability.ANSWER_REPORTS)
@require_POST
def take_up_again(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Take a report up again that was set aside."""
    actor, report = _found(request, reference)
    try:
        take_up(report=report, by=actor)
        done = _("Taken up again. It stands in the inbox.")
    except NotNow:
        done = _("This is not possible any more: something had changed in the meantime.")
    say_done(request, done)
    return HttpResponseRedirect(reverse("reports:report", kwargs={"reference": report.reference}))


def _propose(request: HttpRequest, report: Report, reports: list[UUID], form: PileForm, actor: Actor) -> HttpResponse:
    try:
        pile = propose_pile(reports=reports, reason=form.chosen(), by=actor)
    except NotNow:
        say_done(request, _("This is not possible any more: something had changed in the meantime."))
        return HttpResponseRedirect(reverse("reports:report", kwargs={"reference": report.reference}))
    say_done(request, _("Put onto the pile. A second person has to agree; until then nothing changes for who sent it."))
    return HttpResponseRedirect(reverse("reports:pile", kwargs={"pile_id": pile.pk}))


def _found(request: HttpRequest, reference: str) -> tuple[Actor, Report]:
    """Return who asks, and the report. Raises the same `Http404` for absent and forbidden."""
    actor = actor_at_work(request)
    try:
        return actor, get_report_for(actor, reference)
    except ReportNotFound:
        raise Http404 from None


def _pile(actor: Actor, pile_id: UUID) -> Pile:
    try:
        return get_pile_for(actor, pile_id)
    except PileNotFound:
        raise Http404 from None
