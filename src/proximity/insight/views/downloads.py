"""Comma-separated files."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# So that a spreadsheet reads the letters of every language right.
MARK = "\ufeff"


def csv_file(name: str, rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return rows as a CSV file (UTF-8) to download."""
    response = HttpResponse(MARK, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(rows)
    return response
