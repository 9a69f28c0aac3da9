"""How it is seen whether an objective is reached: add, change, note a number by hand, take out."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.insight.queries.releases import release_of
from proximity.plans.access import get_indicator, get_objective, lock_draft
from proximity.plans.models import Indicator, Reading
from proximity.plans.operations.drafting import change_part, check_seen, next_position, note_change, today_of
from proximity.plans.rules.indicators import Computed, Unit, unit_of
from proximity.plans.rules.soundness import NotSound, check_day, check_number, check_words


@dataclass(frozen=True, slots=True)
class Noted:
    """A number noted by hand, with its day and its source; `few` says fewer than 5, where people are counted."""

    number: Decimal | None
    on: date
    source: str
    few: bool = False


@dataclass(frozen=True, slots=True)
class ComputedWords:
    """An indicator that is computed: from which release its baseline is (None: there is none yet), and its target."""

    code: Computed
    baseline_release: int | None = None
    target: Decimal | None = None

    def checked(self, by: Actor) -> dict[str, object]:
        """Return the values to write. Raises `NotSound`."""
        check_number("target", self.target, unit_of(self.code))
        version = self.baseline_release
        if version is not None and release_of(by.organisation.city.slug, version) is None:
            raise NotSound("baseline_release")
        return {"code": self.code.value, "unit": unit_of(self.code), "baseline_release": version, "target": self.target}


@dataclass(frozen=True, slots=True)
class HandWords:
    """An indicator that is noted by hand: what it is called, what it counts, where it began (None: not measured), its target."""

    name: str
    unit: Unit
    baseline: Noted | None = None
    target: Decimal | None = None

    def checked(self, by: Actor) -> dict[str, object]:
        """Return the values to write. Raises `NotSound`."""
        check_words({"name": self.name})
        check_number("target", self.target, self.unit)
        values: dict[str, object] = {"name": self.name.strip(), "unit": self.unit, "target": self.target}
        began = self.baseline
        if began is None:
            return values | {
                "baseline_number": None, "baseline_few": False, "baseline_on": None, "baseline_source": "",
            }  # fmt: skip
        check_words({"baseline_source": began.source})
        check_day("baseline_on", began.on)
        check_number("baseline_number", began.number, self.unit, few=began.few)
        if began.number is None and not began.few:
            raise NotSound("baseline_number")
        return values | {
            "baseline_number": began.number, "baseline_few": began.few, "baseline_on": began.on,
            "baseline_source": began.source.strip(),
        }  # fmt: skip


@transaction.atomic
def add_indicator(
    *, objective_id: UUID, words: ComputedWords | HandWords, by: Actor, now: datetime | None = None
) -> Indicator:
    """Add an indicator to an objective. Raises `NotSound`, `NotAllowed`, `PlanNotFound`."""
    plan = lock_draft(by)
    objective = get_objective(by, objective_id)
    indicator = Indicator.objects.create(
        city_id=plan.city_id,
        objective=objective,
        position=next_position(objective.indicators),
        changed_by=by.person_id,
        **words.checked(by),
    )
    note_change("plan.indicator_added", plan, indicator, by=by, now=now, label=indicator.code)
    return indicator


@transaction.atomic
def change_indicator(
    *, indicator_id: UUID, words: ComputedWords | HandWords, seen: int, by: Actor, now: datetime | None = None
) -> Indicator:
    """Change an indicator; what is computed stays computed, what is noted by hand stays so, and once noted it keeps its unit.

    Raises `NotSound`, `ChangedMeanwhile`, `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    indicator = get_indicator(by, indicator_id)
    if isinstance(words, ComputedWords) != bool(indicator.code):
        raise NotSound("code")
    values = words.checked(by)
    if values["unit"] != indicator.unit and indicator.readings.exists():
        raise NotSound("unit")
    change_part(indicator, seen=seen, by=by, values=values)
    note_change("plan.indicator_changed", plan, indicator, by=by, now=now, label=indicator.code)
    return indicator


@transaction.atomic
def note_reading(*, indicator_id: UUID, noted: Noted, by: Actor, now: datetime | None = None) -> Reading:
    """Note what an indicator is worth, by hand; a later note of the same day stands for an earlier one.

    Raises `NotSound` (`code` where it is computed; `number`, `few`, `on`, `source`), `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    indicator = get_indicator(by, indicator_id)
    now = now or timezone.now()
    if indicator.code:
        raise NotSound("code")
    check_words({"source": noted.source})
    check_day("on", noted.on)
    if noted.on > today_of(by, now):
        raise NotSound("on")
    check_number("number", noted.number, Unit(indicator.unit), few=noted.few)
    if noted.number is None and not noted.few:
        raise NotSound("number")
    reading = Reading.objects.create(
        city_id=plan.city_id, indicator=indicator, number=noted.number, few=noted.few, on=noted.on,
        source=noted.source.strip(), noted_by=by.person_id, noted_at=now,
    )  # fmt: skip
    note_change("plan.number_noted", plan, indicator, by=by, now=now)
    return reading


@transaction.atomic
def remove_indicator(*, indicator_id: UUID, seen: int, by: Actor, now: datetime | None = None) -> None:
    """Take an indicator out with its readings; published versions keep it.

    Raises `ChangedMeanwhile`, `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    indicator = get_indicator(by, indicator_id)
    check_seen(indicator, seen)
    note_change("plan.indicator_removed", plan, indicator, by=by, now=now, label=indicator.code)
    indicator.delete()
