"""Referral to support: on the police's side from the page of needs, on the partner's side her list of requests."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow
from proximity.cases.access import NeedsNotFound, get_request_for
from proximity.cases.forms.fields import Choices
from proximity.cases.forms.needs import AnswerRequestForm, ConsentBackForm, SupportForm, SupportStateForm
from proximity.cases.operations import support as operations
from proximity.cases.operations.support import Service
from proximity.cases.queries.labels import language_name
from proximity.cases.queries.needs import needs_page
from proximity.cases.queries.support import ReferralLine, Services, request_line, request_lines, services_for
from proximity.cases.rules.support import REMINDER_DAYS, SupportState
from proximity.cases.views.needs import FORM, WORK, done, needs_or_404, needs_render, to_needs
from proximity.foundation.pure.ids import uuid_or_none
from proximity.packs.vocabulary import Operation

PARTNER = "organisation:"


@WORK
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Refer the person to support, with her consent."""
    actor, case = needs_or_404(request, reference)
    today, services = needs_page(case, by=actor).today, services_for(case)
    first = {"consent_on": today, "remind_on": today + timedelta(days=REMINDER_DAYS)}
    form = SupportForm(request.POST or None, initial=first)
    form.offer(_choices(services))

    def save() -> None:
        given = form.cleaned_data
        operations.refer_to_support(
            case=case, to=_service(given["service"], given["service_name"], services), passed=form.passed(),
            consent=form.consent(), remind_on=given["remind_on"], by=actor,
        )  # fmt: skip

    if done(form, save):
        return to_needs(case, "support")
    context = {
        "form": form, "title": _("Refer to support"), "button": _("Send, with her consent"),
        "lead": _("An organisation with an account here is given what you write under need and contact, and nothing of the case. "
                  "For every other you get a letter to print."),
    }  # fmt: skip
    return needs_render(request, FORM, actor, case, context, status=422 if form.errors else 200)


@WORK
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, *, reference: str, referral_id: UUID) -> HttpResponse:
    """Note what came of a referral."""
    actor, case = needs_or_404(request, reference)
    line = _referral(needs_page(case, by=actor).referrals, referral_id)
    form = SupportStateForm(request.POST or None)
    form.offer(line.next_states)

    def save() -> None:
        given = form.cleaned_data
        operations.move_support(
            case=case, referral_id=referral_id, state=SupportState(given["state"]), outcome=given["outcome"],
            remind_on=given["remind_on"], by=actor,
        )  # fmt: skip

    try:
        if done(form, save):
            return to_needs(case, "support")
    except NotNow:
        return to_needs(case, "support", changed=True)
    context = {"form": form, "title": _("What came of it"), "button": _("Save"), "referral": line}
    return needs_render(request, FORM, actor, case, context, status=422 if form.errors else 200)


@WORK
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, *, reference: str, referral_id: UUID) -> HttpResponse:
    """Note that the person took her consent back."""
    actor, case = needs_or_404(request, reference)
    page = needs_page(case, by=actor)
    line = _referral(page.referrals, referral_id)
    form = ConsentBackForm(request.POST or None, initial={"consent_on": page.today})

    def save() -> None:
        operations.withdraw_support_consent(case=case, referral_id=referral_id, consent=form.consent(), by=actor)

    try:
        if done(form, save):
            return to_needs(case, "support")
    except NotNow:
        return to_needs(case, "support", changed=True)
    context = {
        "form": form, "title": _("She took her consent back"), "button": _("Take the referral back"), "referral": line,
        "lead": _("What an organisation with an account was given is blanked, and it reads that it must stop using it. "
                  "This cannot be undone."),
    }  # fmt: skip
    return needs_render(request, FORM, actor, case, context, status=422 if form.errors else 200)


@WORK
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, *, reference: str, referral_id: UUID) -> HttpResponse:
    """Ask once, then draw the letter to a service without an account and tell the log."""
    actor, case = needs_or_404(request, reference)
    line = _referral(needs_page(case, by=actor).referrals, referral_id)
    if line.partner or line.is_over:
        raise Http404
    context = {"line": line, "language": language_name(line.passed.language)}
    if request.method == "POST":
        operations.note_letter(case=case, referral_id=referral_id, by=actor)
        context["printed"] = True
    return needs_render(request, "cases/needs/letter.html", actor, case, context)


@needs(Capability.GIVE_SUPPORT)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Show a partner the requests for support that her organisation was sent."""
    return render(request, "cases/support/list.html", {"lines": request_lines(actor_at_work(request))})


@needs(Capability.GIVE_SUPPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, *, request_id: UUID) -> HttpResponse:
    """Show one request for support, and take the answer."""
    actor = actor_at_work(request)
    try:
        asked = get_request_for(actor, request_id)
    except NeedsNotFound:
        raise Http404 from None
    operations.note_request_read(request=asked, by=actor)
    form, changed = AnswerRequestForm(request.POST or None), False

    def save() -> None:
        given = form.cleaned_data
        state = SupportState(given["state"])
        operations.answer_request(request_id=request_id, state=state, words=given["words"], by=actor)

    try:
        if done(form, save):
            return HttpResponseRedirect(reverse("cases:support_requests"))
    except NotNow:
        changed = True
    line = request_line(get_request_for(actor, request_id), by=actor)
    context = {
        "line": line, "form": form, "changed": changed, "city": actor.organisation.city,
        "language": language_name(line.passed.language) if line.passed else "",
    }  # fmt: skip
    return render(
        request, "cases/support/request.html", context, status=409 if changed else 422 if form.errors else 200
    )


def _choices(services: Services) -> Choices:
    """Return whom one can ask: partners first; a service that nobody has checked says so."""
    lang = get_language() or "en"
    found: Choices = [
        (f"{PARTNER}{body.pk}", _("%(name)s (has an account here)") % {"name": body.name}) for body in services.partners
    ]
    for entry in services.entries:
        doubt = "" if entry.verified_by else _("not checked yet")
        if entry.state is Operation.MAY_NOT_OPERATE:
            doubt = _("may no longer answer")
        name = entry.words.label(lang)
        found.append((entry.code, f"{name} ({doubt})" if doubt else name))
    return found


def _service(chosen: str, named: str, services: Services) -> Service:
    if chosen.startswith(PARTNER):
        wanted = uuid_or_none(chosen.removeprefix(PARTNER))
        partner = next((body for body in services.partners if body.pk == wanted), None)
        return Service(organisation=partner, name=named.strip())
    return Service(code=chosen, name=named.strip())


def _referral(lines: tuple[ReferralLine, ...], referral_id: UUID) -> ReferralLine:
    for line in lines:
        if line.id == referral_id:
            return line
    raise Http404
