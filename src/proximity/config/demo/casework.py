"""Reports and cases of the demo: each story sent as a person sends it and worked on as an officer works, at dates in the past."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.cases.models import Case
from proximity.cases.operations import answering, assessing, handling, opening, tasks
from proximity.cases.rules.states import TaskKind
from proximity.config.demo.evidence import add_evidence
from proximity.config.demo.law import add_doors, ask_supervisor, qualify_case, read_case
from proximity.config.demo.making import DemoCity, as_staff
from proximity.config.demo.words import words_of
from proximity.foundation.sealing.receipts import Receipt
from proximity.packs.codes import Direction
from proximity.reporting.access import get_report_for
from proximity.reporting.operations.handling import answer_report, close_with_feedback, read_report
from proximity.reporting.operations.submit import submit_report
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.deadlines import local_day

HERE = Path(__file__).parent
NGO_ONLY = 6
"""How many stories of a city stay with the NGO: they are told again, to it alone."""
FRESH = 4
"""How many reports wait unopened in the police's inbox."""
CLOSED = 44
"""The stories up to this one are closed cases; of the later ones some are still assessed or worked on."""
UNQUALIFIED = 6
"""Every sixth case has no qualification yet."""
REFERRED = range(20, 40, 2)
"""Of the earlier ones these are what is referred."""
OVER = 3
"""Of what is referred so many were told long ago, and the police have closed them; the others are open."""
DAYS = 270
"""Over how many days before today the stories are spread."""
OPEN_SINCE, NEWEST_OPEN = 11, 3
"""Between how many days ago the open cases were told, so that no promise has passed on the day of seeding."""


@dataclass(frozen=True, slots=True)
class Story:
    """One incident of the demo: what the person told, and what the officer made of it."""

    told: Answers
    title: str
    grounds: tuple[str, ...]
    basis: GroundBasis
    indicators: tuple[tuple[str, str, str], ...]
    against: tuple[tuple[str, str, str], ...]
    bias: BiasAnswer
    reason: str
    type: str


def stories(language: str, city: str) -> list[Story]:
    """Return the 60 stories of a language: each of the twenty in three places."""
    described = tomllib.loads((HERE / f"stories_{language}.toml").read_text())["story"]
    places = range(len(described[0]["places"]))
    return [_story(values, index, city) for index in places for values in described]


def _story(values: dict[str, object], index: int, city: str) -> Story:
    def text(name: str, default: str = "") -> str:
        return str(values.get(name, default))

    def rows(name: str) -> tuple[tuple[str, str, str], ...]:
        found = values.get(name, [])
        return tuple((str(row[0]), str(row[1]), str(row[2])) for row in found) if isinstance(found, list) else ()

    def words(name: str) -> tuple[str, ...]:
        found = values.get(name, [])
        return tuple(str(word) for word in found) if isinstance(found, list) else ()

    place = words("places")[index]
    told = Answers(
        safe_now="yes",
        city=city,
        place=place,
        what=text("what").replace("{place}", place),
        when_precision="exact",
        targets=words("targets") or ("person",),
        perceived=text("perceived", "yes"),
        why=text("why"),
        # The public form asks for families of grounds, and not for "none"; the officer names them finely.
        grounds=tuple(dict.fromkeys(code.partition(".")[0] for code in words("grounds") if code != "NONE")),
        standing="victim",
        wishes=("support", "police"),
    )
    return Story(
        told=told, title=f"{text('title')} ({index + 1})", grounds=words("grounds"),
        basis=GroundBasis(text("basis", "membership")), indicators=rows("indicators"), against=rows("against"),
        bias=BiasAnswer(text("bias")), reason=text("reason"), type=text("type"),
    )  # fmt: skip


def stories_of(demo: DemoCity) -> list[Story]:
    """Return the stories of a city, in its own language."""
    return stories(demo.language, demo.city.slug)


def add_cases(demo: DemoCity, *, now: datetime, done: Callable[[int, int], None], begun: int = 0) -> None:
    """Send a city's stories and work on them, but for the first `begun`, which are there; each is a transaction of its own.

    `done` hears how many are finished, and of how many.
    """
    told = stories_of(demo)
    officers = [actor_from(member) for member in demo.members("police")]
    for count, (at, number) in list(enumerate(calendar(len(told), now)))[begun:]:
        with transaction.atomic():
            reference = _whole_case(demo, told[number], officers, number, at)
            if _is_shared(number):
                _care(demo, reference, at, now)
        done(count + 1, len(told))


def add_reports(demo: DemoCity, *, now: datetime) -> None:
    """Seal a case and let a colleague stand in; send what the NGO alone is told, and what nobody has opened yet."""
    told = stories_of(demo)
    with transaction.atomic(), as_staff():
        add_doors(demo, now=now)
    for number, story in enumerate(told[:NGO_ONLY]):
        at = now - timedelta(days=1 + 5 * number)
        with transaction.atomic():
            reference = _send(demo, story, ("ngo",), at, ("counted",) if number % 2 else ("support",))
            if number:
                _care(demo, reference, at, now)
    for number, story in enumerate(told[7 : 7 + FRESH]):
        with transaction.atomic():
            _send(demo, story, ("police", "ngo"), now - timedelta(hours=3 + 9 * number), ("contact", "police"))


