"""Courses: set up, people of two cities, attendance, questions before and after, certificates; effect, log, and who may not."""

import io
import json
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from django.utils import timezone

from proximity.accounts.actors import NotAllowed, enter_as
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import PUBLIC, as_role, changed, refused, rows
from proximity.learning.access import NotHere
from proximity.learning.access_cohorts import seats_of
from proximity.learning.drawing.draw import draw
from proximity.learning.factories import answer_as, make_course, make_scenario
from proximity.learning.models import Attendance, Certificate, Reply, Seat, Session
from proximity.learning.operations import certificates, cohorts, taking_part
from proximity.learning.queries.certificates import certificate_of
from proximity.learning.queries.cohorts import cohort_page, home_items, result_rows
from proximity.learning.rules.certificates import name_mark, read, shown
from proximity.learning.rules.cohorts import Module, SeatState, has_earned
from proximity.learning.rules.questions import ITEMS, KEY, Moment, NotAnswered, Sure, Verdict, is_open, results
from proximity.learning.rules.scenarios import NotSound

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def answers(step="3", verdict=Verdict.RIGHT):
    return {str(item): str(verdict) if item in KEY else step for item in ITEMS}


def seat_of(by):
    enter_as(by)
    return seats_of(by).get()


def say(by, moment, *, step="3", verdict=Verdict.RIGHT, now=None):
    return taking_part.reply(
        seat_id=seat_of(by).pk, moment=moment, answers=answers(step, verdict), by=by, now=now or timezone.now()
    )


# ---- rules


@pytest.mark.parametrize(
    ("moment", "first", "last", "closed", "open_"),
    [
        (Moment.BEFORE, None, None, False, True), (Moment.BEFORE, NOW + HOUR, NOW + HOUR, False, True),
        (Moment.BEFORE, NOW, NOW, False, False), (Moment.BEFORE, None, None, True, False),
        (Moment.AFTER, None, None, False, False), (Moment.AFTER, NOW - HOUR, NOW + HOUR, False, False),
        (Moment.AFTER, NOW - HOUR, NOW, False, True), (Moment.AFTER, NOW - HOUR, NOW, True, False),
    ],
)  # fmt: skip
def test_questions_are_asked_before_the_first_session_and_once_the_last_has_begun(moment, first, last, closed, open_):
    assert is_open(moment, first=first, last=last, closed=closed, now=NOW) is open_


def test_means_and_shares_are_of_those_who_answered_both_times_and_of_five_at_least():
    told = [
        ("before", "recognise", "1", 3), ("before", "recognise", "3", 2), ("after", "recognise", "4", 5),
        ("before", "money", "wrong", 1), ("before", "money", "unsure", 4), ("after", "money", "wrong", 4),
        ("after", "money", "right", 1), ("before", "speak", "2", 4), ("after", "speak", "5", 4),
        ("before", "call_in", "2", 5), ("after", "call_in", "5", 6),
    ]  # fmt: skip
    sure, known = results(told)
    assert (sure.item, sure.people, sure.before, sure.after) == (Sure.RECOGNISE, 5, 1.8, 4)
    assert (known.item, known.before, known.after) == ("money", 0.2, 0.8)
    assert round(sure.difference, 3) == 2.2


def test_who_missed_a_session_a_scenario_or_the_last_questions_has_not_earned_it():
    whole = {"sessions": ["a", "b"], "attended": ["a", "b"], "scenarios": 2, "answered": 2, "after": True}
    assert has_earned(**whole)
    for less in ({"attended": ["a"]}, {"answered": 1}, {"after": False}, {"sessions": [], "attended": []}):
        assert not has_earned(**whole | less)


def test_a_number_is_read_as_people_type_it_and_a_name_as_it_is_meant():
    assert read("0123-4567-89ab-cdef") == "0123456789ABCDEF"
    assert read(shown("0123456789ABCDEF")) == "0123456789ABCDEF"
    assert read("0123") is None
    assert name_mark("X", " ana  PÉREZ ") == name_mark("X", "Ana Pérez")
    assert name_mark("X", "Ana") != name_mark("Y", "Ana")


# ---- setting up


