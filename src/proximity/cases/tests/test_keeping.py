"""Times of keeping, holds and reviews of cases, and the organisation's own decision."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from proximity.accounts.actors import NotAllowed, machine_of
from proximity.accounts.models import KeyWrap
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.models import KeepingReview, LegalHold, RetentionChoice, RetentionSchedule
from proximity.cases.operations import keeping
from proximity.cases.operations.handling import reopen_case, set_offence_state
from proximity.cases.operations.keeping import choose_period, hold_case, keep_case, lift_hold, schedule_all
from proximity.cases.queries.keeping import rule_of, rules_for
from proximity.cases.queries.keeping_page import basis_words, keeping_of
from proximity.cases.queries.page import case_page
from proximity.cases.rules.retention import OWN, Period
from proximity.cases.rules.states import OffenceState
from proximity.cases.tests.disposal import close
from proximity.foundation.pure.spans import Unit
from proximity.foundation.testing import here_today
from proximity.packs.vocabulary import KeptKind

pytestmark = pytest.mark.django_db
TWO_YEARS = Period(2, Unit.YEARS)


def schedule(case):
    return RetentionSchedule.objects.get(record_id=case.pk)


def test_times_are_made_when_a_case_is_opened_and_anew_with_each_state(case, alice):
    day = case.opened_at.date()
    first = schedule(case)
    assert (first.kind, first.closed_on) == (KeptKind.OFFENCE, None)
    assert first.dispose_on.year == day.year + 20
    set_offence_state(case=case, state=OffenceState.NOT_AN_OFFENCE, by=alice)
    assert schedule(case).kind == KeptKind.INCIDENT
    close(case, alice)
    assert schedule(case).closed_on == here_today()
    reopen_case(case=case, by=alice)
    assert schedule(case).closed_on is None


def test_the_nightly_run_changes_only_what_changed_and_forgets_what_is_no_longer_held(case, told, alice, cast, acting):
    told()
    acting(cast.alice)
    office = alice.organisation
    assert schedule_all(organisation=office) == 1
    assert schedule_all(organisation=office) == 0
    assert set(RetentionSchedule.objects.values_list("subject", flat=True)) == {"case", "report"}
    KeyWrap.objects.filter(organisation=office).delete()
    schedule_all(organisation=office)
    assert not RetentionSchedule.objects.exists()


def test_a_supervisor_sets_a_hold_with_reason_and_authority_and_lifts_it_with_a_reason(case, cast, acting):
    bob = acting(cast.bob)
    hold = hold_case(case=case, reason="A trial is on.", authority="Juzgado 3", by=bob)
    assert b"trial" not in bytes(hold.reason)
    with pytest.raises(NotNow):
        hold_case(case=case, reason="Again.", authority="x", by=bob)
    found = keeping_of(case_page(case, by=bob), bob)
    assert (found.hold.reason, found.hold.authority, found.hold.set_by) == ("A trial is on.", "Juzgado 3", "Bob")
    lift_hold(case=case, reason="The trial is over.", by=bob)
    found = keeping_of(case_page(case, by=bob), bob)
    assert (found.hold, found.lifted[0].lifted_reason) == (None, "The trial is over.")
    with pytest.raises(NotNow):
        lift_hold(case=case, reason="Again.", by=bob)
    actions = set(AuditEvent.objects.filter(target=str(case.pk)).values_list("action", flat=True))
    assert {"case.held", "case.hold_lifted"} <= actions


def test_keeping_a_case_on_moves_the_next_look_by_a_whole_period(case, cast, acting):
    bob = acting(cast.bob)
    keep_case(case=case, reason="The offender did it again.", by=bob)
    row = schedule(case)
    assert (row.reviewed_on, row.erasure_kept) == (here_today(), False)
    assert row.review_on.year == here_today().year + 3
    (line,) = keeping_of(case_page(case, by=bob), bob).reviews
    assert (line.reason, line.by, line.after_erasure) == ("The offender did it again.", "Bob", False)


def test_the_organisations_own_period_holds_for_all_its_closed_cases_with_who_decided_and_why(case, cast, acting):
    close(case, acting(cast.alice))
    bob = acting(cast.bob)
    choose_period(kind=KeptKind.OFFENCE, period=TWO_YEARS, reason="Order 7/2026.", by=bob)
    row = schedule(case)
    assert (row.dispose_on.year, row.dispose_basis) == (here_today().year + 2, OWN)
    assert RetentionChoice.objects.get().chosen_by == bob.person_id
    found = keeping_of(case_page(case, by=bob), bob)
    assert found.dispose.words == "the organisation's own period"
    assert AuditEvent.objects.get(action="retention.chosen").label == "offence: 2 years"
    with pytest.raises(NotSound, match="amount"):
        choose_period(kind=KeptKind.OFFENCE, period=Period(21, Unit.YEARS), reason="Longer.", by=bob)
    with pytest.raises(NotSound, match="kind"):
        choose_period(kind=KeptKind.LOG, period=TWO_YEARS, reason="No.", by=bob)


ACTS = {
    "hold": lambda case, by: hold_case(case=case, reason="x", authority="x", by=by),
    "lift": lambda case, by: lift_hold(case=case, reason="x", by=by),
    "keep": lambda case, by: keep_case(case=case, reason="x", by=by),
    "choose": lambda _case, by: choose_period(kind=KeptKind.INCIDENT, period=TWO_YEARS, reason="x", by=by),
}
EMPTY = {
    "hold": lambda case, by: hold_case(case=case, reason=" ", authority="x", by=by),
    "authority": lambda case, by: hold_case(case=case, reason="x", authority="", by=by),
    "keep": lambda case, by: keep_case(case=case, reason="", by=by),
    "choose": lambda _case, by: choose_period(kind=KeptKind.INCIDENT, period=TWO_YEARS, reason="", by=by),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", ["alice", "ines", "nadia"])
def test_only_supervisors_decide_on_keeping(case, cast, acting, name, who):
    with pytest.raises(NotAllowed):
        ACTS[name](case, acting(getattr(cast, who)))


@pytest.mark.parametrize("name", EMPTY)
def test_each_decision_has_a_reason(case, cast, acting, name):
    with pytest.raises(NotSound):
        EMPTY[name](case, acting(cast.bob))


@pytest.mark.parametrize("name", ["hold", "lift", "keep", "choose"])
def test_a_decision_that_the_log_cannot_tell_of_is_not_taken(case, cast, acting, monkeypatch, name):
    bob = acting(cast.bob)
    if name == "lift":
        hold_case(case=case, reason="x", authority="x", by=bob)
    monkeypatch.setattr(keeping, "record_event", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ACTS[name](case, bob)
    assert not LegalHold.objects.filter(lifted_at__isnull=name != "lift").exists()
    assert not KeepingReview.objects.exists()
    assert not RetentionChoice.objects.exists()


def test_no_rule_is_known_without_a_pack_or_for_a_body_it_does_not_name(cast, acting):
    office = acting(cast.alice).organisation
    assert [rule.code for rule in rules_for(office, KeptKind.INCIDENT, date(2026, 11, 24))] == [
        "es.lo7.8.review",
        "es.lo7.8.deletion",
    ]
    assert rules_for(acting(cast.ines).organisation, KeptKind.INCIDENT, date(2026, 11, 24)) == ()
    assert rules_for(acting(cast.charlie).organisation, KeptKind.INCIDENT, date(2026, 11, 24)) == ()
    assert rule_of(office, "es.gone") is None
    assert basis_words(office, "es.gone") == "es.gone"
    assert basis_words(office, "") == ""
    office.city.country = "xx"
    assert rules_for(office, KeptKind.INCIDENT, date(2026, 11, 24)) == ()
    assert rule_of(office, "es.lo7.8.review") is None


def test_background_work_may_do_what_its_jobs_are_for_and_the_log_names_it(cast):
    machine = machine_of(cast.organisations["madrid.police"])
    assert machine.label == "system"
    assert machine.may(Capability.ANSWER_REPORTS)
    assert not machine.may(Capability.DISPOSE)


def test_a_case_without_times_shows_none(case, alice):
    RetentionSchedule.objects.all().delete()
    assert keeping_of(case_page(case, by=alice, now=timezone.now() + timedelta(days=1)), alice) is None
