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
from proximity.cases.operations import assessing, handling, opening
from proximity.config.demo.evidence import add_evidence
from proximity.config.demo.law import add_doors, ask_supervisor, qualify_case, read_case
from proximity.config.demo.making import DemoCity, as_staff
from proximity.foundation.sealing.receipts import Receipt
from proximity.packs.codes import Direction
from proximity.reporting.access import get_report_for
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
"""Of the earlier ones these stay open: they are what is referred."""
DAYS = 270
"""Over how many days before today the stories are spread."""

FEEDBACK = {
    "es": "Hemos registrado lo que nos contó y hemos hablado con quien pudo verlo. Gracias por contarlo.",
    "en": "We have recorded what you told us and spoken to those who may have seen it. Thank you for telling us.",
}


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
        # The public form asks for families of grounds; the officer names them finely.
        grounds=tuple(dict.fromkeys(code.partition(".")[0] for code in words("grounds"))),
        standing="victim",
        wishes=("support", "police"),
    )
    return Story(
        told=told, title=f"{text('title')} ({index + 1})", grounds=words("grounds"),
        basis=GroundBasis(text("basis", "membership")), indicators=rows("indicators"), against=rows("against"),
        bias=BiasAnswer(text("bias")), reason=text("reason"), type=text("type"),
    )  # fmt: skip


def add_casework(demo: DemoCity, *, now: datetime, done: Callable[[int], None]) -> None:
    """Send all stories of a city and work on them; `done` hears how many are finished. Each is one transaction."""
    told = stories(demo.language, demo.city.slug)
    officers = [actor_from(member) for member in demo.members("police")]
    for number, story in enumerate(told):
        at = now - timedelta(days=DAYS - number * (DAYS - 12) // len(told), hours=number % 9)
        with transaction.atomic():
            _whole_case(demo, story, officers, number, at)
        done(number + 1)
    with transaction.atomic(), as_staff():
        add_doors(demo, now=now)
    for number, story in enumerate(told[:NGO_ONLY]):
        with transaction.atomic():
            _send(
                demo, story, ("ngo",), now - timedelta(days=2 + 5 * number), ("count",) if number % 2 else ("support",)
            )
    for number, story in enumerate(told[7 : 7 + FRESH]):
        with transaction.atomic():
            _send(demo, story, ("police", "ngo"), now - timedelta(hours=3 + 9 * number), ("contact", "police"))


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


def _whole_case(demo: DemoCity, story: Story, officers: Sequence[Actor], number: int, at: datetime) -> None:
    officer, colleague = officers[number % len(officers)], officers[(number + 1) % len(officers)]
    readers = ("police", "ngo") if number % 3 else ("police",)
    reference = _send(demo, story, readers, at)
    moments = (at + timedelta(hours=6 + 3 * step) for step in range(60))
    with as_staff():
        enter_as(officer)
        case = opening.open_case(report=get_report_for(officer, reference), by=officer, now=next(moments)).case
        handling.rename_case(case=case, title=story.title, seen=case.title_version, by=officer, now=next(moments))
        _assess(case, story, demo.language, officer, moments)
        read_case(case, number, demo=demo, by=officer, moments=moments)
        if number % 5 == 4 and number > CLOSED:
            ask_supervisor(case, demo=demo, by=officer, now=next(moments))
            return
        handling.start_work(case=case, by=officer, now=next(moments))
        if number % UNQUALIFIED != 1:
            qualify_case(
                case, [(code, story.basis) for code in story.grounds], [quote for _code, _how, quote in story.indicators],
                demo=demo, day=(at - timedelta(days=1)).date(), by=officer, moments=moments,
            )  # fmt: skip
        if number not in REFERRED and (number % 4 or number <= CLOSED):
            handling.close_case(case=case, feedback=FEEDBACK[demo.language], by=officer, now=at + timedelta(days=9))
            return
        ask_supervisor(case, demo=demo, by=officer, now=next(moments))
        add_evidence(
            case, language=demo.language, officer=officer, colleague=colleague, moments=moments,
            today=local_day(timezone.now(), demo.city.time_zone),
        )  # fmt: skip


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
    for code in story.grounds:
        assessing.add_ground(
            case=case, code=code, basis=story.basis, alleged_by=AllegedBy.TARGET, status=GroundStatus.SUSPECTED,
            by=officer, now=next(moments),
        )  # fmt: skip