def test_a_course_is_set_up_people_of_two_cities_accept_and_the_log_tells_each_step(cast, acting):
    made = make_course(cast, acting, people=("alice", "charlie"))
    page = cohort_page(made.pk, by=acting(cast.teo))
    assert [(row.name, row.state) for row in page.seats] == [
        ("Alice", "takes part"), ("Charlie", "takes part"), ("nadia@example.org", "invited"),
    ]  # fmt: skip
    assert page.seats[1].office == "West Yorkshire Police · Bradford"
    told = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"learning.cohort_begun", "learning.session_planned", "learning.invited"} <= told
    assert home_items(acting(cast.nadia)).items[0].what == "You are invited to this course"
    assert home_items(acting(cast.charlie)).items[0].what == "Questions of a few minutes wait for you"
    assert home_items(acting(cast.bob)) is None
    assert home_items(acting(cast.teo)) is None


@pytest.mark.parametrize("who", ["alice", "nadia", "lars", "charlie", "ines"])
def test_only_trainers_of_the_office_keep_it(cast, acting, who):
    made = make_course(cast, acting)
    session = made.sessions.get()
    by = acting(getattr(cast, who))
    for act in (
        lambda: cohorts.begin_cohort(name="x", language="en", scenarios=[], by=by),
        lambda: cohorts.invite(cohort_id=made.pk, email="bob@example.org", by=by),
        lambda: cohorts.note_attendance(session_id=session.pk, seats=[], by=by),
        lambda: cohorts.remove_session(session_id=session.pk, by=by),
        lambda: cohorts.close_cohort(cohort_id=made.pk, by=by),
        lambda: certificates.give_certificates(cohort_id=made.pk, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_does_not_fit_is_refused(cast, acting):
    made = make_course(cast, acting)
    teo = acting(cast.teo)
    with pytest.raises(NotSound, match="name"):
        cohorts.begin_cohort(name=" ", language="en", scenarios=[], by=teo)
    with pytest.raises(NotSound, match="minutes"):
        cohorts.plan_session(
            cohort_id=made.pk, module=Module.TRAINING, topic="x", place="x", starts_at=NOW, minutes=0, by=teo
        )
    with pytest.raises(cohorts.InvitedAlready):
        cohorts.invite(cohort_id=made.pk, email="ALICE@example.org", by=teo)
    for nobody in ("nobody@example.org", "ines@example.org", "teo@example.org"):
        with pytest.raises(cohorts.NoAccount):
            cohorts.invite(cohort_id=made.pk, email=nobody, by=teo)
    with pytest.raises(NotHere):
        cohorts.note_attendance(session_id=made.sessions.get().pk, seats=[made.seats.get(state="invited").pk], by=teo)


def test_who_declines_is_not_asked_again_and_a_closed_course_takes_nothing(cast, acting):
    made = make_course(cast, acting)
    nadia = acting(cast.nadia)
    seat = seats_of(nadia).get()
    taking_part.answer_invitation(seat_id=seat.pk, accept=False, by=nadia)
    assert not seats_of(nadia).exists()
    with pytest.raises(NotHere):
        taking_part.answer_invitation(seat_id=seat.pk, accept=True, by=nadia)
    cohorts.close_cohort(cohort_id=made.pk, by=acting(cast.teo))
    for act in (
        lambda: cohorts.close_cohort(cohort_id=made.pk, by=cast.teo),
        lambda: cohorts.invite(cohort_id=made.pk, email="bob@example.org", by=cast.teo),
    ):
        with pytest.raises(NotHere):
            act()
    with pytest.raises(taking_part.NotNow):
        say(cast.alice, Moment.BEFORE)


def test_attendance_is_noted_and_noted_anew(cast, acting):
    made = make_course(cast, acting, people=("alice", "charlie"))
    session, seats = made.sessions.get(), list(made.seats.filter(state=SeatState.ACCEPTED))
    cohorts.note_attendance(session_id=session.pk, seats=[one.pk for one in seats], by=cast.teo)
    assert Attendance.objects.count() == 2
    cohorts.note_attendance(session_id=session.pk, seats=[seats[0].pk], by=cast.teo)
    assert [row.attended for row in cohort_page(made.pk, by=cast.teo).seats] == [1, 0, 0]
    cohorts.remove_session(session_id=session.pk, by=cast.teo)
    assert not Attendance.objects.exists()
    assert not Session.objects.exists()


# ---- questions


def test_questions_are_answered_once_at_a_time_and_whole(cast, acting):
    make_course(cast, acting)
    say(cast.alice, Moment.BEFORE)
    for again in (Moment.BEFORE, Moment.AFTER):
        with pytest.raises(taking_part.NotNow):
            say(cast.alice, again)
    for wrong in ({}, answers() | {"speak": "6"}, answers() | {"money": "3"}, answers() | {"name": "Ana"}):
        with pytest.raises(NotAnswered):
            taking_part.reply(seat_id=seat_of(cast.alice).pk, moment=Moment.AFTER, answers=wrong, by=cast.alice)


def test_what_came_of_them_is_shown_from_five_people_on(cast, acting, more):
    people = ("alice", "charlie", "ana", "eva", "kim")
    actors = [cast.alice, cast.charlie, more[0], more[1], more[3]]
    later = timezone.now() + timedelta(days=11)
    made = make_course(cast, acting, people=("alice", "charlie"))
    for by, name in zip(actors[2:], people[2:], strict=True):
        seat = cohorts.invite(cohort_id=made.pk, email=f"{name}@example.org", by=acting(cast.teo))
        taking_part.answer_invitation(seat_id=seat.pk, accept=True, by=acting(by))
    for by in actors:
        say(by, Moment.BEFORE, step="2", verdict=Verdict.UNSURE)
    for by in actors[:4]:
        say(by, Moment.AFTER, step="4", now=later)
    acting(cast.teo)
    assert result_rows(made.pk) == []
    say(actors[4], Moment.AFTER, step="4", now=later)
    acting(cast.teo)
    found = result_rows(made.pk)
    assert [row.result.item for row in found] == list(ITEMS)
    assert {(row.before, row.after) for row in found if not row.is_share} == {(2, 4)}
    assert {(row.before, row.after) for row in found if row.is_share} == {(0, 100), (0, 0)}
    acting(cast.alice)
    assert result_rows(made.pk) == []


# ---- certificates


@pytest.fixture
def earned(cast, acting):
    """Let Alice take part in the whole: the session is over, one scenario, questions after."""
    scenario = make_scenario(acting(cast.teo))
    made = make_course(cast, acting, scenarios=[scenario], starts_at=timezone.now() - HOUR)
    answer_as([cast.alice], scenario)
    say(cast.alice, Moment.AFTER)
    acting(cast.teo)
    cohorts.note_attendance(session_id=made.sessions.get().pk, seats=[made.seats.get(state="accepted").pk], by=cast.teo)
    return made


def test_who_took_part_in_the_whole_gets_one_and_nobody_else(cast, acting, earned):
    assert certificates.give_certificates(cohort_id=earned.pk, by=cast.teo) == 1
    assert certificates.give_certificates(cohort_id=earned.pk, by=cast.teo) == 0
    one = Certificate.objects.get()
    assert (one.name, one.course, one.sessions, one.minutes) == ("Alice", "Course of the test", 1, 90)
    assert AuditEvent.objects.filter(action="learning.certificate_given", target=str(one.pk)).exists()
    cohorts.close_cohort(cohort_id=earned.pk, by=cast.teo)
    assert certificates.revoke_certificate(certificate_id=one.pk, by=cast.teo).revoked_at
    with pytest.raises(NotHere):
        certificates.revoke_certificate(certificate_id=one.pk, by=cast.teo)


def test_before_the_last_thing_is_done_there_is_none(cast, acting):
    made = make_course(cast, acting)
    assert certificates.give_certificates(cohort_id=made.pk, by=cast.teo) == 0


@pytest.mark.parametrize("language", ["en", "bg", "lv"])
def test_its_pdf_is_one_page_that_a_screen_reader_can_read(cast, acting, earned, monkeypatch, language):
    certificates.give_certificates(cohort_id=earned.pk, by=cast.teo)
    with as_role("owner"):
        Certificate.objects.update(language=language, name="Ана Pērkone <b>")
    given = {}

    def drawn(_module, document):
        given.update(json.loads(json.dumps(document)))
        return draw(document)

    monkeypatch.setattr(certificates, "run_program", drawn)
    alice = acting(cast.alice)
    one = Certificate.objects.get()
    pdf = certificates.certificate_pdf(certificate_id=one.pk, by=alice)
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as meta:
        assert len(document.pages) == 1
        assert meta["pdfuaid:part"] == "1"
        assert str(document.Root.Lang) == language
    assert given["address"].endswith(f"/{language}/certificate/{one.shown_number}/")
    acting(cast.bob)
    with pytest.raises(NotHere):
        certificates.certificate_pdf(certificate_id=one.pk, by=cast.bob)


def test_everybody_with_the_number_reads_the_course_and_no_name(cast, acting, earned):
    certificates.give_certificates(cohort_id=earned.pk, by=cast.teo)
    one = Certificate.objects.get()
    with as_role(PUBLIC):
        found = certificate_of(one.number)
        assert (found.course, found.office, found.city, found.hours, found.rest) == (
            "Course of the test", "Academia", "Madrid", 1, 30,
        )  # fmt: skip
        assert found.is_of("alice")
        assert not found.is_of("Bob")
        assert "Alice" not in repr(found)
        assert certificate_of("0" * 16) is None
        for table in ("learning_certificate", "learning_seat", "learning_cohort", "learning_reply"):
            with refused("permission denied"):
                rows(f"SELECT * FROM {table}")


# ---- with raw SQL


@pytest.mark.parametrize("who", ["bob", "nadia", "ines", "noor"])
def test_a_course_is_read_by_its_office_and_who_was_invited(cast, acting, who):
    make_course(cast, acting)
    acting(getattr(cast, who))
    seen = {table: len(rows(f"SELECT * FROM learning_{table}")) for table in ("cohort", "session", "seat")}
    assert seen == dict.fromkeys(seen, 1 if who == "nadia" else 0)


def test_nobody_answers_an_invitation_for_another_and_no_trainer_accepts_it(cast, acting):
    make_course(cast, acting)
    assert changed("UPDATE learning_seat SET state = 'accepted'") == 0
    acting(cast.alice)
    assert changed("UPDATE learning_seat SET state = 'declined'") == 1
    with refused("row-level security"):
        changed("UPDATE learning_seat SET state = 'invited'")
    with refused("permission denied"):
        changed("UPDATE learning_seat SET person = %s", cast.bob.person_id)


def test_what_somebody_answered_before_is_hers_alone(cast, acting):
    make_course(cast, acting)
    say(cast.alice, Moment.BEFORE)
    assert Reply.objects.count() == 1
    for who in ("teo", "bob", "nadia"):
        acting(getattr(cast, who))
        assert rows("SELECT * FROM learning_reply") == []
    nadia_seat = rows("SELECT id FROM learning_seat")[0][0]
    with refused("row-level security"):
        changed(
            "INSERT INTO learning_reply (id, seat_id, moment, person, answers, replied_at)"
            " VALUES (gen_random_uuid(), %s, 'before', %s, '{}', now())",
            nadia_seat, cast.nadia.person_id,
        )  # fmt: skip


def test_attendance_and_certificates_are_not_made_up(cast, acting, earned):
    seat, session = Seat.objects.get(state="accepted"), Session.objects.get()
    acting(cast.alice)
    with refused("row-level security"):
        changed(
            "INSERT INTO learning_attendance (id, city_id, organisation_id, session_id, seat_id, marked_by, marked_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, now())",
            cast.alice.city_id, cast.alice.organisation.pk, session.pk, seat.pk, cast.alice.person_id,
        )  # fmt: skip
    certificates.give_certificates(cohort_id=earned.pk, by=acting(cast.teo))
    acting(cast.alice)
    assert len(rows("SELECT name FROM learning_certificate")) == 1
    assert changed("UPDATE learning_certificate SET revoked_at = now()") == 0
    with refused("permission denied"):
        changed("UPDATE learning_certificate SET name = 'x'")
    acting(cast.charlie)
    assert rows("SELECT name FROM learning_certificate") == []
