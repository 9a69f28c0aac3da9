"""The words for the codes of cases, and what each action of the log was."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proximity.assessment.queries.labels import Words
from proximity.cases.rules.clocks import ClockState
from proximity.cases.rules.dues import Due, Urgency
from proximity.cases.rules.retention import ERASURE, OWN, DisposalState, Outcome
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState, TaskKind
from proximity.foundation.pure.spans import Unit
from proximity.packs.vocabulary import ClockKind, KeptKind

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
CLOCK_DUE: Mapping[str, Words] = {
    ClockKind.ACKNOWLEDGE: _("First answer to the person"),
    ClockKind.INFORM: _("Tell the person how her case stands"),
    ClockKind.FEEDBACK: _("Feedback to the person"),
    ClockKind.COMPLAIN: _("Until then the person can make a formal complaint"),
    ClockKind.HAND_OVER: _("Hand over to prosecution or court"),
    ClockKind.PRESERVE: _("The provider keeps the data until then"),
    ClockKind.RECORDING: _("Recordings go to the court"),
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
ERASURE_DUE = _("Answer to the request to erase")
KEEP_RECORDINGS = _("Ask for the camera recordings")
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
    "case.offence_state_set": _("Offence: decided on"),
    "case.work_started": _("Work begun"),
    "case.task_added": _("Task set"),
    "case.task_done": _("Task done"),
    "case.task_resumed": _("Task taken up again"),
    "case.answered": _("Message to the person"),
    "case.closed": _("Closed, with feedback to the person"),
    "case.reopened": _("Opened again"),
    "case.held": _("Legal hold set"),
    "case.hold_lifted": _("Legal hold lifted"),
    "case.kept_on": _("Looked at again: still needed"),
    "case.not_disposed": _("Not disposed of"),
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


def until_words(due: Due, *, now: datetime, today: date, time_zone: str) -> str:
    """Return in words how long there is still to go; within a day of what is due at an hour, the hour too."""
    if due.at is None:
        return due_words(due.days_left(today))
    hours = int((due.at - now).total_seconds() // HOUR)
    at = date_format(due.at.astimezone(ZoneInfo(time_zone)), "j M H:i")
    if due.at < now:
        late = -hours
        words = ngettext("%(hours)d hour overdue", "%(hours)d hours overdue", late) % {"hours": late}
        return f"{words} ({at})" if late <= LAST_HOURS else due_words(min(-1, due.days_left(today)))
    return f"{ngettext('in %(hours)d hour', 'in %(hours)d hours', hours) % {'hours': hours}} ({at})"
