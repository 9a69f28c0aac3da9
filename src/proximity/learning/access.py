"""The only ways to what is learned from: scenarios that the city sees, and one's own answers."""

from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.learning.models import Answer
from proximity.network.queries import Held, held, objects
from proximity.network.rules.kinds import Kind

LEARN, TRAIN, SHARE_COUNTS = Capability.LEARN, Capability.TRAIN, Capability.SHARE_COUNTS


class NotHere(LookupError):
    """There is no such thing, or not for this actor: the two look the same."""


def may_answer(by: Actor) -> bool:
    """Say whether somebody answers scenarios: a trainer does not, for she has read the key."""
    return by.may(LEARN) and not by.may(TRAIN)


def scenarios_for(by: Actor) -> list[Held]:
    """Return the scenarios that the actor's city sees, newest first."""
    return objects(Kind.SCENARIO, city=by.city_id) if by.may(LEARN) else []


def get_scenario(by: Actor, scenario_id: UUID) -> Held:
    """Return one of them. Raises `NotHere`."""
    found = held(scenario_id, city=by.city_id) if by.may(LEARN) else None
    if found is None or found.kind is not Kind.SCENARIO or found.withdrawn:
        raise NotHere
    return found


def get_own_scenario(by: Actor, scenario_id: UUID) -> Held:
    """Return one that the actor's own office published. Raises `NotHere`."""
    found = get_scenario(by, scenario_id)
    if not by.may(TRAIN) or not found.is_own or found.organisation != by.organisation.pk:
        raise NotHere
    return found


def person_of(by: Actor) -> UUID:
    """Return the person at work: what is one's own belongs to her, and the operator has nothing here. Raises `NotHere`."""
    if by.person_id is None:
        raise NotHere
    return by.person_id


def own_answers(by: Actor) -> dict[UUID, Answer]:
    """Return the actor's own answers by scenario."""
    return {one.scenario: one for one in Answer.objects.filter(person=person_of(by))}


def own_answer(by: Actor, scenario_id: UUID) -> Answer | None:
    """Return the actor's own answer to a scenario, if she gave one."""
    return Answer.objects.filter(person=person_of(by), scenario=scenario_id).first()
