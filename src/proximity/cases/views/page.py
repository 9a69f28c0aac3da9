"""The page of a case: shown, edited section by section, acted on. Works without script; htmx only swaps the section in place."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.access import EntryNotFound
from proximity.assessment.operations import AnsweredMeanwhile
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.access import CaseNotFound, PersonNotFound, TaskNotFound, get_case_for
from proximity.cases.access_referrals import ReferralNotFound
from proximity.cases.forms.fields import FAULTS, indicator_cards
from proximity.cases.models import Case
from proximity.cases.operations.qualifying import QualificationNotFound
from proximity.cases.operations.reading import note_reading
from proximity.cases.queries.page import CasePage, case_page
from proximity.cases.rules.states import MovedOn
from proximity.cases.views.acts import ACTS
from proximity.cases.views.acts.act import Act, Conflict
from proximity.cases.views.sections import SECTIONS
from proximity.evidence.access import EvidenceNotFound, RequestNotFound
from proximity.evidence.rules.kinds import Refused
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.ui.flash import say_done
from proximity.packs import codes
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.states import NotNow as ReportNotNow
from proximity.reporting.views.answers import told, told_on

NOT_BRIEF = frozenset({"when_precision"})
MOVED_ON = (MovedOn, AnsweredMeanwhile)
REFUSED = (
    NotNow, ReportNotNow, EntryNotFound, TaskNotFound, PersonNotFound, QualificationNotFound, EvidenceNotFound, RequestNotFound,
    ReferralNotFound, Refused,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Editing:
    """What is being done on the page: the act, its form, the entry it is about, another's text, a refusal in words.

    `kept` is what somebody typed before she was refused: label and text.
    """

    act: str = ""
    form: forms.Form | None = None
    entry: UUID | None = None
    conflict: Conflict | None = None
    refusal: str = ""
    kept: tuple[tuple[str, str], ...] = ()
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
            what.do(case, actor, form.cleaned_data | {"changed": form.changed_data, "was": _was(form)})
    except NotSound as fault:
        words = what.faults.get(fault.field) or FAULTS[fault.field]
        form.add_error(fault.field if fault.field in form.fields else None, words)
        return _again(request, actor, case, act, form)
    except MOVED_ON:
        return _side_by_side(request, actor, case, act, form)
    except REFUSED:
        return _refused(request, case_page(case, by=actor), form)
    except NotAllowed:
        raise PermissionDenied from None
    return _back(request, actor, case, what)


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


def _was(form: forms.Form) -> dict[str, str]:
    """Return what each field showed at first, for the fields that send it along."""
    shown = (name for name, field in form.fields.items() if field.show_hidden_initial)
    return {name: str(form.data.get(form[name].html_initial_name, "")) for name in shown}


def _back(request: HttpRequest, actor: Actor, case: Case, what: Act) -> HttpResponse:
    """Lead back to the section, or to the list where the act has shut the case to who did it."""
    try:
        get_case_for(actor, case.reference)
    except CaseNotFound:
        say_done(request, _("Done. This case is no longer open to you."))
        kind = HttpResponseClientRedirect if request.headers.get("HX-Request") else HttpResponseRedirect
        answer: HttpResponse = kind(reverse("cases:list"))
        return answer
    return HttpResponseRedirect(case_url(case.reference, at=what.section))


def _again(request: HttpRequest, actor: Actor, case: Case, act: str, form: forms.Form) -> HttpResponse:
    """Show a form once more with all that was typed and what is wrong; one about an entry that is gone has no place left."""
    page, entry = case_page(case, by=actor), _entry_of(form)
    if "entry" in form.fields and entry not in page.entries:
        return _refused(request, page, form)
    return _render(request, page, Editing(act, form, entry), status=422)


def _refused(request: HttpRequest, page: CasePage, form: forms.Form) -> HttpResponse:
    """Say that a step is not possible any more, show how the case stands, and keep what was typed for her to copy."""
    refusal = _("This can no longer be done: the case has moved on meanwhile. What you see now is how it stands.")
    typed = ((str(bound.label), str(bound.value() or "")) for bound in form.visible_fields() if _is_text(bound.field))
    kept = tuple((label, text) for label, text in typed if text.strip())
    return _render(request, page, Editing(refusal=refusal, kept=kept), status=409)


def _is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Select)


def _side_by_side(request: HttpRequest, actor: Actor, case: Case, act: str, form: forms.Form) -> HttpResponse:
    """Show what somebody else wrote meanwhile above what was typed here; saving once more puts this after the other."""
    page, what, entry = case_page(get_case_for(actor, case.reference), by=actor), ACTS[act], _entry_of(form)
    stands = what.fill(page, entry) if what.fill else None
    if stands is None:
        return _refused(request, page, form)
    other = what.other(page, entry) if what.other else None
    return _render(
        request, page, Editing(act, what.form(_caught_up(request.POST, form, stands)), entry, other), status=409
    )


def _caught_up(sent: QueryDict, form: forms.Form, stands: Mapping[str, object]) -> QueryDict:
    """Return what somebody typed, with the version that stands now, and with others' words where she had changed nothing."""
    typed = sent.copy()
    if "seen" in stands:
        typed["seen"] = str(stands["seen"])
    for name in _was(form):
        now = "" if stands[name] is None else str(stands[name])
        typed[form[name].html_initial_name] = now
        if name not in form.changed_data:
            typed[name] = now
    return typed


def _render(request: HttpRequest, page: CasePage, editing: Editing, *, status: int = 200) -> HttpResponse:
    if editing.form is not None:
        _prepare(editing, page)
    here = reverse("cases:case", kwargs={"reference": page.case.reference})
    context = {
        "page": page, "case": page.case, "here": here, "editing": editing, "what": ACTS.get(editing.act),
        "action": editing.act and reverse(f"cases:{editing.act}", kwargs={"reference": page.case.reference}),
        "cards": indicator_cards() if editing.act in {"bias", "indicator"} else (),
        "lang": get_language(), **_told(page),
        "sections": {name: build(page, actor_at_work(request)) for name, build in SECTIONS.items()},
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
