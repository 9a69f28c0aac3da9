"""The words for the codes of cases, and what each action of the log was."""

from collections.abc import Mapping

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proximity.assessment.queries.labels import Words
from proximity.cases.rules.packs import PackFault, PackState
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
PACK_STATE: Mapping[str, Words] = {
    PackState.WAITING: _("asked for: it is made next"),
    PackState.BUILDING: _("being made"),
    PackState.READY: _("ready"),
    PackState.FAILED: _("could not be made"),
}
PACK_FAULT: Mapping[str, Words] = {
    PackFault.DRAWING: _("The document could not be drawn. Tell your operator: this is our mistake, not yours."),
    PackFault.SIGNING: _("The document could not be signed. Tell your operator."),
    PackFault.CERTIFICATE: _("Your city's certificate is no longer valid. Your operator has to renew it first."),
    PackFault.CHANGED: _("A file is not what it was when it came in. Tell your operator before you go on."),
    PackFault.NO_ACCESS: _("Whoever asked for it may no longer see this case."),
    PackFault.INTERRUPTED: _("The work was interrupted. Ask for it once more."),
}
# What a pack never holds, and says that it does not.
LEFT_OUT: Mapping[str, Words] = {
    "needs": _("What the person needs, and measures to protect her or him"),
    "contact": _("How the person can be reached, and from whom this is to be hidden"),
    "messages": _("Messages between the person and those who read the report"),
    "tasks": _("Tasks and notes of the work on the case"),
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
    "case.pack_requested": _("Pack for the prosecution: asked for"),
    "case.pack_built": _("Pack for the prosecution: made"),
    "case.pack_failed": _("Pack for the prosecution: not made"),
    "case.pack_downloaded": _("Pack for the prosecution: downloaded"),
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
