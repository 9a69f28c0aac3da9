"""The page of a case: shown, edited section by section, acted on. Works without script; htmx only swaps the section in place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.access import EntryNotFound
from proximity.assessment.operations import AnsweredMeanwhile
from proximity.assessment.queries.labels import BIAS
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.access import CaseNotFound, TaskNotFound, get_case_for
from proximity.cases.forms import FAULTS, GroundStatusForm, HeadForm, IndicatorForm, indicator_cards
from proximity.cases.models import Case
from proximity.cases.operations.handling import RenamedMeanwhile
from proximity.cases.operations.reading import note_reading
from proximity.cases.queries.labels import KEEP_RECORDINGS
from proximity.cases.queries.page import CasePage, case_page
from proximity.cases.rules import TaskKind
from proximity.cases.views.acts import ACTS
from proximity.foundation.pure.ids import uuid_or_none
from proximity.packs import codes
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.states import NotNow as ReportNotNow
from proximity.reporting.views.answers import told, told_on

type Initial = dict[str, object]
type Fill = Callable[[CasePage, UUID | None], Initial | None]
NOT_BRIEF = frozenset({"when_precision"})
REFUSED = (NotNow, ReportNotNow, EntryNotFound, TaskNotFound)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else wrote meanwhile, who and when."""

    text: str
    answer: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Editing:
    """What is being done on the page: the act, its form, the entry it is about, another's text, a refusal in words."""

    act: str = ""
    form: forms.Form | None = None
    entry: UUID | None = None
    conflict: Conflict | None = None
    refusal: str = ""
    at: str = field(default="")


@needs(Capability.WORK_CASES)
@require_safe
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show a case; `?edit=` opens the form of a section, `&entry=` names the entry it is about."""
    actor, case = case_or_404(request, reference)
    note_reading(case=case, by=actor)
    page = case_page(case, by=actor)
    editing = _blank(request.GET.get("edit", ""), uuid_or_none(request.GET.get("entry", "")), page)
    return _render(request, page, editing or Editing(at=request.GET.get("at", "")))


@needs(Capability.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, *, reference: str, act: str) -> HttpResponse:
    """Do one thing on a case and lead back to its section; what cannot be done is said beside what was typed.

    Loaded again, the address of an act leads to its form.
    """
    actor, case = case_or_404(request, reference)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("cases:case", kwargs={"reference": case.reference}, query={"edit": act}))
    what, form = ACTS[act], ACTS[act].form(request.POST)
    if not form.is_valid():
        return _again(request, actor, case, act, form)
    try:
        with transaction.atomic():
            what.do(case, actor, form.cleaned_data | {"changed": form.changed_data})
    except NotSound as fault:
        form.add_error(fault.field, FAULTS[fault.field])
        return _again(request, actor, case, act, form)
    except (RenamedMeanwhile, AnsweredMeanwhile):
        return _side_by_side(request, actor, case, act)
    except REFUSED:
        return _refused(request, case_page(case, by=actor))
    return HttpResponseRedirect(case_url(case.reference, at=what.section))


def case_or_404(request: HttpRequest, reference: str) -> tuple[Actor, Case]:
    """Return who is at work and the case. Raises `Http404`, the same for absent, forbidden and another city's."""
    actor = actor_at_work(request)
    try:
        return actor, get_case_for(actor, reference)
    except CaseNotFound:
        raise Http404 from None


def case_url(reference: str, *, at: str) -> str:
    """Return the address of a case at one of its sections, which takes the focus."""
    return f"{reverse('cases:case', kwargs={'reference': reference}, query={'at': at})}#{at}"


def _again(request: HttpRequest, actor: Actor, case: Case, act: str, form: forms.Form) -> HttpResponse:
    """Show a form once more with all that was typed and what is wrong; one about an entry that is gone has no place left."""
    page, entry = case_page(case, by=actor), _entry_of(form)
    if "entry" in form.fields and entry not in page.entries:
        return _refused(request, page)
    return _render(request, page, Editing(act, form, entry), status=422)


