"""The word of the other side: what was handed over is confirmed or refused under one's own name."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.evidence.access import EvidenceNotFound, get_file_for
from proximity.evidence.forms import AnswerForm
from proximity.evidence.operations.custody import hand_of
from proximity.evidence.operations.handing import NotYours, answer_hand_over
from proximity.evidence.queries.report import custody_report
from proximity.evidence.rules.clocks import NotValid
from proximity.evidence.rules.custody import Act
from proximity.foundation.ui.flash import say_done

ANSWERS = {Act.CONFIRMED, Act.REFUSED}


@needs(Capability.ENTER_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, *, file_id: UUID, offer_id: UUID) -> HttpResponse:
    """Show what was handed over and by whom; take the answer."""
    actor = actor_at_work(request)
    try:
        file = get_file_for(actor, file_id)
    except EvidenceNotFound:
        raise Http404 from None
    report = custody_report([file.subject_id], by=actor)
    piece = report.piece(file_id)
    offer = next((one for one in piece.waiting if one.id == offer_id), None) if piece else None
    if offer is None or offer.to is None or not offer.to.is_held_by(hand_of(actor)):
        raise Http404
    form, answer = AnswerForm(request.POST or None), request.POST.get("answer", "")
    if request.method == "POST" and form.is_valid() and answer in ANSWERS:
        try:
            with transaction.atomic():
                answer_hand_over(
                    file=file, offer_id=offer_id, answer=Act(answer), reason=form.cleaned_data["reason"], by=actor
                )  # fmt: skip
        except NotValid:
            form.add_error("reason", _("Say why you refuse it."))
        except NotYours:
            raise Http404 from None
        else:
            say_done(request, _("Noted in the custody, under your name."))
            return HttpResponseRedirect(reverse("workspace_home"))
    context = {"piece": piece, "offer": offer, "report": report, "form": form}
    return render(request, "evidence/hand_over.html", context, status=422 if form.errors else 200)
