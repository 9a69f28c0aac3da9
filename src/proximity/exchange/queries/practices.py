"""The catalogue and the page of a practice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.exchange.access import MODERATE, TAKE_PART, NotHere, get_object, is_own, objects_for
from proximity.exchange.models import Entry, Hidden
from proximity.exchange.queries import wording
from proximity.exchange.queries.map import taken_up_in
from proximity.exchange.queries.objects import (
    Choice,
    Told,
    hidden_by,
    readers_of,
    told,
    whose,
)
from proximity.exchange.queries.records import country_name, facts
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.adoptions import Adoption, Travelled, travelled
from proximity.exchange.rules.practices import Opinion, Practice, standing
from proximity.exchange.rules.questions import Question
from proximity.exchange.rules.reviews import LOOKED_AT, Judgement, Review
from proximity.exchange.rules.seeds import Seed, seed_of, seeds
from proximity.exchange.rules.vocabulary import Standing
from proximity.exchange.rules.words import fits, terms_of, wanted_in
from proximity.network.models import SharedObject
from proximity.network.queries import Held, held, held_among
from proximity.network.rules.kinds import Kind

PAGE = 25


@dataclass(frozen=True, slots=True)
class Filters:
    """What the catalogue is narrowed to."""

    text: str = ""
    country: str = ""
    category: str = ""
    ground: str = ""
    city: UUID | None = None

    def __bool__(self) -> bool:
        """Say whether it is narrowed at all but by words and from the map."""
        return bool(self.country or self.category or self.ground)


@dataclass(frozen=True, slots=True)
class Row:
    """One practice in the catalogue."""

    id: UUID
    title: str
    language: str
    english_title: str
    where: str
    categories: tuple[str, ...]
    standing: Words
    is_reviewed: bool
    travelled: Travelled


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One page of the catalogue, and the key of the next; None on the last."""

    rows: tuple[Row, ...]
    after: str | None


def catalogue(filters: Filters, *, by: Actor, after: str = "") -> Catalogue:
    """Return one page of what fits, the newest first; the practices that PROXIMITY named stand at the end of the last."""
    taken = taken_up_in(filters.city, by) if filters.city else set()
    found = list(_fitting(filters, by, after, taken)[: PAGE + 1])
    shown = found[:PAGE]
    objects = held_among([one.object_id for one in shown], city=by.city_id)
    held_rows = [objects[one.object_id] for one in shown if one.object_id in objects]
    last = len(found) <= PAGE
    named = [one for one in seeds() if last and _seed_fits(one, filters, taken)]
    ids = [*(one.id for one in held_rows), *(one.id for one in named)]
    answers = _answers(by, ids)
    rows = (*(_row(one, answers) for one in held_rows), *(_seed_row(one, answers) for one in named))
    return Catalogue(rows, None if last else f"{shown[-1].modified.isoformat()}~{shown[-1].object_id}")


def _fitting(filters: Filters, by: Actor, after: str, taken: set[UUID]) -> QuerySet[Entry]:
    found = Entry.objects.exclude(object_id__in=Hidden.objects.filter(city_id=by.city_id).values("object_id"))
    if filters.city:
        own = objects_for(by, Kind.PRACTICE).filter(author=filters.city).values("pk")
        found = found.filter(Q(object_id__in=own) | Q(object_id__in=taken))
    if filters.country:
        found = found.filter(country=filters.country)
    if filters.category:
        found = found.filter(categories__contains=[filters.category])
    if filters.ground:
        found = found.filter(grounds__contains=[filters.ground])
    for forms in wanted_in(filters.text):
        found = found.filter(terms__has_any_keys=sorted(forms))
    moment, _sign, object_id = after.partition("~")
    try:
        before = (datetime.fromisoformat(moment), UUID(object_id)) if after else None
    except ValueError:
        before = None
    if before and before[0].tzinfo:
        older = found.filter(modified__lt=before[0])
        found = older | found.filter(modified=before[0], object_id__lt=before[1])
    return found


