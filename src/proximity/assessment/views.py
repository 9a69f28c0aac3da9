"""What the country's pack states, an overview and one page per chapter; and for the auditor, counts by rule of the text tool."""

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.forms import OverridesForm
from proximity.assessment.overrides import count_overrides
from proximity.assessment.queries import law
from proximity.assessment.queries.law_words import CHAPTER, Chapter
from proximity.packs import codes
from proximity.packs.loader import UnknownCountry


def _reader(request: HttpRequest) -> law.Reader:
    """Return the pack of the city that somebody works for; "not found" where its country has none."""
    city = actor_at_work(request).organisation.city
    try:
        return law.read(city.country, get_language(), timezone.localdate())
    except UnknownCountry as error:
        raise Http404 from error


def _about(reader: law.Reader) -> dict[str, object]:
    return {"reader": reader, "country": codes.country(reader.pack.country).label(reader.lang)}


@require_safe
@needs(Capability.READ_LAW)
def index(request: HttpRequest) -> HttpResponse:
    """Say what the pack holds, chapter by chapter, and how much of it nobody vouches for."""
    reader = _reader(request)
    sections = law.sections(reader)
    unverified = sum(section.unverified for section in sections)
    context = _about(reader) | {"sections": sections, "unverified": unverified}
    return render(request, "assessment/law/index.html", context)


@require_safe
@needs(Capability.READ_LAW)
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """Show one chapter, fact by fact."""
    if chapter not in set(Chapter):
        raise Http404
    reader, asked = _reader(request), Chapter(chapter)
    context = _about(reader) | {
        "title": CHAPTER[asked],
        "entries": law.entries(reader, asked),
        "gaps": law.gaps(reader) if asked is Chapter.GAPS else [],
        "sections": law.sections(reader),
        "chapter": asked,
    }
    return render(request, "assessment/law/chapter.html", context)


@require_safe
@needs(Capability.READ_AUDIT)
def overrides(request: HttpRequest) -> HttpResponse:
    """Show how often each rule was accepted and rejected in the city; `?csv=1` hands it over as a table."""
    form = OverridesForm(request.GET)
    if not form.is_valid():
        return render(request, "assessment/overrides.html", {"form": form}, status=422)
    rows = count_overrides(wanted=form.wanted(), by=actor_at_work(request))
    if request.GET.get("csv"):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([_("Rule of the text tool"), _("Indicator"), _("Accepted"), _("Rejected")])
        writer.writerows((one.rule, one.code, one.accepted, one.rejected) for one in rows)
        response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="rules.csv"'
        return response
    return render(request, "assessment/overrides.html", {"form": form, "rows": rows})
