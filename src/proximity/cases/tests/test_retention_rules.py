"""How long things are kept, as pure rules."""

from datetime import date

import pytest

from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.rules.retention import (
    DISPOSAL_TRANSITIONS,
    LONGEST_REASON,
    OWN,
    DisposalState,
    Outcome,
    Period,
    Standing,
    check_decides,
    check_period,
    check_reason,
    kept_kind,
    may_go,
    outcome_of,
    scheduled,
)
from proximity.cases.rules.states import OffenceState
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.spans import Unit
from proximity.packs.loader import load_pack
from proximity.packs.vocabulary import KeptKind, OrganisationKind

OPENED, CLOSED = date(2026, 3, 1), date(2026, 6, 1)
SPAIN = load_pack("es").keeping_on(OPENED, KeptKind.OFFENCE, OrganisationKind.LOCAL_POLICE)


def of(rules=SPAIN, **given):
    values = {"recorded_on": OPENED, "closed_on": CLOSED, "reviewed_on": None, "own": None} | given
    return scheduled(KeptKind.OFFENCE, rules=rules, **values)


def test_spanish_law_looks_again_after_three_years_and_ends_after_twenty():
    found = of()
    assert (found.review_on, found.review_basis) == (date(2029, 3, 1), "es.lo7.8.review")
    assert (found.dispose_on, found.dispose_basis) == (date(2046, 3, 1), "es.lo7.8.deletion")
    assert of(reviewed_on=date(2029, 2, 1)).review_on == date(2032, 2, 1)


def test_an_own_period_counts_from_closing_and_comes_first_where_it_is_shorter():
    own = Period(2, Unit.YEARS)
    assert (of(own=own).dispose_on, of(own=own).dispose_basis) == (date(2028, 6, 1), OWN)
    assert of(own=own, closed_on=None).dispose_basis == "es.lo7.8.deletion"


def test_where_nothing_is_known_nothing_is_ever_due():
    found = of(rules=())
    assert (found.review_on, found.dispose_on) == (None, None)
    assert found.standing(date(2999, 1, 1)) is Standing.KEPT
    assert load_pack("gb").keeping == ()


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2029, 2, 28), Standing.KEPT),
        (date(2029, 3, 1), Standing.REVIEW),
        (date(2046, 2, 28), Standing.REVIEW),
        (date(2046, 3, 1), Standing.DISPOSE),
    ],
)
def test_a_record_stands_as_its_days_say(day, standing):
    assert of().standing(day) is standing


@pytest.mark.parametrize(
    ("offence", "closed", "suspects", "kind"),
    [
        (OffenceState.NOT_AN_OFFENCE, True, 0, KeptKind.INCIDENT),
        (OffenceState.SUSPECTED, True, 0, KeptKind.UNSOLVED),
        (OffenceState.SUSPECTED, False, 0, KeptKind.OFFENCE),
        (OffenceState.SUSPECTED, True, 1, KeptKind.OFFENCE),
        (OffenceState.UNDECIDED, True, None, KeptKind.OFFENCE),
    ],
)
def test_what_nobody_decided_is_kept_as_the_longer_kind(offence, closed, suspects, kind):
    assert kept_kind(offence, closed=closed, suspects=suspects) is kind


@pytest.mark.parametrize(
    "period", [Period(21, Unit.YEARS), Period(241, Unit.MONTHS), Period(0, Unit.YEARS), Period(9, Unit.DAYS)]
)
def test_an_own_period_is_a_sensible_time_and_never_longer_than_the_laws(period):
    with pytest.raises(NotSound, match="amount"):
        check_period(period, SPAIN)
    check_period(Period(20, Unit.YEARS), SPAIN)
    check_period(Period(99, Unit.YEARS), ())


@pytest.mark.parametrize("reason", ["", "  ", "a" * (LONGEST_REASON + 1)])
def test_a_decision_has_a_reason_that_fits(reason):
    with pytest.raises(NotSound, match="reason"):
        check_reason(reason)


def test_only_what_is_due_closed_and_not_held_may_go():
    assert may_go(due=True, closed=True, held=False)
    for values in ((False, True, False), (True, False, False), (True, True, True)):
        assert not may_go(due=values[0], closed=values[1], held=values[2])


def test_what_happened_meanwhile_decides_the_outcome():
    assert outcome_of(there=False, closed=True, held=True) is Outcome.GONE
    assert outcome_of(there=True, closed=True, held=True) is Outcome.HELD
    assert outcome_of(there=True, closed=False, held=False) is Outcome.OPEN
    assert outcome_of(there=True, closed=True, held=False) is Outcome.DISPOSED


@pytest.mark.parametrize("state", DisposalState)
def test_a_list_is_decided_once(state):
    for wanted in DisposalState:
        if wanted in DISPOSAL_TRANSITIONS[state]:
            check_decides(state, wanted, proposer=new_id(), decider=new_id())
        else:
            with pytest.raises(NotNow):
                check_decides(state, wanted, proposer=new_id(), decider=new_id())


def test_nobody_confirms_her_own_list_nor_without_being_somebody():
    bob = new_id()
    for decider in (bob, None):
        with pytest.raises(NotNow, match="second person"):
            check_decides(DisposalState.PROPOSED, DisposalState.CONFIRMED, proposer=bob, decider=decider)
    check_decides(DisposalState.PROPOSED, DisposalState.REFUSED, proposer=bob, decider=bob)
