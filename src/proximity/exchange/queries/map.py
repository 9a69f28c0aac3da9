"""Where practices come from and where they were taken up, as the actor's city may read it: a map, and a table beside it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.exchange.access import objects_for
from proximity.exchange.queries.places import place_of
from proximity.exchange.queries.records import country_name
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.map import Drawn, Town, draw
from proximity.exchange.rules.places import Standing
from proximity.exchange.rules.seeds import seeds
from proximity.foundation.pure.ids import uuid_or_none
from proximity.network.models import Author
from proximity.network.rules.kinds import Kind

MOST = 30
"""Cities on one map: more could not be told apart, and the page stays small."""
MOST_SOURCES = 4

type Source = UUID | None
"""The city that a practice comes from; None of those that PROXIMITY named."""


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city in the table: how many practices come from it, how many it took up, and from where."""

    id: UUID
    name: str
    country: str
    practices: int
    taken: int
    sources: tuple[tuple[Words, int], ...]
    more_sources: int
    is_placed: bool


@dataclass(frozen=True, slots=True)
class PracticeMap:
    """The map, the table, the cities that nobody has placed, and how many cities are left out of both."""

    drawn: Drawn | None
    rows: tuple[CityRow, ...]
    more: int

    @property
    def unplaced(self) -> tuple[CityRow, ...]:
        """Return the cities that are not on the map because nobody has said where they are."""
        return tuple(row for row in self.rows if not row.is_placed)


def practice_map(by: Actor) -> PracticeMap:
    """Return the map of the whole catalogue, with the cities that brought in or took up most."""
    origins: dict[UUID, Source] = dict(objects_for(by, Kind.PRACTICE).values_list("pk", "author_id"))
    brought = Counter(origins.values())
    origins |= dict.fromkeys((seed.id for seed in seeds()), None)
    sources: dict[UUID, Counter[Source]] = defaultdict(Counter)
    for city, practice in set(objects_for(by, Kind.ADOPTION).values_list("author_id", "content__practice")):
        of = uuid_or_none(practice)
        if of in origins:
            sources[city][origins[of]] += 1
    taken = {city: found.total() for city, found in sources.items()}
    cities = list(Author.objects.filter(pk__in={*brought, *taken}).select_related("city"))
    cities.sort(key=lambda one: (-brought[one.pk] - taken.get(one.pk, 0), one.name, one.pk))
    shown = cities[:MOST]
    places = _places(shown, by)
    names = {one.pk: one.name for one in cities}
    rows = tuple(_row(one, brought[one.pk], sources[one.pk], names, is_placed=one.pk in places) for one in shown)
    towns = [
        Town(row.id, row.name, places[row.id].latitude, places[row.id].longitude, row.practices, row.taken)
        for row in rows if row.is_placed
    ]  # fmt: skip
    ways = {(of, city): number for city, found in sources.items() for of, number in found.items() if of is not None}
    return PracticeMap(draw(towns, ways), rows, len(cities) - len(shown))


def taken_up_in(city: UUID, by: Actor) -> set[UUID]:
    """Return the practices that a city says it took up."""
    found = objects_for(by, Kind.ADOPTION).filter(author=city).values_list("content__practice", flat=True)
    return {one for one in map(uuid_or_none, found) if one is not None}


def city_name(city: UUID | None) -> str:
    """Return what a city of the network is called; nothing where there is none."""
    found = Author.objects.filter(pk=city).values_list("name", flat=True).first() if city else None
    return found or ""


def _places(cities: Iterable[Author], by: Actor) -> Mapping[UUID, Standing]:
    """Return where cities are: those of this installation as the operator set it, others as they tell it themselves."""
    found: dict[UUID, Standing] = {}
    elsewhere = [one.pk for one in cities if one.city is None]
    for author, content in (
        objects_for(by, Kind.PLACE)
        .filter(author__in=elsewhere)
        .order_by("modified")
        .values_list("author_id", "content")
    ):
        found[author] = Standing.from_json(content)
    for one in cities:
        if one.city is not None and (place := place_of(one.city)) is not None:
            found[one.pk] = place
    return found


def _row(
    one: Author, practices: int, sources: Counter[Source], names: Mapping[UUID, str], *, is_placed: bool
) -> CityRow:
    told = [(names[of] if of else _("named by PROXIMITY"), number) for of, number in sources.most_common()]
    return CityRow(
        one.pk, one.name, country_name(one.country), practices, sources.total(), tuple(told[:MOST_SOURCES]),
        max(0, len(told) - MOST_SOURCES), is_placed,
    )  # fmt: skip
