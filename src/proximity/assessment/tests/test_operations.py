"""Assessing a record: history kept, nothing deleted, told to the log or not done."""

from functools import partial

import pytest
from django.db import transaction

from proximity.accounts.actors import NotAllowed
from proximity.accounts.records import RecordNotFound
from proximity.assessment import operations
from proximity.assessment.access import EntryNotFound
from proximity.assessment.models import BiasAnswerGiven, GroundEntry, IndicatorEntry
from proximity.assessment.operations import (
    AnsweredMeanwhile,
    add_ground,
    add_indicator,
    answer_bias_question,
    change_ground_status,
    withdraw_indicator,
)
from proximity.assessment.queries.assessments import assessment_of, bias_is_answered, grounds_of
from proximity.assessment.rules import (
    AllegedBy,
    Basis,
    BiasAnswer,
    GroundBasis,
    GroundStatus,
    NotNow,
    NotSound,
    Strength,
)
from proximity.audit.models import AuditEvent
from proximity.foundation.pure.ids import new_id
from proximity.packs.codes import Direction

pytestmark = pytest.mark.django_db

NAMED = {"reference": "MAD-2026-0001"}
INDICATOR = {
    "code": "BI-10", "direction": Direction.FOR, "strength": Strength.STRONG, "quote": "fuera de aquí", "language": "es",
    "basis": Basis.FACT,
}  # fmt: skip
GROUND = {
    "code": "REL.MUS", "basis": GroundBasis.MEMBERSHIP, "alleged_by": AllegedBy.TARGET, "status": GroundStatus.PERCEIVED,
}  # fmt: skip
ANSWER = {"answer": BiasAnswer.YES, "reasons": "He said so.", "seen": 0}


def test_the_question_has_no_answer_until_somebody_gives_one(record, alice):
    assert assessment_of(record, by=alice).bias is None
    assert not bias_is_answered(record)


def test_a_new_answer_leaves_the_old_one_as_history(record, alice):
    answer_bias_question(record_id=record, **NAMED, **ANSWER, by=alice)
    answer_bias_question(record_id=record, **NAMED, answer=BiasAnswer.NO, reasons="A debt.", seen=1, by=alice)
    answers = assessment_of(record, by=alice).answers
    assert [(one.number, one.answer, one.reasons) for one in answers] == [
        (2, BiasAnswer.NO, "A debt."), (1, BiasAnswer.YES, "He said so."),
    ]  # fmt: skip
    assert b"debt" not in bytes(BiasAnswerGiven.objects.get(number=2).reasons)


def test_an_answer_that_did_not_see_the_last_one_is_not_written(record, alice):
    answer_bias_question(record_id=record, **NAMED, **ANSWER, by=alice)
    with pytest.raises(AnsweredMeanwhile):
        answer_bias_question(record_id=record, **NAMED, **ANSWER, by=alice)
    assert BiasAnswerGiven.objects.count() == 1


@pytest.mark.parametrize("seen", [1, -1, 2**31 - 1, 10**20])
def test_an_answer_that_saw_one_that_never_was_is_not_written(record, alice, seen):
    with pytest.raises(AnsweredMeanwhile):
        answer_bias_question(record_id=record, **NAMED, **{**ANSWER, "seen": seen}, by=alice)
    assert not BiasAnswerGiven.objects.exists()


def test_of_two_answers_at_the_same_moment_the_second_is_not_written(record, alice, monkeypatch):
    answer_bias_question(record_id=record, **NAMED, **ANSWER, by=alice)
    monkeypatch.setattr(operations, "_answered_since", lambda *_: False)
    with pytest.raises(AnsweredMeanwhile):
        answer_bias_question(record_id=record, **NAMED, **ANSWER, by=alice)
    assert BiasAnswerGiven.objects.count() == 1


def test_an_answer_needs_reasons(record, alice):
    with pytest.raises(NotSound, match="reasons"):
        answer_bias_question(record_id=record, **NAMED, answer=BiasAnswer.YES, reasons=" ", seen=0, by=alice)


def test_an_indicator_keeps_its_words_sealed_and_comes_back(record, alice):
    entry = add_indicator(record_id=record, **NAMED, **INDICATOR, by=alice)
    assert b"fuera" not in bytes(entry.quote)
    (found,) = assessment_of(record, by=alice).indicators
    assert (found.code, found.quote, found.language, found.by) == ("BI-10", "fuera de aquí", "es", alice.person_id)


def test_evidence_against_bias_is_not_noted_as_evidence_for_it(record, alice):
    with pytest.raises(NotSound, match="direction"):
        add_indicator(record_id=record, **NAMED, **(INDICATOR | {"code": "BI-80"}), by=alice)
    assert not IndicatorEntry.objects.exists()


