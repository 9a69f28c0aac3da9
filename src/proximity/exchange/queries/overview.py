"""The exchange at a glance: what each city brought in and took up, what travelled and what failed; and what is new at home."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.exchange.access import READ, objects_for
from proximity.exchange.queries.objects import whose
from proximity.exchange.queries.records import country_name
from proximity.exchange.rules.adoptions import Adoption, Travelled, travelled
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.questions import Question
from proximity.exchange.rules.seeds import seeds
from proximity.exchange.rules.visits import Visit
from proximity.exchange.rules.vocabulary import VisitKind
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.network.models import Author, SharedObject
from proximity.network.rules.kinds import Kind

NEWS, NEW_FOR = 5, timedelta(days=14)
COUNTED = (Kind.PRACTICE, Kind.REVIEW, Kind.ADOPTION, Kind.QUESTION, Kind.ANSWER)


@dataclass(frozen=True, slots=True)
class CityRow:
    """What a city has brought in, kind by kind."""

    name: str
    country: str
    practices: int
    reviews: int
    adoptions: int
    questions: int
    answers: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A practice that somebody took up."""

    id: UUID
    title: str
    language: str
    travelled: Travelled


@dataclass(frozen=True, slots=True)
class Overview:
    """The exchange as the actor's city may see it."""

    cities: tuple[CityRow, ...]
    travelled: tuple[Moved, ...]


def overview(by: Actor) -> Overview:
    """Return what cities brought in and what became of it. Counts acts, ranks nobody: cities stand by name."""
    counts = Counter(objects_for(by, *COUNTED).values_list("author_id", "kind"))
    rows = tuple(
        CityRow(author.name, country_name(author.country), *(counts[author.pk, kind.value] for kind in COUNTED))
        for author in Author.objects.filter(pk__in={author for author, _kind in counts}).order_by("name")
    )
    return Overview(rows, tuple(_moved(by)))


def _moved(by: Actor) -> list[Moved]:
    told: dict[UUID, dict[UUID, Adoption]] = {}
    for one in objects_for(by, Kind.ADOPTION).order_by("modified"):
        adoption = Adoption.from_json(one.content)
        if adoption.practice:
            told.setdefault(adoption.practice, {})[one.author_id] = adoption
    titles = {one.id: (one.practice.english_title, "en") for one in seeds()}
    for found in objects_for(by, Kind.PRACTICE).filter(pk__in=list(told)):
        titles[found.pk] = Practice.from_json(found.content).title, found.language
    moved = [Moved(of, *titles[of], travelled(by_city.values())) for of, by_city in told.items() if of in titles]
    return sorted(moved, key=lambda one: (-one.travelled.cities, one.title))


def home_items(actor: Actor) -> HomeList | None:
    """Return what others sent within two weeks, for who reads the exchange: to be read, and nothing that waits."""
    if not actor.may(READ):
        return None
    since = timezone.now() - NEW_FOR
    found = (
        objects_for(actor, Kind.PRACTICE, Kind.QUESTION, Kind.ALERT, Kind.VISIT)
        .exclude(author=actor.city_id)
        .filter(~Q(kind=Kind.VISIT) | Q(content__what__in=list(VisitKind)), held_at__gte=since)
        .order_by("-held_at", "-id")[:NEWS]
    )
    return HomeList(
        title=_("New from other cities"), items=list(_news(found)),
        empty=_("Practices, questions, visits and alerts of other cities stand here for two weeks."),
        all_url=reverse("exchange:catalogue"), all_label=_("The exchange"),
    )  # fmt: skip


def _news(found: Iterable[SharedObject]) -> Iterable[HomeItem]:
    for one in found:
        match one.kind:
            case Kind.PRACTICE:
                title, url, what = Practice.from_json(one.content).title, _to("practice", one), _("Practice")
            case Kind.QUESTION:
                title, url, what = Question.from_json(one.content).title, _to("question", one), _("Question")
            case Kind.VISIT:
                title, url, what = Visit.from_json(one.content).title, _to("visit", one), _("Visit")
            case _other:
                title, url, what = _("A pattern to look out for"), reverse("exchange:alerts"), _("Alert")
        yield HomeItem(label=title, url=url, what=f"{what}: {whose(one)}", waits=False)


def _to(page: str, one: SharedObject) -> str:
    return reverse(f"exchange:{page}", kwargs={"object_id": one.pk})
