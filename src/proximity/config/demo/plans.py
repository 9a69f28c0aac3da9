"""The demo's local action plan: from the template, changed a little, reviewed, and published by the city hall."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import OrganisationKind
from proximity.config.demo.making import DemoCity, as_staff
from proximity.insight.queries.releases import release_of
from proximity.plans import operations
from proximity.plans.models import Indicator, Measure, Objective, Plan
from proximity.plans.operations.drafting import Head
from proximity.plans.operations.indicators import ComputedWords, HandWords, Noted
from proximity.plans.operations.measures import Looked, MeasureWords
from proximity.plans.queries.drafts import Figures
from proximity.plans.rules.indicators import Computed, Told, Unit, unit_of
from proximity.plans.rules.measures import MeasureState
from proximity.plans.rules.template import first_plan

HERE = Path(__file__).parent
FALLBACK = "en"
BEGUN_AGO, REVIEW_IN, SURVEYED_AGO = timedelta(days=120), timedelta(days=60), timedelta(days=20)
# In percent, what was counted by hand at the start and lately; where it should go is five steps on.
COUNTED = ((10, 15), (40, 55), (20, 20), (35, 30))
REVIEWS = (MeasureState.UNDER_WAY, MeasureState.DONE, MeasureState.PLANNED)

type Said = dict[str, str]


@dataclass(frozen=True, slots=True)
class Work:
    """Who works on the demo's plan, with which words, and when it is published."""

    demo: DemoCity
    by: Actor
    said: Said
    now: datetime

    @property
    def begun(self) -> datetime:
        """Return when the plan was begun."""
        return self.now - BEGUN_AGO


def add_plan(demo: DemoCity, *, now: datetime) -> None:
    """Begin a plan from the template, give it targets, numbers and reviews, and publish it, as the city hall does."""
    said: dict[str, Said] = tomllib.loads((HERE / "plans.toml").read_text(encoding="utf-8"))
    language = demo.language if demo.language in said and demo.language in first_plan().languages else FALLBACK
    with as_staff():
        by = actor_from(demo.members("hall")[0])
        enter_as(by)
        work = Work(demo, by, said[language], now)
        plan = operations.begin_plan(language=language, from_template=True, by=by, now=work.begun)
        _describe(plan, work)
        _aim(work)
        _do(work)
        plan.refresh_from_db()
        operations.publish_plan(seen=plan.edition, by=by, now=now)


def _describe(plan: Plan, work: Work) -> None:
    head = Head(plan.title, work.said["diagnosis"], plan.starts_on, plan.ends_on)
    operations.change_head(head=head, seen=plan.version, by=work.by, now=work.begun)


def _aim(work: Work) -> None:
    """Give every indicator its target, and those noted by hand a baseline and a number of late."""
    figures, counted = Figures(work.demo.city.slug), 0
    for one in Indicator.objects.order_by("objective__position", "position"):
        if one.code:
            words = _computed_words(Computed(one.code), figures, work)
            operations.change_indicator(indicator_id=one.pk, words=words, seen=one.version, by=work.by, now=work.begun)
            continue
        _note_by_hand(one, COUNTED[counted % len(COUNTED)], work)
        counted += 1


def _computed_words(code: Computed, figures: Figures, work: Work) -> ComputedWords:
    """Return a target a quarter above what the first release says; for what nobody knows, half of it."""
    release = release_of(work.demo.city.slug)
    point = figures.point(code)
    number = point.amount.number if point and point.amount.told == Told.NUMBER else None
    less = code in {Computed.SHARE_GROUND_UNSPECIFIED, Computed.SHARE_CHANNEL_UNKNOWN, Computed.SHARE_TYPE_NOT_CODED}
    start = Decimal(10) if number is None else number
    target = max(start / 2 if less else start * Decimal("1.25"), Decimal(1)).quantize(Decimal(1))
    if unit_of(code) == Unit.PEOPLE:
        target = max(target // 5 * 5, Decimal(5))
    if unit_of(code) == Unit.PERCENT:
        target = min(target, Decimal(95))
    return ComputedWords(code, release.version if release else None, target)


def _note_by_hand(one: Indicator, numbers: tuple[int, int], work: Work) -> None:
    source = work.said["survey" if one.unit == Unit.PERCENT else "register"]
    start, lately = (Decimal(number) for number in numbers)
    baseline = Noted(start, work.begun.date(), source)
    words = HandWords(one.name, Unit(one.unit), baseline, start + 40)
    operations.change_indicator(indicator_id=one.pk, words=words, seen=one.version, by=work.by, now=work.begun)
    noted = Noted(lately, (work.now - SURVEYED_AGO).date(), source)
    operations.note_reading(indicator_id=one.pk, noted=noted, by=work.by, now=work.now)


def _do(work: Work) -> None:
    """Add a measure that the police answer for and one of a partner, and review some of the others; one is dropped."""
    _add(work, work.said["added"], "police", at=3)
    _add(work, work.said["partner"], _partner(work.demo), at=4)
    later = (work.now + REVIEW_IN).date()
    measures = list(Measure.objects.order_by("objective__position", "position"))
    for measure, state in zip(measures, REVIEWS, strict=False):
        key = "still_planned" if state == MeasureState.PLANNED else state.value
        _review(measure, Looked(work.said[key], state, later), work)
    housing = Measure.objects.filter(objective__position=7).first()
    if housing is not None:
        dropped = Looked(work.said["dropped"], MeasureState.DROPPED, reason=work.said["dropped_reason"])
        _review(housing, dropped, work)


def _partner(demo: DemoCity) -> str:
    """Return the key of the partner that takes part in a city's plan."""
    return next(key for key, one in demo.organisations.items() if one.kind == OrganisationKind.STAKEHOLDER)


def _add(work: Work, text: str, office: str, *, at: int) -> None:
    """Add a measure to the objective at a place, for an office of the city to answer for."""
    objective, organisation = Objective.objects.get(position=at), work.demo.organisations[office].pk
    words = MeasureWords(text, (work.now + timedelta(days=240)).date(), organisation)
    review_on = (work.now + REVIEW_IN).date()
    operations.add_measure(objective_id=objective.pk, words=words, review_on=review_on, by=work.by, now=work.now)


def _review(measure: Measure, looked: Looked, work: Work) -> None:
    operations.review_measure(measure_id=measure.pk, looked=looked, seen=measure.version, by=work.by, now=work.now)