def _seed_fits(seed: Seed, filters: Filters, taken: set[UUID]) -> bool:
    """Say whether a seed fits: what is not known of it never fits a filter, and it comes from no city."""
    if filters.city and seed.id not in taken:
        return False
    if filters.category or filters.ground or (filters.country and filters.country != seed.practice.country):
        return False
    return fits(terms_of(seed.practice, language="en"), wanted_in(filters.text))


@dataclass(slots=True)
class Answers:
    """What others made of some practices, by the practice."""

    reviews: Mapping[UUID, list[SharedObject]] = field(default_factory=dict)
    adoptions: Mapping[UUID, list[SharedObject]] = field(default_factory=dict)


def _answers(by: Actor, ids: Iterable[UUID]) -> Answers:
    wanted = [str(one) for one in ids]
    reviews: dict[UUID, list[SharedObject]] = defaultdict(list)
    adoptions: dict[UUID, list[SharedObject]] = defaultdict(list)
    found = objects_for(by, Kind.REVIEW, Kind.ADOPTION).filter(content__practice__in=wanted).order_by("created", "id")
    for one in found:
        (reviews if one.kind == Kind.REVIEW else adoptions)[UUID(one.content["practice"])].append(one)
    return Answers(reviews, adoptions)


def _standing(one: Held, edition: int, reviews: Iterable[SharedObject]) -> Standing:
    opinions = [_opinion(review) for review in reviews]
    return standing(author=one.author_city.id, edition=edition, opinions=opinions)


def _opinion(one: SharedObject) -> Opinion:
    review = Review.from_json(one.content)
    return Opinion(one.author_id, review.edition, review.recommends, one.modified)


def _travelled(found: Iterable[SharedObject]) -> Travelled:
    # Offices of one city are one city; her last word counts.
    last = {one.author_id: Adoption.from_json(one.content) for one in sorted(found, key=lambda one: one.modified)}
    return travelled(last.values())


def _row(one: Held, answers: Answers) -> Row:
    original = Practice.from_json(one.content)
    shown, language, _made = in_language(one, get_language() or "en")
    reached = _standing(one, original.edition, answers.reviews.get(one.id, ()))
    where = " · ".join(name for name in (one.author_city.name, country_name(original.country)) if name)
    return Row(
        one.id, shown.title, language, original.english_title, where,
        tuple(str(wording.CATEGORIES[code]) for code in original.categories),
        wording.STANDINGS[reached], reached == Standing.REVIEWED, _travelled(answers.adoptions.get(one.id, ())),
    )  # fmt: skip


def _seed_row(seed: Seed, answers: Answers) -> Row:
    return Row(
        id=seed.id, title=seed.practice.english_title, language="en", english_title="",
        where=country_name(seed.practice.country), categories=(), standing=_("named by PROXIMITY"),
        is_reviewed=False, travelled=_travelled(answers.adoptions.get(seed.id, ())),
    )  # fmt: skip


