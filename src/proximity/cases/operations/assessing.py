"""Assessing a case: the operations of `assessment`, reached through the case, so that access, state and log are the case's."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.assessment import operations as assessment
from proximity.assessment import suggesting
from proximity.assessment.access import get_ground
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.assessment.suggesting import Pointed
from proximity.cases.access import lock_open_case
from proximity.cases.models import Case
from proximity.cases.operations.counting import count_case
from proximity.cases.operations.second_reading import settle_requests
from proximity.cases.rules.states import CaseStatus, check_unchanged
from proximity.packs.codes import Direction


@transaction.atomic
def answer_bias_question(
    *, case: Case, answer: BiasAnswer, reasons: str, seen: int, by: Actor, now: datetime | None = None
) -> None:
    """Answer the bias question of a case (R13). Raises as `assessment.operations`, `NotNow` when closed, `CaseNotFound`."""
    case, now = _begin(case, by, now)
    assessment.answer_bias_question(
        record_id=case.pk, reference=case.reference, answer=answer, reasons=reasons, seen=seen, by=by, now=now
    )
    settle_requests(case, by=by, now=now)
    count_case(case, by=by, now=now)


@transaction.atomic
def add_indicator(
    *, case: Case, code: str, direction: Direction, strength: Strength, quote: str, language: str, basis: Basis,
    by: Actor, now: datetime | None = None,
) -> None:  # fmt: skip
    """Note an indicator in a case (R15). Raises as `assessment.operations`, `NotNow` when closed, `CaseNotFound`."""
    case, now = _begin(case, by, now)
    assessment.add_indicator(
        record_id=case.pk, reference=case.reference, code=code, direction=direction, strength=strength, quote=quote,
        language=language, basis=basis, by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def decide_suggestion(
    *, case: Case, pointed: Pointed, accepted: bool, reason: str, by: Actor, now: datetime | None = None
) -> None:
    """Accept or reject what the text tool pointed at. Raises as `assessment.suggesting`, `NotNow` when closed, `CaseNotFound`."""
    decide_suggestions(case=case, pointed=[pointed], accepted=accepted, reason=reason, by=by, now=now)


@transaction.atomic
def decide_suggestions(
    *, case: Case, pointed: Iterable[Pointed], accepted: bool, reason: str, by: Actor, now: datetime | None = None
) -> None:
    """Decide several alike, all or none. Raises as `assessment.suggesting`, `NotNow` when closed, `CaseNotFound`."""
    case, now = _begin(case, by, now)
    suggesting.decide(
        record_id=case.pk, reference=case.reference, pointed=pointed, accepted=accepted, reason=reason, by=by, now=now
    )


@transaction.atomic
def withdraw_indicator(*, case: Case, entry_id: UUID, reason: str, by: Actor, now: datetime | None = None) -> None:
    """Take an indicator of a case back. Raises as `assessment.operations`, `NotNow` when closed, `CaseNotFound`."""
    case, now = _begin(case, by, now)
    assessment.withdraw_indicator(
        record_id=case.pk, reference=case.reference, entry_id=entry_id, reason=reason, by=by, now=now
    )


@transaction.atomic
def add_ground(
    *, case: Case, code: str, basis: GroundBasis, alleged_by: AllegedBy, status: GroundStatus, by: Actor,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Record a ground of a case (R14). Raises as `assessment.operations`, `NotNow` when closed, `CaseNotFound`."""
    case, now = _begin(case, by, now)
    assessment.add_ground(
        record_id=case.pk, reference=case.reference, code=code, basis=basis, alleged_by=alleged_by, status=status,
        by=by, now=now,
    )  # fmt: skip
    count_case(case, by=by, now=now)


@transaction.atomic
def change_ground_status(
    *, case: Case, entry_id: UUID, status: GroundStatus, by: Actor, seen: GroundStatus | None = None,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Move a ground of a case along; `seen` is the status that the actor had before her eyes.

    Raises `MovedOn`, else as `assessment.operations`, `NotNow` when closed, `CaseNotFound`.
    """
    case, now = _begin(case, by, now)
    if seen is not None:
        check_unchanged(get_ground(case.pk, entry_id).status, seen)
    assessment.change_ground_status(
        record_id=case.pk, reference=case.reference, entry_id=entry_id, status=status, by=by, now=now
    )
    count_case(case, by=by, now=now)


def _begin(case: Case, by: Actor, now: datetime | None) -> tuple[Case, datetime]:
    """Lock an open case; the first thing that is assessed of it takes it from new to being assessed."""
    locked = lock_open_case(case, by=by)
    if locked.status == CaseStatus.NEW:
        locked.status = CaseStatus.IN_ASSESSMENT
        locked.save(update_fields=["status"])
    return locked, now or timezone.now()
