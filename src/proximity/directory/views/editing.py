"""What every form of the register goes through: who may, shown and sent, and what happens when somebody else was faster."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import NotAllowed
from proximity.accounts.requests import View, needs
from proximity.accounts.rules import Capability
from proximity.directory.access import EntryNotFound
from proximity.directory.forms import FAULTS
from proximity.directory.forms.faults import TAKEN
from proximity.directory.operations import ChangedMeanwhile, NameTaken
from proximity.directory.queries.words import Label
from proximity.directory.rules.assessment import NotAnswered
from proximity.directory.rules.entries import NotSound

FORM_METHODS = ["GET", "HEAD", "POST"]
CHANGED = _("Somebody else changed this meanwhile. What you typed is still here: look at the entry, then save again.")


def guarded(capability: Capability) -> Callable[[View], View]:
    """Let a view run for who may; what is not there and what is not hers look the same."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **kwargs: str) -> HttpResponse:
            try:
                return view(request, **kwargs)  # type: ignore[return-value]  # no view of ours streams
            except EntryNotFound:
                raise Http404 from None
            except NotAllowed:
                raise PermissionDenied from None

        return needs(capability)(answered)

    return decorate


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with a form: its heading, its button, where it leads back to, and what else it shows."""

    title: Label
    button: Label
    back: str
    text: Label = ""
    more: Mapping[str, object] = field(default_factory=dict)


def filled_in[F: forms.Form](
    request: HttpRequest, sheet: Sheet, form: F, save: Callable[[F], str], *, now_seen: int = 0
) -> HttpResponse:
    """Show a form, or do what it asks for and go where `save` says. What is refused stands beside its field; typed text stays.

    Where somebody else changed the entry meanwhile the page says so, and sending again comes after it.
    """
    if request.method != "POST":
        return _page(request, sheet, form, 200)
    try:
        if form.is_valid():
            with transaction.atomic():
                return HttpResponseRedirect(save(form))
    except ChangedMeanwhile:
        form.add_error(None, CHANGED)
        form.data = form.data.copy()  # type: ignore[attr-defined]  # what was posted is a QueryDict
        form.data["seen"] = str(now_seen)  # type: ignore[index]  # its copy may be changed
        return _page(request, sheet, form, 409)
    except NameTaken:
        form.add_error("name", TAKEN)
    except (NotSound, NotAnswered) as fault:
        name = "phone" if fault.field == "reach" else fault.field
        form.add_error(name if name in form.fields else None, FAULTS[fault.field])
    return _page(request, sheet, form, 422)


def _page(request: HttpRequest, sheet: Sheet, form: forms.Form, status: int) -> HttpResponse:
    context = {"sheet": sheet, "form": form, "hints": getattr(form, "HINTS", {}), **sheet.more}
    return render(request, "directory/form.html", context, status=status)
