"""What many cities released, side by side: for a national body."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.insight.queries.comparison import compared_cities, odihr_rows
from proximity.insight.views.downloads import csv_file


@require_safe
@needs(Capability.COMPARE_CITIES)
def cities(request: HttpRequest) -> HttpResponse:
    """Show each city's newest released numbers beside those of the others."""
    return render(request, "insight/comparison.html", {"found": compared_cities(actor_at_work(request))})


@require_safe
@needs(Capability.COMPARE_CITIES)
def download(request: HttpRequest) -> HttpResponse:
    """Give every published count of the cities' newest releases as rows with ODIHR's categories."""
    return csv_file("cities-odihr.csv", odihr_rows(actor_at_work(request)))
