"""What people of other installations answered, as far as their cities share it; and what this city shares itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.assessment.queries.labels import BIAS, Words
from proximity.foundation.pure.spans import local_day
from proximity.learning.access import SHARE_COUNTS, scenarios_for
from proximity.learning.models import Sharing
from proximity.learning.queries.wording import KINDS
from proximity.learning.rules.agreement import Agreement, Counts, agreement
from proximity.learning.rules.scenarios import Scenario
from proximity.learning.rules.sharing import Shared, asked_by_all
from proximity.network.queries import objects
from proximity.network.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Group:
    """Some people beside others: who they are, how they answered the first question, and how far they agree among themselves."""

    name: Words
    counts: Counts
    agreement: Agreement | None
    kinds: tuple[tuple[Words, int], ...] = ()

    @property
    def people(self) -> int:
        """Return how many answered."""
        return self.counts.people

    @property
    def bias(self) -> tuple[tuple[Words, int], ...]:
        """Return how often each answer was given."""
        return tuple((words, self.counts.bias.get(code, 0)) for code, words in BIAS.items())

    @property
    def percent(self) -> int:
        """Return in how many of a hundred pairs two people agree."""
        return round(self.agreement.observed * 100) if self.agreement else 0


@dataclass(frozen=True, slots=True)
class Joined:
    """The counts of other cities, each by itself, and all people together with those of this installation.

    `codes` are the indicators that everybody of them was asked.
    """

    cities: tuple[Group, ...]
    together: Group
    codes: tuple[str, ...]

    def ticked(self, code: str) -> int | None:
        """Return how many of all ticked an indicator; None where not all were asked it."""
        return self.together.counts.ticked.get(code, 0) if code in self.codes else None


def joined(
    scenario_id: UUID, here: Counts, codes: Sequence[str], *, by: Actor, now: datetime | None = None
) -> Joined | None:
    """Return what others share of a scenario; None where nobody does.

    The database shows it to who has answered herself, and to trainers.
    """
    found = _of_others(scenario_id, by, today=local_day(now or timezone.now(), by.organisation.city.time_zone))
    if not found:
        return None
    common = tuple(asked_by_all(codes, [one for _name, one in found]))
    whole = sum((one.whole for _name, one in found), start=here)
    cities = (
        Group(
            name, one.whole, agreement(one.whole, one.codes),
            tuple((KINDS[kind], counts.people) for kind, counts in one.kinds.items() if kind in KINDS),
        ) for name, one in found
    )  # fmt: skip
    return Joined(tuple(cities), Group("", whole, agreement(whole, common)), common)


def _of_others(scenario_id: UUID, by: Actor, *, today: date) -> list[tuple[str, Shared]]:
    """Return the newest counts of each city that this installation does not host, by name: its own people are counted here."""
    hosted = set(City.objects.values_list("pk", flat=True))
    found: dict[UUID, tuple[str, Shared]] = {}
    for one in reversed(objects(Kind.COUNTS, city=by.city_id, saying={"scenario": str(scenario_id)})):
        said, city = Shared.from_json(one.content, today=today), one.author_city
        if said is not None and city.id not in hosted:
            found[city.id] = f"{city.name} ({city.country.upper()})", said
    return sorted(found.values(), key=lambda pair: pair[0])


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A scenario whose counts this city shares: since when this version, and of how many people."""

    title: str
    language: str
    people: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class SharingPage:
    """Whether the city shares, since when and in whose name, and what stands in other cities now."""

    wish: Sharing | None
    rows: tuple[SharedRow, ...]


def sharing_page(by: Actor) -> SharingPage:
    """Return what the city shares. Raises `NotAllowed`. Numbers are shown to trainers, and to who has answered."""
    by.check_may(SHARE_COUNTS)
    wish = Sharing.objects.filter(city=by.city_id).select_related("organisation").first()
    titles = {str(one.id): (Scenario.from_json(one.content).title, one.language) for one in scenarios_for(by)}
    rows = (
        SharedRow(*titles[str(one.content["scenario"])], int(str(one.content["people"])), one.modified)
        for one in objects(Kind.COUNTS, city=by.city_id, author=by.city_id)
        if str(one.content["scenario"]) in titles
    )
    return SharingPage(wish, tuple(rows))
