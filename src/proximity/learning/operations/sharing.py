"""Sharing the counts of a city's answers with other installations: the wish, and the worker's work that follows it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, Machine, machine_of
from proximity.accounts.models import Organisation
from proximity.audit.operations import record_event
from proximity.foundation.jobs import ask_for
from proximity.foundation.pure.spans import local_day
from proximity.learning.access import SHARE_COUNTS, NotHere
from proximity.learning.models import Sharing
from proximity.learning.operations.scenarios import known_codes
from proximity.learning.rules.agreement import Counts
from proximity.learning.rules.sharing import Shared, next_until, way_with
from proximity.network.operations import publish, revise, withdraw
from proximity.network.queries import Held, objects
from proximity.network.rules.groups import UNDETERMINED
from proximity.network.rules.kinds import Kind

FOLLOW = "learning.share_counts"


@transaction.atomic
def begin_sharing(*, by: Actor, now: datetime | None = None) -> None:
    """Share the counts of the city's answers from now on, in the name of the actor's office. Raises `NotAllowed`."""
    by.check_may(SHARE_COUNTS)
    now = now or timezone.now()
    if Sharing.objects.filter(city=by.city_id).exists():
        return
    made = Sharing.objects.create(city_id=by.city_id, organisation=by.organisation, begun_by=by.person_id, begun_at=now)
    record_event("learning.sharing_begun", origin=by.origin, target=made.pk, now=now)
    ask_for(FOLLOW)


@transaction.atomic
def end_sharing(*, by: Actor, now: datetime | None = None) -> None:
    """Share no more: the worker withdraws what stands in other cities. Raises `NotAllowed`, `NotHere`."""
    by.check_may(SHARE_COUNTS)
    found = _wish(by)
    record_event("learning.sharing_ended", origin=by.origin, target=found.pk, now=now or timezone.now())
    found.delete()
    ask_for(FOLLOW)


def share_now(*, by: Actor) -> None:
    """Let the worker look for new answers now, not in the night. Raises `NotAllowed`, `NotHere`."""
    by.check_may(SHARE_COUNTS)
    _wish(by)
    ask_for(FOLLOW)


def _wish(by: Actor) -> Sharing:
    found = Sharing.objects.filter(city=by.city_id).first()
    if found is None:
        raise NotHere
    return found


@transaction.atomic
def follow_counts(*, organisation: Organisation, now: datetime | None = None) -> int:
    """Let what other cities read be what may leave today, as the organisation published it; return how many objects changed.

    Runs in the organisation's own context, where nobody acts.
    """
    now, by = now or timezone.now(), machine_of(organisation)
    there = {
        str(one.content["scenario"]): one
        for one in reversed(objects(Kind.COUNTS, city=by.city_id, author=by.city_id))
        if one.organisation == organisation.pk
    }
    wished = Sharing.objects.filter(city=by.city_id, organisation=organisation).exists()
    wanted = {str(one.id): one for one in objects(Kind.SCENARIO, city=by.city_id)} if wished else {}
    done = sum(_follow(one, there.get(name), by=by, now=now) for name, one in wanted.items())
    for one in [one for name, one in there.items() if name not in wanted]:
        withdraw(object_id=one.id, by=by, now=now)
        done += 1
    return done


def _follow(scenario: Held, there: Held | None, *, by: Machine, now: datetime) -> bool:
    """Publish the counts of a scenario, or their next version, if anything is new that may leave; say whether it was."""
    way = way_with(scenario.marking, scenario.audience)
    found = may_leave(scenario.id) if way is not None else None
    if way is None or found is None:
        return False
    today = local_day(now, by.organisation.city.time_zone)
    said = _said(there)
    # Where an older backup was put back others may know more answers than are here: a count gets no smaller.
    if there is not None and int(str(there.content["people"])) > found.whole.people:
        return False
    same = there is not None and said is not None and there.content == found.as_json(until=said)
    until = next_until(said, today=today, same=same)
    if until is None:
        return False
    marking, audience = way
    content = found.as_json(until=until)
    if there is None:
        publish(
            kind=Kind.COUNTS, content=content, language=UNDETERMINED, marking=marking, audience=audience, by=by, now=now
        )  # fmt: skip
    else:
        revise(object_id=there.id, content=content, marking=marking, audience=audience, by=by, now=now)
    return True


def _said(there: Held | None) -> date | None:
    return None if there is None else date.fromisoformat(str(there.content["true_until"]))


def may_leave(scenario_id: UUID) -> Shared | None:
    """Return the counts of the city's answers that may leave, None for none; new answers join them five or more at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT part, name, people, bias, ticked FROM learning_share(%s)", [scenario_id])
        found: Mapping[tuple[str, str], Counts] = {
            (part, name): Counts(people, json.loads(bias), json.loads(ticked))
            for part, name, people, bias, ticked in cursor.fetchall()
        }
    if ("all", "") not in found:
        return None
    kinds = {name: counts for (part, name), counts in found.items() if part == "kind"}
    return Shared(scenario_id, tuple(known_codes()), found["all", ""], kinds)
