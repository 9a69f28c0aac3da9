"""Cases of the demo that are old enough to be disposed of or looked at again, and the decision that makes them so."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.assessment.rules import AllegedBy, GroundStatus
from proximity.cases.models import Case
from proximity.cases.operations import assessing, handling, keeping, opening
from proximity.cases.rules.retention import Period
from proximity.cases.rules.states import OffenceState
from proximity.config.demo.casework import Story, stories
from proximity.config.demo.making import DemoCity, as_staff
from proximity.config.demo.words import words_of
from proximity.foundation.pure.spans import Unit
from proximity.foundation.sealing.receipts import Receipt
from proximity.packs.vocabulary import KeptKind
from proximity.reporting.access import get_report_for
from proximity.reporting.operations.submit import submit_report

CITY = "madrid"
"""The city whose supervisor decided on a time of her own; in the other the law's is not known and nobody decided."""
DECIDED = "Decisión ficticia de la demo: los incidentes sin delito se guardan dos años."
HELD = ("Un juzgado pidió el expediente (ficticio).", "Juzgado de Instrucción (ficticio)")


@dataclass(frozen=True, slots=True)
class Old:
    """One old case: how many days ago it was told, whether an offence is suspected, whether a hold keeps it."""

    days: int
    offence: OffenceState
    held: bool = False


OLD = (
    Old(1_130, OffenceState.SUSPECTED),
    Old(980, OffenceState.NOT_AN_OFFENCE),
    Old(940, OffenceState.NOT_AN_OFFENCE),
    Old(900, OffenceState.NOT_AN_OFFENCE, held=True),
)


def old_cases(demo: DemoCity) -> int:
    """Return how many old cases a city has."""
    return len(OLD) if demo.city.slug == CITY else 0


def add_old_cases(demo: DemoCity, *, now: datetime) -> int:
    """Open and close the old cases of the one city, let its supervisor decide how long she keeps them, and say how many.

    All of them are there or none.
    """
    if not old_cases(demo):
        return 0
    alice, bob = (actor_from(demo.people[name]) for name in ("alice", "bob"))
    told = stories(demo.language, demo.city.slug)[: len(OLD)]
    with transaction.atomic():
        cases = [_closed(demo, story, old, alice, now) for story, old in zip(told, OLD, strict=False)]
        with as_staff():
            enter_as(bob)
            keeping.choose_period(kind=KeptKind.INCIDENT, period=Period(2, Unit.YEARS), reason=DECIDED, by=bob, now=now)
            for case, old in zip(cases, OLD, strict=False):
                if old.held:
                    keeping.hold_case(case=case, reason=HELD[0], authority=HELD[1], by=bob, now=now)
    return len(cases)


def _closed(demo: DemoCity, story: Story, old: Old, officer: Actor, now: datetime) -> Case:
    at = now - timedelta(days=old.days)
    office, said = officer.organisation, words_of(demo.language, "casework")
    told = replace(
        story.told,
        when_date=(at - timedelta(days=1)).date().isoformat(),
        wishes=("police",),
        recipients=(str(office.pk),),
    )
    report = submit_report(
        city=demo.city, answers=told, receipt=Receipt.draw(), recipients=[office], language=demo.language, now=at
    ).report
    with as_staff():
        enter_as(officer)
        found = get_report_for(officer, report.reference)
        case = opening.open_case(report=found, by=officer, now=at + timedelta(hours=5)).case
        assessing.answer_bias_question(
            case=case, answer=story.bias, reasons=story.reason, seen=0, by=officer, now=at + timedelta(days=1)
        )
        assessing.add_ground(
            case=case, code=story.grounds[0], basis=story.basis, alleged_by=AllegedBy.TARGET, status=GroundStatus.PERCEIVED,
            by=officer, now=at + timedelta(days=1),
        )  # fmt: skip
        handling.rename_case(case=case, title=story.title, seen=1, by=officer, now=at + timedelta(days=1))
        handling.set_offence_state(case=case, state=old.offence, by=officer, now=at + timedelta(days=2))
        handling.start_work(case=case, by=officer, now=at + timedelta(days=2))
        handling.close_case(case=case, feedback=said["feedback"], by=officer, now=at + timedelta(days=9))
    return case
