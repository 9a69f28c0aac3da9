"""Cases made by the operations, of which the others are copies: open and closed, of the police alone and shared with an NGO."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import City, Organisation
from proximity.assessment.rules import AllegedBy, Basis, GroundStatus, Strength
from proximity.cases.models import Case
from proximity.cases.operations import answering, assessing, handling, opening, persons
from proximity.cases.rules.persons import PersonDetails, PersonRole
from proximity.config.demo.casework import Story, stories
from proximity.config.demo.making import as_staff
from proximity.foundation.sealing.receipts import Receipt
from proximity.packs.codes import Direction
from proximity.reporting.access import get_report_for
from proximity.reporting.models import Report
from proximity.reporting.operations.submit import submit_report

LANGUAGE = "es"
CLOSED, OPEN = 16, 8
"""How many patterns are closed cases, and how many are still worked on; of the open ones every fourth is new."""
SHARED_EVERY = 4
LASTS = timedelta(days=9)
"""From the report to the end of a closed case."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where patterns are made: a city, its police with those who work there, an NGO."""

    city: City
    police: Organisation
    ngo: Organisation
    officers: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One case that the operations made, the report it came from, when it was told, and the name of its victim."""

    case: Case
    report: Report
    at: datetime
    name: str
    is_open: bool


def make_patterns(ground: Ground, *, now: datetime, closed: int = CLOSED, open_: int = OPEN) -> list[Pattern]:
    """Make the patterns, each in a transaction of its own: closed ones told eleven days ago, open ones three."""
    told = stories(LANGUAGE, ground.city.slug)[: closed + open_]
    made = []
    for number, story in enumerate(told):
        is_open = number >= closed
        at = now - (timedelta(days=3) if is_open else LASTS + timedelta(days=2))
        with transaction.atomic():
            made.append(_make(ground, story, number, at=at, is_open=is_open))
    return made


def _make(ground: Ground, story: Story, number: int, *, at: datetime, is_open: bool) -> Pattern:
    officer = ground.officers[number % len(ground.officers)]
    report, name = _send(ground, story, number, at), f"Patrona Muestra {number}"
    moments = (at + timedelta(hours=1 + step) for step in range(60))
    with as_staff():
        enter_as(officer)
        case = opening.open_case(report=get_report_for(officer, report), by=officer, now=next(moments)).case
        if not (is_open and number % 4 == 0):
            _work(case, story, name, officer, moments)
            if not is_open:
                words = "Hemos hablado con quien pudo verlo. Gracias por contarlo."
                handling.close_case(case=case, feedback=words, by=officer, now=at + LASTS)
        case = Case.objects.select_related("report").get(pk=case.pk)
    assert case.report is not None
    return Pattern(case, case.report, at, name, is_open)


def _send(ground: Ground, story: Story, number: int, at: datetime) -> str:
    bodies = [ground.police] if number % SHARED_EVERY else [ground.police, ground.ngo]
    day = (at - timedelta(days=1)).date().isoformat()
    recipients = tuple(str(body.pk) for body in bodies)
    told = replace(story.told, city=ground.city.slug, when_date=day, recipients=recipients)
    sent = submit_report(
        city=ground.city, answers=told, receipt=Receipt.draw(), recipients=bodies, language=LANGUAGE, now=at
    )
    return sent.report.reference


def _work(case: Case, story: Story, name: str, officer: Actor, moments: Iterator[datetime]) -> None:
    """Assess a case, name its victim, answer her, begin the work."""
    handling.rename_case(case=case, title=story.title, seen=case.title_version, by=officer, now=next(moments))
    assessing.answer_bias_question(
        case=case, answer=story.bias, reasons=story.reason, seen=0, by=officer, now=next(moments)
    )
    for direction, rows in ((Direction.FOR, story.indicators), (Direction.AGAINST, story.against)):
        for code, strength, quote in rows:
            assessing.add_indicator(
                case=case, code=code, direction=direction, strength=Strength(strength), quote=quote, language=LANGUAGE,
                basis=Basis.FACT, by=officer, now=next(moments),
            )  # fmt: skip
    handling.set_kind(case=case, kind=story.type, by=officer, now=next(moments))
    for code in story.grounds:
        assessing.add_ground(
            case=case, code=code, basis=story.basis, alleged_by=AllegedBy.TARGET, status=GroundStatus.SUSPECTED,
            by=officer, now=next(moments),
        )  # fmt: skip
    who = persons.Described(PersonRole.VICTIM, details=PersonDetails(name=name))
    persons.add_person(case=case, described=who, by=officer, now=next(moments))
    answering.answer_person(case=case, text="Hemos recibido lo que nos contó.", by=officer, now=next(moments))
    handling.start_work(case=case, by=officer, now=next(moments))
