"""What every page of the draft goes through: who may, a form shown and sent, and what happens when somebody else was faster."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.widgets import ChoiceWidget
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from proximity.accounts.actors import NotAllowed
from proximity.accounts.requests import View, needs
from proximity.accounts.rules import Capability
from proximity.assessment.queries.labels import Words
from proximity.plans.access import PlanNotFound
from proximity.plans.forms import FAULTS
from proximity.plans.operations import ChangedMeanwhile
from proximity.plans.rules.soundness import NotSound

type First = Callable[[], dict[str, object]]
type Make[F] = Callable[[QueryDict | None, dict[str, object] | None], F]
"""What makes a form from what was sent, or from what stands there."""


def works_on_plans(view: View) -> View:
    """Let a view run for who works on plans; what is not there and what is not hers look the same."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: str) -> HttpResponse:
        try:
            return view(request, **kwargs)  # type: ignore[return-value]  # no view of ours streams
        except PlanNotFound:
            raise Http404 from None
        except NotAllowed:
            raise PermissionDenied from None

    return needs(Capability.EDIT_PLAN)(answered)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with a form: its heading, its button, where it leads back to, and what else it shows."""

    title: Words
    button: Words
    back: str
    text: Words = ""
    template: str = "plans/form.html"
    more: Mapping[str, object] = field(default_factory=dict)


def draft_address(at: str = "") -> str:
    """Return the address of the draft, or of a place in it."""
    return f"{reverse('plan:index')}#{at}" if at else reverse("plan:index")


def plain[F: forms.Form](kind: type[F]) -> Make[F]:
    """Return what makes a form that needs nothing else."""
    return lambda data, there: kind(data, initial=there)


def filled_in[F: forms.Form](
    request: HttpRequest, sheet: Sheet, make: Make[F], save: Callable[[F], object], first: First
) -> HttpResponse:
    """Show a form, or do what it asks for. What the rules refuse stands beside its field; everything typed stays.

    Where somebody else changed the same part meanwhile, hers is shown beside, and sending again comes after it.
    """
    if request.method != "POST":
        return _page(request, sheet, make(None, first()))
    form = make(request.POST, None)
    try:
        if done(form, save):
            return HttpResponseRedirect(sheet.back)
    except ChangedMeanwhile:
        there = first()
        data = request.POST.copy()
        data["seen"] = str(there["seen"])
        return _page(request, sheet, make(data, None), status=409, other=said(make(None, there)))
    return _page(request, sheet, form, status=422)


def done[F: forms.Form](form: F, save: Callable[[F], object]) -> bool:
    """Do what a form asks for and say whether it was done."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            save(form)
    except NotSound as fault:
        form.add_error(fault.field if fault.field in form.fields else None, FAULTS[fault.field])
        return False
    return True


def said(form: forms.Form) -> list[tuple[Words, object]]:
    """Return what a form holds, in words: labels and values, choices by their words."""
    shown = []
    for bound in form.visible_fields():
        value: object = bound.value()
        if isinstance(bound.field.widget, ChoiceWidget):
            value = {str(code): words for code, words in bound.field.widget.choices}.get(str(value or ""), "—")
        shown.append((bound.label, "—" if value in ("", None, False) else value))
    return shown


def _page(
    request: HttpRequest, sheet: Sheet, form: forms.Form, *, status: int = 200, other: object = None
) -> HttpResponse:
    context = {"sheet": sheet, "form": form, "hints": getattr(form, "HINTS", {}), "other": other, **sheet.more}
    return render(request, sheet.template, context, status=status)
