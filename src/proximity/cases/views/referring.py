"""Sending a case on: choose, look at what will be seen, confirm. Nothing is stored before the last step."""

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor
from proximity.accounts.queries import colleagues
from proximity.accounts.requests import needs
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.forms.referral import REFERRAL_FAULTS, ReferForm
from proximity.cases.models import Case, Referral
from proximity.cases.operations.referring import ChangedMeanwhile, Draft, Plan, draft_referral, refer_case
from proximity.cases.queries.received import case_files
from proximity.cases.queries.referral_labels import BASIS_SAID
from proximity.cases.queries.ways import offers_of
from proximity.cases.views.packs import ask_for_referral_pack
from proximity.cases.views.page import case_or_404, case_url
from proximity.foundation.ui.flash import say_done

PAGES = "cases/referrals/"


@needs(Capability.REFER_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Choose what is referred to whom; look at it; send it."""
    actor, case = case_or_404(request, reference)
    form = _form(request, case, actor)
    if request.method != "POST" or "back" in request.POST or not form.is_valid():
        return _choose(request, case, actor, form)
    try:
        if "seen" not in request.POST:
            return _look(request, case, actor, form)
        sent = _send(case, form.plan(), request.POST["seen"], actor)
    except NotSound as fault:
        form.add_error(fault.field if fault.field in form.fields else None, REFERRAL_FAULTS[fault.field])
        return _choose(request, case, actor, form)
    except ChangedMeanwhile:
        return _look(request, case, actor, form, changed=True)
    except NotNow:
        say_done(request, _("This is not possible any more: something had changed in the meantime."))
        return HttpResponseRedirect(case_url(case.reference, at="referral"))
    say_done(request, _("Referred: %(reference)s.") % {"reference": sent.reference})
    return HttpResponseRedirect(case_url(case.reference, at="referral"))


@transaction.atomic
def _send(case: Case, plan: Plan, seen: str, by: Actor) -> Referral:
    """Refer a case, and ask for the pack that its receiver reads. A body without an account gets it in its encrypted file."""
    sent = refer_case(case=case, plan=plan, seen=seen, by=by)
    if sent.receiver is not None:
        ask_for_referral_pack(sent, by=by)
    return sent


def _form(request: HttpRequest, case: Case, actor: Actor) -> ReferForm:
    offers = [offer for offer in offers_of(case, by=actor) if offer.way.shut is None]
    if not offers:
        raise Http404
    files = case_files(case, by=actor)
    if request.method == "POST":
        form = ReferForm(request.POST)
    else:
        form = ReferForm(initial={
            "way": offers[0].code if len(offers) == 1 else None, "persons": "by_role", "along": [str(one.id) for one in files],
        })  # fmt: skip
    form.offer(offers, files)
    return form


def _choose(request: HttpRequest, case: Case, actor: Actor, form: ReferForm) -> HttpResponse:
    offers = offers_of(case, by=actor)
    context = {"case": case, "form": form, "offers": offers, "now": timezone.now()}
    return render(request, f"{PAGES}choose.html", context, status=422 if form.errors else 200)


def _look(request: HttpRequest, case: Case, actor: Actor, form: ReferForm, *, changed: bool = False) -> HttpResponse:
    draft = draft_referral(case, form.plan(), by=actor, now=timezone.now())
    context = {
        "case": case, "draft": draft, "snapshot": draft.snapshot, "kept": _kept(form), "changed": changed,
        "seen": draft.snapshot.fingerprint(), "people": _who_will_see(draft), "basis": BASIS_SAID[form.cleaned_data["basis"]],
    }  # fmt: skip
    return render(request, f"{PAGES}look.html", context, status=409 if changed else 200)


def _who_will_see(draft: Draft) -> list[str]:
    """Return who works on referrals at the receiver today, by name."""
    if draft.offer.organisation is None:
        return []
    return [person.name for person in colleagues(draft.offer.organisation, Capability.RECEIVE_REFERRALS)]


def _kept(form: forms.Form) -> list[tuple[str, str]]:
    """Return what was chosen, to be sent along once more."""
    data = form.data
    values = data.getlist if hasattr(data, "getlist") else lambda name: [data[name]]
    return [(name, value) for name in form.fields for value in values(name)]
