"""For whom something is: a city, a group, a country, the network, everybody. What is empty or not known is for nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from uuid import UUID

from proximity.foundation.pure.ids import uuid_or_none
from proximity.network.rules.markings import Marking

COUNTRY_LETTERS = 2


class Reach(StrEnum):
    """How far an audience goes."""

    CITY = "city"
    GROUP = "group"
    COUNTRY = "country"
    NETWORK = "network"
    PUBLIC = "public"


class NotForThem(ValueError):
    """The marking does not allow this audience."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom something is for. `of` names the group or the country; a city is always the author's own."""

    reach: Reach
    of: str = ""

    @classmethod
    def read(cls, reach: object, of: object) -> Self | None:
        """Return the audience that two texts from outside name; None, which is nobody, where they name none."""
        if not isinstance(reach, str) or not isinstance(of, str) or reach not in set(Reach):
            return None
        found = cls(Reach(reach), of)
        return found if found._names_somebody else None

    @classmethod
    def of_scope(cls, scope: str) -> Self | None:
        """Return the audience that a stored scope stands for, or None."""
        reach, _, of = scope.partition(":")
        return cls.read(reach, "" if reach == Reach.CITY else of)

    @property
    def _names_somebody(self) -> bool:
        match self.reach:
            case Reach.GROUP:
                return uuid_or_none(self.of) is not None and str(UUID(self.of)) == self.of
            case Reach.COUNTRY:
                return len(self.of) == COUNTRY_LETTERS and self.of.isascii() and self.of.islower()
        return not self.of

    def scope(self, author: UUID) -> str:
        """Return one word for it, as the store and the cursor of a peer use it."""
        return f"city:{author}" if self.reach is Reach.CITY else f"{self.reach}:{self.of}" if self.of else self.reach

    def covers(self, other: "Audience") -> bool:
        """Say whether everybody of another audience belongs to this one, whoever the members are."""
        if self == other or self.reach is Reach.PUBLIC:
            return True
        if other.reach is Reach.CITY:
            return True  # the author belongs to each of her audiences
        return self.reach is Reach.NETWORK and other.reach is not Reach.PUBLIC


EVERYBODY = Audience(Reach.PUBLIC)
NETWORK = Audience(Reach.NETWORK)
OWN_CITY = Audience(Reach.CITY)


def group(group_id: UUID) -> Audience:
    """Return the audience of a group's members."""
    return Audience(Reach.GROUP, str(group_id))


def country(code: str) -> Audience:
    """Return the audience of a country's cities."""
    return Audience(Reach.COUNTRY, code)


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, as this instance knows it: its own cities and those of accepted members, and the groups it holds.

    `countries` says of each city in which country it was accepted, not what it says of itself.
    """

    countries: Mapping[UUID, str]
    groups: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)


def readers(audience: Audience | None, *, author: UUID, world: World) -> frozenset[UUID]:
    """Return the cities that an audience lets read, the author's among them; nobody for no audience or an unknown group."""
    match audience:
        case None:
            return frozenset()
        case Audience(reach=Reach.CITY):
            return frozenset({author})
        case Audience(reach=Reach.GROUP, of=of):
            # A group that one left does not bring one's own city back in.
            members = world.groups.get(UUID(of), frozenset())
            return members & world.countries.keys() if author in members else frozenset()
        case Audience(reach=Reach.COUNTRY, of=of):
            return frozenset(city for city, code in world.countries.items() if code == of) | {author}
    return frozenset(world.countries) | {author}


WIDEST = {
    Marking.CLEAR: Reach.PUBLIC,
    Marking.GREEN: Reach.NETWORK,
    Marking.AMBER: Reach.GROUP,
    Marking.AMBER_STRICT: Reach.GROUP,
    Marking.RED: Reach.CITY,
}
"""TLP 2.0 as audiences: GREEN is for a community, AMBER for whoever is named, RED for nobody else."""
_WIDTH = {Reach.CITY: 0, Reach.GROUP: 1, Reach.COUNTRY: 2, Reach.NETWORK: 3, Reach.PUBLIC: 4}


def may_be_for(marking: Marking, audience: Audience) -> bool:
    """Say whether a marking allows an audience."""
    return _WIDTH[audience.reach] <= _WIDTH[WIDEST[marking]]


def check_may_be_for(marking: Marking, audience: Audience) -> None:
    """Raise `NotForThem` unless a marking allows an audience."""
    if not may_be_for(marking, audience):
        raise NotForThem(f"{marking.label} is not for {audience.reach}")
