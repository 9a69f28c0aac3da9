"""The second person: asked, agrees or differs, beside the first and never in her place; nobody reads her own."""

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.records import open_record
from proximity.assessment.queries.assessments import assessment_of
from proximity.assessment.rules import BiasAnswer, NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.access import CaseNotFound
from proximity.cases.factories import assess_case
from proximity.cases.models import Notice, ReadingRequest, SecondReading
from proximity.cases.operations import assessing, doors, reading, second_reading
from proximity.cases.operations.handling import assign_case, close_case
from proximity.cases.operations.qualifying import consider_offence, write_qualification
from proximity.cases.operations.second_reading import ask_second_reading, give_second_reading
from proximity.cases.queries.home import news_items, reading_items
from proximity.cases.queries.lists import Filters, case_list
from proximity.cases.queries.qualifications import bias_readings, qualifications_of
from proximity.cases.rules.qualifications import QualificationStatus
from proximity.cases.rules.second_reading import About, Answered, check_may_read, left_to_read
from proximity.cases.rules.states import MovedOn
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import here_today

pytestmark = pytest.mark.django_db
BIAS = About.BIAS


@pytest.fixture
def assessed(case, cast, acting):
    """Return Alice's case, its bias question answered, one provision considered."""
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    consider_offence(case=case, offence="es.cp.22.4/2022", day=here_today(), by=alice)
    return case


def qualification(case, by):
    return qualifications_of(case, assessment_of(case.pk, by=by), key=open_record(case.pk, by=by))[0]


def give(case, by, *, about=BIAS, thread=None, agrees=False, reasons="It was about a debt.", seen=1):
    return give_second_reading(case=case, about=about, thread=thread, agrees=agrees, reasons=reasons, seen=seen, by=by)


def read_bias(case, by):
    return bias_readings(case, assessment_of(case.pk, by=by), key=open_record(case.pk, by=by))


def test_a_colleague_is_asked_told_and_what_waits_is_found_by_her_and_by_supervisors(assessed, cast, clara, acting):
    alice = acting(cast.alice)
    assert case_list(alice, Filters(reading=True)).rows == ()
    ask_second_reading(case=assessed, of=clara.person_id, by=alice)
    (row,) = case_list(alice, Filters(reading=True)).rows
    assert (row.reference, row.reading) == (assessed.reference, True)
    assert reading_items(alice) is None
    for somebody, urgent in ((clara, True), (cast.bob, False)):
        (item,) = reading_items(acting(somebody)).items
        assert (item.what, item.urgent) == ("Alice asks Clara", urgent)
    acting(clara)
    assert [item.what for item in news_items(clara).items] == ["Alice asks you for a second reading"]
    reading.note_reading(case=assessed, by=clara)
    assert AuditEvent.objects.get(action="case.read").purpose == reading.SECOND
    assert AuditEvent.objects.filter(action="case.reading_asked", target=str(assessed.pk)).count() == 1


def test_both_answers_stay_and_once_all_is_read_who_asked_is_told(assessed, cast, acting):
    alice = acting(cast.alice)
    ask_second_reading(case=assessed, of=cast.bob.person_id, by=alice)
    bob = acting(cast.bob)
    give(assessed, bob)
    assert ReadingRequest.objects.get().done_at is None
    thread = qualification(assessed, bob).thread
    give(assessed, bob, about=About.QUALIFICATION, thread=thread, agrees=True, reasons="So I see it.")
    assert ReadingRequest.objects.get().done_at is not None
    acting(alice)
    (line,) = read_bias(assessed, alice)
    assert (line.agrees, line.reasons, line.is_of_now) == (False, "It was about a debt.", True)
    assert assessment_of(assessed.pk, by=alice).bias.answer == BiasAnswer.YES
    (line,) = qualification(assessed, alice).readings
    assert line.agrees
    assert Notice.objects.filter(person_id=alice.person_id, kind="reading_given").count() == 1
    assert AuditEvent.objects.filter(action="case.second_reading", target=str(assessed.pk)).count() == 2
    assert b"debt" not in b"".join(bytes(row.reasons) for row in SecondReading.objects.all())


def test_a_later_change_of_the_first_answer_leaves_the_reading_about_the_earlier_one(assessed, cast, acting):
    bob = acting(cast.bob)
    thread = qualification(assessed, bob).thread
    give(assessed, bob)
    give(assessed, bob, about=About.QUALIFICATION, thread=thread)
    alice = acting(cast.alice)
    assessing.answer_bias_question(case=assessed, answer=BiasAnswer.NO, reasons="He is right.", seen=1, by=alice)
    write_qualification(
        case=assessed, thread=thread, status=QualificationStatus.CONSIDERED, basis="More.", elements=(), reason="", seen=1,
        by=alice,
    )  # fmt: skip
    assert [one.is_of_now for one in read_bias(assessed, alice)] == [False]
    assert [one.is_of_now for one in qualification(assessed, alice).readings] == [False]


