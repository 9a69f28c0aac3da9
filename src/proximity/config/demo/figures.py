"""Figures of the demo: an older register brought in as coded facts, and a table that the city hall released."""

from datetime import datetime

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.config.demo.making import DemoCity, as_staff
from proximity.insight.factories import historical_facts
from proximity.insight.operations.record import import_history
from proximity.insight.operations.release import prepare_release, release_table

HISTORY = 1_500
SEED = 2026


def add_figures(demo: DemoCity, *, now: datetime) -> None:
    """Bring in 1,500 synthetic historical facts and release the first table, as the city hall does."""
    with as_staff():
        officer = _enter(demo, "police")
        import_history(historical_facts(city=demo.city.slug, count=HISTORY, seed=SEED), by=officer, now=now)
        official = _enter(demo, "hall")
        prepared = prepare_release(by=official, now=now)
        release_table(prepared_id=prepared.pk, by=official, now=now)


def _enter(demo: DemoCity, office: str) -> Actor:
    actor = actor_from(demo.members(office)[0])
    enter_as(actor)
    return actor
