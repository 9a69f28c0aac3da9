"""The pages of courses: a trainer's, those of who takes part, and the public one of a certificate."""

import csv
import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from proximity.foundation.testing import forget_context
from proximity.learning.factories import answer_as, make_course, make_scenario
from proximity.learning.models import Certificate, Cohort, Reply, Seat, Session
from proximity.learning.operations import certificates
from proximity.learning.rules.questions import ITEMS, KEY

pytestmark = pytest.mark.django_db
SESSION = {
    "module": "training", "topic": "Indicators", "place": "Room 0", "day": "2026-12-01", "time": "09:30", "minutes": "90",
}  # fmt: skip
ANSWERS = {str(item): "right" if item in KEY else "3" for item in ITEMS}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sent_to(answer, start):
    assert answer.status_code == 302, text_of(answer)
    assert answer.headers["Location"].startswith(start)
    return answer.headers["Location"]


@pytest.fixture
def teo(cast, workspace):
    return workspace(cast.teo)


@pytest.fixture
def alice(cast, workspace):
    return workspace(cast.alice)


def test_the_trainer_sets_a_course_up_plans_and_invites(cast, acting, teo, alice):
    scenario = make_scenario(acting(cast.teo))
    forget_context()
    assert "The empty square" in text_of(teo.get("/learning/courses/new/"))
    course = sent_to(
        teo.post("/learning/courses/new/", {"name": "Together", "language": "es", "scenarios": [str(scenario)]}),
        "/learning/courses/",
    )
    assert sent_to(teo.post(f"{course}session/", SESSION), course)
    page = text_of(teo.get(course))
    assert "Indicators" in page
    assert "12/01/2026 9:30 a.m." in page or "2026" in page
    assert sent_to(teo.post(f"{course}invite/", {"email": "alice@example.org"}), course)
    assert "alice@example.org" in text_of(teo.get(course))
    assert "Together" in text_of(alice.get("/learning/"))
    assert "Together" in text_of(alice.get("/"))
    acting(cast.alice)
    seat = Seat.objects.get()
    place = sent_to(
        alice.post(f"/learning/seats/{seat.pk}/answer/", {"answer": "accept"}), f"/learning/seats/{seat.pk}/"
    )
    assert "Answer the questions" in text_of(alice.get(place))
    assert "Alice" in text_of(teo.get(course))


def test_a_session_begins_by_the_clock_of_the_city(cast, acting, teo):
    made = make_course(cast, acting)
    teo.post(f"/learning/courses/{made.pk}/session/", SESSION)
    acting(cast.teo)
    assert Session.objects.filter(topic="Indicators").get().starts_at.isoformat() == "2026-12-01T08:30:00+00:00"
    assert "9:30" in text_of(teo.get(f"/learning/courses/{made.pk}/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"topic": ""}, "Write a few words."), ({"day": "31/31"}, "Give a day that exists"), ({"time": "9"}, "Give a time"),
        ({"minutes": "0"}, "a day at most"), ({"minutes": "x"}, "a day at most"), ({"module": ""}, "Choose one."),
    ],
)  # fmt: skip
def test_what_does_not_fit_in_a_session_is_said_beside_its_field(cast, acting, teo, change, said):
    made = make_course(cast, acting)
    answer = teo.post(f"/learning/courses/{made.pk}/session/", SESSION | change)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="Room 0"' in answer.content.decode()


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody@example.org", "Nobody who can take part"),
        ("alice@example.org", "She was invited already"),
        ("x", "whole address"),
    ],
)
def test_whom_one_cannot_invite_is_said_beside_the_field(cast, acting, teo, email, said):
    made = make_course(cast, acting)
    answer = teo.post(f"/learning/courses/{made.pk}/invite/", {"email": email})
    assert (answer.status_code, said in text_of(answer)) == (422, True)


def test_a_course_without_a_name_or_with_too_many_scenarios_is_not_set_up(cast, acting, teo):
    assert teo.post("/learning/courses/new/", {"name": "", "language": "es"}).status_code == 422
    acting(cast.teo)
    many = [str(make_scenario(cast.teo)) for _ in range(13)]
    answer = teo.post("/learning/courses/new/", {"name": "x", "language": "es", "scenarios": many})
    assert "Twelve scenarios are enough" in text_of(answer)
    assert not Cohort.objects.exists()


def test_who_declines_reads_so_and_finds_it_no_more(cast, acting, workspace):
    make_course(cast, acting)
    nadia = workspace(cast.nadia)
    acting(cast.nadia)
    seat = Seat.objects.get()
    sent_to(nadia.post(f"/learning/seats/{seat.pk}/answer/", {"answer": "no"}), "/learning/")
    page = text_of(nadia.get("/learning/"))
    assert "You have declined." in page
    assert "Course of the test" not in page
    assert nadia.get(f"/learning/seats/{seat.pk}/").status_code == 404


def test_questions_are_asked_once_and_what_is_missing_is_said(cast, acting, alice):
    make_course(cast, acting)
    acting(cast.alice)
    address = f"/learning/seats/{Seat.objects.get().pk}/before/"
    assert alice.post(address, {}).status_code == 422
    answer = alice.post(address, ANSWERS | {"money": ""})
    assert "Choose one." in text_of(answer)
    sent_to(alice.post(address, ANSWERS), address.removesuffix("before/"))
    acting(cast.alice)
    assert Reply.objects.get().answers == ANSWERS
    assert alice.get(address).status_code == 404
    for moment in ("after", "never"):
        assert alice.get(address.replace("before", moment)).status_code == 404