def test_nobody_reads_her_own_answer(assessed, cast, acting):
    alice = acting(cast.alice)
    with pytest.raises(NotNow):
        give(assessed, alice)
    with pytest.raises(NotNow):
        check_may_read(Answered(BIAS, None, 1, None), reader=None)


def test_what_changed_since_it_was_read_is_not_judged(assessed, cast, acting):
    assessing.answer_bias_question(case=assessed, answer=BiasAnswer.NO, reasons="No.", seen=1, by=acting(cast.alice))
    with pytest.raises(MovedOn):
        give(assessed, acting(cast.bob), seen=1)


def test_what_does_not_stand_is_not_judged_and_words_are_needed(assessed, cast, acting):
    bob = acting(cast.bob)
    with pytest.raises(NotSound, match="reasons"):
        give(assessed, bob, reasons=" ")
    with pytest.raises(NotNow):
        give(assessed, bob, about=About.QUALIFICATION, thread=new_id())
    thread = qualification(assessed, bob).thread
    write_qualification(
        case=assessed, thread=thread, status=QualificationStatus.DROPPED, basis="", elements=(), reason="No.", seen=1,
        by=acting(cast.alice),
    )  # fmt: skip
    with pytest.raises(NotNow):
        give(assessed, acting(bob), about=About.QUALIFICATION, thread=thread, seen=2)
    with pytest.raises(CaseNotFound):
        give(assessed, acting(cast.stefan))


def test_a_request_is_over_when_nothing_is_left_to_read(assessed, cast, acting):
    alice = acting(cast.alice)
    ask_second_reading(case=assessed, of=cast.bob.person_id, by=alice)
    bob = acting(cast.bob)
    assessing.answer_bias_question(case=assessed, answer=BiasAnswer.NO, reasons="Mine now.", seen=1, by=bob)
    assert ReadingRequest.objects.get().done_at is None
    thread = qualification(assessed, bob).thread
    write_qualification(
        case=assessed, thread=thread, status=QualificationStatus.DROPPED, basis="", elements=(), reason="No.", seen=1, by=bob
    )  # fmt: skip
    assert ReadingRequest.objects.get().done_at is not None


def test_asked_is_only_who_sees_the_case_once_and_where_there_is_something_to_read(case, cast, clara, acting):
    alice = acting(cast.alice)
    with pytest.raises(NotNow):
        ask_second_reading(case=case, of=clara.person_id, by=alice)
    assess_case(case, by=alice)
    for somebody in (alice, cast.charlie, cast.nadia):
        with pytest.raises(NotSound, match="reader"):
            ask_second_reading(case=case, of=somebody.person_id, by=alice)
    ask_second_reading(case=case, of=clara.person_id, by=alice)
    with pytest.raises(NotSound, match="reader"):
        ask_second_reading(case=case, of=clara.person_id, by=alice)
    doors.seal_case(case=case, reason="A colleague.", by=acting(cast.bob))
    assign_case(case=case, to=cast.bob.person_id, by=cast.bob)
    with pytest.raises(NotSound, match="reader"):
        ask_second_reading(case=case, of=alice.person_id, by=cast.bob)


def test_a_closed_case_may_still_be_read_but_nobody_is_asked(assessed, cast, acting):
    close_case(case=assessed, feedback="Done.", by=acting(cast.alice))
    with pytest.raises(NotNow):
        ask_second_reading(case=assessed, of=cast.bob.person_id, by=cast.alice)
    give(assessed, acting(cast.bob))
    assert SecondReading.objects.count() == 1


@pytest.mark.parametrize("sql", ["UPDATE cases_secondreading SET agrees = true", "DELETE FROM cases_secondreading"])
def test_a_reading_is_not_changed_by_raw_sql_either(assessed, cast, acting, sql):
    give(assessed, acting(cast.bob))
    with (
        pytest.raises(DatabaseError, match=r"permission denied|kept until"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_what_the_log_cannot_tell_of_did_not_happen(assessed, cast, acting, monkeypatch):
    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(second_reading, "record_event", no_log)
    acting(cast.bob)
    for act in (
        lambda: give(assessed, cast.bob),
        lambda: ask_second_reading(case=assessed, of=cast.alice.person_id, by=cast.bob),
    ):
        with pytest.raises((RuntimeError, NotNow)), transaction.atomic():
            act()
    acting(cast.alice)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        ask_second_reading(case=assessed, of=cast.bob.person_id, by=cast.alice)
    assert not SecondReading.objects.exists()
    assert not ReadingRequest.objects.exists()
    assert not Notice.objects.exists()


def test_left_to_read_is_what_others_wrote_and_nobody_here_has_read_as_it_stands():
    me, other = new_id(), new_id()
    standing = [Answered(BIAS, None, 2, other), Answered(About.QUALIFICATION, me, 1, me)]
    assert left_to_read(standing, [], reader=me) == standing[:1]


def test_lists_of_the_first_page_are_only_for_whom_works_on_cases(cast, acting):
    lars = acting(cast.lars)
    assert news_items(lars) is None
    assert reading_items(lars) is None
