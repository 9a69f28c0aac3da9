"""A plan as everybody reads it: the shape that is frozen when it is published, and what still misses before it can be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.plans.rules.indicators import Amount, Computed, Told, Unit
from proximity.plans.rules.measures import MeasureState


@dataclass(frozen=True, slots=True)
class Point:
    """An amount with the day it is of and what it rests on: the version of a release, or a source in words."""

    amount: Amount
    on: date
    release: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorText:
    """An indicator. `code` says how it is computed, None: noted by hand, under `name`. `after` is whom it is modelled on."""

    code: Computed | None
    name: str
    unit: Unit
    baseline: Point | None
    now: Point | None
    target: Decimal | None
    after: str = ""
    after_url: str = ""


@dataclass(frozen=True, slots=True)
class MeasureText:
    """A measure. `reason` says why it was dropped; `found` what the last review looked at, on `reviewed_on`."""

    text: str
    body: str
    due_on: date
    state: MeasureState
    reason: str = ""
    found: str = ""
    reviewed_on: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveText:
    """An objective with its measures and indicators."""

    title: str
    text: str
    after: str
    after_url: str
    measures: tuple[MeasureText, ...]
    indicators: tuple[IndicatorText, ...]


@dataclass(frozen=True, slots=True)
class PlanText:
    """A whole plan, in the one language it is written in."""

    title: str
    diagnosis: str
    language: str
    starts_on: date
    ends_on: date
    objectives: tuple[ObjectiveText, ...]

    @property
    def indicators(self) -> Iterator[IndicatorText]:
        """Yield every indicator."""
        return (indicator for objective in self.objectives for indicator in objective.indicators)

    @property
    def measures(self) -> Iterator[MeasureText]:
        """Yield every measure."""
        return (measure for objective in self.objectives for measure in objective.measures)

    def with_now(self, newest: dict[Computed, Point]) -> "PlanText":
        """Return the plan with what a newer release says of its computed indicators today."""
        return replace(self, objectives=tuple(_renewed(objective, newest) for objective in self.objectives))

    def as_json(self) -> JSONObject:
        """Return the plan as a JSON object."""
        return {
            "title": self.title, "diagnosis": self.diagnosis, "language": self.language,
            "starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat(),
            "objectives": [_objective_json(objective) for objective in self.objectives],
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: JSONObject) -> "PlanText":
        """Return the plan that `as_json` wrote. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        return cls(
            title=_text(value, "title"), diagnosis=_text(value, "diagnosis"), language=_text(value, "language"),
            starts_on=_day(value, "starts_on"), ends_on=_day(value, "ends_on"),
            objectives=tuple(_objective_of(one) for one in _tables(value, "objectives")),
        )  # fmt: skip


def _renewed(objective: ObjectiveText, newest: dict[Computed, Point]) -> ObjectiveText:
    indicators = (
        replace(one, now=newest.get(one.code, one.now)) if one.code is not None else one for one in objective.indicators
    )
    return replace(objective, indicators=tuple(indicators))


def what_misses(plan: PlanText) -> Iterator[tuple[str, int, int]]:
    """Yield what must be there before a plan is published: a code, the number of the objective, the number inside it (0: itself).

    `objective`: there is none; `measure`: an objective without one; `target`: an indicator without one. Numbers count from 1.
    """
    if not plan.objectives:
        yield "objective", 0, 0
    for number, objective in enumerate(plan.objectives, 1):
        if not objective.measures:
            yield "measure", number, 0
        for place, indicator in enumerate(objective.indicators, 1):
            if indicator.target is None:
                yield "target", number, place


def _objective_json(one: ObjectiveText) -> JSONObject:
    return {
        "title": one.title, "text": one.text, "after": one.after, "after_url": one.after_url,
        "measures": [_measure_json(measure) for measure in one.measures],
        "indicators": [_indicator_json(indicator) for indicator in one.indicators],
    }  # fmt: skip


def _measure_json(one: MeasureText) -> JSONObject:
    return {
        "text": one.text, "body": one.body, "due_on": one.due_on.isoformat(), "state": one.state.value,
        "reason": one.reason, "found": one.found, "reviewed_on": _iso(one.reviewed_on), "review_on": _iso(one.review_on),
    }  # fmt: skip


def _indicator_json(one: IndicatorText) -> JSONObject:
    return {
        "code": one.code.value if one.code else None, "name": one.name, "unit": one.unit.value,
        "baseline": _point_json(one.baseline), "now": _point_json(one.now),
        "target": None if one.target is None else str(one.target), "after": one.after, "after_url": one.after_url,
    }  # fmt: skip


def _point_json(one: Point | None) -> JSONValue:
    if one is None:
        return None
    number = None if one.amount.number is None else str(one.amount.number)
    return {
        "told": one.amount.told.value, "number": number, "on": one.on.isoformat(), "release": one.release,
        "source": one.source,
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _tables(value: JSONObject, key: str) -> list[JSONObject]:
    found = value[key]
    if not isinstance(found, list):
        raise TypeError("a list was expected")
    return [_table(one) for one in found]


def _table(value: JSONValue) -> JSONObject:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    return value


def _text(value: JSONObject, key: str) -> str:
    return str(value[key])


def _day(value: JSONObject, key: str) -> date:
    return date.fromisoformat(str(value[key]))


def _day_or_none(value: JSONObject, key: str) -> date | None:
    return None if value[key] is None else _day(value, key)


def _number_or_none(value: JSONObject, key: str) -> Decimal | None:
    return None if value[key] is None else Decimal(str(value[key]))


def _objective_of(value: JSONObject) -> ObjectiveText:
    return ObjectiveText(
        _text(value, "title"), _text(value, "text"), _text(value, "after"), _text(value, "after_url"),
        tuple(_measure_of(one) for one in _tables(value, "measures")),
        tuple(_indicator_of(one) for one in _tables(value, "indicators")),
    )  # fmt: skip


def _measure_of(value: JSONObject) -> MeasureText:
    return MeasureText(
        _text(value, "text"), _text(value, "body"), _day(value, "due_on"), MeasureState(_text(value, "state")),
        _text(value, "reason"), _text(value, "found"), _day_or_none(value, "reviewed_on"), _day_or_none(value, "review_on"),
    )  # fmt: skip


def _indicator_of(value: JSONObject) -> IndicatorText:
    code = None if value["code"] is None else Computed(_text(value, "code"))
    return IndicatorText(
        code, _text(value, "name"), Unit(_text(value, "unit")), _point_of(value["baseline"]), _point_of(value["now"]),
        _number_or_none(value, "target"), _text(value, "after"), _text(value, "after_url"),
    )  # fmt: skip


def _point_of(value: JSONValue) -> Point | None:
    if value is None:
        return None
    point = _table(value)
    release = None if point["release"] is None else int(_text(point, "release"))
    amount = Amount(Told(_text(point, "told")), _number_or_none(point, "number"))
    return Point(amount, _day(point, "on"), release, _text(point, "source"))
