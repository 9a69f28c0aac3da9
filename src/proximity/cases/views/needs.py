"""The page of needs beside a case: shown, assessed anew, measures set and moved, taken out for a purpose."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import needs as needs_capability
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.access import NeedsNotFound, may_see_needs
from proximity.cases.forms.needs import FAULTS, ExportForm, MeasureForm, NeedsForm
from proximity.cases.models import Case
from proximity.cases.operations import needs as operations
from proximity.cases.operations.needs import AssessedMeanwhile
from proximity.cases.queries.needs import NeedsPage, needs_page
from proximity.cases.queries.needs_export import in_words, needs_as_json
from proximity.cases.queries.persons import persons_of
from proximity.cases.rules.needs import MeasureState, Needs, Risk, proposed_review
from proximity.cases.views.page import case_or_404

FORM, WORK = "cases/needs/form.html", needs_capability(Capability.WORK_NEEDS)


@WORK
@require_safe
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show the needs: the assessment that holds or an earlier one, measures, referrals to support."""
    actor, case = needs_or_404(request, reference)
    page = needs_page(case, by=actor)
    if page.file is not None:
        operations.note_needs_read(needs=page.file, by=actor)
    asked = request.GET.get("version", "")
    shown = page.version(int(asked)) if asked.isdecimal() and len(asked) < 6 else page.current
    context = {"page": page, "shown": shown or page.current, "groups": list(in_words(shown.needs)) if shown else []}
    return needs_render(request, "cases/needs/page.html", actor, case, context)


@WORK
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Assess anew: the form begins with the last version; saving makes another and loses none."""
    actor, case = needs_or_404(request, reference)
    page = needs_page(case, by=actor)
    form = NeedsForm(request.POST) if request.method == "POST" else NeedsForm(initial=_first(page))
    context: dict[str, object] = {"page": page, "form": form}

    def save() -> None:
        given = form.cleaned_data
        operations.assess_needs(
            case=case,
            needs=form.needs(),
            review_on=given["review_on"],
            ends=given["ends"],
            seen=given["seen"],
            by=actor,
        )

    try:
        if done(form, save):
            return to_needs(case)
    except AssessedMeanwhile:
        other = needs_page(case, by=actor)
        data = request.POST.copy()
        data["seen"] = str(other.seen)
        context |= {
            "form": NeedsForm(data),
            "other": other,
            "other_groups": list(in_words(other.current.needs)) if other.current else [],
        }
        return needs_render(request, "cases/needs/assess.html", actor, case, context, status=409)
    return needs_render(request, "cases/needs/assess.html", actor, case, context, status=422 if form.errors else 200)


@WORK
@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Set a protection measure."""
    actor, case = needs_or_404(request, reference)
    form = MeasureForm(request.POST or None)

    def save() -> None:
        given = form.cleaned_data
        operations.set_measure(case=case, what=given["what"], who=given["who"], due_on=given["due_on"], by=actor)

    if done(form, save):
        return to_needs(case, "measures")
    context = {"form": form, "title": _("Set a protection measure"), "button": _("Set this measure")}
    return needs_render(request, FORM, actor, case, context, status=422 if form.errors else 200)


@WORK
@require_POST
def move(request: HttpRequest, *, reference: str, measure_id: UUID) -> HttpResponse:
    """Move a measure along."""
    actor, case = needs_or_404(request, reference)
    state = request.POST.get("state", "")
    if state not in set(MeasureState):
        raise Http404
    try:
        operations.move_measure(case=case, measure_id=measure_id, state=MeasureState(state), by=actor)
    except NeedsNotFound:
        raise Http404 from None
    except NotNow:
        return to_needs(case, "measures", changed=True)
    return to_needs(case, "measures")


@WORK
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Take the needs out for a purpose: first asked for, then confirmed, then noted and given."""
    actor, case = needs_or_404(request, reference)
    page = needs_page(case, by=actor)
    if page.file is None:
        raise Http404
    form = ExportForm(request.POST or None)
    context = {"form": form, "page": page}
    if request.method != "POST" or not form.is_valid():
        return needs_render(
            request, "cases/needs/export.html", actor, case, context, status=422 if form.errors else 200
        )
    if "confirmed" not in request.POST:
        return needs_render(request, "cases/needs/export.html", actor, case, context | {"confirm": True})
    operations.note_needs_exported(case=case, purpose=form.cleaned_data["purpose"], by=actor)
    if form.cleaned_data["kind"] == "json":
        name = f'attachment; filename="{case.reference}-needs.json"'
        return JsonResponse(
            needs_as_json(page, case), headers={"Content-Disposition": name, "Cache-Control": "no-store"},
            json_dumps_params={"ensure_ascii": False, "indent": 2},
        )  # fmt: skip
    versions = [(line, list(in_words(line.needs))) for line in page.versions]
    return needs_render(request, "cases/needs/print.html", actor, case, {"page": page, "versions": versions})


def needs_or_404(request: HttpRequest, reference: str) -> tuple[Actor, Case]:
    """Return who is at work and the case. Raises `Http404`, the same for absent, forbidden, and needs that others keep."""
    actor, case = case_or_404(request, reference)
    if not may_see_needs(case, by=actor):
        raise Http404
    return actor, case


def done(form: forms.Form, save: Callable[[], object]) -> bool:
    """Do what a form asks for and say whether it was done; what the rules refuse stands beside its field."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            save()
    except NotSound as fault:
        form.add_error(fault.field if fault.field in form.fields else None, FAULTS[fault.field])
        return False
    return True


def needs_render(
    request: HttpRequest, template: str, actor: Actor, case: Case, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """Draw a page about needs, with what it has to warn of."""
    shown = dict(context) | {
        "case": case, "here": reverse("cases:needs", kwargs={"reference": case.reference}),
        "guardians": persons_of(case, by=actor).in_conflict,
    }  # fmt: skip
    return render(request, template, shown, status=status)


def to_needs(case: Case, at: str = "", *, changed: bool = False) -> HttpResponse:
    """Lead back to the page of needs, to one of its parts; `changed`: things had moved on meanwhile."""
    query = {"changed": "1"} if changed else None
    address = reverse("cases:needs", kwargs={"reference": case.reference}, query=query)
    return HttpResponseRedirect(f"{address}#{at}" if at else address)


def _first(page: NeedsPage) -> dict[str, object]:
    """Begin with the last assessment, and a review as its danger proposes."""
    needs = page.current.needs if page.current else Needs(risk="", special="")
    risk = Risk(needs.risk) if needs.risk else Risk.NOT_KNOWN
    return dict(needs.as_json()) | {"seen": page.seen, "review_on": proposed_review(risk, page.today)}
