"""What can be done with a case: who may, in which state, what it leaves behind, and nothing that the log does not tell."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from proximity.accounts.records import open_record
from proximity.assessment.access import EntryNotFound
from proximity.assessment.operations import AnsweredMeanwhile
from proximity.assessment.queries.assessments import assessment_of
from proximity.assessment.rules import BiasAnswer, GroundStatus, NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.access import CaseNotFound, TaskNotFound
from proximity.cases.factories import assess_case
from proximity.cases.models import Case, Task
from proximity.cases.operations import answering, assessing, handling, reading, tasks
from proximity.cases.operations.reading import COLLEAGUE, READ, SITTING, note_reading
from proximity.cases.queries.lists import case_title, task_title
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState, TaskKind
from proximity.cases.tests.acts import ALL, ON_OPEN_CASES
from proximity.evidence.access import EvidenceNotFound, RequestNotFound
from proximity.foundation.testing import as_role
from proximity.reporting.access import own_recipient
from proximity.reporting.models import Message
from proximity.reporting.rules.states import MessageKind, RecipientStatus
from proximity.reporting.rules.states import NotNow as ReportNotNow

pytestmark = pytest.mark.django_db

# What is tried on an entry that is not there says so; that it got so far is what the table asks.
REACHED = (EntryNotFound, TaskNotFound, EvidenceNotFound, RequestNotFound)


@pytest.mark.parametrize("who", ["nadia", "stefan", "lars", "petra", "ines", "charlie"])
def test_nobody_else_does_anything_with_a_case(case, cast, acting, who):
    stranger = acting(getattr(cast, who))
    for name, act in ALL.items():
        with pytest.raises(CaseNotFound):
            pytest.fail(f"{name}: {act(case, stranger)}")


def test_a_closed_case_is_read_and_answered_but_not_worked_on(case, alice):
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED)
    for name, act in ON_OPEN_CASES.items():
        with pytest.raises(NotNow):
            pytest.fail(f"{name}: {act(case, alice)}")


@pytest.mark.parametrize("name", sorted(set(ALL) - {"start", "close", "reopen"}))
def test_a_colleague_works_on_any_open_case_too(case, cast, acting, name):
    bob = acting(cast.bob)
    try:
        ALL[name](case, bob)
    except REACHED:
        return
    assert AuditEvent.objects.filter(target=str(case.pk), actor=bob.label).exists()


@pytest.mark.parametrize(
    ("module", "name"),
    [(handling, "rename"), (handling, "assign"), (handling, "complaint"), (handling, "kind"), (handling, "offence"),
     (handling, "start"),
     (handling, "close"), (tasks, "task"), (answering, "answer")],
)  # fmt: skip
def test_what_the_log_cannot_tell_of_was_not_done(case, alice, monkeypatch, module, name):
    assess_case(case, by=alice)
    before = Case.objects.values().get(pk=case.pk)
    monkeypatch.setattr(module, "record_event", _no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        ALL[name](case, alice)
    assert Case.objects.values().get(pk=case.pk) == before
    assert not Task.objects.exists()
    assert not Message.objects.exists()


def test_reopening_and_tasks_that_the_log_cannot_tell_of_did_not_happen(case, alice, monkeypatch):
    task = _task(case, alice)
    done = _task(case, alice)
    tasks.finish_task(case=case, task_id=done.pk, by=alice)
    assess_case(case, by=alice)
    handling.close_case(case=case, feedback="Done.", by=alice)
    with monkeypatch.context() as broken:
        broken.setattr(handling, "record_event", _no_log)
        with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
            handling.reopen_case(case=case, by=alice)
    assert Case.objects.get(pk=case.pk).status == CaseStatus.CLOSED
    handling.reopen_case(case=case, by=alice)
    monkeypatch.setattr(tasks, "record_event", _no_log)
    for act, entry in ((tasks.finish_task, task), (tasks.resume_task, done)):
        with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
            act(case=case, task_id=entry.pk, by=alice)
    assert Task.objects.get(pk=task.pk).done_at is None
    assert Task.objects.get(pk=done.pk).done_at is not None


def test_a_title_is_sealed_and_one_written_meanwhile_is_not_overwritten(case, alice):
    handling.rename_case(case=case, title=" Push in a bus ", seen=1, by=alice)
    with pytest.raises(handling.RenamedMeanwhile):
        handling.rename_case(case=case, title="Something else", seen=1, by=alice)
    case.refresh_from_db()
    assert case_title(case, open_record(case.pk, by=alice)) == "Push in a bus"
    assert b"Push" not in bytes(case.title)
    with pytest.raises(NotSound, match="title"):
        handling.rename_case(case=case, title=" ", seen=2, by=alice)


def test_a_case_is_given_only_to_whoever_works_on_cases_here(case, cast, alice):
    handling.assign_case(case=case, to=cast.bob.person_id, by=alice)
    case.refresh_from_db()
    assert case.assignee_id == cast.bob.person_id
    for somebody in (cast.charlie, cast.nadia, cast.stefan):
        with pytest.raises(NotSound, match="assignee"):
            handling.assign_case(case=case, to=somebody.person_id, by=alice)


def test_incident_complaint_and_offence_are_three_states_that_do_not_move_one_another(case, alice):
    handling.set_complaint_state(case=case, state=ComplaintState.DECLINED, by=alice)
    handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=alice)
    case.refresh_from_db()
    assert (case.status, case.complaint_state, case.offence_state) == (
        CaseStatus.NEW, ComplaintState.DECLINED, OffenceState.SUSPECTED,
    )  # fmt: skip
    assert AuditEvent.objects.filter(action="case.complaint_declined", target=str(case.pk)).exists()


def test_the_first_thing_that_is_assessed_takes_a_case_into_assessment(case, alice):
    ON_OPEN_CASES["indicator"](case, alice)
    case.refresh_from_db()
    assert case.status == CaseStatus.IN_ASSESSMENT


def test_a_case_counts_from_the_moment_it_has_an_answer_and_a_ground(case, alice):
    assert case.countable_at is None
    assess_case(case, by=alice)
    since = case.countable_at
    assert since is not None
    ground = assessment_of(case.pk, by=alice).grounds[0]
    assessing.change_ground_status(case=case, entry_id=ground.id, status=GroundStatus.SUSPECTED, by=alice)
    case.refresh_from_db()
    assert case.countable_at == since


def test_work_begins_once_the_bias_question_is_answered(case, alice):
    with pytest.raises(NotNow):
        handling.start_work(case=case, by=alice)
    assess_case(case, by=alice)
    handling.start_work(case=case, by=alice)
    case.refresh_from_db()
    assert case.status == CaseStatus.IN_PROGRESS


def test_an_answer_to_the_bias_question_that_did_not_see_the_last_is_not_written(case, alice):
    assess_case(case, by=alice)
    with pytest.raises(AnsweredMeanwhile):
        assessing.answer_bias_question(case=case, answer=BiasAnswer.NO, reasons="A debt.", seen=0, by=alice)


def test_a_withdrawn_indicator_stays_in_the_case(case, alice):
    assess_case(case, by=alice)
    one = assessment_of(case.pk, by=alice).indicators[0]
    assessing.withdraw_indicator(case=case, entry_id=one.id, reason="Misheard.", by=alice)
    assert assessment_of(case.pk, by=alice).withdrawn[0].withdrawal.reason == "Misheard."


def test_a_case_closes_with_feedback_that_the_person_reads_and_then_counts(case, alice):
    with pytest.raises(NotNow):
        handling.close_case(case=case, feedback="Done.", by=alice)
    assessing.answer_bias_question(case=case, answer=BiasAnswer.NO, reasons="A debt.", seen=0, by=alice)
    with pytest.raises(NotSound, match="feedback"):
        handling.close_case(case=case, feedback="  ", by=alice)
    handling.close_case(case=case, feedback="We spoke to the driver.", by=alice)
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert case.closed_at == case.countable_at
    assert case.feedback_due is None
    assert Message.objects.get().kind == MessageKind.FEEDBACK
    assert own_recipient(case.report, by=alice).status == RecipientStatus.CLOSED


def test_a_closed_case_is_taken_up_again_and_an_open_one_is_not(case, alice):
    assess_case(case, by=alice)
    with pytest.raises(NotNow):
        handling.reopen_case(case=case, by=alice)
    handling.close_case(case=case, feedback="Done.", by=alice)
    handling.reopen_case(case=case, by=alice)
    case.refresh_from_db()
    assert (case.status, case.closed_at) == (CaseStatus.IN_PROGRESS, None)
    assert own_recipient(case.report, by=alice).status == RecipientStatus.IN_WORK


def test_who_took_her_report_back_is_told_nothing_more_and_the_case_goes_on(case, alice):
    assess_case(case, by=alice)
    recipient = own_recipient(case.report, by=alice)
    recipient.status = RecipientStatus.WITHDRAWN
    with as_role("owner"):
        recipient.save()
    with pytest.raises(ReportNotNow):
        answering.answer_person(case=case, text="Please come.", by=alice)
    handling.close_case(case=case, feedback="", by=alice)
    handling.reopen_case(case=case, by=alice)
    assert not Message.objects.exists()
    assert own_recipient(case.report, by=alice).status == RecipientStatus.WITHDRAWN


def test_a_message_to_the_person_needs_words(case, alice):
    with pytest.raises(NotSound, match="text"):
        answering.answer_person(case=case, text=" ", by=alice)
    answering.answer_person(case=case, text="Thank you.", by=alice)
    assert Message.objects.get().kind == MessageKind.MESSAGE
    assert AuditEvent.objects.filter(action="case.answered", target=str(case.pk)).count() == 1


def test_a_task_goes_to_who_works_on_the_case_else_to_who_set_it(case, cast, alice):
    task = _task(case, alice)
    assert task_title(task, open_record(case.pk, by=alice)) == "Hear the driver"
    assert b"driver" not in bytes(task.title)
    handling.assign_case(case=case, to=cast.bob.person_id, by=alice)
    assert _task(case, alice).assignee_id == cast.bob.person_id
    handling.assign_case(case=case, to=None, by=alice)
    assert _task(case, alice).assignee_id == alice.person_id
    with pytest.raises(NotSound, match="title"):
        tasks.add_task(case=case, kind=TaskKind.OTHER, title="", due_on=date(2026, 12, 1), by=alice)


def test_a_task_is_done_once_and_can_be_taken_up_again(case, alice):
    task = _task(case, alice)
    with pytest.raises(NotNow):
        tasks.resume_task(case=case, task_id=task.pk, by=alice)
    tasks.finish_task(case=case, task_id=task.pk, by=alice)
    with pytest.raises(NotNow):
        tasks.finish_task(case=case, task_id=task.pk, by=alice)
    assert Task.objects.get(pk=task.pk).done_by == alice.person_id
    tasks.resume_task(case=case, task_id=task.pk, by=alice)
    assert Task.objects.get(pk=task.pk).done_at is None


def test_one_sitting_over_a_case_is_one_reading_with_its_purpose(case, cast, acting):
    alice = acting(cast.alice)
    now = case.opened_at + timedelta(hours=1)
    assert note_reading(case=case, by=alice, now=now)
    assert not note_reading(case=case, by=alice, now=now + SITTING / 2)
    assert note_reading(case=case, by=alice, now=now + SITTING * 2)
    assert note_reading(case=case, by=acting(cast.bob), now=now)
    purposes = AuditEvent.objects.filter(action=READ).values_list("purpose", flat=True)
    assert sorted(purposes) == [COLLEAGUE, reading.ASSIGNED, reading.ASSIGNED]


def _task(case, by):
    return tasks.add_task(case=case, kind=TaskKind.OTHER, title="Hear the driver", due_on=date(2026, 12, 1), by=by)


def _no_log(*_args, **_kwargs):
    raise RuntimeError("no log")
