"""For whom a trainer publishes a scenario: a choice is an audience and the marking that goes with it.

None of them is everybody: the key travels with the story, and on a public page it would be read first.
"""

from enum import StrEnum

from proximity.network.rules.audience import NETWORK, OWN_CITY, Audience, country
from proximity.network.rules.markings import Marking


class Readers(StrEnum):
    """The choices."""

    NETWORK = "network"
    COUNTRY = "country"
    CITY = "city"


def way_of(choice: Readers, *, country_code: str) -> tuple[Marking, Audience]:
    """Return marking and audience of a choice made in a country."""
    match choice:
        case Readers.NETWORK:
            return Marking.GREEN, NETWORK
        case Readers.COUNTRY:
            return Marking.GREEN, country(country_code)
        case Readers.CITY:
            return Marking.RED, OWN_CITY