def _refused(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Say that a step is not possible any more, and show how the case stands."""
    refusal = _("This can no longer be done: the case has moved on meanwhile. What you see now is how it stands.")
    return _render(request, page, Editing(refusal=refusal), status=409)


def _side_by_side(request: HttpRequest, actor: Actor, case: Case, act: str) -> HttpResponse:
    """Show what somebody else wrote meanwhile above what was typed here; saving once more puts this after the other."""
    page = case_page(get_case_for(actor, case.reference), by=actor)
    data = request.POST.copy()
    data["seen"] = str(_seen(page, act))
    return _render(request, page, Editing(act, ACTS[act].form(data), None, _other_text(page, act)), status=409)


def _render(request: HttpRequest, page: CasePage, editing: Editing, *, status: int = 200) -> HttpResponse:
    if editing.form is not None:
        _prepare(editing, page)
    here = reverse("cases:case", kwargs={"reference": page.case.reference})
    context = {
        "page": page, "case": page.case, "here": here, "editing": editing, "what": ACTS.get(editing.act),
        "action": editing.act and reverse(f"cases:{editing.act}", kwargs={"reference": page.case.reference}),
        "cards": indicator_cards() if editing.act == "indicator" else (), "keep_recordings": KEEP_RECORDINGS,
        "lang": get_language(), **_told(page),
    }  # fmt: skip
    return render(request, "cases/case.html", context, status=status)


def _told(page: CasePage) -> dict[str, object]:
    """Return the person's answers in words: why she thinks so, in brief when and what she wants, and all of them."""
    if page.reported is None:
        return {}
    pages = told(page.reported.answers, page.case.city, get_language() or "en")
    brief = [line for step in (Step.WHEN, Step.WISHES) for line in told_on(step, pages) if line.name not in NOT_BRIEF]
    return {"told": pages, "because": told_on(Step.BECAUSE, pages), "brief": brief}


def _prepare(editing: Editing, page: CasePage) -> None:
    """Give a form what depends on the case, and the focus to its first field."""
    form = editing.form
    if isinstance(form, HeadForm):
        form.offer(page.colleagues)
    if isinstance(form, IndicatorForm):
        form.show_cards_from(reverse("cases:indicator_card"))
    if isinstance(form, GroundStatusForm):
        form.offer(next(ground.status for ground in page.assessment.grounds if ground.id == editing.entry))
    if form is not None and not form.is_bound and form.visible_fields():
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True


def _blank(act: str, entry: UUID | None, page: CasePage) -> Editing | None:
    """Return an act with its form as it begins, or None for what cannot be begun here and now."""
    fill = FILLS.get(act)
    if fill is None or (page.is_closed and act != "answer"):
        return None
    initial = fill(page, entry)
    name = "task" if act == "evidence" else act
    return None if initial is None else Editing(name, ACTS[name].form(initial=initial), entry)


def _head(page: CasePage, _entry: UUID | None) -> Initial:
    return {
        "title": page.title, "assignee": page.case.assignee_id, "complaint": page.case.complaint_state,
        "seen": _seen(page, "head"),
    }  # fmt: skip


def _bias(page: CasePage, _entry: UUID | None) -> Initial:
    known = page.assessment.bias
    given: Initial = {"answer": known.answer, "reasons": known.reasons} if known else {}
    return given | {"seen": _seen(page, "bias")}


def _indicator(page: CasePage, _entry: UUID | None) -> Initial:
    told_in = page.reported.report.language if page.reported else get_language()
    return {"basis": "fact", "language": told_in}


def _withdraw(page: CasePage, entry: UUID | None) -> Initial | None:
    return {"entry": entry} if entry in {one.id for one in page.assessment.indicators} else None


def _ground_status(page: CasePage, entry: UUID | None) -> Initial | None:
    return {"entry": entry} if entry in {one.id for one in page.assessment.grounds} else None


def _evidence(page: CasePage, _entry: UUID | None) -> Initial:
    return {"kind": TaskKind.EVIDENCE, "title": KEEP_RECORDINGS, "due_on": page.evidence_due or page.today}


FILLS: Mapping[str, Fill] = {
    "head": _head,
    "bias": _bias,
    "indicator": _indicator,
    "withdraw": _withdraw,
    "ground": lambda _page, _entry: {"alleged_by": "target", "status": "perceived"},
    "ground-status": _ground_status,
    "offence": lambda page, _entry: {"state": page.case.offence_state},
    "task": lambda _page, _entry: {"kind": TaskKind.OTHER},
    "evidence": _evidence,
    "answer": lambda _page, _entry: {},
    "close": lambda _page, _entry: {},
}


def _seen(page: CasePage, act: str) -> int:
    if act == "head":
        return page.case.title_version
    return page.assessment.bias.number if page.assessment.bias else 0


def _other_text(page: CasePage, act: str) -> Conflict | None:
    known = page.assessment.bias
    if act == "bias" and known is not None:
        return Conflict(known.reasons, str(BIAS[known.answer]), page.names.get(str(known.by), ""), known.at)
    renamed = (event for event in page.timeline if event.action == "case.renamed")
    return next((Conflict(page.title, "", page.names.get(one.actor, ""), one.at) for one in renamed), None)


def _entry_of(form: forms.Form) -> UUID | None:
    return uuid_or_none(str(form["entry"].value())) if "entry" in form.fields else None


@needs(Capability.WORK_CASES)
@require_safe
def indicator_card(request: HttpRequest) -> HttpResponse:
    """Show what one indicator means, with an example, beside the form (R47); nothing for a code that stands in no list."""
    found = [one for one in codes.indicators() if one.code == request.GET.get("code")]
    return render(request, "cases/parts/card.html", {"cards": found, "lang": get_language()})
