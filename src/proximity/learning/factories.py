"""Scenarios and answers for tests and the demo, made by the same operations as everybody's."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.factories import Cast
from proximity.assessment.rules import BiasAnswer
from proximity.learning.models import Cohort
from proximity.learning.operations import cohorts, taking_part
from proximity.learning.operations.scenarios import answer_scenario, publish_scenario
from proximity.learning.rules.cohorts import Module
from proximity.learning.rules.readers import Readers
from proximity.learning.rules.scenarios import KeySign, Scenario

type Enter = Callable[[Actor], Actor]

SCENARIO = Scenario(
    title="The empty square", story="Somebody shouts on an empty square.", bias=BiasAnswer.YES, reasons="It was shouted.",
    key=(KeySign("BI-10", ""), KeySign("BI-70", "")),
)  # fmt: skip


def make_scenario(by: Actor, *, readers: Readers = Readers.NETWORK, scenario: Scenario = SCENARIO) -> UUID:
    """Publish a scenario in a trainer's context."""
    return publish_scenario(scenario=scenario, language="en", readers=readers, by=by)


def answer_as(
    people: Iterable[Actor],
    scenario: UUID,
    *,
    bias: BiasAnswer = BiasAnswer.YES,
    indicators: Iterable[str] = ("BI-10",),
) -> None:
    """Let people answer, each in her own context."""
    for by in people:
        enter_as(by)
        answer_scenario(scenario_id=scenario, bias=bias, indicators=list(indicators), why="", by=by)


def make_course(
    cast: Cast,
    acting: Enter,
    *,
    scenarios: Sequence[UUID] = (),
    people: Sequence[str] = ("alice",),
    starts_at: datetime | None = None,
) -> Cohort:
    """Let Teo set up a course with one session, ten days from now or then; people by first name accept, and one is invited."""
    teo = acting(cast.teo)
    made = cohorts.begin_cohort(name="Course of the test", language="en", scenarios=scenarios, by=teo)
    cohorts.plan_session(
        cohort_id=made.pk, module=Module.VICTIMS, topic="Listening", place="Room 0",
        starts_at=starts_at or timezone.now() + timedelta(days=10), minutes=90, by=teo,
    )  # fmt: skip
    for name in (*people, "nadia"):
        seat = cohorts.invite(cohort_id=made.pk, email=f"{name}@example.org", by=acting(cast.teo))
        if name in people:
            taking_part.answer_invitation(seat_id=seat.pk, accept=True, by=acting(getattr(cast, name)))
    acting(cast.teo)
    return made
