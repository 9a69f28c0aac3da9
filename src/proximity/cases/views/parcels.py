"""The file for a body without an account: made with a passphrase that is shown once, fetched, and its receipt to print."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow
from proximity.cases import parcels
from proximity.cases.access_referrals import ReferralNotFound, get_referral_for
from proximity.cases.models import Referral
from proximity.cases.operations.parcels import fetch_parcel, make_parcel
from proximity.cases.queries.referrals import receiver_name
from proximity.cases.views.page import case_url
from proximity.dossier.building import BuildFailed
from proximity.dossier.packing import ContentChanged
from proximity.dossier.signing.certificates import NotACertificate
from proximity.foundation.sealing.keys import fingerprint
from proximity.foundation.ui.flash import say_done


@needs(Capability.REFER_CASES)
@require_POST
def make(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Make the file and show its passphrase, this once."""
    actor, referral = _sent(request, reference)
    try:
        made = make_parcel(referral=referral, by=actor)
    except (NotNow, parcels.TooLarge, BuildFailed, ContentChanged, NotACertificate):
        say_done(request, _("No file could be made: something had changed, or the pack in it could not be made."))
        return HttpResponseRedirect(case_url(referral.case.reference, at="referral"))
    response = render(
        request, "cases/referrals/passphrase.html", _about(referral) | {"made": made, "parcel": made.parcel}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@needs(Capability.REFER_CASES)
@require_safe
def fetch(request: HttpRequest, *, reference: str) -> HttpResponseBase:
    """Hand out the encrypted file."""
    actor, referral = _sent(request, reference)
    try:
        parcel = fetch_parcel(referral=referral, by=actor)
    except NotNow:
        raise Http404 from None
    path = parcels.path_of(parcel.city_id, parcel.pk)
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{referral.reference}.zip.age",
        content_type="application/octet-stream",
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@needs(Capability.REFER_CASES)
@require_safe
def receipt(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show the receipt that goes along with the file, to be printed and signed."""
    _actor, referral = _sent(request, reference)
    parcel = referral.parcels.filter(ended_at__isnull=True).order_by("-pk").first()
    if parcel is None:
        raise Http404
    return render(request, "cases/referrals/receipt.html", _about(referral) | {"parcel": parcel})


def _about(referral: Referral) -> dict[str, object]:
    """Return what the pages of a file say of its referral; the key of the sender by what tells it apart."""
    return {
        "referral": referral, "receiver": receiver_name(referral), "case_reference": referral.case.reference,
        "fingerprint": fingerprint(bytes(referral.sender.sign_key)),
    }  # fmt: skip


def _sent(request: HttpRequest, reference: str) -> tuple[Actor, Referral]:
    actor = actor_at_work(request)
    try:
        referral = get_referral_for(actor, reference)
    except ReferralNotFound:
        raise Http404 from None
    if referral.sender_id != actor.organisation.pk or referral.receiver_id is not None:
        raise Http404
    return actor, referral