def in_language(one: Held, language: str) -> tuple[Practice, str, str]:
    """Return a record in a language as far as there is one, the language it is then in, and who translated it."""
    best = one.best_for(language)
    original = Practice.from_json(one.content)
    if best is None or not best.is_current:
        return original, one.language, ""
    return original.in_words_of(best.content), language, best.made.value


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A review on the page of a practice."""

    id: UUID
    is_own: bool
    whose: str
    language: str
    review: Review
    found: tuple[tuple[Words, Judgement], ...]


@dataclass(frozen=True, slots=True)
class ShownAdoption:
    """An adoption on the page of a practice."""

    id: UUID
    is_own: bool
    whose: str
    language: str
    adoption: Adoption
    uptake: Words
    outcome: Words


@dataclass(frozen=True, slots=True)
class PracticePage:
    """Everything that the page of a practice shows."""

    id: UUID
    practice: Practice
    title: str
    title_language: str
    original: str
    made: str
    languages: tuple[tuple[str, str], ...]
    facts: tuple[tuple[Words, str, str], ...]
    criteria: tuple[tuple[Words, str], ...]
    standing: Words
    is_reviewed: bool
    edition: int
    whose: str
    seed: bool
    hidden: Hidden | None
    readers: Choice | None
    reviews: tuple[ShownReview, ...]
    others: "Others"
    is_own: bool
    may_take_part: bool
    may_review: bool
    may_translate: bool
    may_hide: bool
    has_reviewed: bool


@dataclass(frozen=True, slots=True)
class Others:
    """What became of a practice elsewhere, and what is asked about it."""

    adoptions: tuple[ShownAdoption, ...]
    has_adopted: bool
    questions: tuple[Told, ...]


def practice_page(object_id: UUID, *, by: Actor, language: str) -> PracticePage:
    """Return the page of a practice in a language. Raises `NotHere`."""
    seed = seed_of(object_id)
    answers = _answers(by, [object_id])
    if seed is not None:
        return _seed_page(seed, answers, by)
    row = get_object(by, object_id, Kind.PRACTICE)
    one = held(object_id, city=by.city_id)
    if one is None:
        raise NotHere
    original = Practice.from_json(one.content)
    shown, spoken, made = in_language(one, language)
    reviews = answers.reviews.get(object_id, [])
    reached = _standing(one, original.edition, reviews)
    takes_part, own, ours = by.may(TAKE_PART), is_own(row, by), one.is_own
    return PracticePage(
        id=object_id, practice=shown, title=shown.title, title_language=spoken, original=one.language, made=made,
        languages=((one.language, ""), *((code, said.made.value) for code, said in sorted(one.translations.items()))),
        facts=tuple(facts(shown, spoken)),
        criteria=tuple((wording.CRITERIA[code], why) for code, why in original.criteria.items()),
        standing=wording.STANDINGS[reached], is_reviewed=reached == Standing.REVIEWED, edition=original.edition,
        whose=whose(row), seed=False, hidden=hidden_by(object_id, by), readers=readers_of(row, by),
        reviews=tuple(_shown_review(review, by) for review in reviews), others=_others(object_id, answers, by),
        is_own=own, may_take_part=takes_part, may_review=takes_part and not ours, may_translate=takes_part,
        may_hide=by.may(MODERATE) and not ours, has_reviewed=any(is_own(review, by) for review in reviews),
    )  # fmt: skip


def _seed_page(seed: Seed, answers: Answers, by: Actor) -> PracticePage:
    shown = seed.practice
    return PracticePage(
        id=seed.id, practice=shown, title=shown.english_title, title_language="en", original="en", made="", languages=(),
        facts=tuple(facts(shown, "en")), criteria=(), standing=_("named by PROXIMITY"), is_reviewed=False, edition=0,
        whose=country_name(shown.country), seed=True, hidden=None, readers=None, reviews=(),
        others=_others(seed.id, answers, by), is_own=False, may_take_part=by.may(TAKE_PART), may_review=False,
        may_translate=False, may_hide=False, has_reviewed=False,
    )  # fmt: skip


def _others(object_id: UUID, answers: Answers, by: Actor) -> Others:
    adoptions = answers.adoptions.get(object_id, [])
    asked = objects_for(by, Kind.QUESTION).filter(content__practice=str(object_id)).order_by("-created", "-id")
    return Others(
        adoptions=tuple(_shown_adoption(one, by) for one in adoptions),
        has_adopted=any(is_own(one, by) for one in adoptions),
        questions=tuple(told(one, Question.from_json(one.content).title, by) for one in asked),
    )


def _shown_review(one: SharedObject, by: Actor) -> ShownReview:
    review = Review.from_json(one.content)
    found = tuple((wording.LOOKED_AT[code], review.found[code]) for code in LOOKED_AT if code in review.found)
    return ShownReview(one.pk, is_own(one, by), whose(one), one.language, review, found)


def _shown_adoption(one: SharedObject, by: Actor) -> ShownAdoption:
    adoption = Adoption.from_json(one.content)
    outcome = wording.words_of(wording.OUTCOMES, adoption.outcome)
    return ShownAdoption(
        one.pk, is_own(one, by), whose(one), one.language, adoption, wording.UPTAKES[adoption.uptake], outcome
    )
