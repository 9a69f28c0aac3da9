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
    """Whether a provision binds. Enacted but not commenced is not in force."""

    IN_FORCE = "in_force"
    NOT_COMMENCED = "not_commenced"
    BILL = "bill"


class TextKey(StrEnum):
    """Words with a legal or safety meaning that every pack must have in each of its languages."""

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
