"""The words for the codes of cases, and what each action of the log was."""

from collections.abc import Mapping

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proximity.assessment.queries.labels import Words
from proximity.cases.rules.notices import NoticeKind
from proximity.cases.rules.qualifications import DayBasis, QualificationStatus
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState, TaskKind
from proximity.packs.rules import Coverage
from proximity.packs.vocabulary import OffenceKind

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
QUALIFICATION: Mapping[str, Words] = {
    QualificationStatus.CONSIDERED: _("considered"),
    QualificationStatus.PROPOSED: _("proposed"),
    QualificationStatus.DROPPED: _("dropped"),
}
COVERAGE: Mapping[str, Words] = {
    Coverage.NAMED: _("named by this wording"),
    Coverage.WIDER: _("not named, but the wording can be read to reach it: a jurist decides"),
    Coverage.NO: _("not named"),
    Coverage.NOT_KNOWN: _("not known: the grounds of this wording were not read"),
}
OFFENCE_KIND: Mapping[str, Words] = {
    OffenceKind.AGGRAVATION: _("makes another offence graver"),
    OffenceKind.OWN_OFFENCE: _("an offence of its own"),
    OffenceKind.SPEECH: _("incitement or hateful speech"),
    OffenceKind.DISCRIMINATION: _("discrimination"),
    OffenceKind.ORGANISATION: _("organised hatred"),
    OffenceKind.LEGAL_PERSONS: _("companies and associations"),
    OffenceKind.ADMINISTRATIVE: _("administrative law, no crime"),
}
DAY_BASIS: Mapping[str, Words] = {
    DayBasis.TOLD: _("the day that the person gave"),
    DayBasis.ABOUT: _("the day of the report: the person knows only roughly when it happened"),
    DayBasis.UNKNOWN: _("the day of the report: when it happened is not known"),
    DayBasis.CHOSEN: _("the day that you chose"),
}
# Each takes the name of who did it.
NOTICE: Mapping[str, Words] = {
    NoticeKind.ASSIGNED: _("%(name)s gave you this case"),
    NoticeKind.READING_ASKED: _("%(name)s asks you for a second reading"),
    NoticeKind.READING_GIVEN: _("%(name)s gave the second reading"),
    NoticeKind.GLASS_BROKEN: _("%(name)s opened this sealed case by breaking the glass"),
    NoticeKind.NAMED: _("%(name)s lets you see this sealed case"),
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
    "case.closed": _("Closed, with feedback to the person"),
    "case.reopened": _("Opened again"),
    "case.offence_considered": _("Offence considered"),
    "case.qualification_considered": _("Qualification written"),
    "case.qualification_proposed": _("Qualification proposed"),
    "case.qualification_dropped": _("Qualification dropped"),
    "case.reading_asked": _("Second reading asked for"),
    "case.second_reading": _("Second reading given"),
    "case.person_blocked": _("Blocked for a conflict of interest"),
    "case.block_lifted": _("Block lifted"),
    "case.sealed": _("Case sealed"),
    "case.unsealed": _("Seal lifted"),
    "case.reader_named": _("Colleague named for the sealed case"),
    "case.reader_unnamed": _("Colleague no longer named"),
    "case.glass_broken": _("Glass broken"),
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
