"""Imports, one page after the other: the file, how it was read, columns, values, the dry run, the work, taking it back."""

import csv
import io
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.bulk import jobs
from proximity.bulk.access import ImportNotFound, get_import, may_import
from proximity.bulk.content import open_import_content
from proximity.bulk.forms import ENCODING_WORDS, ColumnsForm, HowForm, OnlyForm, UndoForm, UploadForm, ValuesForm
from proximity.bulk.kinds import MAX_BYTES, check_table
from proximity.bulk.models import Import
from proximity.bulk.operations.bringing import TEXT_KIND, Undecided, decide, let_go, read_again, take_file
from proximity.bulk.operations.running import WorkedOn, begin_import, begin_undo, cases_worked_on
from proximity.bulk.queries.imports import ImportPage, import_lines, import_page, report_rows, row_page
from proximity.bulk.queries.labels import FAULT, MISSING
from proximity.bulk.rules.decisions import faults_of, undecided_values, with_proposals
from proximity.bulk.rules.states import BEFORE_CASES, ImportState, NotNow
from proximity.bulk.storage import imports_folder
from proximity.evidence.rules.kinds import Refusal, Refused
from proximity.evidence.uploads import FIELD, SealingHandler, sealed_upload
from proximity.foundation.jobs import Job
from proximity.foundation.ui.flash import say_done
from proximity.packs.loader import load_pack
from proximity.packs.schema import Category

NO_TABLE = frozenset({Refusal.UNKNOWN, Refusal.NOT_WHAT_IT_SAYS, Refusal.NEVER})


