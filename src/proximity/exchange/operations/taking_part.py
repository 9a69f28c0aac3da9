"""Answering what others sent: reviews, adoptions, questions, answers; and sending alerts and visits."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.exchange.access import TAKE_PART, get_object, get_others, get_own, is_own, objects_for
from proximity.exchange.rules.adoptions import Adoption, fault_of
from proximity.exchange.rules.alerts import Alert, faults
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.questions import Answer, Question
from proximity.exchange.rules.readers import Way, way_back, way_of
from proximity.exchange.rules.reading import part_of, text_of
from proximity.exchange.rules.reviews import Review
from proximity.exchange.rules.seeds import seed_of
from proximity.exchange.rules.visits import Coming, Visit, days_fit, is_coming
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.words.languages import guess
from proximity.network.models import SharedObject
from proximity.network.operations import publish, revise, withdraw
from proximity.network.rules.audience import NETWORK, Audience
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking
from proximity.packs.loader import load_pack


class NotSound(ValueError):
    """What was said does not fit together: `field` names the part that does not."""

    def __init__(self, field: str) -> None:
        """Take the name of the part."""
        super().__init__(field)
        self.field = field


KINDS = (Kind.PRACTICE, Kind.REVIEW, Kind.ADOPTION, Kind.QUESTION, Kind.ANSWER, Kind.ALERT, Kind.VISIT)
"""What this area sends."""


@transaction.atomic
def review_practice(*, review: Review, by: Actor, now: datetime | None = None) -> UUID:
    """Review another city's practice, or change the own review of it. Raises `NotAllowed`, `NotHere`, `NotSound`."""
    by.check_may(TAKE_PART)
    of = get_others(by, _named(review.practice), Kind.PRACTICE)
    edition = Practice.from_json(of.content).edition
    if any(review.missing()):
        raise NotSound("found")
    content = replace(review, edition=edition).as_json()
    return _answer(Kind.REVIEW, content, _way_to(of), mine=answers_of(by, Kind.REVIEW, of.pk), by=by, now=now)


@transaction.atomic
def adopt_practice(*, adoption: Adoption, by: Actor, now: datetime | None = None) -> UUID:
    """Say that the actor's city took up another's practice, or how it goes. Raises `NotAllowed`, `NotHere`, `NotSound`."""
    by.check_may(TAKE_PART)
    practice = _named(adoption.practice)
    if fault := fault_of(adoption):
        raise NotSound(fault)
    if seed_of(practice):
        way: Way = (Marking.GREEN, NETWORK)
    else:
        of = get_others(by, practice, Kind.PRACTICE)
        adoption, way = replace(adoption, edition=Practice.from_json(of.content).edition), _way_to(of)
    mine = answers_of(by, Kind.ADOPTION, practice)
    return _answer(Kind.ADOPTION, adoption.as_json(), way, mine=mine, by=by, now=now)


@transaction.atomic
def ask(*, question: Question, readers: str, by: Actor, now: datetime | None = None) -> UUID:
    """Ask people of other cities. Raises `NotAllowed`, `NobodyChosen`, `NotHere` for a practice that she may not read."""
    by.check_may(TAKE_PART)
    if question.practice and not seed_of(question.practice):
        get_object(by, question.practice, Kind.PRACTICE)
    return _send(Kind.QUESTION, question.as_json(), way_of(readers, country_code=_country(by)), by=by, now=now)


