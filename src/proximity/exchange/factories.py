"""What is exchanged, for tests, made by the operations of everybody: only legal states exist."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.exchange.models import Draft
from proximity.exchange.operations.drafting import begin_draft, submit_practice
from proximity.exchange.operations.taking_part import ask, plan_visit, review_practice
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.questions import Question
from proximity.exchange.rules.readers import Readers
from proximity.exchange.rules.reviews import LOOKED_AT, Judgement, Review
from proximity.exchange.rules.visits import Visit
from proximity.exchange.rules.vocabulary import (
    Category,
    Criterion,
    Evidence,
    PracticeType,
    Scope,
    VisitKind,
    VisitRole,
)

WHOLE = Practice(
    title="Ventanilla abierta",
    english_title="Open counter",
    summary="Una tarde a la semana atiende una agente formada en un centro de barrio.",
    country="es",
    organisation="Policía Municipal",
    type=PracticeType.ENCOURAGE_REPORTING,
    categories=(Category.CIVIL_SOCIETY, Category.OUTREACH),
    grounds=("RACE",),
    starts_on=date(2024, 3, 1),
    scope=Scope.DISTRICT,
    objectives="Que más personas cuenten lo que les pasa.",
    steps="Buscar un centro. Formar a dos agentes. Abrir cada jueves.",
    stakeholders="Dos asociaciones del barrio.",
    evidence=Evidence.OWN_VIEW,
)
REASONS = dict.fromkeys(Criterion, "Así es desde el principio.")


def make_draft(by: Actor, practice: Practice = WHOLE, *, language: str = "es") -> Draft:
    """Keep a practice as a draft."""
    return begin_draft(practice=practice, language=language, by=by)


def make_practice(by: Actor, *, readers: str = Readers.NETWORK, **changes: object) -> UUID:
    """Submit a practice that can be reviewed."""
    draft = make_draft(by, replace(WHOLE, **changes))  # type: ignore[arg-type]  # names of its fields
    return submit_practice(draft_id=draft.pk, reasons=REASONS, readers=readers, seen=draft.version, by=by)


def make_review(practice: UUID, by: Actor, *, met: bool = True, edition: int = 1) -> UUID:
    """Review a practice."""
    found = {one: Judgement(met, "We read it twice.") for one in LOOKED_AT}
    return review_practice(review=Review(practice, edition, found), by=by)


def make_question(by: Actor, *, practice: UUID | None = None, readers: str = Readers.NETWORK) -> UUID:
    """Ask a question."""
    question = Question("How do you find interpreters?", "We have none for Dari on Sundays.", practice)
    return ask(question=question, readers=readers, by=by)


def make_visit(by: Actor, *, readers: str = Readers.NETWORK) -> UUID:
    """Offer a visit whose day is still open."""
    visit = Visit(VisitKind.OFFER, "Three days", "Role play.", "Madrid", None, None, (VisitRole.OFFICERS,))
    return plan_visit(visit=visit, readers=readers, by=by)
