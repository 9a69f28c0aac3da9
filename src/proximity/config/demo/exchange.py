"""What the demo's cities tell each other: practices, a translation, reviews, an adoption, a question, an alert, a visit."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.config.demo.making import DemoCity, as_staff
from proximity.exchange.operations import drafting, taking_part
from proximity.exchange.rules.adoptions import Adoption
from proximity.exchange.rules.alerts import Alert
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.questions import Answer, Question
from proximity.exchange.rules.readers import Readers
from proximity.exchange.rules.reviews import LOOKED_AT, Judgement, Review
from proximity.exchange.rules.visits import Coming, Visit
from proximity.exchange.rules.vocabulary import Area, Criterion, PlaceKind, Sign, VisitRole
from proximity.foundation.pure.json import JSONObject
from proximity.network.models import SharedObject
from proximity.network.rules.envelope import Made

FILE = Path(__file__).parent / "exchange.toml"
BEGUN_AGO, STEP = timedelta(days=12), timedelta(hours=20)
SEEN_FOR, STANDS_FOR, VISIT_IN, VISIT_DAYS = (
    timedelta(days=25),
    timedelta(days=40),
    timedelta(days=75),
    timedelta(days=2),
)

type Told = dict[str, Any]


class _Story:
    """The cities at hand, what was sent so far, and a clock that moves on with each act."""

    def __init__(self, demos: Mapping[str, DemoCity], now: datetime) -> None:
        """Begin twelve days ago."""
        self.demos, self.today, self.now = demos, now.date(), now - BEGUN_AGO
        self.sent: list[UUID | None] = []

    def has(self, told: Told) -> bool:
        """Say whether whoever acts is there: a demo may have few cities, and what is answered may be missing with its city."""
        return told["city"] in self.demos and ("of" not in told or self.sent[told["of"]] is not None)

    @contextmanager
    def acting(self, told: Told) -> Iterator[Actor]:
        """Let somebody act, behind the wall: the named person, or the first of her city's police."""
        demo = self.demos[told["city"]]
        member = demo.people[told["who"]] if "who" in told else demo.members("police")[0]
        self.now += STEP
        with as_staff():
            by = actor_from(member)
            enter_as(by)
            yield by


@transaction.atomic
def add_exchange(demos: Mapping[str, DemoCity], *, now: datetime) -> None:
    """Let the cities exchange something, once."""
    if SharedObject.objects.exists():
        return
    told: Told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    story = _Story(demos, now)
    for one in told["practice"]:
        story.sent.append(_practice(one, story) if story.has(one) else None)
    for one in filter(story.has, told["review"]):
        with story.acting(one) as by:
            found = {code: Judgement(met=True, why=one["why"]) for code in LOOKED_AT}
            taking_part.review_practice(review=Review(story.sent[one["of"]], 1, found), by=by, now=story.now)
    if story.has(told["adoption"]):
        _adopt(told["adoption"], story)
    _ask(told, story)
    _alert(told["alert"], story)
    _visit(told, story)


def _practice(told: Told, story: _Story) -> UUID:
    with story.acting(told) as by:
        content: JSONObject = {key: str(value) if key.endswith("_on") else value for key, value in told.items()}
        city = by.organisation.city
        record = Practice.from_json(content | {"country": city.country, "organisation": by.organisation.name})
        draft = drafting.begin_draft(practice=record, language=told["language"], by=by, now=story.now)
        reasons = {one: told[one.value] for one in Criterion}
        sent = drafting.submit_practice(
            draft_id=draft.pk, reasons=reasons, readers=Readers.PUBLIC, seen=1, by=by, now=story.now
        )
        if "translation" in told:
            said: Told = told["translation"]
            drafting.translate_practice(
                object_id=sent, words=said, language=said["language"], made=Made(said["made"]), by=by, now=story.now
            )
        return sent


def _adopt(told: Told, story: _Story) -> None:
    content: JSONObject = told | {"since": str(told["since"]), "practice": str(story.sent[told["of"]])}
    with story.acting(told) as by:
        taking_part.adopt_practice(adoption=Adoption.from_json(content), by=by, now=story.now)


def _ask(told: Told, story: _Story) -> None:
    asked, answered = told["question"], told["answer"]
    if not story.has(asked):
        return
    with story.acting(asked) as by:
        question = Question(asked["title"], asked["text"], story.sent[0])
        sent = taking_part.ask(question=question, readers=Readers.NETWORK, by=by, now=story.now)
    if story.has(answered):
        with story.acting(answered) as by:
            taking_part.answer(answer=Answer(sent, answered["text"]), by=by, now=story.now)


def _alert(told: Told, story: _Story) -> None:
    if not story.has(told):
        return
    alert = Alert(
        Sign(told["sign"]), told["ground"], PlaceKind(told["place"]), Area(told["area"]), story.today - SEEN_FOR,
        story.today - timedelta(days=1), story.today + STANDS_FOR,
    )  # fmt: skip
    with story.acting(told) as by:
        taking_part.send_alert(alert=alert, readers=Readers.NETWORK, by=by)


def _visit(told: Told, story: _Story) -> None:
    offered, comes = told["visit"], told["coming"]
    if not story.has(offered):
        return
    starts = story.today + VISIT_IN
    content: JSONObject = offered | {
        "what": offered["kind"], "starts_on": str(starts), "ends_on": str(starts + VISIT_DAYS),
    }  # fmt: skip
    with story.acting(offered) as by:
        sent = taking_part.plan_visit(visit=Visit.from_json(content), readers=Readers.NETWORK, by=by, now=story.now)
    if story.has(comes):
        people = {role: comes[role.value] for role in VisitRole if role.value in comes}
        with story.acting(comes) as by:
            taking_part.come(coming=Coming(sent, people), by=by, now=story.now)