@transaction.atomic
def answer(*, answer: Answer, by: Actor, now: datetime | None = None) -> UUID:
    """Answer a question; whoever reads the question reads the answer. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TAKE_PART)
    of = get_object(by, _named(answer.question), Kind.QUESTION)
    return _send(Kind.ANSWER, answer.as_json(), _way_to(of), by=by, now=now)


@transaction.atomic
def accept_answer(*, question_id: UUID, answer_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Say of an answer to the own question that it helped. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TAKE_PART)
    own, found = get_own(by, question_id, Kind.QUESTION), get_object(by, answer_id, Kind.ANSWER)
    if Answer.from_json(found.content).question != question_id:
        raise NotSound("answer")
    question = Question.from_json(own.content)
    if answer_id in question.accepted:
        return
    content = replace(question, accepted=(*question.accepted, answer_id)).as_json()
    _revise(own, content, _same_way(own), by=by, now=now)


@transaction.atomic
def send_alert(*, alert: Alert, readers: str, by: Actor, now: datetime | None = None) -> UUID:
    """Tell others of a pattern, in codes. Raises `NotAllowed`, `NobodyChosen`, `NotSound`."""
    by.check_may(TAKE_PART)
    for fault in faults(alert, today=today_of(by, now)):
        raise NotSound(fault)
    return _send(Kind.ALERT, alert.as_json(), way_of(readers, country_code=_country(by)), by=by, now=now)


@transaction.atomic
def plan_visit(
    *, visit: Visit, readers: str, visit_id: UUID | None = None, by: Actor, now: datetime | None = None
) -> UUID:
    """Offer or ask for a visit, or change the own one. Raises `NotAllowed`, `NobodyChosen`, `NotHere`, `NotSound`."""
    by.check_may(TAKE_PART)
    if not days_fit(visit.starts_on, visit.ends_on):
        raise NotSound("ends_on")
    way = way_of(readers, country_code=_country(by))
    if visit_id is None:
        return _send(Kind.VISIT, visit.as_json(), way, by=by, now=now)
    own = get_own(by, visit_id, Kind.VISIT)
    if is_coming(own.content):
        raise NotSound("visit")
    _revise(own, visit.as_json(), way, by=by, now=now)
    return visit_id


@transaction.atomic
def come(*, coming: Coming, by: Actor, now: datetime | None = None) -> None:
    """Say how many of the actor's city take part in a visit, or that nobody does. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TAKE_PART)
    of = get_object(by, _named(coming.visit), Kind.VISIT)
    mine = answers_of(by, Kind.VISIT, of.pk)
    if coming.count:
        _answer(Kind.VISIT, coming.as_json(), _way_to(of), mine=mine, by=by, now=now)
    elif mine is not None:
        withdraw(object_id=mine.pk, by=by, now=now)


def answers_of(by: Actor, kind: Kind, of: UUID) -> SharedObject | None:
    """Return what the actor's own office said to something, if it did."""
    about = "visit" if kind is Kind.VISIT else "practice"
    found = objects_for(by, kind, hidden_too=True).filter(**{f"content__{about}": str(of)}, author=by.city_id)
    return next((one for one in found if is_own(one, by)), None)


def today_of(by: Actor, now: datetime | None = None) -> date:
    """Return the day it is in the actor's city."""
    return (now or timezone.now()).astimezone(ZoneInfo(by.organisation.city.time_zone)).date()


def _named(object_id: UUID | None) -> UUID:
    """Return what is meant; nothing named is found nowhere."""
    return object_id or UUID(int=0)


def _country(by: Actor) -> str:
    return by.organisation.city.country


def _same_way(one: SharedObject) -> Way:
    audience = Audience.of_scope(one.scope)
    if audience is None:
        raise LookupError("a stored object is for nobody")
    return Marking(one.marking), audience


def _way_to(one: SharedObject) -> Way:
    return way_back(*_same_way(one))


def _answer(
    kind: Kind, content: JSONObject, way: Way, *, mine: SharedObject | None, by: Actor, now: datetime | None
) -> UUID:
    """Send an answer of which each office has one, or change it."""
    if mine is None:
        return _send(kind, content, way, by=by, now=now)
    _revise(mine, content, way, by=by, now=now)
    return mine.pk


def _send(kind: Kind, content: JSONObject, way: Way, *, by: Actor, now: datetime | None) -> UUID:
    marking, audience = way
    return publish(
        kind=kind, content=content, language=_language(content, by), marking=marking, audience=audience, by=by, now=now
    )


def _language(content: JSONObject, by: Actor) -> str:
    """Return the language of what was written, guessed by its small words; else the one of the actor's country."""
    texts = " ".join(str(content.get(name, "")) for name in ("title", "text", "agenda", "changed", "result"))
    return guess(f"{texts} {_reasons(content)}", likely=load_pack(_country(by)).languages[0])


def _reasons(content: JSONObject) -> str:
    found = part_of(content, "found")
    return " ".join(text_of(part_of(found, name), "why") for name in found)


def _revise(one: SharedObject, content: JSONObject, way: Way, *, by: Actor, now: datetime | None) -> None:
    marking, audience = way
    revise(object_id=one.pk, content=content, language=one.language, marking=marking, audience=audience, by=by, now=now)
