"""Visits: what is offered and asked for, the page of one, and the calendar."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.exchange.access import MODERATE, NotHere, get_object, is_own, objects_for
from proximity.exchange.models import Hidden
from proximity.exchange.operations.taking_part import today_of
from proximity.exchange.queries import wording
from proximity.exchange.queries.objects import Choice, hidden_by, readers_of, whose
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.calendar import Event
from proximity.exchange.rules.visits import COMING, Coming, Visit, is_coming, together
from proximity.exchange.rules.vocabulary import VisitKind
from proximity.network.models import SharedObject
from proximity.network.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in the list."""

    id: UUID
    visit: Visit
    kind: Words
    language: str
    whose: str
    modified: datetime
    cities: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class ShownComing:
    """A city that takes part: in which roles, how many."""

    whose: str
    people: tuple[tuple[Words, int], ...]


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Everything that the page of a visit shows."""

    id: UUID
    visit: Visit
    kind: Words
    language: str
    whose: str
    roles: tuple[Words, ...]
    coming: tuple[ShownComing, ...]
    together: tuple[tuple[Words, int], ...]
    mine: Coming | None
    readers: Choice
    hidden: Hidden | None
    is_own: bool
    may_hide: bool


def _visits(by: Actor) -> list[SharedObject]:
    return list(objects_for(by, Kind.VISIT).filter(content__what__in=list(VisitKind)).order_by("-modified", "-id"))


def _answers(by: Actor, of: list[str]) -> list[SharedObject]:
    return list(objects_for(by, Kind.VISIT).filter(content__what=COMING, content__visit__in=of).order_by("created"))


def visit_rows(by: Actor) -> list[VisitRow]:
    """Return the visits that the actor's city may read: what is to come first, by its day, then the rest."""
    found, today = _visits(by), today_of(by)
    answers = _answers(by, [str(one.pk) for one in found])
    cities: dict[str, set[UUID]] = {}
    for one in answers:
        cities.setdefault(str(one.content["visit"]), set()).add(one.author_id)
    rows = [_row(one, Visit.from_json(one.content), len(cities.get(str(one.pk), ())), today) for one in found]
    return sorted(rows, key=lambda row: (row.is_over, row.visit.starts_on is None, str(row.visit.starts_on)))


def _row(one: SharedObject, visit: Visit, cities: int, today: object) -> VisitRow:
    last = visit.ends_on or visit.starts_on
    over = last is not None and str(last) < str(today)
    return VisitRow(
        one.pk, visit, wording.VISIT_KINDS[visit.kind], one.language, whose(one), one.modified, cities, over
    )


def visit_page(object_id: UUID, *, by: Actor) -> VisitPage:
    """Return the page of a visit. Raises `NotHere`."""
    one = get_object(by, object_id, Kind.VISIT)
    if is_coming(one.content):
        raise NotHere
    visit = Visit.from_json(one.content)
    answers = [(answer, Coming.from_json(answer.content)) for answer in _answers(by, [str(object_id)])]
    shown = tuple(ShownComing(whose(answer), _people(coming)) for answer, coming in answers)
    every = together(coming for _answer, coming in answers)
    return VisitPage(
        object_id, visit, wording.VISIT_KINDS[visit.kind], one.language, whose(one),
        tuple(wording.VISIT_ROLES[role] for role in visit.roles), shown,
        tuple((wording.VISIT_ROLES[role], number) for role, number in every.items()),
        next((coming for answer, coming in answers if is_own(answer, by)), None), readers_of(one, by),
        hidden_by(object_id, by), is_own(one, by), by.may(MODERATE) and one.author_id != by.city_id,
    )  # fmt: skip


def _people(coming: Coming) -> tuple[tuple[Words, int], ...]:
    return tuple((wording.VISIT_ROLES[role], number) for role, number in coming.people.items())


def events(by: Actor) -> list[Event]:
    """Return the visits that have a day, for a calendar."""
    return [event for one in _visits(by) if (event := _event(one)) is not None]


def days(by: Actor, *, address: Callable[[UUID], str]) -> list[Event]:
    """Return the visits that have a day for a calendar that opens without signing in: which cities meet, and where it is read.

    No title, no agenda, no place and no numbers: the page says those, to who signs in. `address` names the page of a visit.
    """
    found = [(one, event) for one in _visits(by) if (event := _event(one)) is not None]
    cities = {one.pk: [one.author.name] for one, _day in found}
    for answer in _answers(by, [str(one.pk) for one, _day in found]):
        names = cities[UUID(str(answer.content["visit"]))]
        if answer.author.name not in names:
            names.append(answer.author.name)
    return [
        replace(
            event, text="", place="", address=address(one.pk),
            title=_("Visit: %(cities)s") % {"cities": ", ".join(cities[one.pk])},
        )
        for one, event in found
    ]  # fmt: skip


def event_of(object_id: UUID, *, by: Actor) -> Event:
    """Return one visit for a calendar. Raises `NotHere`, also where its day is still open."""
    one = get_object(by, object_id, Kind.VISIT)
    event = None if is_coming(one.content) else _event(one)
    if event is None:
        raise NotHere
    return event


def _event(one: SharedObject) -> Event | None:
    visit = Visit.from_json(one.content)
    if visit.starts_on is None:
        return None
    return Event(
        one.pk, visit.title, visit.agenda, visit.place, visit.starts_on, visit.ends_on or visit.starts_on, one.modified,
        one.version,
    )  # fmt: skip
