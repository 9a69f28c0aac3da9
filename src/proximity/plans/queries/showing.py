"""A plan told in words and numbers, for the public page, for the preview, and on paper."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.assessment.queries.labels import Words
from proximity.packs.loader import load_pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey
from proximity.plans.queries.wording import COMPUTED, COUNTED, STANDING_KINDS, STANDINGS, STATE_KINDS, STATES
from proximity.plans.rules.indicators import Amount, Told, Unit
from proximity.plans.rules.measures import FINISHED, MeasureState
from proximity.plans.rules.progress import Standing, standing
from proximity.plans.rules.published import IndicatorText, MeasureText, ObjectiveText, PlanText, Point


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A number with its words: what it is, what it rests on, and which release that is (None: a source in words)."""

    said: str
    basis: str = ""
    release: int | None = None


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator as shown. `ours`: its name is in the reader's language, not in the plan's."""

    name: Words
    ours: bool
    baseline: ShownPoint
    now: ShownPoint
    target: str
    standing: Words
    kind: str
    after: str
    after_url: str


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure as shown. `late`: its deadline has passed and it goes on."""

    measure: MeasureText
    state: Words
    kind: str
    late: bool


@dataclass(frozen=True, slots=True)
class ShownObjective:
    """An objective as shown."""

    words: ObjectiveText
    measures: tuple[ShownMeasure, ...]
    indicators: tuple[ShownIndicator, ...]


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan as shown. `counts` says how many measures are in each state; `caution` stands by every released figure."""

    plan: PlanText
    counts: tuple[tuple[Words, int], ...]
    objectives: tuple[ShownObjective, ...]
    caution: PackText | None


def shown_plan(plan: PlanText, *, country: str, today: date) -> ShownPlan:
    """Return a plan in the words of the active language; what the city wrote stays in the plan's own."""
    counts = Counter(measure.state for measure in plan.measures)
    computed = any(indicator.code for indicator in plan.indicators)
    return ShownPlan(
        plan=plan,
        counts=tuple((COUNTED[state], counts[state]) for state in MeasureState if counts[state]),
        objectives=tuple(
            ShownObjective(
                words=one,
                measures=tuple(_measure(measure, today) for measure in one.measures),
                indicators=tuple(map(shown_indicator, one.indicators)),
            )
            for one in plan.objectives
        ),
        caution=load_pack(country).text(TextKey.FIGURES_CAUTION, get_language() or "en") if computed else None,
    )


def _measure(one: MeasureText, today: date) -> ShownMeasure:
    late = one.state not in FINISHED and one.due_on < today
    return ShownMeasure(one, STATES[one.state], STATE_KINDS[one.state], late)


def shown_indicator(one: IndicatorText) -> ShownIndicator:
    """Return an indicator in words: where it began, where it is, where it should go."""
    begun, now = (point.amount if point else None for point in (one.baseline, one.now))
    found = standing(begun, now, one.target)
    return ShownIndicator(
        name=COMPUTED[one.code] if one.code else one.name,
        ours=one.code is not None,
        baseline=_point(one.baseline, one.unit, _("not measured yet")),
        now=_point(one.now, one.unit, _("nothing yet")),
        target=said(one.target, one.unit) if one.target is not None else _("not set yet"),
        standing=STANDINGS[found],
        kind=STANDING_KINDS[found] if found != Standing.UNKNOWN else "",
        after=one.after,
        after_url=one.after_url,
    )


def _point(point: Point | None, unit: Unit, otherwise: str) -> ShownPoint:
    if point is None:
        return ShownPoint(otherwise)
    day = date_format(point.on, "DATE_FORMAT")
    if point.release is None:
        basis = _("%(source)s, %(day)s") % {"source": point.source, "day": day}
    else:
        values = {"version": str(point.release), "day": day}
        basis = _("released figures, version %(version)s, counted until %(day)s") % values
    return ShownPoint(_amount(point.amount, unit), basis, point.release)


def _amount(amount: Amount, unit: Unit) -> str:
    if amount.told == Told.FEW:
        return _("fewer than 5, so nothing is computed")
    if amount.number is None:
        return _("not told so finely in this release")
    return (
        _("about %(number)s") % {"number": said(amount.number, unit)}
        if unit == Unit.PEOPLE
        else said(amount.number, unit)
    )


def said(number: Decimal, unit: Unit) -> str:
    """Return a number as the reader's language writes it, with its percent sign; no zeros after the comma."""
    whole = number == number.to_integral_value()
    written = number_format(
        number.quantize(Decimal(1)) if whole else number.normalize(), use_l10n=True, force_grouping=True
    )
    return _("%(number)s%%") % {"number": written} if unit == Unit.PERCENT else written


def misses_in_words(plan: PlanText, missing: Iterable[tuple[str, int, int]]) -> list[str]:
    """Return what still misses before a plan can be published, a sentence each."""
    return [_miss(plan, what, number, place) for what, number, place in missing]


def _miss(plan: PlanText, what: str, number: int, place: int) -> str:
    if what == "objective":
        return _("There is no objective yet.")
    objective = plan.objectives[number - 1]
    if what == "measure":
        return _("“%(objective)s” has no measure yet.") % {"objective": objective.title}
    indicator = shown_indicator(objective.indicators[place - 1])
    return _("“%(indicator)s” has no target yet.") % {"indicator": indicator.name}
