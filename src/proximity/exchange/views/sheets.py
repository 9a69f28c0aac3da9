"""What every page of the exchange goes through: who may, a form shown and sent, and what is not there or not hers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from proximity.accounts.actors import NotAllowed
from proximity.accounts.requests import View, needs
from proximity.accounts.rules import Capability
from proximity.exchange.access import READ, TAKE_PART, NotHere
from proximity.exchange.forms.taking_part import FAULTS
from proximity.exchange.operations.drafting import ChangedMeanwhile, NotReady
from proximity.exchange.operations.taking_part import NotSound
from proximity.exchange.queries.objects import Choice
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.readers import NobodyChosen
from proximity.foundation.ui.flash import say_done
from proximity.network.access import ObjectNotFound
from proximity.network.operations.publishing import UnknownAudience

FORM_METHODS = ["GET", "HEAD", "POST"]

type First = Callable[[], dict[str, object]]
type Make[F] = Callable[[QueryDict | None, dict[str, object] | None], F]
"""What makes a form from what was sent, or from what stands there."""


def guarded(capability: Capability) -> Callable[[View], View]:
    """Let a view run for who has a capability; what is not there and what is not hers look the same."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **kwargs: str) -> HttpResponse:
            try:
                return view(request, **kwargs)  # type: ignore[return-value]  # no view of ours streams
            except (NotHere, ObjectNotFound):
                raise Http404 from None
            except NotAllowed:
                raise PermissionDenied from None

        return needs(capability)(answered)

    return decorate


reads = guarded(READ)
takes_part = guarded(TAKE_PART)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with a form: its heading, its button, where it leads back to, what it says when it is done, what else it shows."""

    title: Words
    button: Words
    back: str
    done: Words = ""
    text: Iterable[Words] = ()
    what: str = ""
    reading: Iterable[Choice] = ()
    template: str = "exchange/form.html"
    more: Mapping[str, object] = field(default_factory=dict)


def plain[F: forms.Form](kind: type[F]) -> Make[F]:
    """Return what makes a form that needs nothing else."""
    return lambda data, there: kind(data, initial=there)


def nothing() -> dict[str, object]:
    """Return what stands in a form that is new."""
    return {}


def filled_in[F: forms.Form](
    request: HttpRequest, sheet: Sheet, make: Make[F], save: Callable[[F], str], first: First = nothing
) -> HttpResponse:
    """Show a form, or do what it asks for and go where `save` says. What is refused stands beside its field; all typed stays."""
    if request.method != "POST":
        return page_of(request, sheet, make(None, first()))
    form = make(request.POST, None)
    try:
        address = done(form, save)
    except ChangedMeanwhile:
        there = first()
        data = request.POST.copy()
        data["seen"] = str(there["seen"])
        return page_of(request, sheet, make(data, None), status=409, changed=said(make(None, there)))
    if address is None:
        return page_of(request, sheet, form, status=422)
    if sheet.done:
        say_done(request, str(sheet.done))
    return HttpResponseRedirect(address)


def done[F: forms.Form](form: F, save: Callable[[F], str]) -> str | None:
    """Do what a form asks for and return where to go; None where it was refused."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return save(form)
    except NotSound as fault:
        form.add_error(
            fault.field if fault.field in form.fields else None, FAULTS.get(fault.field, _("Please look at this again"))
        )
    except (NobodyChosen, UnknownAudience):
        form.add_error("readers", _("Choose one."))
    except NotReady:
        form.add_error(None, _("Something is still missing in the record. Go back and fill it in."))
    return None


def said(form: forms.Form) -> list[tuple[Words, object]]:
    """Return what a form holds, in words: labels and values."""
    return [(bound.label, bound.value() or "—") for bound in form.visible_fields()]


def page_of(
    request: HttpRequest, sheet: Sheet, form: forms.Form, *, status: int = 200, changed: object = None
) -> HttpResponse:
    """Return the page of a form."""
    context = {"sheet": sheet, "form": form, "hints": getattr(form, "HINTS", {}), "changed": changed, **sheet.more}
    return render(request, sheet.template, context, status=status)