def test_a_withdrawn_indicator_stays_readable_with_its_reason(record, alice):
    entry = add_indicator(record_id=record, **NAMED, **INDICATOR, by=alice)
    withdraw = partial(withdraw_indicator, record_id=record, **NAMED, entry_id=entry.pk, by=alice)
    with pytest.raises(NotSound, match="reason"):
        withdraw(reason="")
    withdraw(reason="Misheard.")
    found = assessment_of(record, by=alice)
    assert found.indicators == ()
    assert found.withdrawn[0].withdrawal.reason == "Misheard."
    assert found.withdrawn[0].quote == "fuera de aquí"
    with pytest.raises(NotNow):
        withdraw(reason="Twice.")


def test_several_grounds_stand_side_by_side_and_each_once(record, alice):
    add_ground(record_id=record, **NAMED, **GROUND, by=alice)
    add_ground(record_id=record, **NAMED, **(GROUND | {"code": "GEN.F"}), by=alice)
    with pytest.raises(NotSound, match="code"):
        add_ground(record_id=record, **NAMED, **GROUND, by=alice)
    assert grounds_of([record]) == {record: ["REL.MUS", "GEN.F"]}


def test_a_ground_moves_along_and_a_rejected_one_no_longer_counts(record, alice):
    entry = add_ground(record_id=record, **NAMED, **GROUND, by=alice)
    move = partial(change_ground_status, record_id=record, **NAMED, entry_id=entry.pk, by=alice)
    with pytest.raises(NotNow):
        move(status=GroundStatus.PROVEN)
    move(status=GroundStatus.REJECTED)
    assert assessment_of(record, by=alice).grounds[0].status == GroundStatus.REJECTED
    assert grounds_of([record]) == {}


def test_an_entry_of_another_record_is_not_found(record, alice):
    with pytest.raises(EntryNotFound):
        withdraw_indicator(record_id=record, **NAMED, entry_id=new_id(), reason="No.", by=alice)
    with pytest.raises(EntryNotFound):
        change_ground_status(record_id=record, **NAMED, entry_id=new_id(), status=GroundStatus.REJECTED, by=alice)


ACTS = {
    "answer": (answer_bias_question, ANSWER),
    "indicator": (add_indicator, INDICATOR),
    "ground": (add_ground, GROUND),
    "withdraw": (withdraw_indicator, {"entry_id": new_id(), "reason": "No."}),
    "status": (change_ground_status, {"entry_id": new_id(), "status": GroundStatus.REJECTED}),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(
    ("who", "refusal"),
    [("stefan", RecordNotFound), ("charlie", RecordNotFound), ("nadia", NotAllowed), ("lars", NotAllowed),
     ("petra", NotAllowed), ("ines", NotAllowed)],
)  # fmt: skip
def test_nobody_else_assesses_a_record(record, cast, acting, name, who, refusal):
    act, said = ACTS[name]
    with pytest.raises(refusal):
        act(record_id=record, **NAMED, **said, by=acting(getattr(cast, who)))


@pytest.mark.parametrize("name", ["answer", "indicator", "ground"])
def test_what_the_log_cannot_tell_of_was_not_done(record, alice, monkeypatch, name):
    monkeypatch.setattr(operations, "record_event", _no_log)
    act, said = ACTS[name]
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        act(record_id=record, **NAMED, **said, by=alice)
    assert not BiasAnswerGiven.objects.exists()
    assert not IndicatorEntry.objects.exists()
    assert not GroundEntry.objects.exists()


@pytest.mark.parametrize("name", ["withdraw", "status"])
def test_what_the_log_cannot_tell_of_did_not_change_anything(record, alice, monkeypatch, name):
    indicator = add_indicator(record_id=record, **NAMED, **INDICATOR, by=alice)
    ground = add_ground(record_id=record, **NAMED, **GROUND, by=alice)
    monkeypatch.setattr(operations, "record_event", _no_log)
    act, said = ACTS[name]
    said = said | {"entry_id": indicator.pk if name == "withdraw" else ground.pk}
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        act(record_id=record, **NAMED, **said, by=alice)
    found = assessment_of(record, by=alice)
    assert len(found.indicators) == 1
    assert found.grounds[0].status == GroundStatus.PERCEIVED


def test_the_log_tells_of_each_act_by_reference_and_never_of_words(record, alice):
    for act, said in (ACTS["answer"], ACTS["indicator"], ACTS["ground"]):
        act(record_id=record, **NAMED, **said, by=alice)
    events = AuditEvent.objects.filter(target=str(record))
    assert {event.label for event in events} == {"MAD-2026-0001"}
    assert events.count() == 3


def _no_log(*_args, **_kwargs):
    raise RuntimeError("no log")
