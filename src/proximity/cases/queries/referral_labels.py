"""The words for the codes of referrals and of proceedings."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.rules.referrals import LegalBasis, NoteKind, PersonsShown, ReferralState, Shut

REFERRAL_STATE: Mapping[str, Words] = {
    ReferralState.SENT: _("sent, not opened yet"),
    ReferralState.OPENED: _("opened"),
    ReferralState.ASKED: _("a question waits for an answer"),
    ReferralState.ANSWERED: _("the question is answered"),
    ReferralState.ACCEPTED: _("accepted"),
    ReferralState.RETURNED: _("sent back"),
    ReferralState.WITHDRAWN: _("taken back"),
    ReferralState.READY: _("file ready, no receipt yet"),
    ReferralState.SIGNED_FOR: _("receipt signed"),
    ReferralState.NOT_RECEIVED: _("not received"),
}
BASIS: Mapping[str, Words] = {
    LegalBasis.DUTY: _("Legal duty: the rule above"),
    LegalBasis.CONSENT: _("The person agreed"),
}
BASIS_SAID: Mapping[str, Words] = {LegalBasis.DUTY: _("legal duty"), LegalBasis.CONSENT: _("consent of the person")}
PERSONS: Mapping[str, Words] = {
    PersonsShown.BY_ROLE: _("By role only, without contact details"),
    PersonsShown.IN_CLEAR: _("With the contact details that were given"),
}
NOTE: Mapping[str, Words] = {
    NoteKind.QUESTION: _("Question"),
    NoteKind.ANSWER: _("Answer"),
    NoteKind.RETURN: _("Sent back, because"),
}
SHUT: Mapping[str, Words] = {
    Shut.UNCONFIRMED: _("Not offered: whether your organisation goes by this rule has to be confirmed first."),
    Shut.BARRED: _("Not offered: this body must not see the case, which complains about one of its officers."),
    Shut.MAY_NOT_OPERATE: _("Not offered: it is not known whether this body works yet."),
}
STEP: Mapping[str, Words] = {
    StepKind.REFERRED: _("Referred"),
    StepKind.ACCEPTED: _("Accepted"),
    StepKind.RETURNED: _("Sent back"),
    StepKind.INVESTIGATION_OPENED: _("Investigation opened"),
    StepKind.CHARGED: _("Charge brought"),
    StepKind.NOT_CHARGED: _("No charge brought"),
    StepKind.BIAS_KEPT: _("Bias element kept"),
    StepKind.BIAS_DROPPED: _("Bias element dropped"),
    StepKind.DISMISSED: _("Proceedings ended without a judgment"),
    StepKind.CONVICTED: _("Judgment: convicted"),
    StepKind.ACQUITTED: _("Judgment: acquitted"),
    StepKind.SENTENCED: _("Sentence"),
    StepKind.UPLIFT: _("Sentence higher because of bias"),
    StepKind.NO_UPLIFT: _("Sentence not higher because of bias"),
    StepKind.APPEALED: _("Appeal"),
    StepKind.MISTAKE: _("Entered by mistake"),
}
