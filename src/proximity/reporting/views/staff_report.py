"""One report on somebody's desk: reading it, writing to the person, closing it, handing it on, deciding on erasure."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor
from proximity.accounts.records import RecordNotFound
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.queries.suggestions import are_on_at
from proximity.evidence.queries.files import files_listed
from proximity.foundation.ui.flash import say_done
from proximity.reporting.access import (
    ReportNotFound,
    get_erasure_request_for,
    get_report_for,
    has_open_request,
    own_recipient,
    police_not_asked,
)
from proximity.reporting.forms.staff import (
    YES,
    AnswerForm,
    ErasureForm,
    FeedbackForm,
    ForwardForm,
    PurposeForm,
    StaffForm,
)
from proximity.reporting.models import Recipient, Report
from proximity.reporting.operations.handling import (
    HANDLING,
    answer_report,
    close_with_feedback,
    read_report,
    see_withdrawal,
)
from proximity.reporting.operations.sharing import decide_erasure, forward_report
from proximity.reporting.queries.actions import next_after_erasure
from proximity.reporting.queries.desk import desk_of
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.states import MAY_READ, NotNow
from proximity.reporting.views.answers import told, told_on

PAGES = "reporting/staff/"
# Shown in places of their own, so that nobody overlooks or mixes them.
APART = {"story": Step.WHAT, "perception": Step.BECAUSE, "wishes": Step.WISHES, "contact": Step.CONTACT}

either = require_http_methods(["GET", "HEAD", "POST"])


@needs(Capability.READ_REPORTS)
@either
def show_report(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Open a report; what was taken back opens only for a purpose that is typed."""
    actor, report = _found(request, reference)
    if own_recipient(report, by=actor).status in MAY_READ:
        return _show(request, report, actor, HANDLING)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _show(request, report, actor, form.cleaned_data["purpose"])
    context = {
        "report": report, "form": form, "told": see_withdrawal(report=report, by=actor), "zone": report.city.time_zone,
        "request_open": has_open_request(report, by=actor),
    }  # fmt: skip
    return render(request, f"{PAGES}withdrawn.html", context, status=422 if form.errors else 200)


@needs(Capability.ANSWER_REPORTS)
@either
def answer(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Write to the person."""
    actor, report = _found(request, reference)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, report, form, _("Write to the person"), _("Send"))
    return _act(
        request, report, _("Sent. The person reads it with the code."),
        lambda: answer_report(report=report, text=form.cleaned_data["text"], by=actor),
    )  # fmt: skip


@needs(Capability.ANSWER_REPORTS)
@either
def close(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Tell the person what was done, and close the report."""
    actor, report = _found(request, reference)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, report, form, _("Tell what was done and close"), _("Send and close"))
    return _act(
        request, report, _("Closed. The person reads with the code what was done."),
        lambda: close_with_feedback(report=report, text=form.cleaned_data["text"], by=actor),
    )  # fmt: skip


@needs(Capability.FORWARD_REPORTS)
@either
def forward(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Hand a report on to the police, with the person's recorded word."""
    actor, report = _found(request, reference)
    form = ForwardForm(request.POST if request.method == "POST" else None, police=police_not_asked(report))
    if not form.is_valid():
        warning = _(
            "They get the report and the facts added to it, not your messages. The law may oblige them to act on it."
        )
        return _ask(request, report, form, _("Hand on to the police"), _("Hand it on"), warning=warning)
    return _act(
        request, report, _("Handed on. You see on this page where it stands there."),
        lambda: forward_report(report=report, to=form.chosen(), consent_note=form.cleaned_data["consent"], by=actor),
    )  # fmt: skip


@needs(Capability.ANSWER_REPORTS)
@either
def erasure(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Decide on the person's request to erase her report."""
    actor, report = _found(request, reference)
    try:
        asked = get_erasure_request_for(report, by=actor)
    except ReportNotFound:
        raise Http404 from None
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        warning = _("Yes cannot be undone: your organisation's keys to the report and all its messages are deleted.")
        return _ask(request, report, form, _("Decide on the request to erase"), _("Decide"), warning=warning)
    granted = form.cleaned_data["granted"] == YES
    # Asked now: afterwards nobody here can open the report any more.
    follows = next_after_erasure(report, by=actor) if granted else None
    done = _("Erased here. The person was told.") if granted else _("Decided. The person was told why.")
    return _act(
        request, report, f"{done} {follows.label}" if follows else done,
        lambda: decide_erasure(request=asked, granted=granted, reason=form.cleaned_data["reason"], by=actor),
        to=follows.url if follows else reverse("reports:inbox") if granted else "",
    )  # fmt: skip


def _found(request: HttpRequest, reference: str) -> tuple[Actor, Report]:
    """Return who asks, and the report. Raises the same `Http404` for absent and forbidden."""
    actor = actor_at_work(request)
    try:
        return actor, get_report_for(actor, reference)
    except ReportNotFound:
        raise Http404 from None


def _show(request: HttpRequest, report: Report, actor: Actor, purpose: str) -> HttpResponse:
    try:
        opened = read_report(report=report, by=actor, purpose=purpose)
    except (RecordNotFound, Recipient.DoesNotExist, NotNow):  # taken back a moment ago
        raise Http404 from None
    pages = told(opened.answers, report.city, get_language() or "en")
    context: dict[str, object] = {name: told_on(step, pages) for name, step in APART.items()} | {
        "desk": desk_of(opened, by=actor, now=timezone.now()),
        "told": [page for page in pages if page.step not in APART.values()],
        "report": report,
        "files": files_listed(report.pk, by=actor),
        "form": AnswerForm(),
        "zone": report.city.time_zone,
        "text_tool": are_on_at(actor.organisation),
    }
    return render(request, f"{PAGES}report.html", context)


def _ask(
    request: HttpRequest, report: Report, form: StaffForm, title: str, submit: str, *, warning: str = ""
) -> HttpResponse:
    """Show a page with one form about a report; faults make it 422."""
    context = {"report": report, "form": form, "title": title, "submit": submit, "warning": warning}
    return render(request, f"{PAGES}act.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, report: Report, done: str, act: Callable[[], object], *, to: str = "") -> HttpResponse:
    """Do something with a report and go back to it, or say that it is no longer possible."""
    try:
        act()
    except NotNow:
        done = _("This is not possible any more: something had changed in the meantime.")
        to = ""
    say_done(request, done)
    return HttpResponseRedirect(to or reverse("reports:report", kwargs={"reference": report.reference}))
