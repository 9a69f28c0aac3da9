"""Visits and meetings between cities: offers and requests, who would come, what came of it. Roles and numbers, no names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from proximity.exchange.rules import reading
from proximity.exchange.rules.vocabulary import VisitKind, VisitRole
from proximity.foundation.pure.json import JSONObject

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that a city offers or asks for."""

    kind: VisitKind
    title: str
    agenda: str
    place: str
    starts_on: date | None
    ends_on: date | None
    roles: tuple[VisitRole, ...] = ()
    outcome: str = ""

    def as_json(self) -> JSONObject:
        """Return it as it travels."""
        return {
            "what": self.kind.value, "title": self.title, "agenda": self.agenda, "place": self.place,
            "starts_on": reading.said(self.starts_on), "ends_on": reading.said(self.ends_on),
            "roles": reading.listed(self.roles), "outcome": self.outcome,
        }  # fmt: skip

    @classmethod
    def from_json(cls, content: JSONObject) -> "Visit":
        """Return the visit of a content."""
        return cls(
            kind=reading.code_of(content, "what", VisitKind) or VisitKind.REQUEST,
            title=reading.text_of(content, "title"),
            agenda=reading.text_of(content, "agenda"),
            place=reading.text_of(content, "place"),
            starts_on=reading.day_of(content, "starts_on"),
            ends_on=reading.day_of(content, "ends_on"),
            roles=reading.codes_of(content, "roles", VisitRole),
            outcome=reading.text_of(content, "outcome"),
        )


@dataclass(frozen=True, slots=True)
class Coming:
    """That a city takes part in another's visit: how many, in which roles."""

    visit: UUID | None
    people: Mapping[VisitRole, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Return how many people come."""
        return sum(self.people.values())

    def as_json(self) -> JSONObject:
        """Return it as it travels: a visit that names another is an answer to it."""
        people: JSONObject = {role.value: number for role, number in self.people.items() if number}
        return {"what": COMING, "visit": str(self.visit), "people": people}

    @classmethod
    def from_json(cls, content: JSONObject) -> "Coming":
        """Return the answer of a content."""
        told = reading.part_of(content, "people")
        return cls(
            visit=reading.id_of(content, "visit"),
            people={role: number for role in VisitRole if (number := reading.number_of(told, role.value))},
        )


COMING = "coming"


def is_coming(content: JSONObject) -> bool:
    """Say whether a content of the kind visit is an answer to one."""
    return content.get("what") == COMING


def days_fit(starts_on: date | None, ends_on: date | None) -> bool:
    """Say whether the last day does not come before the first; no day is a visit still to be agreed."""
    return starts_on is None or ends_on is None or starts_on <= ends_on


def together(answers: Iterable[Coming]) -> dict[VisitRole, int]:
    """Return how many come in each role from all cities together."""
    found = list(answers)
    sums = {role: sum(one.people.get(role, 0) for one in found) for role in VisitRole}
    return {role: number for role, number in sums.items() if number}
