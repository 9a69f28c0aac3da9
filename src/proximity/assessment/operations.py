"""What can be done to an assessment. The caller names the record and the reference under which the log tells of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.assessment.access import get_ground, get_indicator, open_assessment
from proximity.assessment.models import BiasAnswerGiven, GroundEntry, IndicatorEntry
from proximity.assessment.queries.assessments import BIAS, INDICATOR
from proximity.assessment.rules import (
    LANGUAGE_LENGTH,
    AllegedBy,
    Basis,
    BiasAnswer,
    GroundBasis,
    GroundStatus,
    NotNow,
    NotSound,
    Strength,
    check_ground,
    check_indicator,
    check_may_become,
    check_text,
)
from proximity.audit.operations import record_event
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.records import RecordKey
from proximity.packs.codes import Direction


class AnsweredMeanwhile(ValueError):
    """Somebody else answered the bias question since it was read. Nothing was written."""


@transaction.atomic
def answer_bias_question(
    *, record_id: UUID, reference: str, answer: BiasAnswer, reasons: str, seen: int, by: Actor,
    now: datetime | None = None,
) -> BiasAnswerGiven:  # fmt: skip
    """Answer whether there is an indication of bias; earlier answers stay as history.

    `seen` is the number of the answer that the actor had before her eyes, 0 for none. Raises `AnsweredMeanwhile` where it is no
    longer the last, `NotSound` without reasons, `NotAllowed` by role, `RecordNotFound` without a wrap.
    """
    key = open_assessment(record_id, by=by)
    check_text(reasons, "reasons")
    if _answered_since(record_id, seen):
        raise AnsweredMeanwhile
    now = now or timezone.now()
    identifier = new_id()
    row = BiasAnswerGiven(
        id=identifier, city_id=by.city_id, record_id=record_id, number=seen + 1, answer=answer,
        reasons=key.seal_text(reasons, table=BIAS, column="reasons", row=identifier),
        answered_by=by.person_id, answered_at=now,
    )  # fmt: skip
    # Two answers at the same moment: the second finds its number taken.
    BiasAnswerGiven.objects.bulk_create([row], ignore_conflicts=True)
    if not BiasAnswerGiven.objects.filter(pk=row.pk).exists():
        raise AnsweredMeanwhile
    record_event("assessment.bias_answered", origin=by.origin, target=record_id, label=reference, now=now)
    return row


@transaction.atomic
def add_indicator(
    *, record_id: UUID, reference: str, code: str, direction: Direction, strength: Strength, quote: str, language: str,
    basis: Basis, by: Actor, suggested_by: str = "", now: datetime | None = None,
) -> IndicatorEntry:  # fmt: skip
    """Note one sign for or against bias with what it rests on; `suggested_by` names the rule that pointed at the words.

    Raises `NotSound` by the rules of indicators, `NotAllowed` by role, `RecordNotFound` without a wrap.
    """
    return note_indicator(
        key=open_assessment(record_id, by=by), record_id=record_id, reference=reference, code=code, direction=direction,
        strength=strength, quote=quote, language=language, basis=basis, suggested_by=suggested_by, by=by,
        now=now or timezone.now(),
    )  # fmt: skip


def note_indicator(
    *, key: RecordKey, record_id: UUID, reference: str, code: str, direction: Direction, strength: Strength, quote: str,
    language: str, basis: Basis, suggested_by: str, by: Actor, now: datetime,
) -> IndicatorEntry:  # fmt: skip
    """Note an indicator in a record that `open_assessment` gave the key of, in the caller's transaction.

    Raises `NotSound` by the rules of indicators.
    """
    check_indicator(code, direction, quote)
    identifier = new_id()
    entry = IndicatorEntry(
        id=identifier, city_id=by.city_id, record_id=record_id, code=code, direction=direction, strength=strength,
        quote=key.seal_text(quote, table=INDICATOR, column="quote", row=identifier), language=language[:LANGUAGE_LENGTH],
        basis=basis, noted_by=by.person_id, noted_at=now, suggested_by=suggested_by,
    )  # fmt: skip
    entry.save(force_insert=True)
    record_event("assessment.indicator_added", origin=by.origin, target=record_id, label=reference, now=now)
    return entry


@transaction.atomic
def withdraw_indicator(
    *, record_id: UUID, reference: str, entry_id: UUID, reason: str, by: Actor, now: datetime | None = None
) -> None:
    """Take an indicator back, with a reason; it stays readable as withdrawn.

    Raises `NotNow` when it was withdrawn before, `EntryNotFound`, `NotSound` without a reason, `NotAllowed`, `RecordNotFound`.
    """
    key = open_assessment(record_id, by=by)
    check_text(reason, "reason")
    entry = get_indicator(record_id, entry_id)
    if entry.withdrawn_at is not None:
        raise NotNow("withdrawn before")
    now = now or timezone.now()
    entry.withdrawn_at, entry.withdrawn_by = now, by.person_id
    entry.withdrawn_reason = key.seal_text(reason, table=INDICATOR, column="withdrawn_reason", row=entry.pk)
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record_event("assessment.indicator_withdrawn", origin=by.origin, target=record_id, label=reference, now=now)


@transaction.atomic
def add_ground(
    *, record_id: UUID, reference: str, code: str, basis: GroundBasis, alleged_by: AllegedBy, status: GroundStatus,
    by: Actor, now: datetime | None = None,
) -> GroundEntry:  # fmt: skip
    """Record one ground; several may stand side by side, each code once.

    Raises `NotSound("code")` for a ground that is recorded already or unknown, `NotSound("status")` for a status it cannot begin
    with, `NotAllowed` by role, `RecordNotFound` without a wrap.
    """
    open_assessment(record_id, by=by)
    check_ground(code, status)
    now = now or timezone.now()
    entry = GroundEntry(
        id=new_id(), city_id=by.city_id, record_id=record_id, code=code, basis=basis, alleged_by=alleged_by,
        status=status, added_by=by.person_id, added_at=now, status_by=by.person_id, status_at=now,
    )  # fmt: skip
    GroundEntry.objects.bulk_create([entry], ignore_conflicts=True)
    if not GroundEntry.objects.filter(pk=entry.pk).exists():
        raise NotSound("code")
    record_event("assessment.ground_added", origin=by.origin, target=record_id, label=reference, now=now)
    return entry


@transaction.atomic
def change_ground_status(
    *, record_id: UUID, reference: str, entry_id: UUID, status: GroundStatus, by: Actor, now: datetime | None = None
) -> None:
    """Move a ground along from perceived towards proven or rejected.

    Raises `NotNow` for a step that the rules do not know, `EntryNotFound`, `NotAllowed`, `RecordNotFound`.
    """
    open_assessment(record_id, by=by)
    entry = get_ground(record_id, entry_id)
    check_may_become(GroundStatus(entry.status), status)
    now = now or timezone.now()
    entry.status, entry.status_by, entry.status_at = status, by.person_id, now
    entry.save(update_fields=["status", "status_by", "status_at"])
    record_event("assessment.ground_moved", origin=by.origin, target=record_id, label=reference, now=now)


def _answered_since(record_id: UUID, seen: int) -> bool:
    last = BiasAnswerGiven.objects.filter(record_id=record_id).aggregate(last=Max("number"))["last"] or 0
    return bool(last != seen)
