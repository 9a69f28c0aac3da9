"""Entries for tests, made by the operations of everybody: only legal states exist."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.directory import operations
from proximity.directory.models import Entry
from proximity.directory.rules.assessment import Answer, Looked, Question
from proximity.directory.rules.entries import Access, EntryWords, Kind, Place
from proximity.directory.rules.hours import parse_day
from proximity.packs.vocabulary import HelpNeed

WORDS = EntryWords(
    kind=Kind.CENTRE, name="Punto de acogida", language="es", about="Escuchamos y tomamos nota.",
    needs=(HelpNeed.TALK, HelpNeed.REPORT), languages=("es", "ar"), access=(Access.STEP_FREE,), without_name=True,
    phone="+34 900 000 001", web="https://acogida.example", address="Calle Inventada 1", district="Centro",
    place=Place(40.41, -3.7), week=(*[parse_day("9-14, 16-19:30")] * 5, (), ()), source="Propia",
)  # fmt: skip


def words(**changes: object) -> EntryWords:
    """Return the words of a centre, changed."""
    return replace(WORDS, **changes)  # type: ignore[arg-type]  # as each test gives them


def make_entry(by: Actor, *, days_ago: int = 0, now: datetime | None = None, **changes: object) -> Entry:
    """Add an entry of the actor's own, so many days ago: after 213 nobody but staff sees it."""
    at = (now or timezone.now()) - timedelta(days=days_ago)
    return operations.add_entry(words=words(**changes), by=by, now=at)


def looked(answer: Answer = Answer.YES, **changes: object) -> Looked:
    """Return how a centre looks at itself, the same answer everywhere unless told."""
    answers = dict.fromkeys(Question, answer) | changes.pop("answers", {})  # type: ignore[operator]  # as each test gives them
    return replace(Looked(answers, staff=3, trained=0), **changes)  # type: ignore[arg-type]  # as each test gives them
