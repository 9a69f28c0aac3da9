"""The page of a case: shown, edited section by section, acted on. Works without script; htmx only swaps the section in place."""

from dataclasses import dataclass
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
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.access import CaseNotFound, TaskNotFound, get_case_for
from proximity.cases.forms.fields import FAULTS, indicator_cards
from proximity.cases.models import Case
from proximity.cases.operations.handling import RenamedMeanwhile
from proximity.cases.operations.reading import note_reading
from proximity.cases.queries.labels import KEEP_RECORDINGS
from proximity.cases.queries.page import CasePage, case_page
from proximity.cases.views.acts import ACTS
from proximity.cases.views.acts.act import Conflict
from proximity.foundation.pure.ids import uuid_or_none
from proximity.packs import codes
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.states import NotNow as ReportNotNow
from proximity.reporting.views.answers import told, told_on

NOT_BRIEF = frozenset({"when_precision"})
MOVED_ON = (RenamedMeanwhile, AnsweredMeanwhile)
REFUSED = (NotNow, ReportNotNow, EntryNotFound, TaskNotFound)


@dataclass(frozen=True, slots=True)
class Editing:
    """What is being done on the page: the act, its form, the entry it is about, another's text, a refusal in words."""

    act: str = ""
    form: forms.Form | None = None
    entry: UUID | None = None
    conflict: Conflict | None = None
    refusal: str = ""
    at: str = ""

    @property
    def at_section(self) -> str:
        """Return the section whose form is open, or nothing."""
        return ACTS[self.act].section if self.form is not None else ""


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
    except MOVED_ON:
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
    page, what = case_page(get_case_for(actor, case.reference), by=actor), ACTS[act]
    data = request.POST.copy()
    if what.seen is not None:
        data["seen"] = str(what.seen(page))
    form, other = what.form(data), what.other(page) if what.other else None
    return _render(request, page, Editing(act, form, _entry_of(form), other), status=409)


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
    form, prepare = editing.form, ACTS[editing.act].prepare
    if form is None:
        return
    if prepare is not None:
        prepare(form, page, editing.entry)
    if not form.is_bound and form.visible_fields():
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True


def _blank(name: str, entry: UUID | None, page: CasePage) -> Editing | None:
    """Return an act with its form as it begins, or None for what cannot be begun here and now."""
    act = ACTS.get(name)
    if act is None or act.fill is None or (page.is_closed and not act.when_closed):
        return None
    initial = act.fill(page, entry)
    return None if initial is None else Editing(name, act.form(initial=initial), entry)


def _entry_of(form: forms.Form) -> UUID | None:
    return uuid_or_none(str(form["entry"].value())) if "entry" in form.fields else None


@needs(Capability.WORK_CASES)
@require_safe
def indicator_card(request: HttpRequest) -> HttpResponse:
    """Show what one indicator means, with an example, beside the form (R47); nothing for a code that stands in no list."""
    found = [one for one in codes.indicators() if one.code == request.GET.get("code")]
    return render(request, "cases/parts/card.html", {"cards": found, "lang": get_language()})
