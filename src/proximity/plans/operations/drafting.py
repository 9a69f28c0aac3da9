"""Beginning a plan, from the template or from nothing, and changing its head; and what every change of a draft goes through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Manager
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.audit.operations import record_event
from proximity.foundation.pure.ids import new_id
from proximity.insight.queries.releases import release_of
from proximity.plans.access import check_may_edit, draft_of, lock_draft
from proximity.plans.models import Indicator, Measure, Objective, Plan
from proximity.plans.models.draft import Part
from proximity.plans.rules.days import months_later
from proximity.plans.rules.soundness import check_period, check_words
from proximity.plans.rules.template import TemplateObjective, first_plan

PERIOD_MONTHS = 24


class ChangedMeanwhile(ValueError):
    """Somebody else changed this since the page was read. Nothing was written."""


class AlreadyBegun(ValueError):
    """The city has a plan already."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of a plan."""

    title: str
    diagnosis: str
    starts_on: date
    ends_on: date


def today_of(by: Actor, now: datetime) -> date:
    """Return the day it is in the actor's city."""
    return now.astimezone(ZoneInfo(by.organisation.city.time_zone)).date()


def check_seen(part: Part, seen: int) -> None:
    """Raise `ChangedMeanwhile` unless a part of the locked draft is still as the actor read it."""
    if part.version != seen:
        raise ChangedMeanwhile


def change_part(part: Part, *, seen: int, by: Actor, values: Mapping[str, object]) -> None:
    """Write new values into a part of the locked draft, in the actor's name. Raises `ChangedMeanwhile`."""
    check_seen(part, seen)
    for name, value in values.items():
        setattr(part, name, value)
    part.version, part.changed_by = seen + 1, by.person_id
    part.save(update_fields=[*values, "version", "changed_by"])


def next_position(parts: Manager[Objective] | Manager[Measure] | Manager[Indicator]) -> int:
    """Return the place after the last of some parts."""
    last = parts.last()
    return last.position + 1 if last else 1


def note_change(action: str, plan: Plan, target: Part, *, by: Actor, now: datetime | None, label: str = "") -> None:
    """Count the change on the locked draft and tell the log of it."""
    plan.edition, plan.changed_by = plan.edition + 1, by.person_id
    plan.save(update_fields=["edition", "changed_by"])
    record_event(action, origin=by.origin, target=target.pk, label=label, now=now)


@transaction.atomic
def begin_plan(*, language: str, from_template: bool, by: Actor, now: datetime | None = None) -> Plan:
    """Begin the plan of the actor's city in a language, from the template or empty; two years from today, to be changed.

    Raises `NotAllowed`, `AlreadyBegun`, and `ValueError` for a template in a language that it does not have.
    """
    check_may_edit(by)
    if draft_of(by) is not None:
        raise AlreadyBegun
    template = first_plan()
    if from_template and language not in template.languages:
        raise ValueError("the template does not have this language")
    now = now or timezone.now()
    today = today_of(by, now)
    plan = Plan.objects.create(
        city_id=by.city_id, language=language, title=template.title.label(language),
        diagnosis=template.diagnosis.label(language) if from_template else "", starts_on=today,
        ends_on=months_later(today, PERIOD_MONTHS), begun_at=now, changed_by=by.person_id,
    )  # fmt: skip
    newest = release_of(by.organisation.city.slug)
    for position, proposed in enumerate(template.objectives if from_template else (), 1):
        _propose(plan, position, proposed, today, newest.version if newest else None)
    record_event("plan.begun", origin=by.origin, target=plan.pk, label=language, now=now)
    return plan


def _propose(plan: Plan, position: int, proposed: TemplateObjective, today: date, newest: int | None) -> None:
    """Write one objective of the template into a plan, in the plan's language; baselines rest on the newest release."""
    lang, common = plan.language, {"city_id": plan.city_id, "changed_by": plan.changed_by}
    objective = Objective.objects.create(
        plan=plan, position=position, title=proposed.title.label(lang), text=proposed.text.label(lang),
        after=proposed.source.label(lang, proposed.point), after_url=proposed.source.url, **common,
    )  # fmt: skip
    Measure.objects.bulk_create(
        Measure(
            id=new_id(), objective=objective, position=place, text=one.what.label(lang), body=one.body.label(lang),
            due_on=months_later(today, one.due_months), review_on=months_later(today, one.review_months), **common,
        )
        for place, one in enumerate(proposed.measures, 1)
    )  # fmt: skip
    Indicator.objects.bulk_create(
        Indicator(
            id=new_id(), objective=objective, position=place, code=one.computed or "",
            name=one.name.label(lang) if one.name else "", unit=one.unit, baseline_release=newest if one.computed else None,
            after=one.source.label(lang, proposed.point) if one.source else "", after_url=one.source.url if one.source else "",
            **common,
        )
        for place, one in enumerate(proposed.indicators, 1)
    )  # fmt: skip


@transaction.atomic
def change_head(*, head: Head, seen: int, by: Actor, now: datetime | None = None) -> Plan:
    """Change the head of the plan; `seen` is the version that the actor had before her eyes.

    Raises `NotSound`, `ChangedMeanwhile`, `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    check_words({"title": head.title}, {"diagnosis": head.diagnosis})
    check_period(head.starts_on, head.ends_on)
    values = {
        "title": head.title.strip(), "diagnosis": head.diagnosis.strip(), "starts_on": head.starts_on,
        "ends_on": head.ends_on,
    }  # fmt: skip
    change_part(plan, seen=seen, by=by, values=values)
    note_change("plan.changed", plan, plan, by=by, now=now)
    return plan
