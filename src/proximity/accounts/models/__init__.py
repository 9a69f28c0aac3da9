"""Tables of accounts, split by noun."""

from proximity.accounts.models.access import BarredReader, KeyWrap, TakenBack
from proximity.accounts.models.addresses import SecretAddress
from proximity.accounts.models.guesses import GuessCount
from proximity.accounts.models.organisations import City, ElsewhereRoute, Organisation, OrganisationSecret
from proximity.accounts.models.people import Membership, Person

__all__ = [
    "BarredReader",
    "City",
    "ElsewhereRoute",
    "GuessCount",
    "KeyWrap",
    "Membership",
    "Organisation",
    "OrganisationSecret",
    "Person",
    "SecretAddress",
    "TakenBack",
]
