"""The words for the codes of cases, and what each action of the log was."""

from collections.abc import Mapping

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proximity.assessment.queries.labels import Words
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.rules.referrals import LegalBasis, NoteKind, PersonsShown, ReferralState, Shut
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState, TaskKind

STATUS: Mapping[str, Words] = {
    CaseStatus.NEW: _("New"),
    CaseStatus.IN_ASSESSMENT: _("In assessment"),
    CaseStatus.IN_PROGRESS: _("In progress"),
    CaseStatus.CLOSED: _("Closed"),
}
COMPLAINT: Mapping[str, Words] = {
    ComplaintState.NOT_MADE: _("not made"),
    ComplaintState.OFFERED: _("offered, not answered yet"),
    ComplaintState.MADE: _("made"),
    ComplaintState.DECLINED: _("declined by the person"),
}
OFFENCE: Mapping[str, Words] = {
    OffenceState.UNDECIDED: _("to be decided"),
    OffenceState.SUSPECTED: _("an offence is suspected"),
    OffenceState.NOT_AN_OFFENCE: _("no offence is suspected"),
}
TASK_KIND: Mapping[str, Words] = {
    TaskKind.EVIDENCE: _("Keep evidence"),
    TaskKind.CONTACT: _("Speak to somebody"),
    TaskKind.OTHER: _("Something else"),
}
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
FEEDBACK_DUE = _("Feedback to the person")
KEEP_RECORDINGS = _("Ask for the camera recordings")

# What the timeline calls each action of the log. An action that is not named here stands there as the log has it.
ACTION: Mapping[str, Words] = {
    "case.opened": _("Opened from the report"),
    "case.renamed": _("Given another title"),
    "case.assigned": _("Assigned"),
    "case.complaint_not_made": _("Formal complaint: not made"),
    "case.complaint_offered": _("Formal complaint: offered"),
    "case.complaint_made": _("Formal complaint: made"),
    "case.complaint_declined": _("Formal complaint: declined"),
    "case.offence_state_set": _("Offence: decided on"),
    "case.work_started": _("Work begun"),
    "case.task_added": _("Task set"),
    "case.task_done": _("Task done"),
    "case.task_resumed": _("Task taken up again"),
    "case.answered": _("Message to the person"),
    "case.opened_from_referral": _("Opened from a referral"),
    "referral.sent": _("Referred"),
    "referral.withdrawn": _("Referral taken back"),
    "referral.answered": _("Question on the referral answered"),
    "parcel.made": _("File for the receiver made"),
    "parcel.fetched": _("File for the receiver fetched"),
    "parcel.signed_for": _("Receipt of the file recorded"),
    "parcel.not_received": _("File recorded as not received"),
    "case.closed": _("Closed, with feedback to the person"),
    "case.reopened": _("Opened again"),
    "assessment.bias_answered": _("Bias question answered"),
    "assessment.indicator_added": _("Indicator noted"),
    "assessment.indicator_withdrawn": _("Indicator withdrawn"),
    "assessment.ground_added": _("Ground recorded"),
    "assessment.ground_moved": _("Ground: another status"),
}


def due_words(days_left: int) -> str:
    """Return in words how long there is still to go, or for how long it is overdue."""
    if days_left < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days_left) % {"days": -days_left}
    if days_left == 0:
        return now_("today")
    return ngettext("in %(days)d day", "in %(days)d days", days_left) % {"days": days_left}
