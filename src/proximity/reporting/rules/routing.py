"""Who may be given a report: the choices a person has, and the bodies that a complaint about an officer shuts out. Pure."""

from collections.abc import Sequence
from typing import Protocol

from proximity.accounts.rules import POLICE_KINDS, OrganisationKind
from proximity.packs.pack import Pack
from proximity.packs.vocabulary import PoliceLevelCode
from proximity.reporting.rules.answers import OfficerBody

SEPARATOR = "+"


class Reader(Protocol):
    """An organisation that can be given a report."""

    @property
    def kind(self) -> str:
        """What kind of organisation it is."""


def is_police(reader: Reader) -> bool:
    """Say whether an organisation is a police force."""
    return reader.kind in POLICE_KINDS


def circles[R: Reader](readers: Sequence[R]) -> list[tuple[R, ...]]:
    """Return the circles of readers to choose from: each helper alone, each with each police, each police alone.

    Helpers come first: whoever fears the police must see at once that there is another door.
    """
    police = [reader for reader in readers if is_police(reader)]
    helpers = [reader for reader in readers if not is_police(reader)]
    together = [(helper, force) for helper in helpers for force in police]
    return [*((helper,) for helper in helpers), *together, *((force,) for force in police)]


def barred_kinds(officer_body: str, pack: Pack | None) -> frozenset[OrganisationKind]:
    """Return the kinds of organisation that must never hold a report about an officer or official of `officer_body`.

    `pack` knows which forces an answer means where it happened; None, when it happened in no city of this instance: then
    every police force is shut out, since nobody here knows which of them stand close to the one complained about.
    """
    if not officer_body:
        return frozenset()
    body = OfficerBody(officer_body)
    if body is OfficerBody.NOT_POLICE:
        return frozenset({OrganisationKind.CITY_HALL})
    if body is OfficerBody.UNKNOWN or pack is None:
        return POLICE_KINDS
    return frozenset(OrganisationKind(kind.value) for kind in pack.police_kinds(PoliceLevelCode(body.value)))
