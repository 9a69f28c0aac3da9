"""Publishing scenarios, taking them back, answering them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, NotAllowed
from proximity.assessment.rules import BiasAnswer
from proximity.audit.operations import record_event
from proximity.learning.access import (
    LEARN,
    TRAIN,
    get_own_scenario,
    get_scenario,
    may_answer,
    own_answer,
    person_of,
    scenarios_for,
)
from proximity.learning.models import Answer
from proximity.learning.rules.packaged import ORIGINAL, Packaged, packaged
from proximity.learning.rules.readers import Readers, way_of
from proximity.learning.rules.scenarios import NotSound, Scenario, check_codes
from proximity.network.operations import publish, translate, withdraw
from proximity.network.rules.envelope import Made
from proximity.network.rules.kinds import Kind
from proximity.packs import codes


class AlreadyAnswered(ValueError):
    """She has answered this scenario, and has seen what others say."""


def missing(by: Actor) -> list[Packaged]:
    """Return which of the scenarios that come with the program the actor's city does not see from anybody yet."""
    there = {Scenario.from_json(one.content).code for one in scenarios_for(by)}
    return [one for one in packaged() if one.code not in there]


@transaction.atomic
def publish_packaged(*, by: Actor, now: datetime | None = None) -> list[UUID]:
    """Publish the scenarios that come with the program, in all their languages, to the network; what is there stays as it is.

    Translations are marked as made by a machine: nobody has reviewed them. Raises `NotAllowed`.
    """
    by.check_may(TRAIN)
    marking, audience = way_of(Readers.NETWORK, country_code=by.organisation.city.country)
    sent = []
    # The first of them last, so that it stands first where the newest does.
    for one in reversed(missing(by)):
        content = one.original.as_json()
        sent.append(
            publish(
                kind=Kind.SCENARIO,
                content=content,
                language=ORIGINAL,
                marking=marking,
                audience=audience,
                by=by,
                now=now,
            )
        )
        for language, words in one.translations.items():
            translate(object_id=sent[-1], language=language, content=words.as_json(), made=Made.MACHINE, by=by, now=now)
    return sent[::-1]


@transaction.atomic
def publish_scenario(
    *, scenario: Scenario, language: str, readers: Readers, by: Actor, now: datetime | None = None
) -> UUID:
    """Publish a scenario of one's own. Raises `NotAllowed`, `NotSound`."""
    by.check_may(TRAIN)
    if scenario.code:
        raise NotSound("code")
    check_codes(scenario.codes, known_codes(), field="key")
    marking, audience = way_of(readers, country_code=by.organisation.city.country)
    return publish(
        kind=Kind.SCENARIO, content=scenario.as_json(), language=language, marking=marking, audience=audience, by=by, now=now
    )  # fmt: skip


@transaction.atomic
def withdraw_scenario(*, scenario_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Take a scenario back for everybody. Answers to it stay with who gave them. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TRAIN)
    withdraw(object_id=get_own_scenario(by, scenario_id).id, by=by, now=now)


@transaction.atomic
def answer_scenario(
    *, scenario_id: UUID, bias: BiasAnswer, indicators: Collection[str], why: str, by: Actor, now: datetime | None = None
) -> Answer:  # fmt: skip
    """Answer a scenario, once and before seeing others. Raises `NotAllowed`, `NotHere`, `NotSound`, `AlreadyAnswered`."""
    if not may_answer(by):
        raise NotAllowed(LEARN.value)
    get_scenario(by, scenario_id)
    check_codes(indicators, known_codes(), field="indicators")
    if own_answer(by, scenario_id) is not None:
        raise AlreadyAnswered
    now = now or timezone.now()
    made = Answer.objects.create(
        city_id=by.city_id, organisation=by.organisation, kind=by.organisation.kind, scenario=scenario_id,
        person=person_of(by), bias=bias, indicators=sorted(set(indicators)), why=why, answered_at=now,
    )  # fmt: skip
    record_event("learning.answered", origin=by.origin, target=scenario_id, now=now)
    return made


def known_codes() -> list[str]:
    """Return the indicators of the list, in its order."""
    return [one.code for one in codes.indicators()]
