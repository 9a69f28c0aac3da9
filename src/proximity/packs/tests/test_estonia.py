import datetime as dt

import pytest

from proximity.packs.loader import load_pack
from proximity.packs.rules import Coverage
from proximity.packs.vocabulary import Level, OrganisationKind, PoliceLevelCode, PowerKind

TODAY = dt.date(2026, 11, 24)
LOCAL, STATE = OrganisationKind.LOCAL_POLICE, OrganisationKind.STATE_POLICE
MUPO = "ee.tallinn.mupo"


def test_it_speaks_estonian_first_and_calls_112():
    pack = load_pack("ee")
    assert pack.languages == ("et", "en")
    assert pack.emergency_numbers == ("112",)
    assert {text.lang for text in pack.rights("et")} == {"et"}


@pytest.mark.parametrize(
    ("level", "bodies", "kinds"),
    [
        ("local", {MUPO}, {LOCAL}),
        ("state", {"ee.ppa", "ee.kapo"}, {STATE}),
        ("unknown", {MUPO, "ee.ppa", "ee.kapo"}, {LOCAL, STATE}),
    ],
)
def test_an_officer_of_the_city_and_one_of_the_state_are_told_apart(level, bodies, kinds):
    pack = load_pack("ee")
    assert {body.code for body in pack.police_bodies(PoliceLevelCode(level))} == bodies
    assert pack.police_kinds(PoliceLevelCode(level)) == kinds


def test_the_municipal_police_investigate_no_crime_and_nobody_saw_whether_they_take_a_report_of_one():
    mupo = load_pack("ee").body(MUPO)
    assert (mupo.may(PowerKind.INVESTIGATE), mupo.may(PowerKind.RECEIVE)) == (False, None)
    assert [(way.to, way.confirmed, way.within_hours) for way in mupo.refer_to] == [("ee.ppa", True, None)]


def test_the_split_between_the_two_state_services_is_offered_to_nobody_before_the_regulation_was_read():
    ways = load_pack("ee").body("ee.ppa").refer_to
    assert [(way.to, way.confirmed) for way in ways] == [("ee.prokuratuur", True), ("ee.kapo", False)]


@pytest.mark.parametrize(
    ("level", "bodies"),
    [
        ("local", ["ee.oiguskantsler"]),
        ("state", ["ee.oiguskantsler", "ee.ppa"]),
        ("unknown", ["ee.oiguskantsler", "ee.ppa"]),
    ],
)
def test_the_chancellor_of_justice_comes_before_the_internal_control(level, bodies):
    routes = load_pack("ee").complaint_routes_about(PoliceLevelCode(level))
    assert [route.body for route in routes] == bodies
    assert [route.independent for route in routes] == [True, False][: len(bodies)]


def test_a_base_motive_names_no_ground_and_reaches_each_by_reading_only():
    pack = load_pack("ee")
    families = ("RACE.BLACK", "XENO.LANG", "REL.JEW", "SO.GAY", "GI.TRANS", "SC.INTERSEX", "GEN.F", "DIS.PHYS", "AGE")
    assert {pack.coverage("ee.kars.58.1", ground, TODAY) for ground in families} == {Coverage.WIDER}
    assert pack.coverage("ee.kars.58.1", "NONE", TODAY) is Coverage.NO


def test_the_bill_is_a_gap_and_no_law():
    pack = load_pack("ee")
    assert not any("58.14" in offence.code for offence in pack.offences)
    assert any("bill on hatred" in gap.missing for gap in pack.gaps)


def test_criminal_organisations_left_the_crime_of_incitement_in_2015():
    pack = load_pack("ee")
    before, after = (
        [offence.code for offence in pack.offences_on(day) if offence.provision == "ee.kars.151.2"]
        for day in (dt.date(2014, 12, 31), dt.date(2015, 1, 1))
    )
    assert (before, after) == (["ee.kars.151.2/2006"], ["ee.kars.151.2/2015"])


def test_the_prosecutor_of_tallinn_is_of_its_district():
    pack = load_pack("ee")
    assert [body.code for body in pack.bodies_at(Level.PROSECUTION, "tallinn")] == ["ee.prokuratuur"]
    assert [body.code for body in pack.bodies_at(Level.EQUALITY, "tallinn")] == ["ee.volinik"]
