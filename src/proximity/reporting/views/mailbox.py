"""The mailbox: what a person reads and does with her code, without an account and without script."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from proximity.accounts.models import Organisation
from proximity.evidence.queries.files import own_files
from proximity.reporting.forms.mailbox import FACTS, AddReaderForm, TreatmentForm, WithdrawForm, WriteForm
from proximity.reporting.operations import mailbox as operations
from proximity.reporting.queries.mailbox import (
    Mailbox,
    ReaderLine,
    mailbox_of,
    rights_and_help,
    what_they_may_keep,
)
from proximity.reporting.rules.states import NotNow
from proximity.reporting.views.answers import told
from proximity.reporting.views.mailbox_door import Visit, ask_for_code, by_code, forget, is_open, with_code

PAGES = "reporting/mailbox/"
# What a page can say after an act; anything else in the address says nothing.
DONE = frozenset({"sent", "shut", "told", "shared", "asked", "thanks", "changed"})


@require_http_methods(["GET", "HEAD", "POST"])
def open_mailbox(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and go in with the right one."""
    if request.method == "POST":
        return by_code(request, lambda _visit: _to_page())
    if is_open(request):
        return _to_page()
    return ask_for_code(request, left="left" in request.GET)


@with_code
def read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the mailbox."""
    mailbox = _mailbox(visit)
    return _page(request, visit, mailbox, WriteForm(readers=_reading(mailbox)))


@with_code
def write(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send a message or more facts."""
    mailbox = _mailbox(visit)
    if not _sent(request):
        return _to_page()
    form = WriteForm(request.POST, readers=_reading(mailbox))
    if not form.is_valid():
        return _page(request, visit, mailbox, form, status=422)
    said = form.cleaned_data
    return _act("sent", lambda: operations.write_message(
        by=visit.receipt, text=said["text"], facts=said["kind"] == FACTS, readers=_ids(form.chosen()),
    ))  # fmt: skip


@with_code
def withdraw(request: HttpRequest, visit: Visit, *, recipient: UUID) -> HttpResponse:
    """Say what taking back can still undo, and take the report back from one recipient."""
    line = _line(_mailbox(visit), recipient)
    form = WithdrawForm(request.POST if _sent(request) else None)
    if not _sent(request) or not form.is_valid():
        keep = what_they_may_keep(visit.opened.report, get_language() or "en")
        return _ask(request, visit, "withdraw", form, reader=line, keep=keep)
    return _act(lambda row: "told" if row.had_been_opened else "shut", lambda: operations.withdraw_recipient(
        by=visit.receipt, recipient_id=recipient, reason=form.cleaned_data["text"]
    ))  # fmt: skip


@with_code
def erase(request: HttpRequest, visit: Visit, *, recipient: UUID) -> HttpResponse:
    """Say what a request for erasure does, and make it."""
    line = _line(_mailbox(visit), recipient)
    if not _sent(request):
        return _ask(request, visit, "erase", forms.Form(), reader=line)
    return _act("asked", lambda: operations.request_erasure(by=visit.receipt, recipient_id=recipient))


@with_code
def add_reader(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Let one more organisation read."""
    others = _mailbox(visit).others
    form = AddReaderForm(request.POST if _sent(request) else None, others=others)
    if not _sent(request) or not form.is_valid():
        return _ask(request, visit, "add_reader", form)
    return _act("shared", lambda: operations.add_recipient(by=visit.receipt, organisation=form.chosen()))


@with_code
def treatment(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask how she was treated, and tell it to whom she ticks."""
    form = TreatmentForm(request.POST if _sent(request) else None, readers=_reading(_mailbox(visit)))
    if not _sent(request) or not form.is_valid():
        return _ask(request, visit, "treatment", form)
    said = form.cleaned_data
    return _act("thanks", lambda: operations.tell_treatment(
        by=visit.receipt, respect=int(said["respect"]), text=said["text"], readers=_ids(form.chosen()),
    ))  # fmt: skip


@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Close the mailbox in this browser."""
    return forget(HttpResponseRedirect(reverse("mailbox:open", query={"left": "1"})))


def _sent(request: HttpRequest) -> bool:
    """Say whether the page's own form was sent; the code alone, from a page that had to ask for it first, does nothing yet."""
    return "act" in request.POST


def _mailbox(visit: Visit) -> Mailbox:
    return mailbox_of(visit.opened, visit.receipt, now=timezone.now())


def _reading(mailbox: Mailbox) -> list[Organisation]:
    return [line.organisation for line in mailbox.reading]


def _ids(bodies: list[Organisation]) -> list[UUID]:
    return [body.pk for body in bodies]


def _line(mailbox: Mailbox, recipient: UUID) -> ReaderLine:
    for line in mailbox.readers:
        if line.recipient.pk == recipient:
            return line
    raise Http404


def _to_page(done: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("mailbox:read", query={"done": done} if done else None))


def _act[T](done: str | Callable[[T], str], act: Callable[[], T]) -> HttpResponse:
    """Do something and say on the mailbox's page that it is done, or that things had changed meanwhile."""
    try:
        result = act()
    except NotNow:
        return _to_page("changed")
    return _to_page(done if isinstance(done, str) else done(result))


def _page(request: HttpRequest, visit: Visit, mailbox: Mailbox, form: WriteForm, *, status: int = 200) -> HttpResponse:
    report, lang = visit.opened.report, get_language() or "en"
    done = request.GET.get("done", "")
    context = {
        "mailbox": mailbox, "form": form, "report": report, "city": report.city, "zone": report.city.time_zone,
        "done": done if done in DONE else "", "told": told(visit.opened.answers, report.city, lang),
        "keep": what_they_may_keep(report, lang) if done == "told" else None,
        "files": own_files(report.pk, private=visit.receipt.reader_keys().private),
        "rights": rights_and_help(report, lang),
        "own_language": report.language if report.language != lang else "",
    }  # fmt: skip
    return render(request, f"{PAGES}read.html", context, status=status)


def _ask(request: HttpRequest, visit: Visit, page: str, form: forms.Form, **context: object) -> HttpResponse:
    """Show the page that asks once more before an act; faults make it 422."""
    city = visit.opened.report.city
    values = {"form": form, "city": city, "zone": city.time_zone, **context}
    return render(request, f"{PAGES}{page}.html", values, status=422 if form.errors else 200)
