"""When the server cannot do its work (no database, no room on the disk): what a person typed stays on the page.

Asks nothing of the database. Sending the same draft again never gives a second report. What she wrote in her mailbox is kept on
such a page too; her code, where it came with it, is asked for again.
"""

import re
from collections.abc import Mapping

from django import forms
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import defaults

from proximity.reporting.drafts import Draft, DraftUnreadable, open_draft
from proximity.reporting.forms.fields import StepForm
from proximity.reporting.forms.gate import typed_answer
from proximity.reporting.forms.report import FORMS
from proximity.reporting.rules.questions import Step
from proximity.reporting.views.mailbox_door import carried
from proximity.reporting.views.report_pages import Line, Row
from proximity.reporting.views.report_reading import with_posted

VERB = re.compile(r"[a-z]{1,10}(:[a-z]{1,20})?")
SOON = 120
"""Seconds after which a machine may ask again."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke. To a form that was sent it answers with all that was typed, to be sent again."""
    draft = _kept(request)
    if draft is not None:
        return _report(request, draft)
    written = _written_to_mailbox(request)
    if written:
        return _away(request, "mailbox", {"carried": list(carried(request)), "written": written})
    return defaults.server_error(request)


def _report(request: HttpRequest, draft: Draft) -> HttpResponse:
    verb = request.POST.get("go", "next")
    context = {
        "draft": draft.seal(timezone.now()),
        "go": verb if VERB.fullmatch(verb) else "next",
        "answer": typed_answer(request.POST) if draft.step is Step.GATE else "",
        "rows": _written(draft),
    }
    return _away(request, "report", context)


def _away(request: HttpRequest, of: str, context: Mapping[str, object]) -> HttpResponse:
    page = render(request, f"reporting/{of}/away.html", dict(context), status=503)
    page.headers["Retry-After"] = str(SOON)
    return page


def _kept(request: HttpRequest) -> Draft | None:
    """Return the draft that was sent, with what was typed on its page; None where no page of the form was sent, or not whole."""
    if request.method != "POST" or request.path_info != reverse("report:start"):
        return None
    try:
        opened = open_draft(request.POST.get("draft", ""), timezone.now())
        return with_posted(opened.draft, request.POST)
    except (DraftUnreadable, BadRequest, SuspiciousOperation, RawPostDataException, OSError):
        return None


def _written_to_mailbox(request: HttpRequest) -> str:
    """Return the words that a form of the mailbox brought; empty where there are none, or it did not come whole."""
    if request.method != "POST" or not request.path_info.startswith(reverse("mailbox:open")):
        return ""
    try:
        return request.POST.get("text", "").strip()
    except (BadRequest, SuspiciousOperation, RawPostDataException, OSError):
        return ""


def _written(draft: Draft) -> list[Row]:
    """Return her own words as she typed them, page by page: the words of choices are in the database, which may be away."""
    rows = [Row(step, form.short, _lines(form, draft), open=False) for step, form in FORMS.items()]
    return [row for row in rows if row.lines]


def _lines(form: type[StepForm], draft: Draft) -> tuple[Line, ...]:
    first, *_others = form.base_fields
    typed = draft.typed.get(form.step, {})
    return tuple(
        Line("" if name == first else field.label or "", text)
        for name, field in form.base_fields.items()
        if not isinstance(field, forms.ChoiceField)
        for text in typed.get(name, ())
        if text.strip()
    )
