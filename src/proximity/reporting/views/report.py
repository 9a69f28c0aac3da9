"""The public form: one address, one question a page, nothing kept on the server until it is sent."""

from datetime import datetime

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from proximity.foundation.forgetting import ask_to_forget
from proximity.packs.vocabulary import TextKey
from proximity.reporting.drafts import Draft, DraftUnreadable, open_draft
from proximity.reporting.forms.report import FORMS
from proximity.reporting.operations.submit import Submission, submit_report
from proximity.reporting.queries.routes import readers_of
from proximity.reporting.rules.questions import (
    Step,
    after_answering,
    asked,
    following,
    may_skip,
    preceding,
    progress,
)
from proximity.reporting.views import report_pages as pages
from proximity.reporting.views.report_gate import at_gate, show_gate
from proximity.reporting.views.report_reading import Reading, read, with_posted

PAGES = "reporting/report/"
BEFORE_SENDING = (
    TextKey.EMERGENCY, TextKey.NO_NIGHT_WATCH, TextKey.NOT_FORMAL_COMPLAINT, TextKey.RESIDENCE_STATUS,
    TextKey.OFFICER_COMPLAINT,
)  # fmt: skip
AFTER_SENDING = (
    TextKey.EMERGENCY, TextKey.EVIDENCE_VANISHES, TextKey.NO_NIGHT_WATCH, TextKey.FORMAL_COMPLAINT_HOW, TextKey.OFFICER_COMPLAINT,
)  # fmt: skip
NOBODY_HERE = (TextKey.EMERGENCY, TextKey.FORMAL_COMPLAINT_HOW, TextKey.OFFICER_COMPLAINT)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the first question, or take an answer and show what comes next."""
    lang, now = get_language() or "en", timezone.now()
    if request.method != "POST":
        draft = _begun(request.GET.get("city", ""))
        return _show(request, draft, read(draft, lang), now)
    try:
        opened = open_draft(request.POST.get("draft", ""), now)
    except RequestDataTooBig:
        return render(request, f"{PAGES}too_long.html", status=413)
    except DraftUnreadable:
        return render(request, f"{PAGES}unreadable.html", status=400)
    draft = with_posted(opened.draft, request.POST)
    if opened.is_old:
        reading = read(draft, lang)
        context = {
            "draft": draft.seal(now),
            "rows": [row for row in pages.rows(reading) if row.lines],
            "city": reading.city,
        }
        return render(request, f"{PAGES}resume.html", context)
    return _go(request, draft, lang, now)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Ask the browser to forget this site, and say what it cannot forget."""
    return ask_to_forget(request, render(request, f"{PAGES}done.html"))


def _begun(city: str) -> Draft:
    """Return an empty draft with a fresh receipt; a city from the address is ticked, not settled."""
    return Draft(typed={Step.WHERE: {"city": [city]}} if city else {})


def _go(request: HttpRequest, draft: Draft, lang: str, now: datetime) -> HttpResponse:
    """Do what the pressed button says; a form sent without a button goes on."""
    verb, _, target = request.POST.get("go", "next").partition(":")
    reading = read(draft, lang)
    if verb == "stay":
        return _show(request, draft, reading, now)
    if verb == "back":
        to = Step.CHECK if draft.to_check else preceding(draft.step, reading.answers)
        return _show(request, draft.at(to), reading, now)
    if verb == "change" and target in FORMS:
        returns = draft.to_check or draft.step is Step.CHECK
        return _show(request, draft.at(Step(target), to_check=returns), reading, now)
    if verb == "skip" and may_skip(draft.step):
        draft = draft.without(draft.step)
        reading = read(draft, lang)
    elif draft.step in {Step.CHECK, Step.GATE}:
        return _send(request, draft, reading, lang, now)
    return _onward(request, draft, reading, now)


def _onward(request: HttpRequest, draft: Draft, reading: Reading, now: datetime) -> HttpResponse:
    """Go on from an answered page, or show what is wrong with it."""
    if draft.step in reading.faults:
        return _show(request, draft, reading, now, faulty=True)
    to = after_answering(draft.step, reading.answers, faults=reading.faults, to_check=draft.to_check)
    return _show(request, draft.at(to, to_check=draft.to_check and to is not Step.CHECK), reading, now)


def _send(request: HttpRequest, draft: Draft, reading: Reading, lang: str, now: datetime) -> HttpResponse:
    """Send the report, or go to the first page that cannot be read, or ask one question while very many arrive."""
    if reading.faults or reading.destination is None:
        first = next(iter(reading.faults), Step.WHERE)
        return _show(request, draft.at(first, to_check=True), reading, now, faulty=True)
    going = reading.destination
    passed = at_gate(request, draft, going.city, now)
    if isinstance(passed, Draft):
        return show_gate(request, passed, reading, now)
    sent = submit_report(
        city=going.city, answers=reading.answers, receipt=draft.receipt, recipients=pages.chosen(reading),
        barred=going.barred, language=lang, flood=passed, now=now,
    )  # fmt: skip
    return _receipt(request, draft, reading, sent, lang)


def _receipt(request: HttpRequest, draft: Draft, reading: Reading, sent: Submission, lang: str) -> HttpResponse:
    context = {
        "code": draft.receipt.display,
        "again": sent.again,
        "sent_at": sent.report.sent_at,
        "readers": readers_of(sent.report),
        "texts": pages.texts(reading.pack, lang, *AFTER_SENDING),
        "answers": reading.answers,
        "city": reading.city,
    }
    return render(request, f"{PAGES}receipt.html", context)


def _show(
    request: HttpRequest, draft: Draft, reading: Reading, now: datetime, *, faulty: bool = False
) -> HttpResponse:  # fmt: skip
    """Show the page that the draft is on."""
    if draft.step is Step.GATE:
        return show_gate(request, draft, reading, now)
    answers, lang = reading.answers, get_language() or "en"
    if draft.step not in asked(answers):
        draft = draft.at(following(draft.step, answers), to_check=draft.to_check)
    context: dict[str, object] = {
        "draft": draft.seal(now),
        "step": draft.step.value,
        "answers": answers,
        "city": reading.city,
        "danger": pages.danger(reading.city, reading.cities, lang),
        "progress": progress(draft.step, answers),
        "to_check": draft.to_check,
        "going": reading.destination,
        "first": draft.step is Step.SAFE and not draft.to_check,
    }
    if reading.leads_nowhere(draft.step):
        context |= {"for_officer": reading.place_is_served, "texts": pages.texts(reading.pack, lang, *NOBODY_HERE)}
        return render(request, f"{PAGES}nobody.html", context)
    context |= {"texts": pages.texts(reading.pack, lang, *BEFORE_SENDING, TextKey.INCIDENT_DEFINITION)}
    if draft.step is Step.CHECK:
        context |= {"rows": pages.rows(reading), "readers": pages.chosen(reading)}
        return render(request, f"{PAGES}check.html", context)
    form = reading.forms[draft.step]
    if not faulty:
        form = form.unread()
    context |= {"form": form, "parts": pages.parts(form), "may_skip": may_skip(draft.step)}
    return render(request, f"{PAGES}step.html", context)
