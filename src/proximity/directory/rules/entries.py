"""What an entry of the register may say. It names posts and places, and never a person."""

import re
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Self

from proximity.directory.rules.hours import CLOSED, Week, week_from, week_kept
from proximity.directory.rules.languages import SPOKEN
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.packs import codes
from proximity.packs.awareness import WITHOUT_EXAMPLE
from proximity.packs.codes import Described
from proximity.packs.vocabulary import HelpNeed

MAX_NAME, MAX_LINE, MAX_TEXT = 120, 200, 800


class Kind(StrEnum):
    """What an entry is. A centre takes a report at once, with trained staff; a pathway only explains where to go (R33)."""

    POLICE_UNIT = "police_unit"
    PROXIMITY = "proximity"  # the proximity officer or unit of districts
    CENTRE = "centre"
    PATHWAY = "pathway"
    SUPPORT = "support"


ASSESSED = frozenset({Kind.CENTRE, Kind.PATHWAY})
"""What looks at itself (R34)."""


class Access(StrEnum):
    """What makes a place reachable for whoever finds it harder than others."""

    STEP_FREE = "step_free"
    TOILET = "toilet"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    INTERPRETER = "interpreter"
    EASY_LANGUAGE = "easy_language"
    WRITING = "writing"
    QUIET_ROOM = "quiet_room"
    HOME_VISITS = "home_visits"
    CHILDREN = "children"


NEEDS = tuple(need for need in HelpNeed if need not in {HelpNeed.DANGER, HelpNeed.OFFICER})
"""What an entry can answer: danger has its number, complaints about officers their bodies in the pack."""
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.\u2013-]{1,38}")
_MAIL = re.compile(r"[^\s@<>,;\"]{1,64}@[A-Za-z0-9.-]{1,120}\.[A-Za-z0-9-]{2,24}")
_WEB = re.compile(r"https?://[^\s<>\"]{3,190}")


class NotSound(ValueError):
    """A value that an entry cannot have; says of which field."""

    def __init__(self, field: str) -> None:
        """Take the field's name."""
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class EntryWords:
    """All that an entry says.

    `run_by` names who runs it where that is not its owner; `district` is where it is, `serves` the districts it is there for.
    """

    kind: Kind
    name: str
    language: str
    about: str = ""
    run_by: str = ""
    needs: tuple[HelpNeed, ...] = ()
    grounds: tuple[str, ...] = ()  # families; none: for everybody
    languages: tuple[str, ...] = ()
    access: tuple[Access, ...] = ()
    without_name: bool = False
    phone: str = ""
    email: str = ""
    web: str = ""
    address: str = ""
    district: str = ""
    serves: tuple[str, ...] = ()
    place: Place | None = None
    week: Week = CLOSED
    hours_note: str = ""
    by_appointment: bool = False
    source: str = ""
    source_on: date | None = None

    def checked(self) -> Self:
        """Return the words when they are sound. Raises `NotSound`."""
        _check_lengths(self)
        _check_codes(self)
        _check_contact(self)
        if self.place and not (-90 <= self.place.latitude <= 90 and -180 <= self.place.longitude <= 180):
            raise NotSound("place")
        return self

    def as_json(self) -> JSONObject:
        """Return what is kept."""
        return {
            "kind": self.kind.value, "name": self.name, "language": self.language, "about": self.about, "run_by": self.run_by,
            "needs": list(self.needs), "grounds": list(self.grounds), "languages": list(self.languages),
            "access": list(self.access), "without_name": self.without_name, "phone": self.phone, "email": self.email,
            "web": self.web, "address": self.address, "district": self.district, "serves": list(self.serves),
            "place": [self.place.latitude, self.place.longitude] if self.place else None,
            "week": _as_json(self.week), "hours_note": self.hours_note, "by_appointment": self.by_appointment,
            "source": self.source, "source_on": self.source_on.isoformat() if self.source_on else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: JSONObject) -> Self:
        """Return the words of what was kept by `as_json`."""
        place, on = _numbers(kept["place"]), kept["source_on"]
        return cls(
            kind=Kind(str(kept["kind"])), **{name: str(kept[name]) for name in _TEXTS},
            needs=tuple(HelpNeed(one) for one in _texts(kept["needs"])), grounds=_texts(kept["grounds"]),
            languages=_texts(kept["languages"]), access=tuple(Access(one) for one in _texts(kept["access"])),
            without_name=kept["without_name"] is True, serves=_texts(kept["serves"]),
            place=Place(*place) if len(place) == 2 else None, week=_week(kept["week"]),
            by_appointment=kept["by_appointment"] is True, source_on=date.fromisoformat(str(on)) if on else None,
        )  # fmt: skip


_TEXTS = ("name", "language", "about", "run_by", "phone", "email", "web", "address", "district", "hours_note", "source")
FIELDS = tuple(one.name for one in fields(EntryWords))


def _texts(value: JSONValue) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _numbers(value: JSONValue) -> tuple[float, ...]:
    return tuple(float(one) for one in value if isinstance(one, int | float)) if isinstance(value, list) else ()


def _week(value: JSONValue) -> Week:
    days = value if isinstance(value, list) else []
    return week_from([
        [[int(minute) for minute in _numbers(span)] for span in (day if isinstance(day, list) else [])] for day in days
    ])  # fmt: skip


def _as_json(week: Week) -> JSONValue:
    return [[list(span) for span in day] for day in week_kept(week)]


def grounds_to_choose() -> tuple[Described, ...]:
    """Return the families of grounds that name a trait, in the order of the list."""
    return tuple(family for family in codes.ground_families() if family.code not in WITHOUT_EXAMPLE)


def changed_fields(before: EntryWords, after: EntryWords) -> tuple[str, ...]:
    """Return the names of what differs."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))


def _check_lengths(words: EntryWords) -> None:
    lines = {"name": MAX_NAME, "run_by": MAX_NAME, "about": MAX_TEXT, "address": MAX_LINE, "district": MAX_NAME,
             "hours_note": MAX_LINE, "source": MAX_LINE}  # fmt: skip
    if not words.name.strip():
        raise NotSound("name")
    for name, longest in lines.items():
        if len(getattr(words, name)) > longest:
            raise NotSound(name)
    if len(words.serves) > 60 or any(len(one) > MAX_NAME for one in words.serves):
        raise NotSound("serves")


def _check_codes(words: EntryWords) -> None:
    families = {one.code for one in grounds_to_choose()}
    known = {
        "needs": bool(words.needs) and set(words.needs) <= set(NEEDS), "grounds": set(words.grounds) <= families,
        "languages": set(words.languages) <= set(SPOKEN), "language": words.language in SPOKEN,
    }  # fmt: skip
    for name, sound in known.items():
        if not sound:
            raise NotSound(name)


def _check_contact(words: EntryWords) -> None:
    patterns = {"phone": _PHONE, "email": _MAIL, "web": _WEB}
    for name, pattern in patterns.items():
        value = getattr(words, name)
        if value and not pattern.fullmatch(value):
            raise NotSound(name)
    if not (words.phone or words.email or words.web or words.address):
        raise NotSound("reach")
