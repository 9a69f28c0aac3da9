"""Pure: where a referral may go and in which states, what a step needs, how far an incident has come."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pytest

from proximity.accounts.rules import OrganisationKind
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.rules.proceedings import (
    BY_POLICE,
    BY_REFERRAL,
    ENTERED,
    NEEDS_REASONS,
    StepKind,
    check_step,
    kinds_open_to,
    stage_of,
    standing,
)
from proximity.cases.rules.referrals import (
    REFERRAL_TRANSITIONS,
    LegalBasis,
    ReferralState,
    Shut,
    check_basis,
    check_may_become,
    reference_of_referral,
    ways_from,
)
from proximity.cases.rules.states import OffenceState
from proximity.foundation.pure.ids import may_be_reference, new_id
from proximity.insight.rules.facts import Stage
from proximity.packs.loader import load_pack
from proximity.packs.vocabulary import Operation

LOCAL, STATE, CIVIL, FISCALIA = (
    "es.madrid.policia_municipal", "es.policia_nacional", "es.guardia_civil", "es.fiscalia",
)  # fmt: skip
DAY = date(2026, 11, 2)


def shut(code, **barred):
    return {way.to.code: way.shut for way in ways_from(code, load_pack("es"), **barred)}


def test_local_police_of_madrid_go_to_a_state_force_and_not_past_it_while_that_is_unconfirmed():
    assert shut(LOCAL) == {STATE: None, CIVIL: None, FISCALIA: Shut.UNCONFIRMED}


def test_the_state_police_go_to_the_prosecution_within_a_day():
    [way] = ways_from(STATE, load_pack("es"))
    assert (way.to.code, way.shut, way.handover.within_hours) == (FISCALIA, None, 24)


def test_the_force_of_bradford_goes_straight_to_the_prosecution():
    [way] = ways_from("gb.bradford.west_yorkshire_police", load_pack("gb"))
    assert (way.to.code, way.shut) == ("gb.cps", None)


@pytest.mark.parametrize("code", ["", "es.nobody"])
def test_who_the_pack_does_not_know_has_no_way(code):
    assert ways_from(code, load_pack("es")) == ()
    assert ways_from(LOCAL, None) == ()


def test_a_body_that_is_barred_is_shut_and_so_are_those_of_its_kind():
    assert shut(LOCAL, barred_codes={STATE})[STATE] is Shut.BARRED
    assert shut(LOCAL, barred_codes={STATE})[CIVIL] is None
    assert shut(LOCAL, barred_kinds={"state_police"})[CIVIL] is Shut.BARRED


def test_a_body_of_which_nobody_knows_that_it_works_is_shut():
    pack = load_pack("es")
    bodies = tuple(
        replace(body, state=Operation.MAY_NOT_OPERATE) if body.code == STATE else body for body in pack.bodies
    )
    found = {way.to.code: way.shut for way in ways_from(LOCAL, replace(pack, bodies=bodies))}
    assert found[STATE] is Shut.MAY_NOT_OPERATE


@pytest.mark.parametrize("wanted", ReferralState)
@pytest.mark.parametrize("current", ReferralState)
def test_only_the_steps_of_the_table_are_allowed(current, wanted):
    if wanted in REFERRAL_TRANSITIONS[current]:
        check_may_become(current, wanted)
    else:
        with pytest.raises(NotNow):
            check_may_become(current, wanted)


@pytest.mark.parametrize(
    ("basis", "offence", "note", "fault"),
    [
        (LegalBasis.DUTY, OffenceState.SUSPECTED, "", None),
        (LegalBasis.DUTY, OffenceState.UNDECIDED, "", "basis"),
        (LegalBasis.DUTY, OffenceState.NOT_AN_OFFENCE, "She agreed.", "basis"),
        (LegalBasis.CONSENT, OffenceState.UNDECIDED, "By telephone.", None),
        (LegalBasis.CONSENT, OffenceState.SUSPECTED, " ", "consent"),
    ],
)
def test_a_duty_needs_a_suspected_offence_and_a_consent_how_it_was_given(basis, offence, note, fault):
    if fault is None:
        check_basis(basis, offence=offence, note=note)
    else:
        with pytest.raises(NotSound) as found:
            check_basis(basis, offence=offence, note=note)
        assert found.value.field == fault


def test_a_reference_of_a_referral_can_be_looked_up():
    assert reference_of_referral("MAD-2026-0184", 1) == "MAD-2026-0184-R1"
    assert may_be_reference("MAD-2026-0184-R1")


def test_a_prosecution_enters_every_step_and_police_only_that_they_investigate():
    assert kinds_open_to(OrganisationKind.PROSECUTION, outside=False) == ENTERED
    assert kinds_open_to(OrganisationKind.STATE_POLICE, outside=False) == BY_POLICE
    assert kinds_open_to(OrganisationKind.LOCAL_POLICE, outside=True) == ENTERED
    assert not BY_REFERRAL & set(ENTERED)


@pytest.mark.parametrize("kind", StepKind)
def test_a_step_needs_a_day_that_has_come_a_source_and_where_something_is_decided_reasons(kind):
    def check(**changed):
        values = {"open_to": [kind], "on": DAY, "today": DAY, "source": "Document 1", "reasons": "Because."} | changed
        check_step(kind, **values)

    check()
    for changed, field in (
        ({"on": date(2026, 11, 3)}, "on"),
        ({"source": " "}, "source"),
        ({"source": "x" * 201}, "source"),
    ):
        with pytest.raises(NotSound) as fault:
            check(**changed)
        assert fault.value.field == field
    if kind in NEEDS_REASONS:
        with pytest.raises(NotSound, match="reasons"):
            check(reasons=" ")
    else:
        check(reasons="")
    with pytest.raises(NotNow):
        check(open_to=[])


@dataclass
class Made:
    id: UUID
    kind: str
    replaces_id: UUID | None = None


def made(kind, replaces=None):
    return Made(new_id(), kind, replaces.id if replaces else None)


def test_what_was_corrected_does_not_hold_and_a_mistake_holds_nothing():
    charged, dismissed = made(StepKind.CHARGED), made(StepKind.DISMISSED)
    right, mistake = made(StepKind.NOT_CHARGED, charged), made(StepKind.MISTAKE, dismissed)
    assert standing([charged, dismissed, right, mistake]) == (right,)


@pytest.mark.parametrize(
    ("kinds", "complaint", "stage"),
    [
        ((), False, Stage.RECORDED),
        ((), True, Stage.COMPLAINT),
        (("referred", "accepted"), True, Stage.REFERRED),
        (("referred", "not_charged", "bias_dropped"), False, Stage.REFERRED),
        (("referred", "charged", "bias_kept"), False, Stage.PROSECUTED),
        (("referred", "charged", "acquitted"), False, Stage.PROSECUTED),
        (("sentenced", "charged", "referred", "uplift"), False, Stage.SENTENCED),
    ],
)
def test_an_incident_has_come_as_far_as_the_furthest_step_that_holds(kinds, complaint, stage):
    assert stage_of([made(kind) for kind in kinds], complaint=complaint) is stage


def test_a_corrected_sentence_does_not_count():
    charged, sentenced = made(StepKind.CHARGED), made(StepKind.SENTENCED)
    assert stage_of([charged, sentenced, made(StepKind.MISTAKE, sentenced)], complaint=False) is Stage.PROSECUTED
