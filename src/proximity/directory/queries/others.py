"""Units of other cities, as their owners there describe them: searched by language, need and country."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.directory.queries.labels import NEEDS
from proximity.directory.queries.words import ACCESS, KINDS, Label
from proximity.directory.rules.languages import own_names
from proximity.directory.rules.units import Unit
from proximity.network.queries import AuthorCity, objects
from proximity.network.rules.kinds import Kind
from proximity.packs import codes

PAGE = 50


@dataclass(frozen=True, slots=True)
class AskedOthers:
    """What is looked for; an empty value narrows nothing."""

    language: str = ""
    need: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """A unit of another city in the list."""

    id: UUID
    number: int
    unit: Unit
    language: str
    city: AuthorCity
    office: str

    @property
    def country(self) -> str:
        """Return its country by name."""
        return country_name(self.city.country)

    @property
    def what(self) -> Label:
        """Return what it is."""
        return KINDS[self.unit.what]

    @property
    def needs(self) -> tuple[str, ...]:
        """Return what people find there, in words."""
        return tuple(str(NEEDS[one]) for one in self.unit.needs)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages spoken there, by their own names."""
        return own_names(self.unit.languages)

    @property
    def access(self) -> tuple[str, ...]:
        """Return what makes it reachable, in words."""
        return tuple(str(ACCESS[one]) for one in self.unit.access)


@dataclass(frozen=True, slots=True)
class Others:
    """The units of other cities as a page shows them."""

    rows: tuple[OtherUnit, ...]
    fitting: int
    of: int
    next_after: int | None
    languages: tuple[str, ...]
    countries: tuple[str, ...]


def others_of(by: Actor, asked: AskedOthers, *, after: int = 0, now: datetime | None = None) -> Others:
    """Return one page of the units that other cities share with the actor's, from behind the number `after`.

    What has lapsed is not there, also where its city could not tell. Raises `NotAllowed`.
    """
    by.check_may(Capability.READ_DIRECTORY)
    today = (now or timezone.now()).astimezone(ZoneInfo(by.organisation.city.time_zone)).date()
    found = [(one, Unit.from_content(one.content)) for one in objects(Kind.UNIT, city=by.city_id) if not one.is_own]
    true = [(one, unit) for one, unit in found if unit.is_true(today)]
    true.sort(key=lambda pair: (pair[0].author_city.country, pair[0].author_city.name, pair[1].name.casefold()))
    rows = [
        OtherUnit(one.id, number, unit, one.language, one.author_city, one.office)
        for number, (one, unit) in enumerate(true, start=1)
    ]
    fitting = [row for row in rows if _fits(row, asked)]
    behind = [row for row in fitting if row.number > after]
    shown = tuple(behind[:PAGE])
    return Others(
        shown, len(fitting), len(rows), shown[-1].number if len(behind) > PAGE else None,
        tuple(sorted({code for row in rows for code in row.unit.languages})),
        tuple(sorted({row.city.country for row in rows})),
    )  # fmt: skip


def country_name(code: str) -> str:
    """Return what a country is called in the language of the page; a code that no list knows stands for itself."""
    lang = get_language() or "en"
    return {one.code: one.label(lang) for one in codes.countries()}.get(code, code.upper())


def _fits(row: OtherUnit, asked: AskedOthers) -> bool:
    tests = (
        (asked.language, asked.language in row.unit.languages), (asked.need, asked.need in row.unit.needs),
        (asked.country, asked.country == row.city.country),
    )  # fmt: skip
    return all(fits for wanted, fits in tests if wanted)
