"""The fact: the only shape that leaves a case.

It holds codes only: no name, no text, no day, no place finer than the city. It is still pseudonymous, since a rare combination of
codes may point at somebody who knows the incident; so it stays walled like the case it came from.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CITY = re.compile(r"[a-z0-9-]{1,50}")
GROUND = re.compile(r"[A-Z]{2,8}(\.[A-Z]{1,12})?")
INCIDENT_TYPE = re.compile(r"[a-z_]{2,30}")
FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_GROUNDS = 8


class BadFact(ValueError):
    """A fact with a field that is not coded, not coarse, or does not fit the others. Names the field, never its value."""


class Source(StrEnum):
    """Whose knowledge a fact is."""

    POLICE = "police"
    NGO = "ngo"
    HISTORY = "history"  # brought in from an older register


class Channel(StrEnum):
    """How the incident became known (R11, R52)."""

    ONLINE = "online"
    PHONE = "phone"
    DESK = "desk"
    CENTRE = "centre"
    LETTER = "letter"
    PATROL = "patrol"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """How far it has come. Incident, complaint and offence are separate states (R4); most incidents stay `recorded`."""

    RECORDED = "recorded"
    COMPLAINT = "complaint"
    REFERRED = "referred"
    PROSECUTED = "prosecuted"
    SENTENCED = "sentenced"


class Bias(StrEnum):
    """The answer to the bias question."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    OPEN = "open"  # a case in which nobody has answered it yet


class Feedback(StrEnum):
    """Whether the person was told by the promised day what was done (R27)."""

    ON_TIME = "on_time"
    LATE = "late"  # told later, or not told though the day has passed
    OPEN = "open"  # promised for a day still to come
    NOT_NOTED = "not_noted"  # no promise is known, as in an older register


class Duration(StrEnum):
    """How long something took, in bands of days."""

    DAYS_2 = "days_2"
    DAYS_10 = "days_10"
    DAYS_30 = "days_30"
    DAYS_90 = "days_90"
    LONGER = "longer"
    OPEN = "open"  # has not happened yet, or nobody knows


_BANDS = ((2, Duration.DAYS_2), (10, Duration.DAYS_10), (30, Duration.DAYS_30), (90, Duration.DAYS_90))


def band(days: int | None) -> Duration:
    """Return the band of a number of days; None is `OPEN`. Less than none, as by a clock set wrong, is the first band."""
    if days is None:
        return Duration.OPEN
    return next((found for limit, found in _BANDS if days <= limit), Duration.LONGER)


@dataclass(frozen=True, slots=True)
class Quarter:
    """When an incident happened, as coarse as a fact may say it: a year and, where known, its quarter (1 to 4)."""

    year: int
    quarter: int | None = None

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)


@dataclass(frozen=True, slots=True)
class Fact:
    """One incident, coded. Raises `BadFact` when it is made with anything finer or freer than the codes allow.

    `city` is a slug. `grounds` are codes of the packs, a family where nobody knows more (`RACE`), several where several apply;
    where bias was perceived and no ground was named, the caller says `("UNK",)`. No ground, or `NONE`, is an incident without
    bias, such as plain hooliganism (R18): kept, never counted. `happened` None is a day nobody knows.

    `case`: the police opened a case. `complaint`: somebody made a formal complaint. `offence`: the police suspect an offence. All
    three are states apart from one another (R4). `pending`: a case that does not count as an incident yet; it counts among the
    cases, so that what is not assessed is seen.

    `counted_elsewhere`: the same incident reaches the figures by another organisation, as when an NGO forwarded it to the police
    under another number. (Where both record the same report, `record_fact` sees that by itself and it counts once.)
    """

    city: str
    source: Source
    channel: Channel
    grounds: tuple[str, ...]
    incident_type: str
    stage: Stage
    bias: Bias
    happened: Quarter | None = None
    answered_in: Duration = Duration.OPEN
    closed_in: Duration = Duration.OPEN
    counted_elsewhere: bool = False
    case: bool = False
    complaint: bool = False
    offence: bool = False
    pending: bool = False
    feedback: Feedback = Feedback.NOT_NOTED

    def __post_init__(self) -> None:
        for name, fits in (
            ("city", CITY.fullmatch(self.city) is not None),
            ("grounds", _are_grounds(self.grounds)),
            ("incident_type", INCIDENT_TYPE.fullmatch(self.incident_type) is not None),
            ("happened", self.happened is None or _is_coarse(self.happened)),
        ):
            if not fits:
                raise BadFact(name)


def _are_grounds(grounds: tuple[str, ...]) -> bool:
    few_and_different = len(set(grounds)) == len(grounds) <= MOST_GROUNDS
    return few_and_different and all(GROUND.fullmatch(code) for code in grounds)


def _is_coarse(when: Quarter) -> bool:
    return FIRST_YEAR <= when.year <= LAST_YEAR and when.quarter in {None, 1, 2, 3, 4}
