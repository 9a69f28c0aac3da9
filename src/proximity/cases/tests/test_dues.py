"""What is due on cases, from clocks and requests, and what the supervisor sees of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from proximity.cases.models import Case
from proximity.cases.operations.answering import answer_person
from proximity.cases.operations.handling import set_complaint_state, set_offence_state
from proximity.cases.operations.tasks import add_task
from proximity.cases.queries import clocks
from proximity.cases.queries.clocks import clocks_of_cases, limits_for
from proximity.cases.queries.dues import dues_on, local_day_of, waiting_for
from proximity.cases.queries.home import home_items
from proximity.cases.queries.labels import until_words
from proximity.cases.rules.clocks import ClockState
from proximity.cases.rules.dues import Due
from proximity.cases.rules.states import ComplaintState, OffenceState, TaskKind
from proximity.cases.tests.test_clock_rules import limit
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.spans import Unit
from proximity.foundation.testing import as_role
from proximity.packs.vocabulary import ClockKind, ClockStart
from proximity.reporting.models import ErasureRequest, Recipient

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)


def kinds(case, by, limits=()):
    return {one.kind: one for one in clocks_of_cases([case], by=by, limits=limits)[case.pk]}


def test_the_promises_to_the_person_run_and_are_kept_by_an_answer(case, alice):
    first = kinds(case, alice)
    assert set(first) == {ClockKind.ACKNOWLEDGE, ClockKind.FEEDBACK}
    assert first[ClockKind.ACKNOWLEDGE].state(timezone.now()) is ClockState.RUNNING
    answer_person(case=case, text="We are on it.", by=alice)
    assert kinds(case, alice)[ClockKind.ACKNOWLEDGE].state(timezone.now()) is ClockState.MET
    assert "First answer to the person" not in {due.what for due in dues_on(Case.objects.all(), by=alice)}


def test_the_law_of_madrid_runs_from_the_moment_an_offence_is_suspected_and_keeps_its_start(case, alice):
    limits = limits_for(alice, date(2026, 11, 24))
    assert ClockKind.HAND_OVER not in kinds(case, alice, limits)
    for later in (0, 5):
        set_offence_state(case=case, state=OffenceState.SUSPECTED, by=alice, now=NOW + timedelta(hours=later))
    case.refresh_from_db()
    clock = kinds(case, alice, limits)[ClockKind.HAND_OVER]
    assert clock.due_at == NOW + timedelta(hours=24)
    assert clock.rule.code == "es.lecrim.295"
    (due,) = [one for one in dues_on(Case.objects.all(), by=alice) if one.section == "referral"]
    assert (due.at, due.who) == (NOW + timedelta(hours=24), alice.person_id)
    set_offence_state(case=case, state=OffenceState.NOT_AN_OFFENCE, by=alice, now=NOW)
    case.refresh_from_db()
    assert ClockKind.HAND_OVER not in kinds(case, alice, limits)


def test_the_first_hand_over_keeps_the_clock(case, alice, monkeypatch):
    set_offence_state(case=case, state=OffenceState.SUSPECTED, by=alice, now=NOW)
    case.refresh_from_db()
    early, late = NOW + timedelta(hours=3), NOW + timedelta(hours=30)
    monkeypatch.setattr(
        clocks, "HANDED_OVER", (lambda ids: dict.fromkeys(ids, late), lambda ids: dict.fromkeys(ids, early))
    )
    clock = kinds(case, alice, limits_for(alice, date(2026, 11, 24)))[ClockKind.HAND_OVER]
    assert clock.met_at == early
    assert "referral" not in {due.section for due in dues_on(Case.objects.all(), by=alice)}


def test_a_limit_on_telling_the_person_is_met_by_the_first_word_after_her_complaint(case, alice):
    rule = limit(ClockKind.INFORM, ClockStart.COMPLAINT_MADE, 5, Unit.WORKING_DAYS)
    answer_person(case=case, text="Before.", by=alice, now=NOW)
    set_complaint_state(case=case, state=ComplaintState.MADE, by=alice, now=NOW + timedelta(hours=1))
    case.refresh_from_db()
    assert kinds(case, alice, [rule])[ClockKind.INFORM].met_at is None
    answer_person(case=case, text="After.", by=alice, now=NOW + timedelta(hours=2))
    assert kinds(case, alice, [rule])[ClockKind.INFORM].met_at == NOW + timedelta(hours=2)


def test_no_law_is_known_for_a_country_without_a_pack_or_a_body_it_does_not_name(cast, acting):
    assert limits_for(acting(cast.ines), date(2026, 11, 24)) == ()
    assert limits_for(acting(cast.charlie), date(2026, 11, 24)) == ()
    alice = acting(cast.alice)
    alice.organisation.city.country = "xx"
    assert limits_for(alice, date(2026, 11, 24)) == ()


def test_a_request_to_erase_is_due_on_the_case(case, alice):
    with as_role("owner"):
        ErasureRequest.objects.create(
            city_id=case.city_id, report_id=case.report_id, organisation=alice.organisation, requested_at=NOW,
            answer_by=date(2026, 11, 30),
        )  # fmt: skip
    (due,) = [one for one in dues_on(Case.objects.all(), by=alice) if "erase" in one.what]
    assert (due.case, due.on) == (case.pk, date(2026, 11, 30))


def test_a_supervisor_sees_what_is_overdue_first_and_who_works_on_it_an_officer_her_own(case, cast, acting):
    alice = acting(cast.alice)
    today = local_day_of(alice)
    Recipient.objects.filter(report=case.report_id, organisation=alice.organisation).update(
        acknowledged_at=timezone.now()
    )
    add_task(case=case, kind=TaskKind.OTHER, title="Today", due_on=today, by=alice)
    add_task(case=case, kind=TaskKind.OTHER, title="Long ago", due_on=today - timedelta(days=40), by=alice)
    add_task(case=case, kind=TaskKind.OTHER, title="Soon", due_on=today + timedelta(days=2), by=alice)
    bob = acting(cast.bob)
    found = home_items(bob)
    assert [(item.what, item.group, item.who) for item in found.items] == [
        ("Long ago", "Overdue (1)", "Alice"), ("Today", "Today (1)", "Alice"), ("Soon", "Soon (1)", "Alice"),
    ]  # fmt: skip
    assert found.all_url == "/cases/"
    own = add_task(case=case, kind=TaskKind.OTHER, title="Bob's", due_on=today, by=bob)
    own.assignee_id = None
    assert {item.who for item in home_items(acting(cast.alice)).items} == {""}
    Case.objects.filter(pk=case.pk).update(feedback_due=today, assignee=None)
    assert "nobody yet" in {item.who for item in home_items(acting(cast.bob)).items}


def test_a_closed_case_has_nothing_due(case, alice):
    Case.objects.filter(pk=case.pk).update(status="closed")
    assert waiting_for(alice, now=NOW + timedelta(days=90)) == []


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1.5, "in 1 hour (25 Nov 13:30)"),
        (-3, "3 hours overdue (25 Nov 09:00)"),
        (-100, "4 days overdue"),
    ],
)
def test_what_is_due_at_an_hour_says_so(hours, words):
    now = datetime(2026, 11, 25, 11, tzinfo=UTC)
    at = now + timedelta(hours=hours)
    due = Due(new_id(), at.date(), "x", "referral", at=at)
    assert until_words(due, now=now, today=now.date(), time_zone="Europe/Madrid") == words
