"""Who may read what is sent, chosen in plain words: each choice is an audience and the marking that goes with it."""

from enum import StrEnum
from uuid import UUID

from proximity.foundation.pure.ids import uuid_or_none
from proximity.network.rules.audience import EVERYBODY, NETWORK, OWN_CITY, Audience, Reach, country, group
from proximity.network.rules.markings import Marking


class Readers(StrEnum):
    """The choices that need no further name; a group is chosen as `group:` and its identifier."""

    PUBLIC = "public"
    NETWORK = "network"
    COUNTRY = "country"
    CITY = "city"


GROUP = "group:"
type Way = tuple[Marking, Audience]


class NobodyChosen(ValueError):
    """The choice names nobody: what is empty or not known goes to nobody."""


def way_of(choice: str, *, country_code: str) -> Way:
    """Return marking and audience of a choice made in a country. Raises `NobodyChosen`."""
    match choice:
        case Readers.PUBLIC:
            return Marking.CLEAR, EVERYBODY
        case Readers.NETWORK:
            return Marking.GREEN, NETWORK
        case Readers.COUNTRY:
            return Marking.GREEN, country(country_code)
        case Readers.CITY:
            return Marking.RED, OWN_CITY
    of = uuid_or_none(choice.removeprefix(GROUP)) if choice.startswith(GROUP) else None
    if of is None:
        raise NobodyChosen
    return Marking.AMBER, group(of)


def choice_of(audience: Audience) -> str:
    """Return the choice that an audience was made of."""
    if audience.reach is Reach.GROUP:
        return f"{GROUP}{UUID(audience.of)}"
    return Readers(audience.reach.value).value


def way_back(marking: Marking, audience: Audience) -> Way:
    """Return for whom an answer to something is: who may read that, and of what everybody may read the network.

    An answer is never for more than what it answers; and what an office writes to another is not for everybody.
    """
    match audience.reach:
        case Reach.PUBLIC | Reach.NETWORK:
            return Marking.GREEN, NETWORK
        case Reach.CITY:
            return Marking.RED, OWN_CITY
    return marking, audience
