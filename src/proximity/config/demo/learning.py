"""What the demo's cities learn together: the scenarios that come along, a course across cities, a few answers."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import Membership
from proximity.accounts.queries import actor_from
from proximity.assessment.rules import BiasAnswer
from proximity.config.demo.making import DemoCity, as_staff
from proximity.learning.models import Cohort
from proximity.learning.operations import cohorts, scenarios, taking_part
from proximity.learning.rules.cohorts import Module
from proximity.learning.rules.packaged import packaged
from proximity.learning.rules.questions import ITEMS, KEY, Moment, Verdict

FILE = Path(__file__).parent / "learning.toml"
BEGUN, FIRST, SECOND = timedelta(days=-20), timedelta(days=-6), timedelta(days=8)
OFFICES = ("ngo", "police", "hall")
FEW = 8
FREE = frozenset({"alice", "noor"})
"""They have not answered yet: whoever looks at the demo answers as one of them."""


@contextmanager
def _acting(member: Membership) -> Iterator[Actor]:
    with as_staff():
        by = actor_from(member)
        enter_as(by)
        yield by


@transaction.atomic
def add_learning(demos: Mapping[str, DemoCity], *, now: datetime) -> None:
    """Let the first city's trainer publish the scenarios and hold a course with people of the first two cities, once."""
    if Cohort.objects.exists():
        return
    told: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    first, *others = demos.values()
    (trainer,) = first.members("training")
    with _acting(trainer) as by:
        sent = dict(
            zip([one.code for one in packaged()], scenarios.publish_packaged(by=by, now=now + BEGUN), strict=True)
        )
    people = [member for demo in (first, *others[:1]) for office in OFFICES for member in demo.members(office)]
    people = [member for member in people if member.person.name.lower() not in FREE][:FEW]
    with _acting(trainer) as by:
        made = _course(told, first, sent, by, now)
    for number, member in enumerate(people):
        _take_part(made, member, trainer, number, now)
        for one in told["answers"]:
            with _acting(member) as by:
                scenarios.answer_scenario(
                    scenario_id=sent[one["scenario"]], bias=BiasAnswer(one["bias"][number]),
                    indicators=one["indicators"][number], why="", by=by, now=now + FIRST,
                )  # fmt: skip
    with _acting(trainer) as by:
        session = made.sessions.order_by("starts_at")[0]
        there = [seat.pk for seat in made.seats.all()][:-1]
        cohorts.note_attendance(session_id=session.pk, seats=there, by=by, now=now)


def _course(told: dict[str, Any], demo: DemoCity, sent: Mapping[str, UUID], by: Actor, now: datetime) -> Cohort:
    said: dict[str, str] = told["course"][demo.language]
    chosen = [sent[code] for code in told["scenarios"]]
    made = cohorts.begin_cohort(name=said["name"], language=demo.language, scenarios=chosen, by=by, now=now + BEGUN)
    for module, topic, when in (
        (Module.ORGANISATION, said["first"], now + FIRST),
        (Module.VICTIMS, said["second"], now + SECOND),
    ):
        cohorts.plan_session(
            cohort_id=made.pk, module=module, topic=topic, place=said["place"],
            starts_at=when.replace(hour=9, minute=0, second=0, microsecond=0), minutes=120, by=by, now=now + BEGUN,
        )  # fmt: skip
    return made


def _take_part(made: Cohort, member: Membership, trainer: Membership, number: int, now: datetime) -> None:
    with _acting(trainer) as by:
        seat = cohorts.invite(cohort_id=made.pk, email=member.person.email, by=by, now=now + BEGUN)
    with _acting(member) as by:
        taking_part.answer_invitation(seat_id=seat.pk, accept=True, by=by, now=now + BEGUN)
        answers = {
            str(item): str(KEY[item] if number % 2 else Verdict.UNSURE)
            if item in KEY
            else str(2 + (number + place) % 3)
            for place, item in enumerate(ITEMS)
        }
        taking_part.reply(seat_id=seat.pk, moment=Moment.BEFORE, answers=answers, by=by, now=now + BEGUN)
