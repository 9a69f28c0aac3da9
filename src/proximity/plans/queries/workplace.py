"""What the city hall's own pages of a plan show beside its words: who changed what, reviews and numbers that were noted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.queries import names_of
from proximity.insight.access import releases
from proximity.insight.models import Release
from proximity.plans.access import publications
from proximity.plans.models import Indicator, Measure, Objective, Plan, Publication, Reading, Review
from proximity.plans.queries.drafts import draft_text, objectives_of
from proximity.plans.queries.publications import day_in
from proximity.plans.queries.showing import ShownIndicator, ShownMeasure, ShownPlan, misses_in_words, said, shown_plan
from proximity.plans.rules.indicators import Unit
from proximity.plans.rules.published import what_misses


@dataclass(frozen=True, slots=True)
class DraftObjective:
    """An objective of the draft with its parts, each beside how it is shown."""

    objective: Objective
    measures: tuple[tuple[Measure, ShownMeasure], ...]
    indicators: tuple[tuple[Indicator, ShownIndicator], ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The draft as the city hall works on it. `misses` are sentences; `changed`: it differs from the newest version."""

    plan: Plan
    shown: ShownPlan
    objectives: tuple[DraftObjective, ...]
    misses: tuple[str, ...]
    newest: Publication | None
    changed: bool
    changed_by: str
    today: date


def draft_page(plan: Plan, *, by: Actor) -> DraftPage:
    """Return the page of a draft."""
    objectives, today = objectives_of(plan), day_in(by.organisation.city)
    text = draft_text(plan, by=by, objectives=objectives)
    shown = shown_plan(text, country=by.organisation.city.country, today=today)
    newest = publications().filter(city_id=by.city_id).first()
    return DraftPage(
        plan=plan,
        shown=shown,
        objectives=tuple(
            DraftObjective(
                one,
                tuple(zip(one.measures.all(), told.measures, strict=True)),
                tuple(zip(one.indicators.all(), told.indicators, strict=True)),
            )
            for one, told in zip(objectives, shown.objectives, strict=True)
        ),
        misses=tuple(misses_in_words(text, what_misses(text))),
        newest=newest,
        changed=newest is None or newest.content != text.as_json(),
        changed_by=name_of(plan.changed_by),
        today=today,
    )


def name_of(person_id: UUID | None) -> str:
    """Return somebody's name, or words where nobody knows it."""
    return names_of([person_id]).get(person_id, _("Somebody")) if person_id else _("Somebody")


def reviews_of(measure: Measure) -> Sequence[tuple[Review, str]]:
    """Return the reviews of a measure with who looked, newest first."""
    found = list(measure.reviews.all())
    names = names_of(one.looked_by for one in found)
    return [(one, names.get(one.looked_by, "") if one.looked_by else "") for one in found]


def readings_of(indicator: Indicator) -> Sequence[tuple[Reading, str, str]]:
    """Return the numbers noted of an indicator, in words, with who noted them, newest first."""
    found, unit = list(indicator.readings.all()), Unit(indicator.unit)
    names = names_of(one.noted_by for one in found)
    return [
        (
            one,
            _("fewer than 5") if one.number is None else said(one.number, unit),
            names.get(one.noted_by, "") if one.noted_by else "",
        )
        for one in found
    ]


def bodies(by: Actor) -> Iterable[Organisation]:
    """Return the organisations of the actor's city, by name."""
    return Organisation.objects.filter(city_id=by.city_id)


def releases_in_words(by: Actor) -> list[tuple[Release, str]]:
    """Return the city's releases, newest first, each with its number and its day."""
    return [
        (
            one,
            _("Version %(version)s, counted until %(day)s")
            % {"version": str(one.version), "day": date_format(one.covers_until, "DATE_FORMAT")},
        )
        for one in releases().filter(city_id=by.city_id)
    ]
