"""Who may do what: organisation kinds, roles, and the capabilities each role brings. Pure data, no Django.

A role says what a person may do *inside what her organisation may see*; what an organisation may see is decided by key wraps.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import available_timezones


class OrganisationKind(StrEnum):
    """The kinds of organisation that take part (P10): each of the six target groups has one or more.

    A stakeholder is whoever else takes part: a school, a housing or transport company, a clinic, an equality body.
    """

    LOCAL_POLICE = "local_police"
    STATE_POLICE = "state_police"
    PROSECUTION = "prosecution"
    NGO = "ngo"
    CITY_HALL = "city_hall"
    COMPLAINTS_BODY = "complaints_body"
    NATIONAL_BODY = "national_body"
    OVERSIGHT = "oversight"
    TRAINING_BODY = "training_body"
    STAKEHOLDER = "stakeholder"


POLICE_KINDS = frozenset({OrganisationKind.LOCAL_POLICE, OrganisationKind.STATE_POLICE})
WITHOUT_RECORDS = frozenset({
    OrganisationKind.NATIONAL_BODY, OrganisationKind.TRAINING_BODY, OrganisationKind.STAKEHOLDER,
})  # fmt: skip
"""Who takes part without a key of any report or case, and without giving one to anybody: the database refuses both."""


class Role(StrEnum):
    """What a person does in an organisation."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    NGO_WORKER = "ngo_worker"
    PROSECUTOR = "prosecutor"
    CITY_OFFICIAL = "city_official"
    AUDITOR = "auditor"
    ANALYST = "analyst"
    TRAINER = "trainer"
    PARTNER = "partner"


class Capability(StrEnum):
    """One thing that a role may do."""

    READ_REPORTS = "read_reports"
    ENTER_REPORTS = "enter_reports"
    ANSWER_REPORTS = "answer_reports"
    FORWARD_REPORTS = "forward_reports"
    WORK_CASES = "work_cases"
    SUPERVISE_CASES = "supervise_cases"
    WORK_NEEDS = "work_needs"
    GIVE_SUPPORT = "give_support"
    READ_FILES = "read_files"
    REFER_CASES = "refer_cases"
    RECEIVE_REFERRALS = "receive_referrals"
    RECORD_OUTCOMES = "record_outcomes"
    READ_LAW = "read_law"
    READ_CARDS = "read_cards"
    READ_FIGURES = "read_figures"
    RELEASE_FIGURES = "release_figures"
    COMPARE_CITIES = "compare_cities"
    EDIT_PLAN = "edit_plan"
    READ_DIRECTORY = "read_directory"
    KEEP_DIRECTORY = "keep_directory"
    COORDINATE_DIRECTORY = "coordinate_directory"
    READ_AUDIT = "read_audit"
    READ_EXCHANGE = "read_exchange"
    PUBLISH_EXCHANGE = "publish_exchange"
    MODERATE_EXCHANGE = "moderate_exchange"
    OPERATE_NETWORK = "operate_network"
    LEARN = "learn"
    TRAIN = "train"
    SHARE_COUNTS = "share_counts"
    KEEP_RECORDS = "keep_records"
    DISPOSE = "dispose"
    IMPORT_CASES = "import_cases"


_KEEPS = frozenset({Capability.READ_DIRECTORY, Capability.KEEP_DIRECTORY})
_DESK = _KEEPS | frozenset({
    Capability.READ_LAW, Capability.READ_REPORTS, Capability.ENTER_REPORTS, Capability.ANSWER_REPORTS, Capability.READ_FILES,
    Capability.READ_FIGURES, Capability.READ_CARDS,
})  # fmt: skip
_REFERRED = frozenset({Capability.RECEIVE_REFERRALS, Capability.RECORD_OUTCOMES})
_EXCHANGE = frozenset({Capability.READ_EXCHANGE, Capability.PUBLISH_EXCHANGE})
_CASEWORK = _DESK | _REFERRED | _EXCHANGE | {
    Capability.WORK_CASES, Capability.REFER_CASES, Capability.WORK_NEEDS, Capability.LEARN,
}  # fmt: skip

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.OFFICER: _CASEWORK,
    Role.SUPERVISOR: _CASEWORK | {
        Capability.SUPERVISE_CASES, Capability.KEEP_RECORDS, Capability.DISPOSE, Capability.MODERATE_EXCHANGE,
        Capability.IMPORT_CASES,
    },
    Role.NGO_WORKER: _DESK | _EXCHANGE | {Capability.FORWARD_REPORTS, Capability.GIVE_SUPPORT, Capability.LEARN},
    Role.PROSECUTOR: _REFERRED | _KEEPS | {
        Capability.READ_LAW, Capability.READ_FILES, Capability.READ_FIGURES, Capability.LEARN,
    },
    Role.CITY_OFFICIAL: _KEEPS | _EXCHANGE | {
        Capability.READ_LAW, Capability.READ_FIGURES, Capability.RELEASE_FIGURES, Capability.EDIT_PLAN,
        Capability.COORDINATE_DIRECTORY, Capability.OPERATE_NETWORK, Capability.MODERATE_EXCHANGE, Capability.LEARN,
        Capability.SHARE_COUNTS,
    },
    Role.AUDITOR: frozenset({
        Capability.READ_LAW, Capability.READ_AUDIT, Capability.READ_FIGURES, Capability.DISPOSE, Capability.READ_DIRECTORY,
    }),
    Role.ANALYST: frozenset({
        Capability.READ_LAW, Capability.COMPARE_CITIES, Capability.READ_DIRECTORY, Capability.OPERATE_NETWORK,
        Capability.READ_EXCHANGE,
    }),
    Role.TRAINER: _EXCHANGE | {
        Capability.READ_LAW, Capability.READ_FIGURES, Capability.READ_CARDS, Capability.READ_DIRECTORY, Capability.LEARN,
        Capability.TRAIN, Capability.SHARE_COUNTS,
    },
    Role.PARTNER: _KEEPS | {
        Capability.READ_LAW, Capability.READ_FIGURES, Capability.READ_CARDS, Capability.LEARN,
    },
}  # fmt: skip


