"""The list of referrals, and the page of one: read, asked about, accepted, sent back, and what comes of it entered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.queries.labels import Words as Label
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.access_referrals import ReferralNotFound, StepNotFound, get_referral_for
from proximity.cases.forms.fields import NothingForm
from proximity.cases.forms.referral import REFERRAL_FAULTS, AskForm, CorrectionForm, ReturnForm, StepForm
from proximity.cases.models import Case, Referral
from proximity.cases.operations.proceedings import Words, correct_step, record_step
from proximity.cases.operations.receiving import accept_referral, ask_sender, read_referral, return_referral
from proximity.cases.queries.referrals import RECEIVED, SENT, ReferralPage, referral_list, referral_page
from proximity.cases.rules.proceedings import StepKind
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.ui.flash import say_done
from proximity.reporting.rules.deadlines import local_day

type Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do on a referral: its section, its form and button, what it does, and when it can be begun."""

    section: str
    form: type[forms.Form]
    button: Label
    do: Callable[[Referral, Actor, Asked], object]
    may: Callable[[ReferralPage], bool]
    done: Label


def _step(referral: Referral, by: Actor, asked: Asked) -> None:
    words = Words(asked["source"], asked["reasons"])
    record_step(referral=referral, kind=StepKind(asked["kind"]), on=asked["on"], words=words, by=by)


def _correct(referral: Referral, by: Actor, asked: Asked) -> None:
    words, kind = Words(asked["source"], asked["reasons"]), StepKind(asked["kind"])
    correct_step(referral=referral, step_id=asked["step"], kind=kind, on=asked["on"], words=words, by=by)


ACTS: Mapping[str, Act] = {
    "accept": Act(
        "answer", NothingForm, _("Accept the referral"), lambda referral, by, _asked: accept_referral(referral=referral, by=by),
        lambda page: page.may_decide, _("Accepted. What comes of it is entered below."),
    ),
    "ask": Act(
        "answer", AskForm, _("Send the question"),
        lambda referral, by, asked: ask_sender(referral=referral, text=asked["text"], by=by),
        lambda page: page.may_ask, _("The question is sent."),
    ),
    "return": Act(
        "answer", ReturnForm, _("Send it back"),
        lambda referral, by, asked: return_referral(referral=referral, reason=asked["text"], by=by),
        lambda page: page.may_decide, _("Sent back. The sender reads your reason."),
    ),
    "step": Act(
        "outcome", StepForm, _("Enter this step"), _step, lambda page: bool(page.open_to),
        _("Entered. The person hears of it in plain words."),
    ),
    "correct": Act(
        "outcome", CorrectionForm, _("Correct the entry"), _correct, lambda page: bool(page.open_to),
        _("Corrected. The person hears of it in plain words."),
    ),
}  # fmt: skip


@needs(Capability.RECEIVE_REFERRALS)
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Show one page of what was received or sent."""
    actor = actor_at_work(request)
    box = SENT if request.GET.get("show") == SENT else RECEIVED
    found = referral_list(actor, box, after=uuid_or_none(request.GET.get("after", "")))
    query = request.GET.copy()
    query["after"] = str(found.after)
    context = {
        "found": found, "sent": box == SENT, "next_url": f"?{query.urlencode()}" if found.after else "",
        "today": local_day(timezone.now(), actor.organisation.city.time_zone), "may_send": actor.may(Capability.REFER_CASES),
    }  # fmt: skip
    return render(request, "cases/referrals/list.html", context)


@needs(Capability.RECEIVE_REFERRALS)
@require_safe
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show one referral, and note who reads it and why; `?edit=` opens the form of an act."""
    actor = actor_at_work(request)
    referral = _found(actor, reference)
    try:
        referral = read_referral(referral=referral, by=actor)
    except (ReferralNotFound, NotNow):
        raise Http404 from None
    page = referral_page(_found(actor, reference), by=actor)
    name = request.GET.get("edit", "")
    return _render(request, page, name, _blank(name, page, request.GET.get("step", "")))


@needs(Capability.RECEIVE_REFERRALS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, *, reference: str, act: str) -> HttpResponse:
    """Do one thing on a referral and lead back to it; what cannot be done is said beside what was typed."""
    actor = actor_at_work(request)
    referral = _found(actor, reference)
    if request.method != "POST":
        return HttpResponseRedirect(referral_url(reference, edit=act))
    what, form = ACTS[act], ACTS[act].form(request.POST)
    if not form.is_valid():
        return _render(request, referral_page(referral, by=actor), act, form)
    try:
        outcome = what.do(referral, actor, form.cleaned_data)
    except NotSound as fault:
        form.add_error(fault.field, REFERRAL_FAULTS[fault.field])
        return _render(request, referral_page(referral, by=actor), act, form)
    except (NotNow, StepNotFound):
        say_done(request, now_("This is not possible any more: something had changed in the meantime."))
        return HttpResponseRedirect(referral_url(reference))
    say_done(request, str(what.done))
    if isinstance(outcome, Case):
        return HttpResponseRedirect(reverse("cases:case", kwargs={"reference": outcome.reference}))
    return HttpResponseRedirect(referral_url(reference, at=what.section))


def referral_url(reference: str, *, edit: str = "", at: str = "") -> str:
    """Return the address of a referral, with the form of an act open, or at one of its sections."""
    place = reverse("cases:referral", kwargs={"reference": reference}, query={"edit": edit} if edit else None)
    section = at or (ACTS[edit].section if edit else "")
    return f"{place}#{section}" if section else place


def _found(actor: Actor, reference: str) -> Referral:
    try:
        return get_referral_for(actor, reference)
    except ReferralNotFound:
        raise Http404 from None


def _blank(name: str, page: ReferralPage, step: str) -> forms.Form | None:
    """Return the form of an act as it begins, or None for what cannot be begun here and now."""
    what = ACTS.get(name)
    if what is None or not what.may(page):
        return None
    if what.form is not CorrectionForm:
        return what.form()
    wrong = next((line for line in page.steps if line.own and line.id == uuid_or_none(step)), None)
    if wrong is None:
        return None
    return CorrectionForm(initial={"step": wrong.id, "kind": wrong.kind, "on": wrong.on, "source": wrong.source})


def _render(request: HttpRequest, page: ReferralPage, name: str, form: forms.Form | None) -> HttpResponse:
    kinds = (*page.open_to, StepKind.MISTAKE) if isinstance(form, CorrectionForm) else page.open_to
    if isinstance(form, StepForm):
        form.offer(kinds)
    what = ACTS[name] if form is not None else None
    context = {
        "page": page, "referral": page.referral, "snapshot": page.snapshot, "form": form, "what": what,
        "act": name if form is not None else "", "lang": get_language(),
        "action": reverse(f"cases:referral_{name}", kwargs={"reference": page.referral.reference}) if what else "",
        "here": reverse("cases:referral", kwargs={"reference": page.referral.reference}),
    }  # fmt: skip
    return render(
        request, "cases/referrals/referral.html", context, status=422 if form is not None and form.errors else 200
    )
