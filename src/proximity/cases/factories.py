"""Cases for tests and the demo, made only by the operations that real ones go through."""

from datetime import datetime

from proximity.accounts.actors import Actor
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.cases.models import Case
from proximity.cases.operations.assessing import add_ground, add_indicator, answer_bias_question
from proximity.cases.operations.opening import open_case
from proximity.packs.codes import Direction
from proximity.reporting.models import Report


def make_case(report: Report, *, by: Actor, now: datetime | None = None) -> Case:
    """Open a report as a case, in the context of the actor's organisation."""
    return open_case(report=report, by=by, now=now).case


def assess_case(case: Case, *, by: Actor, answer: BiasAnswer = BiasAnswer.YES, now: datetime | None = None) -> Case:
    """Answer the bias question, note an indicator for and one against, record a ground; return the case as it then stands."""
    answer_bias_question(case=case, answer=answer, reasons="The words before the push.", seen=0, by=by, now=now)
    add_indicator(
        case=case, code="BI-10", direction=Direction.FOR, strength=Strength.STRONG, quote="shouted at us", language="en",
        basis=Basis.FACT, by=by, now=now,
    )  # fmt: skip
    add_indicator(
        case=case, code="BI-80", direction=Direction.AGAINST, strength=Strength.WEAK, quote="The bus was full.",
        language="en", basis=Basis.ASSESSMENT, by=by, now=now,
    )  # fmt: skip
    add_ground(
        case=case, code="REL.MUS", basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.TARGET,
        status=GroundStatus.PERCEIVED, by=by, now=now,
    )  # fmt: skip
    case.refresh_from_db()
    return case
