"""What everybody reads of the register: entries that somebody vouches for today, in the words of the reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from proximity.accounts.models import City
from proximity.directory.access import public_entries
from proximity.directory.models import District, Entry
from proximity.directory.queries.words import ACCESS, KINDS, week_lines
from proximity.directory.rules.drawing import Drawn, Outline, draw
from proximity.directory.rules.entries import EntryWords, Kind
from proximity.directory.rules.hours import is_known, told_day
from proximity.directory.rules.languages import own_names
from proximity.foundation.pure.spans import local_day


@dataclass(frozen=True, slots=True)
class Known:
    """An entry as everybody reads it. `number` is its place in the list, and on the map."""

    number: int
    kind: Kind
    words: EntryWords
    owner: str
    verified_on: date
    now: datetime

    @property
    def kind_label(self) -> str:
        """Return what it is."""
        return str(KINDS[self.kind])

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages spoken there, by their own names."""
        return own_names(self.words.languages)

    @property
    def access(self) -> tuple[str, ...]:
        """Return what makes it reachable, in words."""
        return tuple(str(ACCESS[one]) for one in self.words.access)

    @property
    def week(self) -> tuple[tuple[str, str], ...]:
        """Return its hours by days."""
        return week_lines(self.words.week)

    @property
    def knows_hours(self) -> bool:
        """Say whether anything is known of when it is open."""
        return is_known(self.words.week)

    @property
    def today(self) -> str:
        """Return its hours of today; nothing where it is closed."""
        return told_day(self.words.week[self.now.weekday()])


def known_entries(city: City, now: datetime | None = None) -> tuple[Known, ...]:
    """Return what everybody reads of a city, numbered. Two queries."""
    here = (now or timezone.now()).astimezone(ZoneInfo(city.time_zone))
    found = sorted(public_entries().filter(city=city), key=_order)
    return tuple(_known(number, entry, city, here) for number, entry in enumerate(found, start=1))


def _order(entry: Entry) -> tuple[int, str]:
    return list(Kind).index(Kind(entry.kind)), entry.name.casefold()


def _known(number: int, entry: Entry, city: City, here: datetime) -> Known:
    verified = entry.verified_at or here
    return Known(
        number, Kind(entry.kind), entry.words, entry.organisation.name, local_day(verified, city.time_zone), here
    )  # fmt: skip


def outlines_of(city: City) -> tuple[Outline, ...]:
    """Return the districts of a city with their edges; none where the city has loaded no file."""
    return tuple(Outline(one.name, one.rings) for one in District.objects.filter(city=city))


def map_of(entries: Iterable[Known], outlines: Sequence[Outline]) -> Drawn | None:
    """Return the map of some entries; None where none of them has a place."""
    return draw(((one.number, one.words.place) for one in entries if one.words.place), outlines)