def calendar(count: int, now: datetime) -> list[tuple[datetime, int]]:
    """Return when each story was told, the longest ago first: open cases within the last days, so that nothing is overdue."""
    lately = [number for number in REFERRED[OVER:] if number < count]
    lately += [number for number in range(count) if _is_open(number)]
    days = {number: DAYS - number * (DAYS - 12) // count for number in range(count)}
    days |= {
        number: OPEN_SINCE - index * (OPEN_SINCE - NEWEST_OPEN) // len(lately) for index, number in enumerate(lately)
    }
    return sorted((now - timedelta(days=days[number], hours=number % 9), number) for number in range(count))


def _is_open(number: int) -> bool:
    """Say whether a case of the demo is still assessed or worked on, those that are referred aside."""
    return number > CLOSED and (_is_assessed(number) or number % 4 == 0)


def _is_assessed(number: int) -> bool:
    return number > CLOSED and number % 5 == 4


def _is_shared(number: int) -> bool:
    """Say whether the NGO may read it too."""
    return number % 4 == 1


def _send(
    demo: DemoCity,
    story: Story,
    readers: tuple[str, ...],
    at: datetime,
    wishes: tuple[str, ...] = ("support", "police"),
) -> str:
    bodies = [demo.organisations[key] for key in readers]
    told = replace(
        story.told,
        when_date=(at - timedelta(days=1)).date().isoformat(),
        wishes=wishes,
        recipients=tuple(str(body.pk) for body in bodies),
    )
    sent = submit_report(
        city=demo.city, answers=told, receipt=Receipt.draw(), recipients=bodies, language=demo.language, now=at
    )
    return sent.report.reference


def _care(demo: DemoCity, reference: str, at: datetime, now: datetime) -> None:
    """Let the NGO answer a report the next day, and tell what it did nine days after it was told, if that has been."""
    worker = actor_from(demo.members("ngo")[0])
    with as_staff():
        enter_as(worker)
        report, said = get_report_for(worker, reference), words_of(demo.language, "casework")
        read_report(report=report, by=worker, now=at + timedelta(hours=19))
        answer_report(report=report, text=said["care"], by=worker, now=at + timedelta(hours=20))
        if (end := at + timedelta(days=9)) < now:
            close_with_feedback(report=report, text=said["outcome"], by=worker, now=end)


def _whole_case(demo: DemoCity, story: Story, officers: Sequence[Actor], number: int, at: datetime) -> str:
    """Send a story, open it as a case, assess it, and take it as far as its number says; return the report's reference."""
    officer, colleague = officers[number % len(officers)], officers[(number + 1) % len(officers)]
    reference = _send(demo, story, ("police", "ngo") if _is_shared(number) else ("police",), at)
    moments = (at + timedelta(hours=6 + 2 * step) for step in range(60))
    today, said = local_day(timezone.now(), demo.city.time_zone), words_of(demo.language, "casework")
    with as_staff():
        enter_as(officer)
        case = opening.open_case(report=get_report_for(officer, reference), by=officer, now=next(moments)).case
        handling.rename_case(case=case, title=story.title, seen=case.title_version, by=officer, now=next(moments))
        _assess(case, story, demo.language, officer, moments)
        read_case(case, number, demo=demo, by=officer, moments=moments)
        stays_open = _is_open(number) or number in REFERRED
        if stays_open:
            answering.answer_person(case=case, text=said["answer"], by=officer, now=next(moments))
        if _is_assessed(number):
            ask_supervisor(case, demo=demo, by=officer, now=next(moments))
            return reference
        handling.start_work(case=case, by=officer, now=next(moments))
        if number % UNQUALIFIED != 1:
            qualify_case(
                case, [(code, story.basis) for code in story.grounds], [quote for _code, _how, quote in story.indicators],
                demo=demo, day=(at - timedelta(days=1)).date(), by=officer, moments=moments,
            )  # fmt: skip
        if not stays_open:
            handling.close_case(case=case, feedback=said["feedback"], by=officer, now=at + timedelta(days=9))
            return reference
        if number not in REFERRED[:OVER]:
            ask_supervisor(case, demo=demo, by=officer, now=next(moments))
        add_evidence(
            case, language=demo.language, officer=officer, colleague=colleague, moments=moments, today=today
        )  # fmt: skip
        if _is_open(number):
            words = said["today"]
            tasks.add_task(case=case, kind=TaskKind.CONTACT, title=words, due_on=today, by=officer, now=next(moments))
    return reference


def _assess(case: Case, story: Story, language: str, officer: Actor, moments: Iterator[datetime]) -> None:
    assessing.answer_bias_question(
        case=case, answer=story.bias, reasons=story.reason, seen=0, by=officer, now=next(moments)
    )
    for direction, rows in ((Direction.FOR, story.indicators), (Direction.AGAINST, story.against)):
        for code, strength, quote in rows:
            assessing.add_indicator(
                case=case, code=code, direction=direction, strength=Strength(strength), quote=quote, language=language,
                basis=Basis.FACT, by=officer, now=next(moments),
            )  # fmt: skip
    handling.set_kind(case=case, kind=story.type, by=officer, now=next(moments))
    for code in story.grounds:
        assessing.add_ground(
            case=case, code=code, basis=story.basis, alleged_by=AllegedBy.TARGET, status=GroundStatus.SUSPECTED,
            by=officer, now=next(moments),
        )  # fmt: skip
