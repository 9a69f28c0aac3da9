"""Taking back what one's office sent, hiding what others did, and the exchange at a glance."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.exchange.access import MODERATE, get_others, get_own
from proximity.exchange.forms.taking_part import HideForm
from proximity.exchange.operations.moderating import hide as hide_object
from proximity.exchange.operations.moderating import show_again as show_object_again
from proximity.exchange.operations.moderating import take_back
from proximity.exchange.operations.taking_part import KINDS
from proximity.exchange.queries.overview import overview as at_a_glance
from proximity.exchange.rules.reading import id_of, text_of
from proximity.exchange.views.sheets import FORM_METHODS, Sheet, filled_in, guarded, plain, reads, takes_part
from proximity.network.models import SharedObject
from proximity.network.rules.kinds import Kind

PAGES = {Kind.PRACTICE: "practice", Kind.QUESTION: "question", Kind.VISIT: "visit"}
LISTS = {Kind.ALERT: "alerts", Kind.REVIEW: "catalogue", Kind.ADOPTION: "catalogue", Kind.ANSWER: "questions"}


def _page_of(one: SharedObject) -> str:
    """Return where an object is read: its own page, that of what it answers, or a list."""
    kind = Kind(one.kind)
    if kind in PAGES:
        return reverse(f"exchange:{PAGES[kind]}", kwargs={"object_id": one.pk})
    of = id_of(one.content, "question" if kind is Kind.ANSWER else "practice")
    page = "question" if kind is Kind.ANSWER else "practice"
    return reverse(f"exchange:{page}", kwargs={"object_id": of}) if of else reverse(f"exchange:{LISTS[kind]}")


def _list_of(one: SharedObject) -> str:
    """Return where to go when an object is gone."""
    lists = {Kind.PRACTICE: "catalogue", Kind.QUESTION: "questions", Kind.VISIT: "visits"} | LISTS
    return reverse(f"exchange:{lists[Kind(one.kind)]}")


def _what(one: SharedObject) -> str:
    """Return a line of it, so that nobody takes back or hides something else."""
    return text_of(one.content, "title") or text_of(one.content, "text")


@require_http_methods(FORM_METHODS)
@takes_part
def withdraw(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Ask once, then take back what one's office sent."""
    actor = actor_at_work(request)
    own = get_own(actor, object_id, *KINDS)
    text = (_("It disappears in every city that reads it, as soon as that city looks again. This cannot be undone."),)
    sheet = Sheet(
        _("Withdraw it?"), _("Withdraw it for everybody"), _page_of(own), _("It is withdrawn."), text, _what(own),
        template="exchange/ask_once.html",
    )  # fmt: skip

    def save(_form: Form) -> str:
        take_back(object_id=object_id, by=actor)
        return _list_of(own) if Kind(own.kind) in PAGES else _page_of(own)

    return filled_in(request, sheet, plain(Form), save)


@require_http_methods(FORM_METHODS)
@guarded(MODERATE)
def hide(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Hide something from the people of one's city, with a reason."""
    actor = actor_at_work(request)
    found = get_others(actor, object_id, *KINDS)
    text = (_("Nobody in your city sees it then, but those who can show it again. Other cities go on reading it."),)
    sheet = Sheet(
        _("Hide it from your city"), _("Hide it"), _page_of(found), _("It is hidden from your city."), text, _what(found),
        template="exchange/ask_once.html",
    )  # fmt: skip

    def save(form: HideForm) -> str:
        hide_object(object_id=object_id, reason=form.cleaned_data["reason"], by=actor)
        return _page_of(found)

    return filled_in(request, sheet, plain(HideForm), save)


@require_POST
@guarded(MODERATE)
def show_again(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Show again what was hidden."""
    actor = actor_at_work(request)
    found = get_others(actor, object_id, *KINDS)
    show_object_again(object_id=object_id, by=actor)
    return HttpResponseRedirect(_page_of(found))


@require_safe
@reads
def overview(request: HttpRequest) -> HttpResponse:
    """Show the exchange at a glance."""
    return render(request, "exchange/overview.html", {"glance": at_a_glance(actor_at_work(request))})
