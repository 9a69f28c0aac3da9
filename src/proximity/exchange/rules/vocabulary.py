"""The closed lists of the exchange. The nine categories are those of the compendium of practices of the EU's FRA."""

from enum import StrEnum

MAX_TITLE = 200
MAX_TEXT = 6000


class PracticeType(StrEnum):
    """What a practice is for: FRA's two types, and prevention, which PROXIMITY's tools were for as well."""

    ENCOURAGE_REPORTING = "encourage_reporting"
    IMPROVE_RECORDING = "improve_recording"
    PREVENTION = "prevention"


class Category(StrEnum):
    """What a practice works with, as FRA's compendium sorts it."""

    CIVIL_SOCIETY = "civil_society"
    CROSS_INSTITUTIONAL = "cross_institutional"
    FLAGGING = "flagging"
    BIAS_INDICATORS = "bias_indicators"
    TRAINING = "training"
    OUTREACH = "outreach"
    VICTIM_SUPPORT = "victim_support"
    MONITORING = "monitoring"
    COMMUNICATION = "communication"


class Scope(StrEnum):
    """How far a practice reaches."""

    DISTRICT = "district"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    BORDERS = "borders"


class Evidence(StrEnum):
    """How well it is known that a practice helps."""

    NONE = "none"
    OWN_VIEW = "own_view"
    MEASURED = "measured"
    INDEPENDENT = "independent"


class Criterion(StrEnum):
    """PROXIMITY's three conditions for a practice."""

    TOPIC = "topic"
    LOCAL = "local"
    POLICE = "police"


class Quality(StrEnum):
    """What a reviewer looks at besides."""

    CLEAR = "clear"
    TRANSFER = "transfer"
    RESULTS = "results"


class Standing(StrEnum):
    """What a practice has reached in the eyes of a reader."""

    SUBMITTED = "submitted"
    CHANGE_ASKED = "change_asked"
    REVIEWED = "reviewed"


class Uptake(StrEnum):
    """How far a city is with a practice that it took up."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class Outcome(StrEnum):
    """What came of it."""

    TOO_EARLY = "too_early"
    HELPED = "helped"
    PARTLY = "partly"
    DID_NOT_HELP = "did_not_help"


class Sign(StrEnum):
    """What was seen. No words of it and no picture: a code."""

    LEAFLETS = "leaflets"
    STICKERS = "stickers"
    GRAFFITI = "graffiti"
    BANNERS = "banners"
    CHANTS = "chants"
    LETTERS = "letters"
    CALLS_ONLINE = "calls_online"
    DAMAGE = "damage"


class PlaceKind(StrEnum):
    """Near what it was seen. Never which one."""

    SCHOOL = "school"
    WORSHIP = "worship"
    TRANSPORT = "transport"
    STREET = "street"
    HOUSING = "housing"
    VENUE = "venue"
    SHELTER = "shelter"
    SPORT = "sport"
    ONLINE = "online"


class Area(StrEnum):
    """Where in or around the city: coarse, so that nobody finds a house."""

    WHOLE_CITY = "whole_city"
    CENTRE = "centre"
    OUTSKIRTS = "outskirts"
    REGION = "region"


class VisitKind(StrEnum):
    """Whether a city invites or would like to come."""

    OFFER = "offer"
    REQUEST = "request"


class VisitRole(StrEnum):
    """Who takes part in a visit: roles and numbers, no names."""

    OFFICERS = "officers"
    COMMANDERS = "commanders"
    NGO = "ngo"
    CITY_HALL = "city_hall"
    TRAINERS = "trainers"
    PROSECUTION = "prosecution"