# The token stands in the form, so checking it reads the form: it is checked inside, once the sealing handler is there.
@csrf_exempt
@needs(Capability.IMPORT_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the imports of the organisation, and take a file, sealed while it comes."""
    actor = _actor(request)
    folder = imports_folder(actor.city_id)
    with sealed_upload(request, folder=folder, take=check_table, limit=MAX_BYTES) as upload:
        upload.fields()
        return _checked(request, actor=actor, upload=upload)


@csrf_protect
def _checked(request: HttpRequest, *, actor: Actor, upload: SealingHandler) -> HttpResponse:
    form = UploadForm(upload.fields() if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = take_file(upload=upload.taken(), by=actor)
        except Refused as refused:
            form.add_error(FIELD, _why(refused.refusal, upload))
        else:
            upload.keep()
            return _on(found, jobs.read)
    context = {"form": form, "lines": import_lines(actor)}
    return render(request, "bulk/index.html", context, status=422 if form.errors else 200)


@needs(Capability.IMPORT_CASES)
@require_safe
def show(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Show one import as far as it has come."""
    actor, found = _import_or_404(request, import_id)
    page = import_page(found, by=actor)
    return _shown(request, page, actor)


@needs(Capability.IMPORT_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def how(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Have the file read in another way."""
    actor, found = _import_or_404(request, import_id)
    opened = open_import_content(found, by=actor)
    form = HowForm(request.POST or None, how=opened.how, is_text=found.kind == TEXT_KIND)
    if request.method == "POST" and form.is_valid():
        try:
            return _on(read_again(import_id=found.pk, how=form.how(opened.how), by=actor), jobs.read)
        except NotNow:
            raise Http404 from None
    return _form(request, found, form, "bulk/how.html", columns=opened.columns)


@needs(Capability.IMPORT_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Say what each column is, and what holds for all rows."""
    actor, found = _import_or_404(request, import_id)
    opened = open_import_content(found, by=actor)
    form = ColumnsForm(request.POST or None, columns=opened.columns, decisions=opened.decisions)
    if request.method == "POST" and form.is_valid():
        chosen = with_proposals(form.decisions(), opened.columns, _categories(actor))
        try:
            left = decide(import_id=found.pk, decisions=chosen, by=actor)
        except Undecided as undecided:
            for name in MISSING:
                if (str(name), "missing") in undecided.faults:
                    form.add_error(None, MISSING[name])
            form.add_faults([fault for fault in undecided.faults if fault[1] != "missing"])
        except NotNow:
            raise Http404 from None
        else:
            return HttpResponseRedirect(_url(found, "values")) if left else _on(found, jobs.check)
    encoding = ENCODING_WORDS.get(opened.how.encoding, "") if found.kind == TEXT_KIND else ""
    return _form(request, found, form, "bulk/columns.html", encoding=encoding, sheet=opened.how.sheet)


@needs(Capability.IMPORT_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Say what each value means; with the last one the rows are checked."""
    actor, found = _import_or_404(request, import_id)
    opened = open_import_content(found, by=actor)
    if faults_of(opened.decisions, opened.columns):
        return HttpResponseRedirect(_url(found, "columns"))
    form = ValuesForm(
        request.POST or None, columns=opened.columns, decisions=opened.decisions, categories=_categories(actor)
    )
    if request.method == "POST" and form.is_valid():
        try:
            left = decide(import_id=found.pk, decisions=form.decisions(), by=actor)
        except NotNow:
            raise Http404 from None
        open_fields = form.open_fields()
        if not left:
            return _on(found, jobs.check)
        if not open_fields:
            return HttpResponseRedirect(_url(found, "values"))
        for name in open_fields:
            form.add_error(name, _("Say what this value means."))
    return _form(request, found, form, "bulk/values.html", left=len(undecided_values(opened.decisions, opened.columns)))


@needs(Capability.IMPORT_CASES)
@require_safe
def rows(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Show the report row by row: what becomes of each, and what is wrong where."""
    actor, found = _import_or_404(request, import_id)
    asked = OnlyForm(request.GET)
    said = asked.cleaned_data if asked.is_valid() else {}
    only, after = said.get("only") or "", said.get("after") or 0
    page = import_page(found, by=actor)
    report = row_page(found, page.opened, by=actor, only=only, after=after)
    here = reverse("bulk:rows", kwargs={"import_id": found.pk})
    next_url = f"{here}?only={only}&after={report.after}" if report.after is not None else ""
    context = {"page": page, "report": report, "only": only, "next_url": next_url}
    return render(request, "bulk/rows.html", context)


@needs(Capability.IMPORT_CASES)
@require_safe
def rows_csv(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Hand out the whole report as a table that no spreadsheet runs."""
    actor, found = _import_or_404(request, import_id)
    text = io.StringIO(newline="")
    text.write("\ufeff")
    csv.writer(text, delimiter=";").writerows(report_rows(found, open_import_content(found, by=actor), by=actor))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="import-report.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@needs(Capability.IMPORT_CASES)
@require_POST
def begin(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Have the cases made."""
    actor, found = _import_or_404(request, import_id)
    try:
        begin_import(import_id=found.pk, by=actor)
    except NotNow:
        say_done(request, _("Nothing would come of it, or it has begun already."))
        return HttpResponseRedirect(_url(found, "show"))
    return _on(found, jobs.run)


@needs(Capability.IMPORT_CASES)
@require_POST
def undo(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Have the cases of an import taken back."""
    actor, found = _import_or_404(request, import_id)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            begin_undo(import_id=found.pk, reason=form.cleaned_data["reason"], by=actor)
            return _on(found, jobs.undo)
        except WorkedOn as worked:
            form.add_error(None, _worked_on(worked.number))
        except NotNow:
            raise Http404 from None
    return _shown(request, import_page(found, by=actor), actor, undo=form)


@needs(Capability.IMPORT_CASES)
@require_POST
def drop(request: HttpRequest, *, import_id: UUID) -> HttpResponse:
    """Let file and rows of an import go; its cases stay."""
    actor, found = _import_or_404(request, import_id)
    try:
        let_go(import_id=found.pk, by=actor)
    except NotNow:
        raise Http404 from None
    say_done(request, _("File and rows are deleted. Cases that were made stay."))
    return HttpResponseRedirect(reverse("bulk:index"))


def _shown(request: HttpRequest, page: ImportPage, actor: Actor, undo: UndoForm | None = None) -> HttpResponse:
    touched = cases_worked_on(page.row) if page.row.state in {ImportState.DONE, ImportState.STOPPED} else 0
    context = {
        "page": page, "fault": FAULT.get(page.row.fault, ""), "undo": undo or UndoForm(),
        "worked_on": _worked_on(touched) if touched else "",
    }  # fmt: skip
    return render(request, "bulk/show.html", context, status=422 if undo is not None and undo.errors else 200)


def _worked_on(number: int) -> str:
    words = ngettext(
        "Somebody has worked on %(number)d of its cases since. It can no longer be taken back as a whole.",
        "Somebody has worked on %(number)d of its cases since. It can no longer be taken back as a whole.", number,
    )  # fmt: skip
    return words % {"number": number}


def _form(request: HttpRequest, found: Import, form: object, template: str, **more: object) -> HttpResponse:
    # What could not be read is read in another way first.
    if found.state not in BEFORE_CASES or (found.state == ImportState.UNREADABLE and template != "bulk/how.html"):
        return HttpResponseRedirect(_url(found, "show"))
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, {"found": found, "form": form, **more}, status=status)


def _on(found: Import, work: Job) -> HttpResponseRedirect:
    """Ask the worker for its part, in the transaction of the act, and lead to the page that says how far it is."""
    work.defer(import_id=str(found.pk), organisation_id=str(found.organisation_id))
    return HttpResponseRedirect(_url(found, "show"))


def _actor(request: HttpRequest) -> Actor:
    actor = actor_at_work(request)
    if not may_import(actor):
        raise PermissionDenied
    return actor


def _import_or_404(request: HttpRequest, import_id: UUID) -> tuple[Actor, Import]:
    actor = actor_at_work(request)
    try:
        return actor, get_import(actor, import_id)
    except ImportNotFound:
        raise Http404 from None


def _url(found: Import, name: str) -> str:
    return reverse(f"bulk:{name}", kwargs={"import_id": found.pk})


def _categories(actor: Actor) -> tuple[Category, ...]:
    return load_pack(actor.organisation.city.country).categories


def _why(refusal: Refusal, upload: SealingHandler) -> str:
    if refusal in NO_TABLE:
        return _("This is no table that we can read. Save it as CSV or as a spreadsheet (.xlsx).")
    if refusal is Refusal.TOO_LARGE:
        return _("This file is too large: up to 100 MB as CSV, up to 40 MB as a spreadsheet.")
    if refusal is Refusal.TOO_MANY:
        return _("There are many imports here already. Let an older one go first.")
    return upload.why(refusal)
