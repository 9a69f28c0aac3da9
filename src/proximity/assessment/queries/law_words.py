"""The words for what a country pack states: its chapters, what stands beside each fact, and the pack's closed lists."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proximity.foundation.pure.spans import Unit
from proximity.packs.vocabulary import (
    ClockKind,
    ClockStart,
    Evidence,
    Gravity,
    KeepingAct,
    KeptKind,
    OffenceKind,
    OffenceStatus,
    Operation,
    OrganisationKind,
    PoliceLevelCode,
    PowerKind,
    TextKey,
    TextNature,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Words = "StrOrPromise"


class Chapter(StrEnum):
    """One page of what a pack states; the value is its address."""

    POLICE = "police"
    GROUNDS = "grounds"
    OFFENCES = "provisions"
    CATEGORIES = "statistics"
    BODIES = "bodies"
    REFERRAL = "referral"
    COMPLAINTS = "complaints"
    HELP = "help"
    CLOCKS = "time-limits"
    KEEPING = "keeping"
    TEXTS = "texts"
    GAPS = "gaps"


CHAPTER: Mapping[str, Words] = {
    Chapter.POLICE: _("The city's police and emergency numbers"),
    Chapter.GROUNDS: _("Grounds"),
    Chapter.OFFENCES: _("Provisions"),
    Chapter.CATEGORIES: _("Categories of the official statistics"),
    Chapter.BODIES: _("Bodies and their powers"),
    Chapter.REFERRAL: _("Ways of referral"),
    Chapter.COMPLAINTS: _("Complaints about police officers"),
    Chapter.HELP: _("Help"),
    Chapter.CLOCKS: _("Time limits of the law"),
    Chapter.KEEPING: _("Keeping and disposal"),
    Chapter.TEXTS: _("Texts that people read"),
    Chapter.GAPS: _("What was not found"),
}
EVIDENCE: Mapping[str, Words] = {
    Evidence.STATUTE: _("statute or bill"),
    Evidence.PARLIAMENT: _("paper of a parliament, government or court"),
    Evidence.OFFICIAL: _("official page or gazette"),
    Evidence.ODIHR: _("ODIHR"),
    Evidence.UNITED_NATIONS: _("United Nations or Council of Europe"),
    Evidence.MIRROR: _("copy of a statute"),
    Evidence.PRESS: _("press, NGO or private page: for planning only"),
    Evidence.GENERAL: _("own words or general knowledge"),
}
OFFENCE: Mapping[str, Words] = {
    OffenceKind.AGGRAVATION: _("makes another offence graver"),
    OffenceKind.OWN_OFFENCE: _("an offence of its own"),
    OffenceKind.SPEECH: _("incitement or hateful speech"),
    OffenceKind.DISCRIMINATION: _("discrimination"),
    OffenceKind.ORGANISATION: _("organised hatred"),
    OffenceKind.LEGAL_PERSONS: _("companies and associations"),
    OffenceKind.ADMINISTRATIVE: _("administrative law, no crime"),
}
STATUS: Mapping[str, Words] = {
    OffenceStatus.IN_FORCE: _("in force"),
    OffenceStatus.NOT_COMMENCED: _("made, but not in force"),
    OffenceStatus.BILL: _("a bill"),
    OffenceStatus.MAY_BE_IN_FORCE: _("may be in force: look first"),
}
GRAVITY: Mapping[str, Words] = {Gravity.CRIME: _("a crime"), Gravity.MISDEMEANOUR: _("a misdemeanour")}
POWER: Mapping[str, Words] = {
    PowerKind.RECEIVE: _("take reports"),
    PowerKind.RECORD: _("record"),
    PowerKind.INVESTIGATE: _("investigate"),
    PowerKind.CHARGE: _("charge"),
    PowerKind.PROSECUTE: _("prosecute"),
    PowerKind.HANDLE_COMPLAINTS: _("handle complaints about officers"),
    PowerKind.REVIEW_COMPLAINTS: _("review how complaints were handled"),
    PowerKind.ADVISE: _("advise"),
    PowerKind.MONITOR: _("watch and report"),
}
OPERATION: Mapping[str, Words] = {
    Operation.SEEN: _("seen at work"),
    Operation.OLD: _("the source is old"),
    Operation.MAY_NOT_OPERATE: _("may no longer answer"),
}
ORGANISATION: Mapping[str, Words] = {
    OrganisationKind.LOCAL_POLICE: _("local police"),
    OrganisationKind.STATE_POLICE: _("state police"),
    OrganisationKind.PROSECUTION: _("public prosecutor"),
    OrganisationKind.CITY_HALL: _("city hall"),
    OrganisationKind.NGO: _("an NGO"),
    OrganisationKind.COMPLAINTS_BODY: _("complaints body"),
    OrganisationKind.NATIONAL_BODY: _("national body"),
}
POLICE: Mapping[str, Words] = {
    PoliceLevelCode.LOCAL: _("local police"),
    PoliceLevelCode.STATE: _("state police"),
    PoliceLevelCode.UNKNOWN: _("not known which police"),
}
CLOCK: Mapping[str, Words] = {
    ClockKind.ACKNOWLEDGE: _("First answer to the person"),
    ClockKind.INFORM: _("Tell the person how her case stands"),
    ClockKind.FEEDBACK: _("Feedback to the person"),
    ClockKind.COMPLAIN: _("Until then the person can make a formal complaint"),
    ClockKind.HAND_OVER: _("Hand over to prosecution or court"),
    ClockKind.PRESERVE: _("The provider keeps the data until then"),
    ClockKind.RECORDING: _("Recordings go to the court"),
    ClockKind.APPEAL: _("Until then the person can contest a decision"),
}
START: Mapping[str, Words] = {
    ClockStart.REPORT_SENT: _("from the report"),
    ClockStart.COMPLAINT_MADE: _("from the formal complaint"),
    ClockStart.OFFENCE_SUSPECTED: _("from the moment an offence is suspected"),
    ClockStart.INCIDENT: _("from the incident"),
    ClockStart.PRESERVATION_ORDERED: _("from the order to preserve"),
    ClockStart.RECORDING_SECURED: _("from securing the recording"),
    ClockStart.LEARNED: _("from the day on which the person learns of it"),
    ClockStart.DECISION_RECEIVED: _("from receiving the decision"),
}
ACT: Mapping[str, Words] = {
    KeepingAct.REVIEW: _("looked at again"),
    KeepingAct.DISPOSE: _("as a rule deleted"),
}
KEPT: Mapping[str, Words] = {
    KeptKind.REPORT: _("Report without a case"),
    KeptKind.INCIDENT: _("Case without a suspected offence"),
    KeptKind.OFFENCE: _("Case with an offence suspected or to be decided"),
    KeptKind.UNSOLVED: _("Case closed without a suspect"),
    KeptKind.NEEDS: _("Needs and protection"),
    KeptKind.RECORDINGS: _("Recordings"),
    KeptKind.FACTS: _("Coded facts for figures"),
    KeptKind.LOG: _("Log of who did what"),
}
NATURE: Mapping[str, Words] = {
    TextNature.LAW: _("law"),
    TextNature.ADVICE: _("advice"),
    TextNature.PROMISE: _("a promise of the service"),
}
TEXT: Mapping[str, Words] = {
    TextKey.EMERGENCY: _("This is no emergency call"),
    TextKey.NO_NIGHT_WATCH: _("Nobody watches at night"),
    TextKey.NOT_FORMAL_COMPLAINT: _("This is no formal complaint"),
    TextKey.FORMAL_COMPLAINT_HOW: _("How to make a formal complaint"),
    TextKey.RESIDENCE_STATUS: _("Your papers"),
    TextKey.INCIDENT_DEFINITION: _("What is a hate incident?"),
    TextKey.EVIDENCE_VANISHES: _("What vanishes soon"),
    TextKey.AFTER_WITHDRAWAL: _("What they may keep"),
    TextKey.OFFICER_COMPLAINT: _("About the officer"),
    TextKey.ANSWER_TIMES: _("Who answers, and when"),
    TextKey.FIGURES_CAUTION: _("Figures"),
    TextKey.SUPPORT_OFFER: _("Who helps"),
}
SPAN: Mapping[Unit, Callable[[int], str]] = {
    Unit.HOURS: lambda number: ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number},
    Unit.DAYS: lambda number: ngettext("%(number)d day", "%(number)d days", number) % {"number": number},
    Unit.WORKING_DAYS: lambda number: (
        ngettext("%(number)d working day", "%(number)d working days", number) % {"number": number}
    ),
    Unit.MONTHS: lambda number: ngettext("%(number)d month", "%(number)d months", number) % {"number": number},
    Unit.YEARS: lambda number: ngettext("%(number)d year", "%(number)d years", number) % {"number": number},
}