def may(role: Role, capability: Capability) -> bool:
    """Say whether a role brings a capability."""
    return capability in CAPABILITIES[role]


_DESKS = POLICE_KINDS | {OrganisationKind.COMPLAINTS_BODY}
OFFICES: dict[Role, frozenset[OrganisationKind]] = {
    Role.OFFICER: _DESKS,
    Role.SUPERVISOR: _DESKS,
    Role.NGO_WORKER: frozenset({OrganisationKind.NGO}),
    Role.PROSECUTOR: frozenset({OrganisationKind.PROSECUTION}),
    Role.CITY_OFFICIAL: frozenset({OrganisationKind.CITY_HALL}),
    Role.AUDITOR: frozenset({OrganisationKind.OVERSIGHT}),
    Role.ANALYST: frozenset({OrganisationKind.NATIONAL_BODY}),
    Role.TRAINER: frozenset({OrganisationKind.TRAINING_BODY}),
    Role.PARTNER: frozenset({OrganisationKind.STAKEHOLDER}),
}
"""In which kinds of organisation a role is held. An auditor elsewhere would see nothing but her own organisation's acts.

A trainer of an NGO or of a police force works in a training body of its own: behind their wall she would stand beside reports.
"""


def goes_with(role: Role, kind: OrganisationKind) -> bool:
    """Say whether a role is held in organisations of a kind."""
    return kind in OFFICES[role]


def city_fault(*, country: str, time_zone: str, reference_prefix: str) -> str | None:
    """Say what is wrong with what a city is described by, or None: two letters, a time zone there is, two to four capitals."""
    if not re.fullmatch("[a-z]{2}", country):
        return f"A country is named by two small letters, such as es or gb, not {country!r}."
    if time_zone not in available_timezones():
        return f"There is no time zone {time_zone!r}; they are called as Europe/Madrid."
    if not re.fullmatch("[A-Z]{2,4}", reference_prefix):
        return f"References start with two to four capitals, such as MAD, not {reference_prefix!r}."
    return None


@dataclass(frozen=True, slots=True)
class Centre:
    """Where a city's centre is, in degrees to two decimals (about a kilometre), and where and when that was seen."""

    latitude: float
    longitude: float
    source: str = ""
    seen_on: date | None = None

    def __post_init__(self) -> None:
        """Round what is more exact than a map of countries can show."""
        object.__setattr__(self, "latitude", round(self.latitude, 2))
        object.__setattr__(self, "longitude", round(self.longitude, 2))

    @property
    def fault(self) -> str | None:
        """Say what is wrong with it, or None."""
        # Written so that what is no number at all is refused too.
        if not (abs(self.latitude) <= 90 and abs(self.longitude) <= 180):
            return "A place is a latitude (-90 to 90) and a longitude (-180 to 180), in degrees."
        return None if self.source else "Say where the place was seen: --source."


FREE_GUESSES = 10
"""Wrong passwords for one account, from wherever, before strangers have to wait."""
LONGEST_WAIT = timedelta(minutes=15)


def guess_wait(wrong: int) -> timedelta:
    """Return how long a browser that is not known waits after the last of so many wrong passwords in a day."""
    if wrong < FREE_GUESSES:
        return timedelta()
    # 1 s, 2 s, 4 s and so on: somebody with many networks has about a hundred tries a day.
    return min(timedelta(seconds=2 ** min(wrong - FREE_GUESSES, 20)), LONGEST_WAIT)
