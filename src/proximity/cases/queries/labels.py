"""The words for the codes of cases, and what each action of the log was."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proximity.assessment.queries.labels import Words
from proximity.cases.queries import person_labels
from proximity.cases.rules.clocks import ClockState
from proximity.cases.rules.dues import Due, Urgency
from proximity.cases.rules.notices import NoticeKind
from proximity.cases.rules.packs import PackFault, PackState
from proximity.cases.rules.qualifications import DayBasis, QualificationStatus
from proximity.cases.rules.retention import ERASURE, OWN, DisposalState, Outcome
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState, TaskKind
from proximity.evidence.rules.clocks import Kept
from proximity.foundation.pure.spans import Unit
from proximity.packs import codes
from proximity.packs.rules import Coverage
from proximity.packs.vocabulary import ClockKind, KeptKind, OffenceKind

HOUR = 3600
LAST_HOURS = 48
"""For so long something that was due at an hour is overdue by hours; after that by days."""

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
    "names": _("Names of those who take part, but those of suspects of an offence"),
    "messages": _("Messages between the person and those who read the report"),
    "tasks": _("Tasks and notes of the work on the case"),
}
CLOCK_DUE: Mapping[str, Words] = {
    ClockKind.ACKNOWLEDGE: _("First answer to the person"),
    ClockKind.INFORM: _("Tell the person how her case stands"),
    ClockKind.FEEDBACK: _("Feedback to the person"),
    ClockKind.COMPLAIN: _("Until then the person can make a formal complaint"),
    ClockKind.HAND_OVER: _("Hand over to prosecution or court"),
    ClockKind.PRESERVE: _("The provider keeps the data until then"),
    ClockKind.RECORDING: _("Recordings go to the court"),
    ClockKind.APPEAL: _("Until then the person can contest a decision"),
}
CLOCK_STATE: Mapping[str, Words] = {
    ClockState.RUNNING: _("running"),
    ClockState.OVERDUE: _("overdue"),
    ClockState.MET: _("kept"),
    ClockState.MET_LATE: _("kept late"),
    ClockState.ENDED: _("ended with the case"),
}
URGENCY: Mapping[str, Words] = {
    Urgency.OVERDUE: _("Overdue"),
    Urgency.TODAY: _("Today"),
    Urgency.SOON: _("Soon"),
}
VANISHING: Mapping[str, Words] = {
    Kept.CAMERA: _("Recordings are there until then"),
    Kept.ONLINE: _("Online content is there until then"),
}
ERASURE_DUE = _("Answer to the request to erase")
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
KEPT_KIND: Mapping[str, Words] = {
    KeptKind.REPORT: _("Report without a case"),
    KeptKind.INCIDENT: _("Case without a suspected offence"),
    KeptKind.OFFENCE: _("Case with an offence suspected or to be decided"),
    KeptKind.UNSOLVED: _("Case closed without a suspect"),
    KeptKind.NEEDS: _("Needs and protection"),
    KeptKind.RECORDINGS: _("Recordings"),
    KeptKind.FACTS: _("Coded facts for figures"),
    KeptKind.LOG: _("Log of who did what"),
}
DISPOSAL_STATE: Mapping[str, Words] = {
    DisposalState.PROPOSED: _("waits for a second person"),
    DisposalState.CONFIRMED: _("confirmed, being carried out"),
    DisposalState.REFUSED: _("refused"),
    DisposalState.DONE: _("carried out"),
}
OUTCOME: Mapping[str, Words] = {
    Outcome.WAITING: _("waits"),
    Outcome.DISPOSED: _("disposed of"),
    Outcome.HELD: _("kept: a legal hold was set meanwhile"),
    Outcome.OPEN: _("kept: it was opened again meanwhile"),
    Outcome.GONE: _("was not there any more"),
    Outcome.REFUSED: _("kept: the list was refused"),
}
BASIS: Mapping[str, Words] = {
    OWN: _("the organisation's own period"),
    ERASURE: _("the person's request to erase was granted"),
}
SPAN: Mapping[str, Callable[[int], str]] = {
    Unit.HOURS: lambda number: ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number},
    Unit.DAYS: lambda number: ngettext("%(number)d day", "%(number)d days", number) % {"number": number},
    Unit.WORKING_DAYS: lambda number: (
        ngettext("%(number)d working day", "%(number)d working days", number) % {"number": number}
    ),
    Unit.MONTHS: lambda number: ngettext("%(number)d month", "%(number)d months", number) % {"number": number},
    Unit.YEARS: lambda number: ngettext("%(number)d year", "%(number)d years", number) % {"number": number},
}

# What the timeline calls each action of the log. An action that is not named here stands there as the log has it.
ACTION: Mapping[str, Words] = {
    "case.opened": _("Opened from the report"),
    "case.renamed": _("Given another title"),
    "case.assigned": _("Assigned"),
    "case.complaint_not_made": _("Formal complaint: not made"),
    "case.complaint_offered": _("Formal complaint: offered"),
    "case.complaint_made": _("Formal complaint: made"),
    "case.complaint_declined": _("Formal complaint: declined"),
    "case.kind_set": _("Type of incident: coded"),
    "case.offence_state_set": _("Offence: decided on"),
    "case.work_started": _("Work begun"),
    "case.task_added": _("Task set"),
    "case.task_done": _("Task done"),
    "case.task_resumed": _("Task taken up again"),
    "case.answered": _("Message to the person"),
    "case.evidence_added": _("Evidence added"),
    "preservation.asked_camera": _("Asked for recordings"),
    "preservation.asked_online": _("Asked to keep online content"),
    "preservation.secured": _("Secured what was asked for"),
    "preservation.refused": _("What was asked for is refused"),
    "preservation.lost": _("What was asked for is lost"),
    "case.pack_requested": _("Pack for the prosecution: asked for"),
    "case.pack_built": _("Pack for the prosecution: made"),
    "case.pack_failed": _("Pack for the prosecution: not made"),
    "case.pack_downloaded": _("Pack for the prosecution: downloaded"),
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
    "case.held": _("Legal hold set"),
    "case.hold_lifted": _("Legal hold lifted"),
    "case.kept_on": _("Looked at again: still needed"),
    "case.not_disposed": _("Not disposed of"),
    "case.second_look_stays": _("Second look: it stays"),
    "case.second_look_reassess": _("Second look: to be assessed again"),
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
    "assessment.suggestion_accepted": _("Suggestion of the text tool accepted"),
    "assessment.suggestion_rejected": _("Suggestion of the text tool rejected"),
    "assessment.ground_moved": _("Ground: another status"),
    **person_labels.ACTION,
}


def language_name(code: str) -> str:
    """Return what a language is called by its own speakers; a code that no list has stands for itself."""
    return next((one.own_name for one in codes.languages() if one.code == code), code)


def due_words(days_left: int) -> str:
    """Return in words how long there is still to go, or for how long it is overdue."""
    if days_left < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days_left) % {"days": -days_left}
    if days_left == 0:
        return now_("today")
    return ngettext("in %(days)d day", "in %(days)d days", days_left) % {"days": days_left}


def until_words(due: Due, *, now: datetime, today: date, time_zone: str) -> str:
    """Return in words how long there is still to go; within a day of what is due at an hour, the hour too."""
    if due.at is None:
        return due_words(due.days_left(today))
    hours = int((due.at - now).total_seconds() // HOUR)
    local = due.at.astimezone(ZoneInfo(time_zone))
    at = f"{date_format(local, 'MONTH_DAY_FORMAT')} {date_format(local, 'TIME_FORMAT')}"
    if due.at < now:
        late = -hours
        words = ngettext("%(hours)d hour overdue", "%(hours)d hours overdue", late) % {"hours": late}
        return f"{words} ({at})" if late <= LAST_HOURS else due_words(min(-1, due.days_left(today)))
    return f"{ngettext('in %(hours)d hour', 'in %(hours)d hours', hours) % {'hours': hours}} ({at})"
