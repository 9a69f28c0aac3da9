"""What others are asked to keep: effect, log, wall; and the rules of its days."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from proximity.accounts.actors import NotAllowed
from proximity.accounts.records import new_record
from proximity.audit.models import AuditEvent
from proximity.evidence.access import RequestNotFound
from proximity.evidence.models import PreservationDefault, PreservationRequest
from proximity.evidence.operations import preserving
from proximity.evidence.operations.preserving import Asked, ask_to_keep, set_camera_days, settle_request
from proximity.evidence.queries.offers import camera_days, open_requests, requests_of
from proximity.evidence.rules.clocks import MAX_DAYS, Kept, NotValid, Standing, check_settles, until
from proximity.foundation.pure.ids import new_id

TODAY = date(2026, 11, 24)
ASKED = Asked(Kept.CAMERA, "Shop 24", "the door, 21 to 22 h", "", TODAY, 7)


@pytest.fixture
def alice(cast, acting):
    return acting(cast.alice)


@pytest.fixture
def subject(alice):
    record = new_id()
    new_record(record, city_id=alice.city_id, readers=[alice.organisation])
    return record


@pytest.mark.django_db
def test_a_request_is_sealed_and_says_until_when_it_is_there(alice, subject):
    request = ask_to_keep(subject_id=subject, asked=ASKED, by=alice)
    assert request.until == date(2026, 12, 1)
    assert b"Shop" not in bytes(request.details)
    (opened,) = requests_of(subject, by=alice)
    assert (opened.holder, opened.place, opened.standing) == ("Shop 24", "the door, 21 to 22 h", Standing.ASKED)
    assert AuditEvent.objects.filter(action="preservation.asked_camera", target=str(subject)).count() == 1
    assert str(request).startswith(str(subject))


@pytest.mark.django_db
def test_what_came_of_it_is_noted_once(alice, subject):
    request = ask_to_keep(subject_id=subject, asked=ASKED, by=alice)
    settled = settle_request(
        request_id=request.pk, subject_id=subject, standing=Standing.REFUSED, outcome="They want an order.", by=alice
    )
    assert settled.settled_by == alice.person_id
    assert requests_of(subject, by=alice)[0].outcome == "They want an order."
    assert not open_requests([subject], before=date(2027, 1, 1)).exists()
    with pytest.raises(RequestNotFound):
        settle_request(request_id=request.pk, subject_id=subject, standing=Standing.LOST, by=alice)


@pytest.mark.django_db
def test_what_vanishes_soon_is_told_the_nearest_first(alice, subject):
    for days in (9, 3):
        ask_to_keep(subject_id=subject, asked=Asked(Kept.ONLINE, f"P{days}", "", "", TODAY, days), by=alice)
    found = open_requests([subject], before=date(2026, 12, 30))
    assert [(one.until - TODAY).days for one in found] == [3, 9]
    assert not open_requests([subject], before=TODAY).exists()


@pytest.mark.django_db
def test_an_organisation_says_after_how_many_days_it_reckons(alice, cast, acting):
    assert camera_days(alice) is None
    set_camera_days(days=7, by=alice)
    set_camera_days(days=5, by=alice)
    assert camera_days(alice) == 5
    assert str(PreservationDefault.objects.get()).endswith(" 5")
    assert AuditEvent.objects.filter(action="preservation.days_set").count() == 2
    assert camera_days(acting(cast.nadia)) is None
    with pytest.raises(NotValid):
        set_camera_days(days=0, by=cast.alice)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nadia", "stefan", "charlie"])
def test_nobody_else_sees_or_settles_it(alice, subject, cast, acting, who):
    request = ask_to_keep(subject_id=subject, asked=ASKED, by=alice)
    other = acting(getattr(cast, who))
    assert not PreservationRequest.objects.exists()
    with pytest.raises((RequestNotFound, NotAllowed)):
        settle_request(request_id=request.pk, subject_id=subject, standing=Standing.LOST, by=other)


@pytest.mark.django_db
def test_a_request_is_neither_rewritten_nor_deleted_nor_made_in_anothers_name(alice, subject, cast):
    ask_to_keep(subject_id=subject, asked=ASKED, by=alice)
    ngo = cast.organisations["madrid.ngo"].pk
    for statement in (
        "UPDATE evidence_preservationrequest SET details = details", "DELETE FROM evidence_preservationrequest",
        "UPDATE evidence_preservationrequest SET until = until",
    ):  # fmt: skip
        with (
            pytest.raises(DatabaseError, match=r"permission denied|two persons"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        PreservationRequest.objects.create(
            city_id=alice.city_id, subject_id=subject, organisation_id=ngo, what=Kept.CAMERA, details=b"x", asked_on=TODAY,
            until=TODAY, added_at="2026-11-24T00:00:00Z",
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ask", "settle", "days"])
def test_what_the_log_cannot_tell_of_does_not_happen(alice, subject, name, monkeypatch):
    request = ask_to_keep(subject_id=subject, asked=ASKED, by=alice)

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(preserving, "record_event", broken)
    act = {
        "ask": lambda: ask_to_keep(subject_id=subject, asked=ASKED, by=alice),
        "settle": lambda: settle_request(
            request_id=request.pk, subject_id=subject, standing=Standing.SECURED, by=alice
        ),
        "days": lambda: set_camera_days(days=4, by=alice),
    }[name]
    with pytest.raises(RuntimeError, match="no log"):
        act()
    assert list(PreservationRequest.objects.values_list("standing", flat=True)) == [Standing.ASKED]
    assert not PreservationDefault.objects.exists()


@pytest.mark.django_db
def test_who_may_not_enter_reports_asks_nobody(alice, subject, cast, acting):
    lars = acting(cast.lars)
    for act in (
        lambda: ask_to_keep(subject_id=subject, asked=ASKED, by=lars),
        lambda: settle_request(request_id=new_id(), subject_id=subject, standing=Standing.LOST, by=lars),
        lambda: set_camera_days(days=3, by=lars),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.django_db
def test_a_request_needs_a_holder(alice, subject):
    with pytest.raises(NotValid):
        ask_to_keep(subject_id=subject, asked=Asked(Kept.CAMERA, " ", "", "", TODAY, 7), by=alice)


@given(st.integers(-5, 2 * MAX_DAYS))
def test_days_lie_within_a_year(days):
    if 1 <= days <= MAX_DAYS:
        assert (until(TODAY, days) - TODAY).days == days
    else:
        with pytest.raises(NotValid):
            until(TODAY, days)


@pytest.mark.parametrize("current", list(Standing))
@pytest.mark.parametrize("to", list(Standing))
def test_only_what_waits_is_settled(current, to):
    if current is Standing.ASKED and to is not Standing.ASKED:
        check_settles(current, to)
    else:
        with pytest.raises(NotValid):
            check_settles(current, to)
