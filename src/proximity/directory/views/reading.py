"""The register as staff read it: the list with its map, one entry, the table to take along."""

import csv
import io
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proximity.accounts.requests import actor_at_work
from proximity.accounts.rules import Capability
from proximity.directory.access import get_entry
from proximity.directory.forms import AskedForm, OthersForm
from proximity.directory.queries.entries import Asked, entry_page, register_of, rows_of
from proximity.directory.queries.labels import FIELDS, HOW
from proximity.directory.queries.others import AskedOthers, others_of
from proximity.directory.queries.table import HEAD, cells
from proximity.directory.rules.assessment import SOURCE
from proximity.directory.views.editing import guarded
from proximity.oversight.rules import spreadsheet_safe

MARK = "\ufeff"  # so that a spreadsheet reads the letters of every language right


@require_safe
@guarded(Capability.READ_DIRECTORY)
def index(request: HttpRequest) -> HttpResponse:
    """Show the register of the city, narrowed as asked, with its map."""
    actor = actor_at_work(request)
    after = _after(request)
    everything = register_of(actor, Asked(), after=after)
    form = AskedForm(request.GET or None)
    form.offer(everything.languages, everything.districts)
    asked = form.asked() if form.is_bound else Asked()
    register = register_of(actor, asked, after=after) if asked != Asked() else everything
    context = {
        "register": register, "form": form, "narrowed": asked != Asked(), "city": actor.organisation.city,
        "may_add": actor.may(Capability.KEEP_DIRECTORY), "next_url": _next(request, register.next_after),
    }  # fmt: skip
    return render(request, "directory/index.html", context)


@require_safe
@guarded(Capability.READ_DIRECTORY)
def others(request: HttpRequest) -> HttpResponse:
    """Show the units that other cities share, narrowed as asked."""
    actor, after = actor_at_work(request), _after(request)
    everything = others_of(actor, AskedOthers(), after=after)
    form = OthersForm(request.GET or None)
    form.offer(everything.languages, everything.countries)
    asked = form.asked() if form.is_bound else AskedOthers()
    narrowed = asked != AskedOthers()
    found = others_of(actor, asked, after=after) if narrowed else everything
    context = {"found": found, "form": form, "narrowed": narrowed, "next_url": _next(request, found.next_after)}
    return render(request, "directory/others.html", context)


def _after(request: HttpRequest) -> int:
    typed = request.GET.get("after", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0


def _next(request: HttpRequest, after: int | None) -> str:
    """Return the address of the next page, or nothing on the last."""
    if after is None:
        return ""
    asked = request.GET.copy()
    asked["after"] = str(after)
    return f"{request.path}?{asked.urlencode()}"


@require_safe
@guarded(Capability.READ_DIRECTORY)
def entry(request: HttpRequest, *, entry_id: UUID) -> HttpResponse:
    """Show one entry: what it says, how it stands, what was said of it."""
    actor = actor_at_work(request)
    page = entry_page(actor, get_entry(actor, entry_id))
    context = {
        "page": page, "row": page.row, "entry": page.row.entry, "how": HOW, "source": SOURCE,
        "may_doubt": actor.may(Capability.KEEP_DIRECTORY) and page.row.entry.ended_at is None,
    }  # fmt: skip
    return render(request, "directory/entry.html", context)


@require_safe
@guarded(Capability.READ_DIRECTORY)
def table(request: HttpRequest) -> HttpResponse:
    """Hand over the register of the city as a table."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([str(FIELDS[name]) for name in HEAD] + [_("Who answers for it"), _("State"), _("Confirmed on")])
    for row in rows_of(actor_at_work(request)):
        writer.writerow([spreadsheet_safe(cell) for cell in cells(row)])
    response = HttpResponse(MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="directory.csv"'
    return response
