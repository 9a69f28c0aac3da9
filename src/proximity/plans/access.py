"""The only ways to a plan: the draft for who works on it at the city hall, published versions for everybody."""

from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.plans.models import Indicator, Measure, Objective, Plan, Publication

# All that the public role is granted: who signed for the office is not among it.
PUBLIC_FIELDS = ("id", "city", "organisation", "version", "content", "office", "published_at")


class PlanNotFound(LookupError):
    """There is no such plan or part of one, or not for this actor: the two look the same."""


def may_edit(by: Actor) -> bool:
    """Say whether an actor works on her city's plan: in a role that does, at the city hall."""
    return by.may(Capability.EDIT_PLAN) and by.organisation.kind == OrganisationKind.CITY_HALL


def check_may_edit(by: Actor) -> None:
    """Raise `NotAllowed` unless an actor works on her city's plan."""
    if not may_edit(by):
        raise NotAllowed(Capability.EDIT_PLAN.value)


def draft_of(by: Actor) -> Plan | None:
    """Return the draft of the actor's city; None where there is none or she does not work on it."""
    return Plan.objects.filter(city_id=by.city_id).first() if may_edit(by) else None


def lock_draft(by: Actor) -> Plan:
    """Return the draft, locked until the transaction ends. Raises `NotAllowed`, `PlanNotFound`."""
    check_may_edit(by)
    plan = Plan.objects.select_for_update().filter(city_id=by.city_id).first()
    if plan is None:
        raise PlanNotFound
    return plan


def get_objective(by: Actor, objective_id: UUID) -> Objective:
    """Return an objective of the draft. Raises `PlanNotFound`."""
    return _found(by, Objective.objects.filter(pk=objective_id))


def get_measure(by: Actor, measure_id: UUID) -> Measure:
    """Return a measure of the draft. Raises `PlanNotFound`."""
    return _found(by, Measure.objects.filter(pk=measure_id).select_related("organisation", "objective"))


def get_indicator(by: Actor, indicator_id: UUID) -> Indicator:
    """Return an indicator of the draft. Raises `PlanNotFound`."""
    return _found(by, Indicator.objects.filter(pk=indicator_id).select_related("objective"))


def _found[M: (Objective, Measure, Indicator)](by: Actor, one: QuerySet[M]) -> M:
    found = one.filter(city_id=by.city_id).first() if may_edit(by) else None
    if found is None:
        raise PlanNotFound
    return found


def publications() -> QuerySet[Publication]:
    """Return every published version, newest first, without who signed: for anybody."""
    return Publication.objects.only(*PUBLIC_FIELDS, "city__slug", "city__name", "city__country").select_related(
        "city"
    ).order_by("-version")  # fmt: skip
