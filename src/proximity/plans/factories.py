"""Plans for tests, made by the operations of everybody: only legal states exist."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.plans import operations
from proximity.plans.models import Indicator, Measure, Objective, Plan, Publication
from proximity.plans.operations.indicators import ComputedWords, HandWords
from proximity.plans.operations.measures import MeasureWords
from proximity.plans.operations.objectives import ObjectiveWords
from proximity.plans.rules.indicators import Computed, Unit


def make_plan(by: Actor, *, now: datetime | None = None) -> Plan:
    """Begin a plan in English with one objective that can be published: one measure, one indicator of each kind."""
    now = now or timezone.now()
    plan = operations.begin_plan(language="en", from_template=False, by=by, now=now)
    objective = operations.add_objective(words=ObjectiveWords("Listen", "To everybody."), by=by, now=now)
    later = (now + timedelta(days=90)).date()
    words = MeasureWords("Open a reporting centre", later, by.organisation.pk)
    operations.add_measure(objective_id=objective.pk, words=words, review_on=later, by=by, now=now)
    for indicator in (
        ComputedWords(Computed.INCIDENTS_ALL, None, Decimal(500)),
        HandWords("Centres", Unit.THINGS, None, Decimal(3)),
    ):
        operations.add_indicator(objective_id=objective.pk, words=indicator, by=by, now=now)
    plan.refresh_from_db()
    return plan


def publish(plan: Plan, by: Actor) -> Publication:
    """Publish a plan as it stands."""
    plan.refresh_from_db()
    return operations.publish_plan(seen=plan.edition, by=by)


def parts(plan: Plan) -> tuple[Objective, Measure, Indicator, Indicator]:
    """Return the first objective of a plan, its first measure, and an indicator that is computed and one noted by hand."""
    objective = plan.objectives.get(position=1)
    computed, by_hand = objective.indicators.exclude(code="")[0], objective.indicators.filter(code="")[0]
    return objective, objective.measures.all()[0], computed, by_hand
