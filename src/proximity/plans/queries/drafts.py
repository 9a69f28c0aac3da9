"""The draft as it would be published today, with what released figures and noted numbers say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from proximity.accounts.actors import Actor
from proximity.insight.models import Release
from proximity.insight.queries.releases import release_of
from proximity.plans.models import Indicator, Measure, Objective, Plan, Review
from proximity.plans.rules.indicators import Amount, Computed, Told, Unit, compute
from proximity.plans.rules.measures import MeasureState
from proximity.plans.rules.published import IndicatorText, MeasureText, ObjectiveText, PlanText, Point


def point_of_release(code: Computed, release: Release) -> Point:
    """Return what a release says of an indicator, of the last day that it covers."""
    return Point(compute(code, release.content, release.covers_until), release.covers_until, release.version)


def newest_points(release: Release | None) -> dict[Computed, Point]:
    """Return what a release says of every indicator that is computed."""
    return {} if release is None else {code: point_of_release(code, release) for code in Computed}


def objectives_of(plan: Plan) -> list[Objective]:
    """Return the objectives of a draft with all that hangs on them; six queries at most."""
    measures = Measure.objects.select_related("organisation").prefetch_related("reviews")
    indicators = Indicator.objects.prefetch_related("readings")
    return list(plan.objectives.prefetch_related(Prefetch("measures", measures), Prefetch("indicators", indicators)))


def draft_text(plan: Plan, *, by: Actor, objectives: Iterable[Objective] | None = None) -> PlanText:
    """Return the draft as it would be published."""
    figures = Figures(by.organisation.city.slug)
    return PlanText(
        title=plan.title, diagnosis=plan.diagnosis, language=plan.language, starts_on=plan.starts_on, ends_on=plan.ends_on,
        objectives=tuple(
            _objective_text(one, figures, by) for one in (objectives_of(plan) if objectives is None else objectives)
        ),
    )  # fmt: skip


class Figures:
    """The released tables of a city, each read once, and only when it is asked for."""

    def __init__(self, city: str) -> None:
        """Take the city's slug."""
        self._city = city
        self._read: dict[int | None, Release | None] = {}

    def point(self, code: Computed, version: int | None = None) -> Point | None:
        """Return what a release says of an indicator, the newest without a version; None where there is none."""
        if version not in self._read:
            self._read[version] = release_of(self._city, version)
        release = self._read[version]
        return None if release is None else point_of_release(code, release)


def _objective_text(one: Objective, figures: Figures, by: Actor) -> ObjectiveText:
    return ObjectiveText(
        one.title, one.text, one.after, one.after_url,
        tuple(_measure_text(measure, by) for measure in one.measures.all()),
        tuple(_indicator_text(indicator, figures) for indicator in one.indicators.all()),
    )  # fmt: skip


def _measure_text(one: Measure, by: Actor) -> MeasureText:
    last = next(iter(one.reviews.all()), None)
    return MeasureText(
        text=one.text, body=one.answers, due_on=one.due_on, state=MeasureState(one.state), reason=one.reason,
        found=last.found if last else "", reviewed_on=_local(last, by) if last else None, review_on=one.review_on,
    )  # fmt: skip


def _local(review: Review, by: Actor) -> date:
    return review.looked_at.astimezone(ZoneInfo(by.organisation.city.time_zone)).date()


def _indicator_text(one: Indicator, figures: Figures) -> IndicatorText:
    code = Computed(one.code) if one.code else None
    baseline, now = _by_hand(one) if code is None else _computed(code, one.baseline_release, figures)
    return IndicatorText(code, one.name, Unit(one.unit), baseline, now, one.target, one.after, one.after_url)


def _computed(code: Computed, version: int | None, figures: Figures) -> tuple[Point | None, Point | None]:
    return None if version is None else figures.point(code, version), figures.point(code)


def _by_hand(one: Indicator) -> tuple[Point | None, Point | None]:
    baseline, last = None, next(iter(one.readings.all()), None)
    if one.baseline_on is not None:
        amount = Amount(Told.FEW) if one.baseline_few else Amount(Told.NUMBER, one.baseline_number)
        baseline = Point(amount, one.baseline_on, source=one.baseline_source)
    if last is None:
        return baseline, None
    amount = Amount(Told.FEW) if last.few else Amount(Told.NUMBER, last.number)
    return baseline, Point(amount, last.on, source=last.source)


@dataclass(frozen=True, slots=True)
class DueReview:
    """A measure that somebody has to look at: its id, what it is, since when."""

    measure_id: UUID
    text: str
    review_on: date


def due_reviews(plan: Plan, *, until: date) -> list[DueReview]:
    """Return the measures whose review is due on a day, the oldest first."""
    due = Measure.objects.filter(objective__plan=plan, review_on__lte=until).order_by("review_on", "id")
    return [DueReview(one.pk, one.text, one.review_on) for one in due if one.review_on is not None]
