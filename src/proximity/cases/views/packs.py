"""Handing out a pack, of a case or of a referral: streamed from its seal, noted in the log."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow
from proximity.cases.access import CaseNotFound, PackNotFound, get_pack
from proximity.cases.access_referrals import ReferralNotFound, get_referral_for
from proximity.cases.jobs import make_pack_asked_for
from proximity.cases.models import Referral
from proximity.cases.operations.packs import OpenPack, open_pack, open_referral_pack, request_referral_pack
from proximity.cases.rules.packs import PackState
from proximity.cases.views.page import case_or_404
from proximity.evidence.operations.opening import FileDamaged
from proximity.foundation.ui.flash import say_done


@needs(Capability.WORK_CASES)
@require_POST
def download(request: HttpRequest, *, reference: str, pack_id: UUID) -> HttpResponseBase:
    """Hand out a pack. It is asked for by POST: nothing that loads pages ahead takes a case out of the house."""
    actor, case = case_or_404(request, reference)
    try:
        pack = get_pack(actor, pack_id)
        if pack.case_id != case.pk or pack.state != PackState.READY:
            raise Http404
        opened = open_pack(pack=pack, by=actor)
    except PackNotFound:
        raise Http404 from None
    except FileDamaged:
        return render(request, "evidence/damaged.html", status=500)
    return _handed_out(opened, case.reference)


@needs(Capability.RECEIVE_REFERRALS)
@require_POST
def download_referred(request: HttpRequest, *, reference: str) -> HttpResponseBase:
    """Hand out the pack of a referral to who received or sent it."""
    actor, referral = _referral(request, reference)
    try:
        opened = open_referral_pack(referral=referral, by=actor)
    except PackNotFound:
        raise Http404 from None
    except FileDamaged:
        return render(request, "evidence/damaged.html", status=500)
    return _handed_out(opened, referral.reference)


@needs(Capability.REFER_CASES)
@require_POST
def make_referred(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Ask once more for the pack of a referral, where making it failed."""
    actor, referral = _referral(request, reference)
    if referral.sender_id != actor.organisation.pk or referral.receiver_id is None:
        raise Http404
    try:
        ask_for_referral_pack(referral, by=actor)
    except NotNow:
        say_done(request, _("The pack is there, or being made."))
    except CaseNotFound:
        raise Http404 from None
    return HttpResponseRedirect(reverse("cases:referral", kwargs={"reference": reference}))


@transaction.atomic
def ask_for_referral_pack(referral: Referral, *, by: Actor) -> None:
    """Ask for the pack of a referral and for the job that makes it, both or neither. Raises as `request_referral_pack`."""
    pack = request_referral_pack(referral=referral, by=by)
    make_pack_asked_for.defer(pack=str(pack.pk), person=str(by.person_id), organisation=str(by.organisation.pk))


def _referral(request: HttpRequest, reference: str) -> tuple[Actor, Referral]:
    actor = actor_at_work(request)
    try:
        return actor, get_referral_for(actor, reference)
    except ReferralNotFound:
        raise Http404 from None


def _handed_out(opened: OpenPack, reference: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(opened.content, content_type="application/zip")
    response.headers["Content-Length"] = str(opened.size)
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, f"{reference}-{opened.name}") or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