@pytest.fixture
def earned(cast, acting):
    """Let Alice take part in the whole, but for the certificate."""
    scenario = make_scenario(acting(cast.teo))
    made = make_course(cast, acting, scenarios=[scenario], starts_at=timezone.now() - timedelta(hours=1))
    answer_as([cast.alice], scenario)
    return made


def test_from_attendance_to_the_certificate_and_back(cast, acting, teo, alice, earned, monkeypatch):
    monkeypatch.setattr(certificates, "run_program", lambda _module, _document: b"%PDF-")
    course = f"/learning/courses/{earned.pk}/"
    acting(cast.teo)
    session, seat = Session.objects.get(), Seat.objects.get(state="accepted")
    assert "Alice" in text_of(teo.get(f"/learning/sessions/{session.pk}/"))
    assert teo.post(f"/learning/sessions/{session.pk}/", {"seats": [str(uuid4())]}).status_code == 422
    sent_to(teo.post(f"/learning/sessions/{session.pk}/", {"seats": [str(seat.pk)]}), course)
    assert "Give 1 certificate" not in text_of(teo.get(course))
    sent_to(alice.post(f"/learning/seats/{seat.pk}/after/", ANSWERS), f"/learning/seats/{seat.pk}/")
    assert "you were there" in text_of(alice.get(f"/learning/seats/{seat.pk}/"))
    assert "Give 1 certificate" in text_of(teo.get(course))
    sent_to(teo.post(f"{course}certificates/"), course)
    assert "1 certificate is given." in text_of(teo.get(course))
    acting(cast.alice)
    one = Certificate.objects.get()
    assert one.shown_number in text_of(alice.get("/learning/"))
    fetched = alice.get(f"/learning/certificates/{one.pk}/certificate.pdf")
    assert (fetched.content, fetched["Content-Type"]) == (b"%PDF-", "application/pdf")
    sent_to(teo.post(f"/learning/certificates/{one.pk}/revoke/"), course)
    assert "taken back" in text_of(teo.get(course))
    assert "taken back" in text_of(alice.get("/learning/"))
    assert alice.get(f"/learning/certificates/{one.pk}/certificate.pdf").status_code == 404


def test_a_session_is_taken_out_and_a_course_is_closed_once_asked(cast, acting, teo, earned):
    course = f"/learning/courses/{earned.pk}/"
    acting(cast.teo)
    session = Session.objects.get()
    sent_to(teo.post(f"/learning/sessions/{session.pk}/remove/"), course)
    assert "No session yet." in text_of(teo.get(course))
    assert "This cannot be undone." in text_of(teo.get(f"{course}close/"))
    sent_to(teo.post(f"{course}close/"), course)
    assert "closed" in text_of(teo.get(course))
    assert teo.get(f"{course}invite/").status_code == 404


def test_results_are_a_table_with_its_columns_even_where_there_is_nothing(cast, teo, earned):
    answer = teo.get(f"/learning/courses/{earned.pk}/results.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert list(csv.reader(io.StringIO(answer.content.decode()))) == [
        ["item", "measure", "people", "before", "after", "difference"]
    ]


@pytest.fixture
def number(cast, acting, earned, monkeypatch):
    """Return the number of a certificate of Alice's."""
    monkeypatch.setattr("proximity.learning.operations.certificates.seat_rows", lambda cohort: [
        type("Row", (), {"id": seat.pk, "earned": True}) for seat in cohort.seats.filter(state="accepted")
    ])  # fmt: skip
    certificates.give_certificates(cohort_id=earned.pk, by=acting(cast.teo))
    shown = Certificate.objects.get().shown_number
    forget_context()
    return shown


def test_whoever_holds_a_certificate_checks_it_on_the_public_site(number, public):
    address = f"/en/certificate/{number}/"
    page = text_of(public.get(address))
    assert "This certificate is valid" in page
    assert "Course of the test" in page
    assert "Alice" not in page
    assert "Yes, this name stands on it." in text_of(public.post(address, {"name": " ALICE "}))
    assert "No, another name stands on it." in text_of(public.post(address, {"name": "Bob"}))
    assert public.post(address, {"name": ""}).status_code == 422
    assert public.get(address.lower()).status_code == 200
    for wrong in ("0000-0000-0000-0000", "x", "%00"):
        assert public.get(f"/en/certificate/{wrong}/").status_code == 404


@pytest.fixture
def revoked(cast, acting, number):
    """Take it back."""
    teo = acting(cast.teo)
    certificates.revoke_certificate(certificate_id=Certificate.objects.get().pk, by=teo)
    forget_context()
    return number


def test_a_certificate_that_was_taken_back_says_so(revoked, public):
    assert "does not hold any more" in text_of(public.get(f"/en/certificate/{revoked}/"))


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "ines"])
def test_who_does_not_keep_a_course_finds_nothing(cast, workspace, earned, who):
    browser = workspace(getattr(cast, who))
    for part in ("", "session/", "invite/", "close/", "results.csv"):
        assert browser.get(f"/learning/courses/{earned.pk}/{part}").status_code == 404
