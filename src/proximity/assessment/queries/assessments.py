"""An assessment, opened: the bias question with its history, indicators, grounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proximity.accounts.actors import Actor
from proximity.assessment.access import open_assessment
from proximity.assessment.models import BiasAnswerGiven, GroundEntry, IndicatorEntry
from proximity.assessment.rules import (
    AllegedBy,
    Basis,
    BiasAnswer,
    GroundBasis,
    GroundStatus,
    Noted,
    Strength,
)
from proximity.foundation.sealing.records import RecordKey
from proximity.packs.codes import Direction

BIAS = "assessment_biasanswergiven"
INDICATOR = "assessment_indicatorentry"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the bias question; `by` is a person's id."""

    number: int
    answer: BiasAnswer
    reasons: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why, when and by whom an indicator was withdrawn."""

    reason: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator with its words opened."""

    id: UUID
    code: str
    direction: Direction
    strength: Strength
    quote: str
    language: str
    basis: Basis
    by: UUID | None
    at: datetime
    withdrawal: Withdrawal | None
    suggested_by: str = ""

    @property
    def noted(self) -> Noted:
        """Return what the rules look at."""
        return Noted(self.code, self.direction, self.strength)


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground with its status."""

    id: UUID
    code: str
    basis: GroundBasis
    alleged_by: AllegedBy
    status: GroundStatus
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that was assessed of one record. `answers` newest first; indicators and grounds in the order they came."""

    answers: tuple[Answer, ...]
    indicators: tuple[Indicator, ...]
    withdrawn: tuple[Indicator, ...]
    grounds: tuple[Ground, ...]

    @property
    def bias(self) -> Answer | None:
        """Return the answer that holds, or None while the question is open."""
        return self.answers[0] if self.answers else None

    @property
    def noted(self) -> tuple[Noted, ...]:
        """Return the indicators that stand, as the rules look at them."""
        return tuple(indicator.noted for indicator in self.indicators)


def assessment_of(record_id: UUID, *, by: Actor) -> Assessment:
    """Return the assessment of a record, opened. Raises `NotAllowed` by role, `RecordNotFound` without a wrap."""
    key = open_assessment(record_id, by=by)
    indicators = [
        _indicator(entry, key)
        for entry in IndicatorEntry.objects.filter(record_id=record_id).order_by("noted_at", "id")
    ]
    return Assessment(
        answers=tuple(
            _answer(row, key) for row in BiasAnswerGiven.objects.filter(record_id=record_id).order_by("-number")
        ),
        indicators=tuple(one for one in indicators if one.withdrawal is None),
        withdrawn=tuple(one for one in indicators if one.withdrawal is not None),
        grounds=tuple(
            _ground(entry) for entry in GroundEntry.objects.filter(record_id=record_id).order_by("added_at", "id")
        ),
    )  # fmt: skip


def bias_is_answered(record_id: UUID) -> bool:
    """Say whether the bias question of a record has an answer; False where the wall hides the record."""
    return BiasAnswerGiven.objects.filter(record_id=record_id).exists()


def bias_that_holds(record_id: UUID) -> BiasAnswer | None:
    """Return the newest answer to the bias question of a record, None while it is open or where the wall hides it."""
    newest = BiasAnswerGiven.objects.filter(record_id=record_id).order_by("-number").first()
    return None if newest is None else BiasAnswer(newest.answer)


def grounds_of(record_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the codes of the grounds that were not rejected, by record, in one query."""
    entries = GroundEntry.objects.filter(record_id__in=list(record_ids)).exclude(status=GroundStatus.REJECTED)
    found: dict[UUID, list[str]] = {}
    for entry in entries.order_by("added_at", "id"):
        found.setdefault(entry.record_id, []).append(entry.code)
    return found


def _answer(row: BiasAnswerGiven, key: RecordKey) -> Answer:
    reasons = key.open_text(bytes(row.reasons), table=BIAS, column="reasons", row=row.pk)
    return Answer(row.number, BiasAnswer(row.answer), reasons, row.answered_by, row.answered_at)


def _indicator(entry: IndicatorEntry, key: RecordKey) -> Indicator:
    return Indicator(
        id=entry.pk, code=entry.code, direction=Direction(entry.direction), strength=Strength(entry.strength),
        quote=key.open_text(bytes(entry.quote), table=INDICATOR, column="quote", row=entry.pk), language=entry.language,
        basis=Basis(entry.basis), by=entry.noted_by, at=entry.noted_at, withdrawal=_withdrawal(entry, key),
        suggested_by=entry.suggested_by,
    )  # fmt: skip


def _withdrawal(entry: IndicatorEntry, key: RecordKey) -> Withdrawal | None:
    if entry.withdrawn_at is None or entry.withdrawn_reason is None:
        return None
    reason = key.open_text(bytes(entry.withdrawn_reason), table=INDICATOR, column="withdrawn_reason", row=entry.pk)
    return Withdrawal(reason, entry.withdrawn_by, entry.withdrawn_at)


def _ground(entry: GroundEntry) -> Ground:
    return Ground(
        id=entry.pk, code=entry.code, basis=GroundBasis(entry.basis), alleged_by=AllegedBy(entry.alleged_by),
        status=GroundStatus(entry.status), by=entry.status_by, at=entry.status_at,
    )  # fmt: skip
