"""What the demo's officers make of the law, who reads as the second person, what is sealed, who stands in for whom."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import Role
from proximity.assessment.rules import GroundBasis
from proximity.cases.models import Case
from proximity.cases.operations.doors import seal_case
from proximity.cases.operations.qualifying import consider_offence, write_qualification
from proximity.cases.operations.second_reading import ask_second_reading, give_second_reading
from proximity.cases.operations.substitutions import set_substitution
from proximity.cases.rules.qualifications import Element, QualificationStatus, law_on
from proximity.cases.rules.second_reading import About
from proximity.config.demo.making import DemoCity
from proximity.config.demo.words import words_of
from proximity.packs.loader import load_pack

MOST_PROVISIONS = 2
READ_EVERY = 9
"""Every ninth case has been read by a second person; every other of those differs."""


def qualify_case(
    case: Case, grounds: list[tuple[str, GroundBasis]], quotes: list[str], *, demo: DemoCity, day: date, by: Actor,
    moments: Iterator[datetime],
) -> None:  # fmt: skip
    """Consider the provisions that reach the grounds of a case, and propose the first: each element against a fact."""
    pack = load_pack(demo.city.country)
    found = law_on(pack, day, jurisdiction=pack.default_jurisdiction, grounds=grounds).suggested[:MOST_PROVISIONS]
    words = words_of(demo.language, "law")
    for number, offer in enumerate(found):
        row = consider_offence(
            case=case, offence=offer.offence.code, day=day, by=by, lang=demo.language, now=next(moments)
        )  # fmt: skip
        if number:
            continue
        texts = [one.words.label(demo.language) for one in offer.offence.elements] or [words["act"], words["motive"]]
        facts = quotes or [words["basis"]]
        elements = tuple(Element(text, facts[place % len(facts)], met=True) for place, text in enumerate(texts))
        write_qualification(
            case=case, thread=row.thread, status=QualificationStatus.PROPOSED, basis=words["basis"], elements=elements,
            reason="", seen=1, by=by, now=next(moments),
        )  # fmt: skip


def read_case(case: Case, number: int, *, demo: DemoCity, by: Actor, moments: Iterator[datetime]) -> None:
    """Let a colleague of who answered read the bias question of every ninth case as the second person."""
    others = [actor_from(one) for one in demo.members("police") if one.person_id != by.person_id]
    if number % READ_EVERY != 2 or not others:
        return
    agrees, reader = number % 2 == 0, others[0]
    enter_as(reader)
    give_second_reading(
        case=case, about=About.BIAS, thread=None, agrees=agrees,
        reasons=words_of(demo.language, "law")["agree" if agrees else "differ"], seen=1, by=reader, now=next(moments),
    )  # fmt: skip
    enter_as(by)


def ask_supervisor(case: Case, *, demo: DemoCity, by: Actor, now: datetime) -> None:
    """Ask a supervisor, where there is another than the actor, to read an open case as the second person."""
    for member in demo.members("police"):
        if member.role == Role.SUPERVISOR and member.person_id != by.person_id:
            ask_second_reading(case=case, of=member.person_id, by=by, now=now)


def add_doors(demo: DemoCity, *, now: datetime) -> None:
    """Seal one case that an officer works on, and let her stand in for a colleague who is away for ten days."""
    officers = [actor_from(one) for one in demo.members("police") if one.role == Role.OFFICER]
    supervisors = [actor_from(one) for one in demo.members("police") if one.role == Role.SUPERVISOR]
    if len(officers) < 2 or not supervisors:
        return
    (first, second, *_), supervisor = officers, supervisors[0]
    enter_as(supervisor)
    # One of the newest: the older ones are referred and closed.
    case = Case.objects.filter(assignee=first.person_id, status="in_progress").order_by("-pk").first()
    if case is not None:
        seal_case(case=case, reason=words_of(demo.language, "law")["sealed"], by=supervisor, now=now)
    if first.person_id and second.person_id:
        set_substitution(
            person=second.person_id, substitute=first.person_id, first=now.date(), last=now.date() + timedelta(days=10),
            by=supervisor, now=now,
        )  # fmt: skip
