import datetime as dt

import pytest

from proximity.packs.loader import load_pack
from proximity.packs.rules import Coverage
from proximity.packs.vocabulary import KeepingAct, KeptKind, Level, OrganisationKind, PoliceLevelCode, PowerKind

TODAY = dt.date(2026, 11, 24)
RIGA, STATE_POLICE = "lv.riga.pasvaldibas_policija", "lv.valsts_policija"


@pytest.mark.parametrize(("day", "grounds"), [
    (dt.date(2006, 10, 21), {"lv.racist"}),
    (dt.date(2014, 6, 1), set()),
    (dt.date(2021, 6, 9), {"lv.racist", "lv.national", "lv.ethnic", "lv.religious"}),
    (dt.date(2021, 6, 10), set()),
    (TODAY, {"lv.racist", "lv.national", "lv.ethnic", "lv.religious", "lv.social_hatred"}),
])  # fmt: skip
def test_the_motives_that_aggravate_are_those_of_the_day_and_none_where_the_day_of_change_is_unknown(day, grounds):
    wordings = [one for one in load_pack("lv").offences_on(day) if one.provision == "lv.kl.48.1.14"]
    assert {ground.code for one in wordings for ground in one.grounds} == grounds


def test_social_hatred_names_no_ground_and_the_day_on_which_it_came_is_a_gap():
    pack = load_pack("lv")
    ground = next(one for one in pack.grounds_on(TODAY) if one.code == "lv.social_hatred")
    assert ground.codes == ()
    assert "lv.social_hatred" not in {one.code for one in pack.grounds_on(dt.date(2021, 6, 9))}
    assert any("social hatred" in gap.missing and gap.missing.endswith("not found") for gap in pack.gaps)


def test_orientation_is_reached_by_open_words_only():
    pack = load_pack("lv")
    assert pack.coverage("lv.kl.48.1.14", "SO.GAY", TODAY) is Coverage.WIDER
    assert pack.coverage("lv.kl.48.1.14", "SO.GAY", dt.date(2021, 6, 9)) is Coverage.NO
    assert pack.coverage("lv.kl.150", "SO.GAY", TODAY) is Coverage.WIDER


def test_the_municipal_police_take_a_report_and_hand_it_on_but_do_not_investigate():
    pack = load_pack("lv")
    riga, state = pack.body(RIGA), pack.body(STATE_POLICE)
    assert (riga.may(PowerKind.RECEIVE), riga.may(PowerKind.INVESTIGATE)) == (True, False)
    assert [(way.to, way.confirmed, way.within_hours) for way in riga.refer_to] == [(STATE_POLICE, True, None)]
    assert [way.to for way in state.refer_to] == ["lv.prokuratura"]


@pytest.mark.parametrize(("level", "bodies"), [
    ("local", ["lv.tiesibsargs", "lv.idb"]),
    ("state", ["lv.tiesibsargs", "lv.idb", STATE_POLICE]),
    ("unknown", ["lv.tiesibsargs", "lv.idb"]),
])  # fmt: skip
def test_the_state_police_hear_complaints_about_themselves_only_and_the_ombudsman_comes_first(level, bodies):
    routes = load_pack("lv").complaint_routes_about(PoliceLevelCode(level))
    assert [route.body for route in routes] == bodies
    assert [route.independent for route in routes] == [True] + [False] * (len(bodies) - 1)


def test_the_ombudsman_is_the_equality_body_too():
    assert [body.code for body in load_pack("lv").bodies_at(Level.EQUALITY, "riga")] == ["lv.tiesibsargs"]


def test_recordings_alone_have_a_time_of_keeping():
    pack, police = load_pack("lv"), OrganisationKind.LOCAL_POLICE
    assert {kind for kind in KeptKind if pack.keeping_on(TODAY, kind, police)} == {KeptKind.RECORDINGS}
    assert [rule.act for rule in pack.keeping] == [KeepingAct.DISPOSE]
