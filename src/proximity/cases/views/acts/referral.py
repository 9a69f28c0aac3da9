"""Acts on the referrals of a case: taking back, answering, the receipt of a file for a body without an account."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.cases.access_referrals import get_sent
from proximity.cases.forms.referral import REFERRAL_FAULTS, OneReferralForm, ReceiptForm, ReplyForm
from proximity.cases.models import Case
from proximity.cases.operations import parcels, referring
from proximity.cases.queries.page import CasePage
from proximity.cases.views.acts.act import Act, Asked, Initial

SECTION = "referral"


def _reply(case: Case, by: Actor, asked: Asked) -> None:
    referring.answer_question(referral=get_sent(case, asked["referral"], by=by), text=asked["text"], by=by)


def _take_back(case: Case, by: Actor, asked: Asked) -> None:
    referring.withdraw_referral(referral=get_sent(case, asked["referral"], by=by), by=by)


def _receipt(case: Case, by: Actor, asked: Asked) -> None:
    referral = get_sent(case, asked["referral"], by=by)
    parcels.record_receipt(referral=referral, name=asked["name"], on=asked["on"], by=by)


def _not_received(case: Case, by: Actor, asked: Asked) -> None:
    parcels.record_not_received(referral=get_sent(case, asked["referral"], by=by), by=by)


def _which(_page: CasePage, entry: UUID | None) -> Initial | None:
    return {"referral": entry} if entry else None


def _receipt_today(page: CasePage, entry: UUID | None) -> Initial | None:
    return {"referral": entry, "on": page.today} if entry else None


ACTS: Mapping[str, Act] = {
    "refer-reply": Act(SECTION, ReplyForm, _("Send the answer"), _reply, fill=_which, when_closed=True),
    "refer-withdraw": Act(
        SECTION, OneReferralForm, _("Take it back for good"), _take_back, fill=_which, when_closed=True
    ),
    "refer-receipt": Act(
        SECTION,
        ReceiptForm,
        _("Record the receipt"),
        _receipt,
        fill=_receipt_today,
        when_closed=True,
        faults=REFERRAL_FAULTS,
    ),
    "refer-lost": Act(
        SECTION, OneReferralForm, _("Record as not received"), _not_received, fill=_which, when_closed=True
    ),
}
