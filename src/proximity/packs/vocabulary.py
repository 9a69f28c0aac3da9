"""The words that facts are told with: closed lists of evidence, kinds, levels, powers and text keys."""

from enum import StrEnum

PUBLIC_NUMBERS = frozenset({"112", "999"})


class Evidence(StrEnum):
    """How far a source carries. Marks of the source pages are brought to one scale: S is a statute here, N is press."""

    STATUTE = "S"
    PARLIAMENT = "P"  # parliament, government or court paper
    OFFICIAL = "O"  # page of the body itself, a gazette, an EU portal
    ODIHR = "R"
    UNITED_NATIONS = "U"  # United Nations or Council of Europe paper
    MIRROR = "M"  # copy or compilation of a statute
    PRESS = "N"  # press, law blog, NGO, private site: good for planning only
    GENERAL = "K"  # general knowledge, seen in no source: emergency numbers and our own code lists only


class OrganisationKind(StrEnum):
    """Kinds of organisation, word for word those that accounts use."""

    LOCAL_POLICE = "local_police"
    STATE_POLICE = "state_police"
    PROSECUTION = "prosecution"
    CITY_HALL = "city_hall"
    NGO = "ngo"
    COMPLAINTS_BODY = "complaints_body"
    NATIONAL_BODY = "national_body"


class Level(StrEnum):
    """On which level a body acts; a body may act on several."""

    LOCAL = "local"
    STATE = "state"
    PROSECUTION = "prosecution"
    COMPLAINTS = "complaints"
    EQUALITY = "equality"


class PoliceLevelCode(StrEnum):
    """Answers to "of which police was the officer?"."""

    LOCAL = "local"
    STATE = "state"
    UNKNOWN = "unknown"


class PowerKind(StrEnum):
    """What a body may do with a report or a case."""

    RECEIVE = "receive"
    RECORD = "record"
    INVESTIGATE = "investigate"
    CHARGE = "charge"
    PROSECUTE = "prosecute"
    HANDLE_COMPLAINTS = "handle_complaints"
    REVIEW_COMPLAINTS = "review_complaints"
    ADVISE = "advise"
    MONITOR = "monitor"


class Operation(StrEnum):
    """Whether a service or body is believed to work; nothing is confirmed before a person has called."""

    SEEN = "seen"
    OLD = "old"
    MAY_NOT_OPERATE = "may_not_operate"


class HelpNeed(StrEnum):
    """What a service is asked for, in the order of the page; `danger` and `officer` come from elsewhere in the pack.

    Append only: the place in this list stands in addresses.
    """

    DANGER = "danger"
    MEDICAL = "medical"
    TALK = "talk"
    LEGAL = "legal"
    REPORT = "report"  # to somebody who is independent of the police
    POLICE = "police"
    OFFICER = "officer"
    CHILDREN = "children"
    ONLINE = "online"
    RIGHTS = "rights"  # pages to read up on what happens next


class OffenceKind(StrEnum):
    """What a provision does with the motive."""

    AGGRAVATION = "aggravation"
    OWN_OFFENCE = "own_offence"
    SPEECH = "speech"
    DISCRIMINATION = "discrimination"
    ORGANISATION = "organisation"
    LEGAL_PERSONS = "legal_persons"
    ADMINISTRATIVE = "administrative"


class OffenceStatus(StrEnum):
    """Whether a provision binds. Enacted but not commenced is not in force.

    May be in force: it was on its way and its end was not found. Nobody is offered it, and nothing is said of what it covers.
    """

    IN_FORCE = "in_force"
    NOT_COMMENCED = "not_commenced"
    BILL = "bill"
    MAY_BE_IN_FORCE = "may_be_in_force"


class Gravity(StrEnum):
    """What a breach of a provision is, where the country's law knows more than one."""

    CRIME = "crime"
    MISDEMEANOUR = "misdemeanour"


class TextKey(StrEnum):
    """Words with a legal or safety meaning that pages show: each is a shared sentence, filled by every pack."""

    EMERGENCY = "emergency"
    NO_NIGHT_WATCH = "no_night_watch"
    NOT_FORMAL_COMPLAINT = "not_formal_complaint"
    FORMAL_COMPLAINT_HOW = "formal_complaint_how"
    RESIDENCE_STATUS = "residence_status"
    INCIDENT_DEFINITION = "incident_definition"
    EVIDENCE_VANISHES = "evidence_vanishes"
    AFTER_WITHDRAWAL = "after_withdrawal"
    OFFICER_COMPLAINT = "officer_complaint"
    ANSWER_TIMES = "answer_times"
    FIGURES_CAUTION = "figures_caution"
    SUPPORT_OFFER = "support_offer"


# What each pack has to say in its own words, behind the shared sentence.
OWN_TEXTS = frozenset(
    {TextKey.NOT_FORMAL_COMPLAINT, TextKey.FORMAL_COMPLAINT_HOW, TextKey.AFTER_WITHDRAWAL, TextKey.OFFICER_COMPLAINT}
)

# What a person is told of her rights: each country has those that its law gives, each text under a code that begins so.
RIGHTS = "rights."


class NecessityQuestion(StrEnum):
    """What a rule asks beyond proportionality before a name is stored where no offence is suspected."""

    RISK = "risk"
    TOLD = "told"


class TextNature(StrEnum):
    """What stands behind a text: law, advice, or a promise of the service that a city sets and keeps."""

    LAW = "law"
    ADVICE = "advice"
    PROMISE = "promise"


class ClockKind(StrEnum):
    """What has to be done, or may still be done, before a clock runs out."""

    ACKNOWLEDGE = "acknowledge"  # a first answer to the person
    INFORM = "inform"  # the person is told how her case stands
    FEEDBACK = "feedback"  # the person is told what came of it
    COMPLAIN = "complain"  # until then the person can make a formal complaint
    HAND_OVER = "hand_over"  # the proceedings go to the prosecutor, the judge or another force
    PRESERVE = "preserve"  # how long somebody keeps data that was asked for
    RECORDING = "recording"  # recordings of an offence go to the court
    APPEAL = "appeal"  # until then the person can contest a decision


class ClockStart(StrEnum):
    """What starts a clock."""

    REPORT_SENT = "report_sent"
    COMPLAINT_MADE = "complaint_made"
    OFFENCE_SUSPECTED = "offence_suspected"
    INCIDENT = "incident"
    PRESERVATION_ORDERED = "preservation_ordered"
    RECORDING_SECURED = "recording_secured"
    LEARNED = "learned"  # the person learns of the act, and where the law says so of who did it
    DECISION_RECEIVED = "decision_received"  # the person receives a decision or is told of it


class KeptKind(StrEnum):
    """What kinds of records are kept, each for its own time."""

    REPORT = "report"  # a report that no case was opened from
    INCIDENT = "incident"  # a case in which no offence is suspected
    OFFENCE = "offence"  # a case in which one is suspected, or nobody has decided
    UNSOLVED = "unsolved"  # such a case, closed without a suspect
    NEEDS = "needs"
    RECORDINGS = "recordings"
    FACTS = "facts"
    LOG = "log"


class KeepingAct(StrEnum):
    """What is to be done when a time of keeping ends."""

    REVIEW = "review"  # somebody looks whether it is still needed, and again each time it passes
    DISPOSE = "dispose"  # as a rule it is deleted
