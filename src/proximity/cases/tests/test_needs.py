"""Needs and protection: kept apart with a key of their own, assessed in versions, measures moved, read and taken out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from proximity.accounts.models import KeyWrap
from proximity.assessment.rules import MAX_TEXT, NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.audit.queries import events_about
from proximity.cases.access import (
    CaseNotFound,
    NeedsNotFound,
    get_measure,
    get_support_referral,
    lock_case_for_needs,
    may_see_needs,
    needs_visible_to,
)
from proximity.cases.factories import assess_case
from proximity.cases.models import (
    Case,
    CasePerson,
    NecessityTest,
    NeedsFile,
    NeedsVersion,
    ProtectionMeasure,
    RightsNotice,
    SupportConsent,
    SupportReferral,
)
from proximity.cases.operations import handling, needs
from proximity.cases.operations.needs import AssessedMeanwhile
from proximity.cases.operations.support import Service
from proximity.cases.queries.needs import needs_page, needs_state, needs_waiting
from proximity.cases.queries.needs_export import needs_as_json
from proximity.cases.queries.support import request_lines
from proximity.cases.rules.needs import MeasureState, Needs, Risk
from proximity.cases.rules.retention import Outcome
from proximity.cases.tests.disposal import carry_out, close, confirmed, make_due
from proximity.cases.tests.need_acts import (
    ASSESSED,
    NOW,
    PASSED,
    SECRET,
    TODAY,
    add_suspect,
    assess,
    refer,
    set_measure,
    tell_rights,
)
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def test_needs_have_a_record_of_their_own_that_only_the_own_organisation_opens(case, cast, alice):
    assess(case, alice)
    file = NeedsFile.objects.get()
    assert file.pk != case.pk
    with as_role("owner"):
        readers = KeyWrap.objects.filter(record_id=file.pk).values_list("organisation", flat=True)
        assert list(readers) == [cast.organisations["madrid.police"].pk]
    event = AuditEvent.objects.get(action="needs.assessed")
    assert (event.target, event.label, event.purpose) == (str(file.pk), case.reference, "")


def test_no_act_on_needs_stands_in_the_timeline_of_the_case(case, alice):
    assess(case, alice)
    set_measure(case, alice)
    actions = {event.action for event in events_about(case.pk)}
    assert not {action for action in actions if action.startswith(("needs.", "support."))}


def test_each_saving_is_a_version_and_the_earlier_ones_stay(case, cast, acting):
    alice = acting(cast.alice)
    assess(case, alice)
    bob = acting(cast.bob)
    with pytest.raises(AssessedMeanwhile):
        assess(case, bob)
    assess(case, bob, seen=1, assessed=replace(ASSESSED, risk=Risk.IMMEDIATE), review_on=TODAY)
    page = needs_page(case, by=bob, now=NOW)
    assert [(one.number, one.by, one.needs.risk, one.review_on) for one in page.versions] == [
        (2, bob.person_id, "immediate", TODAY), (1, alice.person_id, "raised", TODAY + WEEK),
    ]  # fmt: skip
    assert (page.seen, page.current.number, page.version(1).needs.wishes) == (2, 2, SECRET)
    assert page.version(3) is None
    assert NeedsFile.objects.get().review_on == TODAY


def test_what_does_not_hold_together_begins_no_needs_file(case, alice):
    for wrong in (
        {"assessed": Needs(special="yes")}, {"review_on": None}, {"review_on": TODAY - WEEK},
        {"ends": True},
    ):  # fmt: skip
        with pytest.raises(NotSound):
            assess(case, alice, **wrong)
    assert not NeedsFile.objects.exists()


def test_needs_may_come_to_an_end_and_go_on_after_the_case_is_closed(case, alice):
    assess_case(case, by=alice)
    handling.close_case(case=case, feedback="Done.", by=alice)
    assess(case, alice, assessed=Needs(risk=Risk.ORDINARY), ends=True)
    state = needs_state(case, by=alice)
    assert (state.assessed_at, state.review_on, state.is_overdue(TODAY)) == (NOW, None, False)


def test_the_case_page_is_told_when_and_nothing_else(case, alice):
    assert needs_state(case, by=alice).assessed_at is None
    assess(case, alice)
    state = needs_state(case, by=alice)
    assert (state.may_see, state.assessed_at, state.review_on) == (True, NOW, TODAY + WEEK)
    assert not state.is_overdue(TODAY + WEEK)
    assert state.is_overdue(TODAY + WEEK + timedelta(days=1))


@pytest.mark.parametrize(
    ("who", "assigned", "sees"),
    [("alice", "alice", True), ("bob", "alice", True), ("alice", "bob", False), ("alice", None, True),
     ("stefan", "alice", False), ("nadia", None, False), ("petra", None, False), ("ines", None, False), ("lars", None, False)],
)  # fmt: skip
def test_whoever_works_on_the_case_and_supervisors_see_needs(case, cast, acting, who, assigned, sees):
    assess(case, acting(cast.alice))
    handling.assign_case(case=case, to=getattr(cast, assigned).person_id if assigned else None, by=cast.alice)
    case.refresh_from_db()
    actor = acting(getattr(cast, who))
    assert bool(needs_visible_to(actor)) is sees
    if sees:
        assert may_see_needs(case, by=actor)
        assert lock_case_for_needs(case, by=actor) == case
    else:
        assert who == "stefan" or not may_see_needs(case, by=actor)
        with pytest.raises((CaseNotFound, NeedsNotFound)):
            lock_case_for_needs(case, by=actor)


def test_measures_are_sealed_moved_along_and_found_only_in_their_own_file(case, alice):
    measure = set_measure(case, alice, what=" Another way home ")
    assert b"way home" not in bytes(measure.what)
    (line,) = needs_page(case, by=alice, now=NOW).measures
    assert (line.what, line.who, line.state) == ("Another way home", "Alice", "planned")
    assert line.next_states == (MeasureState.IN_PLACE, MeasureState.ENDED, MeasureState.REFUSED)
    needs.move_measure(case=case, measure_id=measure.pk, state=MeasureState.IN_PLACE, by=alice)
    measure.refresh_from_db()
    assert (measure.state, measure.state_by) == ("in_place", alice.person_id)
    with pytest.raises(NotNow):
        needs.move_measure(case=case, measure_id=measure.pk, state=MeasureState.PLANNED, by=alice)
    with pytest.raises(NeedsNotFound):
        needs.move_measure(case=case, measure_id=new_id(), state=MeasureState.ENDED, by=alice)
    file = NeedsFile.objects.get()
    assert get_measure(file, measure.pk) == measure
    with pytest.raises(NeedsNotFound):
        get_support_referral(file, measure.pk)


@pytest.mark.parametrize(
    ("what", "who", "field"), [(" ", "Alice", "what"), ("Call", "", "who"), ("x" * (MAX_TEXT + 1), "A", "what")]
)
def test_a_measure_says_what_and_who(case, alice, what, who, field):
    with pytest.raises(NotSound, match=field):
        needs.set_measure(case=case, what=what, who=who, due_on=TODAY, by=alice)


def test_reading_is_noted_once_a_sitting(case, cast, acting):
    alice = acting(cast.alice)
    assess(case, alice)
    file = NeedsFile.objects.get()
    assert needs.note_needs_read(needs=file, by=alice, now=NOW)
    assert not needs.note_needs_read(needs=file, by=alice, now=NOW + timedelta(minutes=29))
    assert needs.note_needs_read(needs=file, by=alice, now=NOW + timedelta(minutes=31))
    assert needs.note_needs_read(needs=file, by=acting(cast.bob), now=NOW)
    assert AuditEvent.objects.filter(action="needs.read", target=str(file.pk)).count() == 3


def test_needs_are_taken_out_for_a_purpose_that_the_log_keeps(case, alice):
    with pytest.raises(NotSound, match="purpose"):
        needs.note_needs_exported(case=case, purpose="", by=alice)
    assess(case, alice)
    refer(case, alice, Service(name="The parish"))
    set_measure(case, alice)
    needs.note_needs_exported(case=case, purpose="protection measure", by=alice)
    event = AuditEvent.objects.get(action="needs.exported")
    assert (event.purpose, event.label) == ("protection measure", case.reference)
    told = needs_as_json(needs_page(case, by=alice), case)
    assert told["schema"] == "proximity-needs/1"
    assert told["versions"][0]["needs"]["wishes"] == SECRET
    assert told["versions"][0]["assessed_by"] == "Alice"
    assert told["measures"][0]["what"] == "Another way home"
    assert told["referrals"][0]["consents"][0]["scope"] == "My first name and number."


def test_home_shows_what_is_due_without_content(case, cast, acting):
    alice = acting(cast.alice)
    assess(case, alice, review_on=TODAY + timedelta(days=1))
    set_measure(case, alice, due_on=TODAY + timedelta(days=2))
    refer(case, alice, Service(name="The parish"), remind_on=TODAY + timedelta(days=3))
    assert needs_waiting(alice, now=NOW) == []
    waiting = needs_waiting(alice, now=NOW + timedelta(days=3))
    assert [(one.reference, one.what) for one in waiting] == [
        (case.reference, "review"), (case.reference, "measure"), (case.reference, "support"),
    ]  # fmt: skip
    assert len(needs_waiting(acting(cast.bob), now=NOW + timedelta(days=3))) == 3
    assert needs_waiting(acting(cast.stefan), now=NOW + timedelta(days=3)) == []
    handling.assign_case(case=case, to=cast.bob.person_id, by=acting(cast.alice))
    assert needs_waiting(cast.alice, now=NOW + timedelta(days=3)) == []


def test_needs_go_with_the_case_and_the_partner_keeps_what_she_was_asked(case, cast, acting):
    alice = acting(cast.alice)
    referral = refer(case, alice, Service(organisation=cast.organisations["madrid.ngo"]))
    assess(case, alice)
    set_measure(case, alice)
    add_suspect(case, alice)
    tell_rights(case, alice)
    close(case, alice)
    make_due(case.pk)
    disposal = confirmed([case.pk], cast, acting)
    acting(cast.bob)
    assert carry_out(disposal, cast.organisations["madrid.police"]) == [Outcome.DISPOSED]
    with as_role("owner"):
        kept = (
            NeedsFile,
            NeedsVersion,
            ProtectionMeasure,
            SupportReferral,
            SupportConsent,
            CasePerson,
            NecessityTest,
            RightsNotice,
        )
        assert [model.__name__ for model in kept if model.objects.exists()] == []
        readers = KeyWrap.objects.filter(record_id=referral.request_id).values_list("organisation", flat=True)
        assert list(readers) == [cast.organisations["madrid.ngo"].pk]
    (line,) = request_lines(acting(cast.nadia))
    assert line.passed == PASSED


def test_a_case_without_needs_goes_too(case, cast, acting):
    close(case, acting(cast.alice))
    make_due(case.pk)
    disposal = confirmed([case.pk], cast, acting)
    acting(cast.bob)
    assert carry_out(disposal, cast.organisations["madrid.police"]) == [Outcome.DISPOSED]


ACTS = {
    "assess": lambda case, by: assess(case, by, seen=1),
    "measure": set_measure,
    "move": lambda case, by: needs.move_measure(
        case=case, measure_id=ProtectionMeasure.objects.get().pk, state=MeasureState.ENDED, by=by
    ),
    "read": lambda _case, by: needs.note_needs_read(needs=NeedsFile.objects.get(), by=by),
    "export": lambda case, by: needs.note_needs_exported(case=case, purpose="protection measure", by=by),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_the_log_cannot_tell_of_was_not_done(case, alice, monkeypatch, name):
    assess(case, alice)
    set_measure(case, alice)
    before = list(NeedsFile.objects.values()), list(ProtectionMeasure.objects.values()), NeedsVersion.objects.count()
    monkeypatch.setattr(needs, "record_event", _no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        ACTS[name](case, alice)
    after = list(NeedsFile.objects.values()), list(ProtectionMeasure.objects.values()), NeedsVersion.objects.count()
    assert after == before


@pytest.mark.parametrize("name", ["assess", "measure", "export"])
def test_who_is_not_on_the_case_does_nothing_with_its_needs(case, cast, acting, name):
    assess(case, acting(cast.alice))
    handling.assign_case(case=case, to=cast.bob.person_id, by=cast.alice)
    with pytest.raises(NeedsNotFound):
        ACTS[name](Case.objects.get(pk=case.pk), cast.alice)
    with pytest.raises(CaseNotFound):
        ACTS[name](case, acting(cast.nadia))


def test_what_is_kept_stands_nowhere_in_the_clear(case, alice):
    assess(case, alice)
    set_measure(case, alice, what=SECRET)
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            found = cursor.fetchone()[0]
            assert SECRET not in found
            assert SECRET.encode().hex() not in found


def _no_log(*_args, **_kwargs):
    raise RuntimeError("no log")
