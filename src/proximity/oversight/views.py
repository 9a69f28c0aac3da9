"""The auditor's pages."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.oversight import operations
from proximity.oversight.forms import LogForm
from proximity.oversight.queries import LogRow
from proximity.oversight.rules import spreadsheet_safe


@needs(Capability.READ_AUDIT)
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show the log, newest first, fifty events a page."""
    by = actor_at_work(request)
    form = LogForm(request.GET, by=by)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        page = operations.read_log(wanted=form.wanted(), before=form.cleaned_data["before"], by=by)
        query = request.GET.copy()
        query.pop("before", None)
        context |= {"page": page, "query": query.urlencode()}
        if page.next_before:
            query["before"] = str(page.next_before)
            context["next_url"] = f"?{query.urlencode()}"
    return render(request, "oversight/log.html", context, status=200 if form.is_valid() else 422)


@needs(Capability.READ_AUDIT)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the chains of the city and of the instance now, and show what came of it."""
    by = actor_at_work(request)
    return render(request, "oversight/verified.html", {"reports": operations.verify_log(by=by)})


@needs(Capability.READ_AUDIT)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Hand over the events that fit as a table, which a spreadsheet can open without running anything."""
    by = actor_at_work(request)
    form = LogForm(request.GET, by=by)
    if not form.is_valid():
        return render(request, "oversight/log.html", {"form": form}, status=422)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([
        _("When"), _("Who"), _("Organisation"), _("What"), _("Action"), _("Reference"), _("Identifier"), _("Purpose"), _("Chain"),
        _("Row"),
    ])  # fmt: skip
    writer.writerows(_cells(row) for row in operations.export_log(wanted=form.wanted(), by=by))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def _cells(row: LogRow) -> list[str]:
    cells = (
        row.at.isoformat(timespec="seconds"), row.who, row.organisation, row.what, row.action, row.label, row.target, row.purpose,
        row.chain, str(row.seq),
    )  # fmt: skip
    return [spreadsheet_safe(cell) for cell in cells]
