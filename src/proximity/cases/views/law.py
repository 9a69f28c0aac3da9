"""What the law offers a case: the provisions in force on a day, from which one is considered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proximity.accounts.requests import needs
from proximity.accounts.rules import Capability
from proximity.cases.forms.qualification import LawForm
from proximity.cases.models import Qualification
from proximity.cases.queries.page import law_of
from proximity.cases.queries.qualifications import offers_for, pack_for
from proximity.cases.rules.qualifications import DayBasis, IncidentDay
from proximity.cases.rules.states import CaseStatus
from proximity.cases.views.page import case_or_404


@needs(Capability.WORK_CASES)
@require_safe
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show the provisions in force on the day of the incident, or on another; day and jurisdiction stand in the address."""
    actor, case = case_or_404(request, reference)
    law, assessment = law_of(case, by=actor)
    pack, lang = pack_for(case), get_language() or "en"
    form = LawForm(request.GET or None, initial={"day": law.incident.day, "jurisdiction": pack.default_jurisdiction})
    form.offer([(one.code, one.words.label(lang)) for one in pack.jurisdictions])
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day = asked.get("day") or law.incident.day
    incident = law.incident if day == law.incident.day else IncidentDay(day, DayBasis.CHOSEN)
    context = {
        "case": case, "form": form, "incident": incident, "lang": lang,
        "law": offers_for(case, assessment, day, jurisdiction=asked.get("jurisdiction", "")),
        "standing": set(Qualification.objects.filter(case=case).values_list("offence", flat=True)),
        "is_closed": case.status == CaseStatus.CLOSED,
    }  # fmt: skip
    return render(request, "cases/law.html", context)
